// What a plan folder's files are called. Nothing else in a folder is ours.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "store/availability_log.hpp"

namespace domainplan::store {

inline constexpr std::string_view kOrders = "orders";
inline constexpr std::string_view kInputs = "inputs";
inline constexpr std::string_view kPlanCsv = "plan.csv";
inline constexpr std::string_view kCandidatesCsv = "candidates.csv";
inline constexpr std::string_view kShortfallCsv = "shortfall.csv";
inline constexpr std::string_view kSummaryJson = "summary.json";
inline constexpr std::string_view kPlanJson = "plan.json";

// What may not be in a folder in which a plan is begun.
inline constexpr std::array<std::string_view, 11> kOurNames = {
    kOrders,          kInputs,         kPlanCsv,       kCandidatesCsv,
    kShortfallCsv,    kSummaryJson,    kPlanJson,      kAvailabilityLogName,
    "journal.ndjson", "events.ndjson", "ledger.ndjson"};

// What may be in inputs/.
inline constexpr std::array<std::string_view, 6> kInputNames = {
    "customers.csv", "personas.csv", "bundles.json", "owned.csv", "patterns.json", "reserved.txt"};

// What is not for people to look at, and is gone or empty once a plan is finished.
inline constexpr std::string_view kPrivate = ".domainplan";
inline constexpr std::string_view kLock = ".domainplan/lock";
inline constexpr std::string_view kStage = ".domainplan/stage";
inline constexpr std::string_view kCommit = ".domainplan/commit";
inline constexpr std::string_view kRun = ".domainplan/run.json";  // what an unfinished run is
inline constexpr std::string_view kCalls = ".domainplan/calls";   // when it started its calls

inline std::string in_folder(const std::string& folder, std::string_view name) {
  return folder + "/" + std::string(name);
}
inline std::string order_name(const std::string& customer) { return "orders/" + customer + ".json"; }

}  // namespace domainplan::store
