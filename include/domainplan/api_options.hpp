// How to reach the Partner API.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace domainplan::partner {

// Why a call is made: for the first time, or again.
enum class Attempt : std::uint8_t { first, after_failure, after_429 };

// Waits that are longer are reported.
inline constexpr std::chrono::seconds kReportedWait{2};

// A pause of more than kReportedWait before the next call.
struct Wait {
  enum class Reason : std::uint8_t {
    rate_limited,  // the API answered 429: no call is made before its pause is over
    unavailable,   // the API answered 503 with a Retry-After: the same
    own_rate,      // ApiOptions::rate calls were made in the last 60 s
    shared_rate,   // the same, by all processes that share the rate
    retry,         // all calls that are left failed and are tried again later
    lost_answer,   // the answer to a change was lost: the account is looked at before anything else is sent
    progress       // the vendor works on a change: it is asked again and again, so long after each answer
  };
  Reason reason = Reason::retry;
  std::chrono::milliseconds duration{0};        // from now
  std::chrono::system_clock::time_point until;  // when calls go on
};

// How to reach the API. Nothing here is read from the environment, except that libcurl looks at the usual
// variables for proxies (https_proxy, all_proxy, no_proxy); loopback is never reached through one.
struct ApiOptions {
  std::string base_url;  // without a trailing slash; plain http only to loopback
  std::string key;       // a secret
  std::string user_agent = "domainplan";
  int connections = 16;
  int rate = 600;  // calls in any 60 s
  int tries = 5;   // of one call; a 429 does not count
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds call_timeout{30'000};
  std::chrono::milliseconds first_backoff{500};  // doubled each try, with jitter
  std::chrono::milliseconds longest_backoff{15'000};
  std::size_t max_body = 8u << 20;  // bytes, after decompression
  std::string ca_file = {};         // PEM file of the certificate authorities to trust; "": libcurl's default
  std::string ca_dir = {};          // the same as a directory of hashed files (openssl rehash)
  std::uint64_t jitter_seed = 0;    // 0: from the system
  // Calls of an earlier process, which count against the rate: how long ago each was answered, oldest first.
  std::vector<std::chrono::milliseconds> recent_calls = {};
  // Called before every attempt, on the network thread; must not throw. May be empty.
  std::function<void(Attempt)> on_start = {};
  // Called at the end of every attempt, on the network thread; must not throw. May be empty.
  std::function<void(const std::string& line)> log = {};
  // Called when a wait of more than kReportedWait begins, once for each (once for all that follow one
  // change), on the network thread, or for Reason::lost_answer and progress on the one that waits; must not
  // throw. May be empty. A pause of more than an hour is not waited for: all calls fail (ErrorCode::api).
  std::function<void(const Wait&)> on_wait = {};
};

// Whether a base URL leads to this machine. Throws UsageError for text that is not a base URL.
bool is_loopback_url(const std::string& base_url);

}  // namespace domainplan::partner
