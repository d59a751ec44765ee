// Availability of a list of names, without customers: from the API, or as an earlier run recorded it.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "domainplan/availability.hpp"
#include "domainplan/intake.hpp"
#include "domainplan/ledger_use.hpp"
#include "domainplan/notice.hpp"
#include "domainplan/session.hpp"

namespace domainplan {

struct AvailabilityOptions {
  int batch_size = 50;                           // names per call, 1 to 50
  std::chrono::milliseconds recheck_wait{2000};  // before a stale or errored row is asked again; doubled
  // With a ledger, recent answers to other processes are used, and those of this run are kept for them.
  LedgerUse ledger = {};
};

// What check_availability() calls, on the calling thread. Both may throw: that ends the run, and
// check_availability() throws it. `warning` may be empty.
struct AvailabilityHooks {
  std::function<void(std::vector<AvailabilityRow>)> rows;  // final rows, some at a time, in any order
  NoticeHook warning = {};
};

// Asks the API for each of `names`: all different, registrable domains in canonical form. No name is asked
// twice, except that a row that is stale, errored or missing is asked again up to 3 times; after that the
// last answer is final. Returns when every name has its row. Throws RunError, KeyRefused, Interrupted once
// the session's stop asks for it, and what a hook throws; after a throw the session makes no further call.
void check_availability(Session& session, const std::vector<std::string>& names,
                        const AvailabilityOptions& options, const AvailabilityHooks& hooks);

// The rows of a recorded availability.ndjson, by domain; the last row for each. A torn last line is
// ignored. Throws InputError with every bad line.
std::unordered_map<std::string, AvailabilityRow> read_recorded(const InputFile& file);

}  // namespace domainplan
