// Asking for a plain list of names, without customers.
#pragma once

#include <chrono>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "domainplan/availability.hpp"
#include "domainplan/ledger_use.hpp"
#include "domainplan/notice.hpp"
#include "partner/http.hpp"

namespace domainplan {

struct CheckOptions {
  int batch_size = 50;
  std::chrono::milliseconds recheck_wait{2000};
  int connections = 16;  // that the API has; what is asked at a time follows from it
  // Answers that other processes were just given are used, and those of this run are kept for them.
  LedgerUse ledger = {};
};

// Asks the API for each of `names` (all different, registrable domains in canonical form) and hands every
// final row to `rows`, some at a time, in any order. `rows` and `warning` are called on the calling thread;
// what they throw ends the run. Throws that, RunError, KeyRefused, or Interrupted once
// `stop` asks for it; `api` is stopped then.
void check_names(const std::vector<std::string>& names, partner::Api& api, const CheckOptions& options,
                 const std::function<void(std::vector<AvailabilityRow>)>& rows, const NoticeHook& warning,
                 std::stop_token stop);

}  // namespace domainplan
