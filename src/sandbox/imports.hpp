// Imports of domains that customers own elsewhere: at once (POST /domains/import) or as jobs
// (POST /domains/import/jobs); both are ready a while later.
#pragma once

#include <atomic>
#include <chrono>
#include <string>

#include "domainplan/sandbox.hpp"
#include "sandbox/account.hpp"

namespace domainplan::sandbox {

inline constexpr std::chrono::seconds kImportReady{120};    // after this an import is no longer in progress
inline constexpr std::chrono::minutes kRegistrarWaits{15};  // until a late customer has set the nameservers

class Imports {
 public:
  Imports(const Options& options, Clock clock) : options_(options), clock_(std::move(clock)) {}

  Reply create(const Call& call, Account& account, bool job);
  Reply find(const Call& call, Account& account) const;
  // `job`: it must be one.
  Reply show(const std::string& id, Account& account, bool job) const;

  // Notes an event for each import whose status has changed. The account is locked.
  void note_changes(Account& account) const;

  std::uint64_t jobs() const { return jobs_; }  // how many were made

 private:
  void take_in(const std::string& name, Account& account, Moment now) const;
  OrderedJson json_of(const Import& import, Account& account, Moment now) const;

  const Options& options_;
  Clock clock_;
  std::atomic<std::uint64_t> jobs_ = 0;
};

}  // namespace domainplan::sandbox
