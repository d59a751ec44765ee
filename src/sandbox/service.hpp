// What the sandbox answers to a call: the key, the limit, the faults, then the route. Knows no sockets.
#pragma once

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>

#include "domainplan/sandbox.hpp"
#include "sandbox/account.hpp"
#include "sandbox/availability.hpp"
#include "sandbox/faults.hpp"
#include "sandbox/imports.hpp"
#include "sandbox/key.hpp"
#include "sandbox/market.hpp"
#include "sandbox/orders.hpp"
#include "sandbox/rate_limit.hpp"
#include "sandbox/routes.hpp"
#include "sandbox/wire.hpp"

namespace domainplan::sandbox {

class Service {
 public:
  // `base_url`: what the links in lists begin with.
  Service(const Options& options, std::string base_url);

  // Answers `call` once its latency is over. `gone` says whether the client has hung up in the meantime;
  // nothing then happens, and the reply has status 0. From any thread.
  Reply answer(const Call& call, const std::function<bool()>& gone);

  // Counts what is not a request of this API, and refuses it with `status` (4xx).
  Reply refuse(int status);

  // Ends all waiting. From any thread.
  void stop();

  // The sandbox's time.
  Moment now() const { return clock_(); }

  // What has happened since the last call, oldest first, if options ask for a webhook. From one thread.
  std::vector<Event> take_events();

  // The faults of event number `number`.
  const Faults& faults() const { return injector_; }

  Counters counters() const;

 private:
  // What `call` is answered if nothing goes wrong with the answer.
  Reply decide(const Call& call, const std::optional<Key>& key, int seconds_to_wait, Fault fault);
  // Makes the answer wrong.
  void make_wrong(Reply& reply, const Key& key, Fault fault, std::uint64_t number);
  bool waited(std::chrono::microseconds time);  // false: stopped

  Options options_;
  Market market_;
  RateLimit rate_limit_;
  Clock clock_;
  Faults injector_;
  Accounts accounts_;
  Availability availability_;
  Imports imports_;
  Orders orders_;
  Swaps swaps_;
  Forwardings forwardings_;
  Parts parts_;
  std::atomic<std::uint64_t> requests_ = 0;
  std::atomic<std::uint64_t> answered_ = 0;
  std::atomic<std::uint64_t> rate_limited_ = 0;
  std::atomic<std::uint64_t> faults_ = 0;
  std::mutex mutex_;  // guards stopped_
  std::condition_variable wake_;
  bool stopped_ = false;
};

}  // namespace domainplan::sandbox
