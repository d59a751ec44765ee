// What a plan folder's files are called. Nothing else in a folder is ours.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "store/availability_log.hpp"
#include "store/ledger_log.hpp"

namespace domainplan::store {

inline constexpr std::string_view kOrders = "orders";
inline constexpr std::string_view kInputs = "inputs";
inline constexpr std::string_view kPlanCsv = "plan.csv";
inline constexpr std::string_view kCandidatesCsv = "candidates.csv";
inline constexpr std::string_view kShortfallCsv = "shortfall.csv";
inline constexpr std::string_view kSummaryJson = "summary.json";
inline constexpr std::string_view kPlanJson = "plan.json";
inline constexpr std::string_view kEvents = "events.ndjson";

// What may not be in a folder in which a plan is begun.
inline constexpr std::array<std::string_view, 11> kOurNames = {
    kOrders,          kInputs,      kPlanCsv,      kCandidatesCsv,
    kShortfallCsv,    kSummaryJson, kPlanJson,     kAvailabilityLogName,
    "journal.ndjson", kEvents,      kLedgerLogName};

// What may be in inputs/. Of patterns and of domains to avoid there may be several versions, as customers of
// one plan can have different options: the first options' has the plain name, each other one its digest in
// the name.
inline constexpr std::array<std::string_view, 8> kInputNames = {
    "customers.csv", "personas.csv", "bundles.json", "owned.csv",
    "patterns.json", "avoid.txt",    "reserved.txt", "inventory.csv"};
inline std::string version_name(std::string_view plain, std::string_view sha256) {
  const std::size_t dot = plain.rfind('.');
  return std::string(plain.substr(0, dot)) + "-" + std::string(sha256.substr(0, 16)) +
         std::string(plain.substr(dot));
}
inline bool is_input_name(std::string_view name) {
  const auto is_version = [name](std::string_view start, std::string_view end) {
    return name.starts_with(start) && name.ends_with(end);
  };
  for (const std::string_view one : kInputNames)
    if (name == one) return true;
  return is_version("patterns-", ".json") || is_version("avoid-", ".txt");
}

// What is not for people to look at, and is gone or empty once a plan is finished.
inline constexpr std::string_view kPrivate = ".domainplan";
inline constexpr std::string_view kLock = ".domainplan/lock";
inline constexpr std::string_view kStage = ".domainplan/stage";
inline constexpr std::string_view kCommit = ".domainplan/commit";
inline constexpr std::string_view kRun = ".domainplan/run.json";              // what an unfinished run is
inline constexpr std::string_view kRunReserved = ".domainplan/reserved.txt";  // the names reserved for it
inline constexpr std::string_view kRunInventory =
    ".domainplan/inventory.csv";                                 // what it uses of the account's
inline constexpr std::string_view kCalls = ".domainplan/calls";  // when it started its calls

inline std::string in_folder(const std::string& folder, std::string_view name) {
  return folder + "/" + std::string(name);
}
inline std::string order_name(const std::string& customer) { return "orders/" + customer + ".json"; }

}  // namespace domainplan::store
