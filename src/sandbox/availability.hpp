// POST /domains/availability: one row for each name asked, in any order.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string_view>
#include <vector>

#include "domainplan/sandbox.hpp"
#include "sandbox/account.hpp"
#include "sandbox/asked_names.hpp"
#include "sandbox/market.hpp"
#include "sandbox/wire.hpp"

namespace domainplan::sandbox {

// Refuses a `name` that the description's DomainName forbids: the wrong form, or not a registrable domain.
void check_domain(const Json& name, const std::string& field);

// Refuses only what has not the form of one.
void check_domain_form(const Json& name, const std::string& field);

class Availability {
 public:
  Availability(const Options& options, const Market& market)
      : seed_(options.seed), stale_(options.stale), errored_(options.errored), market_(market) {}

  // Answers a call. What the account holds is taken. `delivered` false: the answer will not arrive whole, so
  // the names count as not asked.
  Reply answer(const Call& call, Account& account, bool delivered);

  // Names asked for again after a final row had been delivered.
  std::uint64_t asked_again() const { return asked_again_; }

 private:
  // A row of an answer that is being made.
  struct Row {
    std::uint64_t hash;  // of the name; rows are in its order
    std::string_view name;
    std::optional<Reason> reason;  // why it is not available, whatever the market says
  };
  std::optional<Reason> unsettled_at_first(std::string_view name) const;
  // Notes that the names were asked for, and says in their rows which are not final yet.
  void note_asked(std::vector<Row>& rows, bool delivered);
  // Says in the rows which names the account's environment holds.
  static void note_held(std::vector<Row>& rows, const Account& account);

  std::uint64_t seed_;
  double stale_;
  double errored_;
  const Market& market_;
  std::mutex mutex_;  // guards what follows
  std::uint32_t calls_ = 0;
  AskedNames asked_;
  std::atomic<std::uint64_t> asked_again_ = 0;
};

}  // namespace domainplan::sandbox
