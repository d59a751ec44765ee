// The network as a run sees it. Its callbacks are called on one thread of its own, and must not throw.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "partner/availability.hpp"

namespace domainplan {

class Network {
 public:
  virtual ~Network() = default;

  // Asks for 1 to 50 different names; `heard` is called as often as ask_availability() says, the last time
  // with is_last.
  virtual void ask(std::vector<std::string> names, std::function<void(partner::AvailabilityPart)> heard) = 0;
  // Calls `done` once, after `delay`, or earlier where stop() is called.
  virtual void after(std::chrono::milliseconds delay, std::function<void()> done) = 0;
  // Ends what is under way, soon: calls get a Failure of kind `stopped`. From any thread.
  virtual void stop() = 0;
  // Calls made so far. From any thread.
  virtual std::uint64_t calls() const = 0;
};

// The Partner API. `api` must outlive it.
class ApiNetwork final : public Network {
 public:
  // `wants_raw`: as ask_availability() has it.
  explicit ApiNetwork(partner::Api& api, bool wants_raw = true) : api_(api), wants_raw_(wants_raw) {}
  void ask(std::vector<std::string> names, std::function<void(partner::AvailabilityPart)> heard) override {
    partner::ask_availability(api_, std::move(names), std::move(heard), wants_raw_);
  }
  void after(std::chrono::milliseconds delay, std::function<void()> done) override {
    api_.after(delay, std::move(done));
  }
  void stop() override { api_.stop(); }
  std::uint64_t calls() const override { return api_.counts().calls; }

 private:
  partner::Api& api_;
  bool wants_raw_;
};

}  // namespace domainplan
