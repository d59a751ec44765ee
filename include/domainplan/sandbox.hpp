// The Partner API on loopback: a stand-in for the vendor, for trying, tests and benchmarks. As strict as the
// API's description: what that forbids gets a 400.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace domainplan::sandbox {

struct Options {
  int port = 0;                              // 0: any free one
  std::uint64_t seed = 1;                    // of the market and of all chance
  int rate_limit = 600;                      // requests in any 60 s for each key; 0: none
  std::chrono::milliseconds latency_min{0};  // each answer waits for a random time between these
  std::chrono::milliseconds latency_max{0};
  double stale = 0.01;     // share of names whose first row is stale …
  double errored = 0.002;  // … or errored
  double fault_429 = 0;    // shares of requests answered 429, 500, or cut off inside the body
  double fault_500 = 0;
  double fault_cut = 0;
  double fault_lost = 0;         // carried out, but the connection ends without an answer
  double fault_slow = 0;         // the answer trickles
  double fault_truncated = 0;    // a whole answer whose JSON stops early
  double fault_malformed = 0;    // bytes that are no JSON
  double fault_types = 0;        // a field has the wrong type
  double fault_unknown = 0;      // fields nobody knows, which a client must ignore
  std::uint64_t fault_seed = 0;  // which requests have them; 0: as the seed says
  std::string fault_on = {};     // the only requests that have faults: "METHOD /path" or "/path"; empty: all
  double time_scale = 1;         // sandbox seconds in a real one, for all but the rate limit and latency
  std::function<std::chrono::system_clock::time_point()> clock = {};  // instead of that, if it is set
  double troubles = 0.05;            // share of imported domains, and of orders, that need a person, or fail
  std::string broken_pictures = {};  // a file with URLs of pictures that cannot be loaded, read at each look
  bool sells_twice = false;  // an ordered domain stays on sale: for tests that look for a second order
  std::vector<std::string> taken = {};  // names taken in the real world, normal form
  bool compress = false;  // gzip for clients that accept it; on loopback it costs more than it saves
};

// Numbers a test may ask for after a run.
struct Counters {
  std::uint64_t requests = 0;             // all that arrived
  std::uint64_t availability = 0;         // POST /domains/availability that were answered 200, and whole
  std::uint64_t rate_limited = 0;         // answered 429
  std::uint64_t most_in_window = 0;       // the most requests of one key in any 60 s, refused ones included
  std::uint64_t asked_again = 0;          // names asked for again after a final row had been delivered whole
  std::uint64_t faults = 0;               // requests that had one
  std::uint64_t import_jobs = 0;          // made
  std::uint64_t orders = 0;               // made
  std::uint64_t orders_of_same_body = 0;  // of these: their exact body had made one before
  std::uint64_t orders_of_same_user_and_bundle = 0;  // of these: their user had one for their bundle before
};

// Starts serving on construction (throws RunError where the port cannot be had) and stops on destruction.
class Server {
 public:
  explicit Server(Options options);
  ~Server();
  int port() const;
  std::string base_url() const;  // http://127.0.0.1:PORT/partner/v1
  Counters counters() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

// A key that every sandbox accepts.
inline constexpr const char* kTestKey = "pk_test_sandbox";

}  // namespace domainplan::sandbox
