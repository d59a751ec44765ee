// What a plan folder's files are called. Nothing else in a folder is ours.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace domainplan::store {

inline constexpr std::string_view kOrders = "orders";
inline constexpr std::string_view kInputs = "inputs";
inline constexpr std::string_view kPlanCsv = "plan.csv";
inline constexpr std::string_view kCandidatesCsv = "candidates.csv";
inline constexpr std::string_view kShortfallCsv = "shortfall.csv";
inline constexpr std::string_view kSummaryJson = "summary.json";
inline constexpr std::string_view kPlanJson = "plan.json";
inline constexpr std::string_view kAvailabilityLog = "availability.ndjson";
inline constexpr std::string_view kJournal = "journal.ndjson";
inline constexpr std::string_view kEvents = "events.ndjson";
inline constexpr std::string_view kLedgerLog = "ledger.ndjson";

// What may not be in a folder in which a plan is begun.
inline constexpr std::array<std::string_view, 11> kOurNames = {
    kOrders,   kInputs,          kPlanCsv, kCandidatesCsv, kShortfallCsv, kSummaryJson,
    kPlanJson, kAvailabilityLog, kJournal, kEvents,        kLedgerLog};

// What may be in inputs/. Of patterns and of domains to avoid there may be several versions, as customers of
// one plan can have different options: the first options' has the plain name, each other one its digest in
// the name.
inline constexpr std::string_view kCustomersInput = "customers.csv";
inline constexpr std::string_view kPersonasInput = "personas.csv";
inline constexpr std::string_view kBundlesInput = "bundles.json";
inline constexpr std::string_view kOwnedInput = "owned.csv";
inline constexpr std::string_view kPatternsInput = "patterns.json";
inline constexpr std::string_view kAvoidInput = "avoid.txt";
inline constexpr std::string_view kReservedInput = "reserved.txt";
inline constexpr std::string_view kInventoryInput = "inventory.csv";
inline constexpr std::array<std::string_view, 8> kInputNames = {
    kCustomersInput, kPersonasInput, kBundlesInput,  kOwnedInput,
    kPatternsInput,  kAvoidInput,    kReservedInput, kInventoryInput};
inline constexpr std::array<std::string_view, 3> kInputsOfEveryPlan = {kCustomersInput, kPersonasInput,
                                                                       kBundlesInput};
inline std::string version_name(std::string_view plain, std::string_view sha256) {
  const std::size_t dot = plain.rfind('.');
  return std::string(plain.substr(0, dot)) + "-" + std::string(sha256.substr(0, 16)) +
         std::string(plain.substr(dot));
}

// What is not for people to look at, and is gone or empty once a plan is finished.
inline constexpr std::string_view kPrivate = ".domainplan";
inline constexpr std::string_view kLock = ".domainplan/lock";
inline constexpr std::string_view kStage = ".domainplan/stage";
inline constexpr std::string_view kOldSummary = ".domainplan/stage/summary.json.old";
inline constexpr std::string_view kCommit = ".domainplan/commit";
inline constexpr std::string_view kRun = ".domainplan/run.json";              // what an unfinished run is
inline constexpr std::string_view kRunReserved = ".domainplan/reserved.txt";  // the names reserved for it
inline constexpr std::string_view kRunInventory =
    ".domainplan/inventory.csv";                                 // what it uses of the account's
inline constexpr std::string_view kCalls = ".domainplan/calls";  // when it started its calls

// Of a run that is not finished.
inline constexpr std::array<std::string_view, 4> kRunFiles = {kRun, kRunReserved, kRunInventory, kCalls};

inline std::string in_folder(const std::string& folder, std::string_view name) {
  return folder + "/" + std::string(name);
}
// The name of a customer's order. Throws as demand_ours() does.
std::string order_name(const std::string& customer);
inline std::string input_name(std::string_view name) {
  return std::string(kInputs) + "/" + std::string(name);
}

// Whether `name`, within a plan folder, is one of ours or of a file in orders/ or inputs/: it leads nowhere
// else.
bool is_ours(std::string_view name);
// Throws RunError where it is not. Readers refuse such keys with their place; this is the last line of
// defence before a name becomes a path.
void demand_ours(std::string_view name);

}  // namespace domainplan::store
