// A vendor and a time of their own, in process: what a submission meets, in any order, without waiting for
// it. The vendor is as strict as its contract: it checks every body, knows equal bytes for 24 hours, and
// sells a domain once.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "submission/world.hpp"

namespace domainplan::tests {

// Time as it passes, in milliseconds, and how wrong the machine's wall clock is.
struct VirtualTime {
  std::int64_t now_ms = 1'000'000;
  std::int64_t wall_skew_ms = 0;
  std::string boot = "boot-1";
  std::int64_t booted_ms = 0;

  static constexpr std::int64_t kEpochMs = 1'764'000'000'000;  // when now_ms was 0
  std::int64_t server_s() const { return (kEpochMs + now_ms) / 1000; }
};

struct FakeOrder {
  std::string id, body, user, bundle;
  std::vector<std::string> domains;
  std::string status = "in_progress";
  Cents total = 0;
  Cents registrations = 0;  // of the total
  std::int64_t made_ms = 0;
  std::int64_t listed_ms = 0;  // the lists know it from then on
  // Of the process that sent it: when it last read the lists, and what its last look at the prices said.
  std::int64_t looked_ms = 0;
  Cents said_cents = 0;
};

// How the vendor and what is between it and us behave; shares from 0 to 1.
struct Faults {
  double lost = 0;          // carried out, and the answer does not arrive
  double dropped = 0;       // not carried out, and no answer arrives
  double false_answer = 0;  // carried out, and a page of something else comes back: an HTML 404, a 502
  double refused = 0;       // the vendor's own "no", for no reason
  double rate_limited = 0;
  double odd_receipt = 0;  // a receipt that contradicts its order
  double list_fails = 0;   // a list cannot be read
  double order_fails = 0;  // one order cannot be read
  double price_rises = 0;  // at each look at the prices
  double late = 0;         // made, or listed, only after a while
  double users_fail = 0;   // the list of users cannot be read
};

// Faults whose shares come from `share`, one call after another; `rises` divides that of the rising prices.
template <class Share>
Faults faults_of(const Share& share, double rises) {
  Faults faults;
  faults.lost = share();
  faults.dropped = share();
  faults.false_answer = share();
  faults.refused = share() / 4;
  faults.rate_limited = share();
  faults.list_fails = share() / 2;
  faults.order_fails = share();
  faults.price_rises = share() / rises;
  faults.late = share();
  return faults;
}

class FakeVendor {
 public:
  FakeVendor(VirtualTime& its_time, std::uint64_t seed) : time(its_time), random(seed) {}

  VirtualTime& time;
  std::mt19937_64 random;
  Faults faults;
  Cents domain_cents = 1000;
  Cents google_inbox_cents = 100, microsoft_domain_cents = 900;
  bool bills_items = true;
  bool heeds_equal_bytes = true;
  bool prices_vary = false;             // from domain to domain
  std::map<std::string, Cents> dearer;  // domains that cost more now
  std::set<std::string> taken;
  std::vector<partner::PartnerDomain> inventory;  // on no order
  std::vector<partner::User> users;
  std::vector<FakeOrder> orders;
  int placed_calls = 0;
  int sold_already = 0;  // bodies that asked for a domain of an order that was there
  std::function<void(partner::OrderReceipt&)> bend_receipt;  // what a receipt says instead
  std::function<void(nlohmann::json&)> bend_answer;          // the same before it is read

  bool chance(double share) { return std::uniform_real_distribution<double>(0, 1)(random) < share; }

  // Carries out a POST /orders that arrived; returns the answer as status and body.
  std::pair<long, std::string> receive(const std::string& body);
  std::string receipt_json(const FakeOrder& order, bool whole);
  const FakeOrder* find(const std::string& id) const;
  Cents price_of(const std::string& domain) const {
    const auto found = dearer.find(domain);
    if (found != dearer.end()) return found->second;
    return domain_cents + (prices_vary ? static_cast<Cents>(std::hash<std::string>()(domain) % 4) * 50 : 0);
  }

 private:
  std::pair<long, std::string> refuse(const std::string& code, const std::string& message,
                                      const std::string& field);
};

// One run's view of the world. Each call may end it, as kill -9 would.
class FakeWorld : public SubmitWorld {
 public:
  struct Killed {};

  explicit FakeWorld(FakeVendor& vendor) : vendor_(vendor) {}

  int calls_until_killed = -1;      // of this object; below 0: never
  bool is_closed = false;           // an answer asked for a pause of more than an hour
  std::function<void()> meanwhile;  // called once in a while: what another process does
  std::int64_t longest_wait_ms = 0;
  std::vector<std::string> posted;  // bodies, in the order in which they were begun
  std::size_t most_under_way = 0;

  JournalTime now() override;
  Moment monotonic() override { return Moment(vendor_.time.now_ms - vendor_.time.booted_ms); }
  void place(std::size_t order, const std::string& bytes, bool lost_before,
             std::function<bool()> may_start) override;
  std::optional<Answer> wait(Moment until) override;
  AccountView look() override;
  std::optional<partner::Order> order(const std::string& id) override;
  void check(const std::vector<std::string>& domains,
             const std::function<void(AvailabilityRow)>& row) override;
  std::vector<partner::DomainImport> imports(const std::vector<std::string>&) override { return {}; }
  std::vector<partner::User> users() override;

 private:
  void step();
  void pass(std::int64_t ms);
  partner::Placement answer_to(const std::string& bytes, bool lost_before);

  FakeVendor& vendor_;
  std::multimap<std::int64_t, Answer> coming_;  // by the time at which they arrive
  std::int64_t looked_ms_ = 0;                  // when the lists were read last
  std::map<std::string, Cents> said_;           // what the last look at a domain's price said
};

// The usr_… id of a user who is named by an email.
std::string id_of_user(const std::string& user);

// A body of POST /orders as `plan` writes it.
std::string order_body(const std::string& user, const std::string& bundle,
                       const std::vector<std::string>& domains,
                       const std::string& password = "fake-password");

}  // namespace domainplan::tests
