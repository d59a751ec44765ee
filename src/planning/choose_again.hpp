// Choosing again for one customer of a finished plan, when what was planned cannot be had any more.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "domainplan/error.hpp"
#include "domainplan/ledger_use.hpp"
#include "domainplan/notice.hpp"
#include "domainplan/session.hpp"
#include "domainplan/stored_plan.hpp"
#include "store/replace.hpp"

namespace domainplan {

// How the API is asked.
struct AskOptions {
  int batch_size = 50;                           // names per call
  std::chrono::milliseconds recheck_wait{2000};  // before a stale or errored row is asked again
  NoticeHook warning = {};
  // Domains that the vendor refused for this customer, and those of orders that ended a short time ago: it
  // may answer an order for them with the old one.
  std::vector<std::string> refused = {};
  LedgerUse ledger = {};  // where the new names are reserved; its answers are not used
};

// There is no other choice for the customer: the names ran out, or what its order was made from was edited.
// Nothing is wrong with the run.
class NoOtherChoice : public RunError {
 public:
  using RunError::RunError;
};

// Chooses with what is pinned (inputs/ and plan.json), from what the availability log still says (what was
// taken stays taken; what was available, and the domains of its order, are asked again) and new calls, which
// are added to the log; the domains of all other orders are left alone, and so are
// ready domains that the vendor refused or does not list as ready any more. The password is that of the order
// in the folder. Nothing is replaced. Throws NoOtherChoice, saying what is missing; RunError where the
// network, the API or the disk fails or another process holds the log; Interrupted.
store::CustomerRows choose_again(const StoredPlan& plan, const std::string& customer, Session& session,
                                 const AskOptions& options);

}  // namespace domainplan
