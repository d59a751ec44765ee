// HTTP to the Partner API: one thread drives all connections and paces the calls.
//
// Callbacks run on that thread, so they should be quick, and should not throw. What one throws ends no
// process: a call whose `accept`, `may_start` or on_start throws gets a Failure, and after a `done` that
// throws no further call is made. The Api must not be destroyed from within one.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "domainplan/api_options.hpp"
#include "domainplan/call_counts.hpp"
#include "domainplan/error.hpp"
#include "domainplan/shared_rate.hpp"
#include "partner/redactor.hpp"

namespace domainplan::partner {

struct Request {
  std::string method;  // GET, POST or PATCH
  std::string path;    // below base_url, with a leading slash
  std::string body;    // JSON; empty for GET
  int tries = 0;       // 0: as many as ApiOptions says; 1 for what must not be done twice
  // At most one attempt, whatever comes of it: a 429, 401 or 403 is handed back as an Answer, too (after a
  // 429 all calls pause nevertheless).
  bool once = false;
  // Asked right before each attempt, on the network thread, with the number of failed ones before it, each of
  // which may have been carried out: whether to go on. Empty: yes.
  std::function<bool(int failed_before)> may_start = {};
};

// A whole answer with a status that is not a reason to try again: 2xx, or a 4xx other than 401, 403, 408 and
// 429 (any but 408 with Request::once).
struct Answer {
  long status = 0;
  std::string body;          // decompressed; not redacted
  std::string content_type;  // the header, as it came
  std::string request_id;    // Peeker-Request-Id; empty where the answer had none
  std::string date;          // the header Date, as it came
  int failed_before = 0;     // tries that failed before this one, each of which may have been carried out
};

// A call that came to nothing.
struct Failure {
  enum class Kind : std::uint8_t {
    gave_up,      // the last try failed: network, 5xx, or an answer the caller's `accept` refused
    key_refused,  // 401 or 403
    stopped,      // the transport was stopped first
    held_back,    // Request::may_start said no; nothing was sent
    closed,       // not sent: an answer before it asked for a pause of more than an hour, or a callback threw
  };
  Kind kind = Kind::gave_up;
  std::string message;    // for people: what was asked, what happened, the request id; redacted and escaped
  int failed_before = 0;  // tries that failed, each of which may have been carried out
  ErrorCode code = ErrorCode::network;  // of gave_up: api where an answer came
  bool sent = false;                    // some of the last attempt's request went out
  ApiCall call = {};                    // as far as the last attempt went
  std::string date = {};                // the header Date of its answer
  bool certificate_unknown = false;     // the server's certificate is not one we trust
};

using Outcome = std::variant<Answer, Failure>;

// Looks at an answer of status 2xx; returns what is wrong with it ("" is fine). An answer refused here counts
// as a failed try. Called on the network thread.
using Accept = std::function<std::string(const Answer&)>;

// Why an answer of status 2xx could not be read, by what its body is: the error envelope, or a page of
// something in between, with its Content-Type and first words; else `wrong`. Redacted and escaped.
std::string describe_unreadable(const Answer& answer, const std::string& wrong, const Redactor& redactor);

// The time from now until `moment`, rounded up; for Api::after().
inline std::chrono::milliseconds time_until(std::chrono::steady_clock::time_point moment) {
  return std::chrono::ceil<std::chrono::milliseconds>(moment - std::chrono::steady_clock::now());
}

// Throws UsageError for options that cannot be used: plain http to a host that is not loopback, a key with
// characters no header may carry, a rate of nothing.
void check_options(const ApiOptions& options);

// A group of calls on a transport: one network thread, one pacing window, one set of connections. Groups
// share the transport, so that all calls with a key keep one rate; stop() ends the calls of its own group.
class Api {
 public:
  // Starts a transport. Its options.on_start is called for the calls of this group. Throws UsageError as
  // check_options() does.
  explicit Api(ApiOptions options);
  // Stops the group, and returns when the last of its callbacks has returned. Not from within a callback.
  ~Api();
  Api(Api&&) noexcept;
  Api& operator=(Api&&) = delete;

  // Another group on the same transport. `on_start` as in ApiOptions.
  Api group(std::function<void(Attempt)> on_start = {}) const;

  // Sends `request` when the pace allows, and calls `done` exactly once, on the network thread. Calls are
  // started in the order in which they were handed over. From any thread, `done` included.
  void send(Request request, Accept accept, std::function<void(Outcome)> done);

  // Calls `done` on the network thread once `delay` has passed, or at once when the group stops.
  void after(std::chrono::milliseconds delay, std::function<void()> done);

  // Ends all calls of the group that are under way or still to come: each `done` gets a Failure of kind
  // `stopped`. From any thread; returns at once.
  void stop();
  // The same for all groups of the transport.
  void stop_all();

  // Calls of an earlier process that take up the rate: how long ago their answers came, the longest ago
  // first.
  void add_recent_calls(std::vector<std::chrono::milliseconds> ages);

  // From now on every call of the transport also takes a slot of `rate`, which other processes share. Once.
  void share_rate(std::shared_ptr<SharedRate> rate);

  // Attempts of the group so far. From any thread.
  CallCounts counts() const;
  // Attempts of all groups so far. From any thread.
  CallCounts all_counts() const;

  // The API's host, as in ApiCall.
  const std::string& host() const;

  // What is taken out of messages: the key, and what callers add. From any thread.
  Redactor& redactor() const;

 private:
  class Transport;
  struct Group;
  Api(std::shared_ptr<Transport> transport, std::function<void(Attempt)> on_start);
  std::shared_ptr<Transport> transport_;
  std::shared_ptr<Group> group_;
};

}  // namespace domainplan::partner
