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

struct ApiOptions {
  std::string base_url;  // without a trailing slash; plain http only to loopback
  std::string key;       // a secret
  std::string user_agent = "domainplan";
  int connections = 16;
  int rate = 600;  // calls in any 60 s
  int tries = 5;   // of one call, 429s not counted; a Request may say otherwise
  std::chrono::milliseconds connect_timeout{10'000};
  std::chrono::milliseconds call_timeout{30'000};
  std::chrono::milliseconds first_backoff{500};  // doubled each try, with jitter
  std::chrono::milliseconds longest_backoff{15'000};
  std::size_t max_body = 8u << 20;  // bytes, after decompression
  std::uint64_t jitter_seed = 0;    // 0: from the system
  // How long ago the answers came of calls that an earlier process made: they take up the rate as well.
  // The longest ago first.
  std::vector<std::chrono::milliseconds> recent_calls = {};
  // Called before every attempt, on the network thread; must not throw. May be empty.
  std::function<void(Attempt)> on_start = {};
  // Told of every attempt's end, on the network thread: for --verbose. May be empty.
  std::function<void(const std::string& line)> log = {};
};

}  // namespace domainplan::partner
