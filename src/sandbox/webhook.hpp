// Sends the sandbox's events to a partner's URL, signed, until they are answered with 2xx.
#pragma once

#include <array>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <string>
#include <thread>

#include "sandbox/service.hpp"

namespace domainplan::sandbox {

// The pauses before each try, of the sandbox clock: five tries in less than 24 hours.
inline constexpr std::array<std::chrono::seconds, 5> kPauses = {
    std::chrono::seconds(0), std::chrono::seconds(30), std::chrono::minutes(10), std::chrono::hours(1),
    std::chrono::hours(6)};

// The value of Peeker-Signature for `body`, sent at `timestamp` (Unix seconds): "v1=" and the hex HMAC-SHA256
// of "timestamp.body".
std::string signature_of(const std::string& secret, const std::string& timestamp, const std::string& body);

// The body of an event. `older`: in the envelope of older pages, the object under its name.
std::string body_of(const Event& event, bool older);

class Webhook {
 public:
  // Sends from a thread of its own until destroyed.
  Webhook(std::string url, std::string secret, Service& service);
  ~Webhook();

 private:
  struct Delivery {
    std::string id;
    std::string body;
    Moment due;
    std::size_t tries = 0;
    bool forged = false;  // with a wrong signature, once
  };
  void run() noexcept;
  void take_events();
  void send_what_is_due();
  bool is_over(Delivery& delivery) const;
  bool sent(const Delivery& delivery) const;

  std::string url_;
  std::string secret_;
  Service& service_;
  std::deque<Delivery> waiting_;
  std::uint64_t count_ = 0;  // events so far
  std::mutex mutex_;         // guards ending_
  std::condition_variable wake_;
  bool ending_ = false;
  std::thread thread_;
};

}  // namespace domainplan::sandbox
