// HTTP to the Partner API: one thread drives all connections and paces the calls.
//
// Callbacks run on that thread, so they should be quick; one that throws ends the program. The Api must not
// be destroyed from within one.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <variant>

#include "domainplan/api_options.hpp"

namespace domainplan::partner {

struct Request {
  std::string method;       // GET, POST or PATCH
  std::string path;         // below base_url, with a leading slash
  std::string body;         // JSON; empty for GET
  int tries = 0;            // 0: as many as ApiOptions says; 1 for what must not be done twice
  std::string secret = {};  // a part of the body that no error may repeat
  // Asked right before each attempt, on the network thread, with the number of failed ones before it, each of
  // which may have been carried out: whether to go on. Empty: yes.
  std::function<bool(int failed_before)> may_start = {};
};

// A whole answer with a status that is no reason to try again: 2xx, or a 4xx other than 401, 403 and 429.
struct Answer {
  long status = 0;
  std::string body;
  std::string request_id;  // Peeker-Request-Id; empty where the answer had none
  std::string date;        // the header Date, as it came
  int failed_before = 0;   // tries that failed before this one, each of which may have been carried out
  std::string content_type = {};  // the header Content-Type, as it came
};

// A call that came to nothing.
struct Failure {
  enum class Kind : std::uint8_t {
    gave_up,      // the last try failed: network, 5xx, or an answer the caller's `accept` refused
    key_refused,  // 401 or 403
    stopped,      // the transport was stopped first
    held_back,    // Request::may_start said no
  };
  Kind kind = Kind::gave_up;
  std::string message;    // for people: what was asked, what happened, the request id; no secret, escaped
  int failed_before = 0;  // tries that failed, each of which may have been carried out
};

using Outcome = std::variant<Answer, Failure>;

// Looks at an answer of status 2xx; returns what is wrong with it ("" is fine). An answer refused here counts
// as a failed try. Called on the network thread.
using Accept = std::function<std::string(const Answer&)>;

// The time from now until `moment`, rounded up; for Api::after().
inline std::chrono::milliseconds time_until(std::chrono::steady_clock::time_point moment) {
  return std::chrono::ceil<std::chrono::milliseconds>(moment - std::chrono::steady_clock::now());
}

struct CallCounts {
  std::uint64_t calls = 0;         // attempts sent
  std::uint64_t retries = 0;       // those of them that repeated one after a failure or a 429
  std::uint64_t rate_limited = 0;  // answers 429
};

// Throws UsageError for options that cannot be used: plain http to a host that is not loopback, a key with
// characters no header may carry, a rate of nothing.
void check_options(const ApiOptions& options);

class Api {
 public:
  // Throws UsageError as check_options() does.
  explicit Api(ApiOptions options);
  // Stops, then joins the network thread.
  ~Api();

  // Sends `request` when the pace allows, and calls `done` exactly once, on the network thread. Calls are
  // started in the order in which they were handed over. From any thread, `done` included.
  void send(Request request, Accept accept, std::function<void(Outcome)> done);

  // Calls `done` on the network thread once `delay` has passed, or at once when the transport stops.
  void after(std::chrono::milliseconds delay, std::function<void()> done);

  // Ends everything under way: each call's `done` gets a Failure of kind `stopped`. From any thread; returns
  // at once.
  void stop();

  // Attempts so far. From any thread.
  CallCounts counts() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace domainplan::partner
