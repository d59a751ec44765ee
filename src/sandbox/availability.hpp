// POST /domains/availability: one row for each name asked, in any order.
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <string>
#include <unordered_map>

#include "domainplan/sandbox.hpp"
#include "sandbox/account.hpp"
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
  struct Asked {
    std::uint64_t call = 0;       // the first one that was delivered
    bool answered_final = false;  // whether a call before the current one got a final row
  };
  std::optional<Reason> unsettled_at_first(std::string_view name) const;
  // For each of `names`: why its row is not final yet, if it is not.
  std::vector<std::optional<Reason>> note_asked(const std::vector<std::string>& names, bool delivered);

  std::uint64_t seed_;
  double stale_;
  double errored_;
  const Market& market_;
  std::mutex mutex_;  // guards what follows
  std::uint64_t calls_ = 0;
  std::unordered_map<std::string, Asked> asked_;
  std::atomic<std::uint64_t> asked_again_ = 0;
};

}  // namespace domainplan::sandbox
