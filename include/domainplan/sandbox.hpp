// The Partner API on loopback: a stand-in for the vendor, for trials, tests and benchmarks. As strict as the
// API's description: what that forbids is refused with a 400. Everything is in memory and ends with the
// server.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace domainplan::sandbox {

// A key that every sandbox accepts, and what it signs events with by default.
inline constexpr const char* kTestKey = "pk_test_sandbox";
inline constexpr const char* kWebhookSecret = "whsec_sandbox";

// Faults that can be injected into calls. fault_name() and fault_help() describe each one; the comments here
// add only what those leave out.
enum class Fault : std::uint8_t {
  none,
  // Answered instead of carrying out the call, in the API's error envelope.
  refused_429,
  refused_429_pause,
  refused_429_hour,
  refused_401,
  refused_403,
  refused_domains,
  refused_domain,
  failed_500,
  failed_503,
  // The same, from something in between that is not the API.
  html_404,
  html_502,
  dropped,
  // The call is carried out, and its answer never arrives or cannot be read.
  cut,
  lost,
  lost_html_404,
  lost_html_502,
  late,  // POST /orders only: the order is made 8 s of the sandbox clock later, and equal bytes that come in
         // between make an order of their own
  truncated,
  malformed,
  types,
  deep,
  echo,  // a 400 that quotes the last order's login password, in one of the usual escapes
  // The call is carried out and answered whole.
  slow,
  unknown,
  // Lists.
  forgets,
  delays,
  endless,
  odd_item,
  // Receipts of orders, wherever they are shown.
  total_zero,
  total_negative,
  total_huge,
  same_id,
  no_id,
  other_user,
  other_bundle,
  other_count,
  other_currency,
  failed,  // POST /orders only: a new order has failed, and stays so
  // POST /domains/availability: higher prices. POST /orders: a higher total.
  dearer,
  // Events, sent to Options::webhook_url.
  event_twice,
  event_late,
  event_older,
  event_forged
};

// Its name ("lost-html-404"), and what it does, in a few words.
std::string_view fault_name(Fault fault);
std::string_view fault_help(Fault fault);
std::vector<Fault> all_faults();  // without Fault::none
std::optional<Fault> fault_called(std::string_view name);

// Which calls have a fault.
struct FaultRule {
  Fault fault = Fault::none;
  double share = 1;        // of the calls that `on` matches; decided at random for each call
  std::string on = {};     // "METHOD /path" or "/path", where a segment {id} matches any; empty: all calls
  std::uint64_t skip = 0;  // the first calls that match have none
  std::uint64_t most = UINT64_MAX;  // at most this many after those
};

struct Options {
  int port = 0;                              // 0: any free one
  std::uint64_t seed = 1;                    // of the market and of everything random
  int rate_limit = 600;                      // requests in any 60 s for each key; 0: none
  std::chrono::milliseconds latency_min{0};  // each answer is delayed by a random time between these
  std::chrono::milliseconds latency_max{0};
  double stale = 0.01;     // share of names whose first row is stale …
  double errored = 0.002;  // … or errored
  std::vector<FaultRule> faults =
      {};  // for each call the first that applies; one random number decides for all of them
  std::uint64_t fault_seed = 0;  // of the random numbers for faults and latency; 0: as `seed`
  double time_scale = 1;         // sandbox seconds in a real one, for all but the rate limit and latency
  std::function<std::chrono::system_clock::time_point()> clock = {};  // instead of that, if it is set
  double intervention_rate =
      0.05;  // share of imported domains, orders and changes that need a person, or fail
  std::string broken_pictures = {};  // a file with URLs of pictures that cannot be loaded, read at each look
  bool sells_twice = false;  // an ordered domain stays on sale, and a replaced one can be replaced again: for
                             // tests that look for what is done twice
  std::vector<std::string> taken = {};  // names taken in the real world, canonical form
  // The partners, each with a test and a live account. A key belongs to the partner whose name follows
  // pk_test_ or pk_live_ (pk_test_acme, pk_test_acme_read_1), and to the first where it names none. Empty:
  // one account. Letters, digits, - and _.
  std::vector<std::string> accounts = {};
  // Where events are sent, http or https: each up to 5 times within 24 h of the sandbox clock, until it is
  // answered with 2xx. Empty: nowhere.
  std::string webhook_url = {};
  std::string webhook_secret = kWebhookSecret;  // what they are signed with
  bool compress = false;  // gzip for clients that accept it; on loopback it costs more than it saves
};

// Counts for tests to look at after a run.
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
  std::uint64_t cancellations = 0;                   // of orders, or of some of their domains
  std::uint64_t swaps = 0;                           // made
  std::uint64_t swaps_of_same_domain = 0;            // of these: their domain had one before
  std::uint64_t renamings = 0;                       // calls of /swaps/user_names that were carried out
  std::uint64_t forwarding_jobs = 0;                 // made
};

// Starts serving on construction (throws RunError where the port is not free) and stops on destruction.
// Members may be called from any thread. Options::clock is called on the server's threads, by several at a
// time; what it throws fails the call that needed it.
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

}  // namespace domainplan::sandbox
