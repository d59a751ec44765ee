// Bringing a finished plan up to date: customers that changed are planned again, the others keep their
// orders byte for byte.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "domainplan/name_holds.hpp"
#include "domainplan/plan.hpp"
#include "domainplan/stored_plan.hpp"

namespace domainplan {

struct UpdateRequest {
  // Customers that may change; the others keep their orders and options. Empty: all. A customer named here
  // whose order failed or was cancelled at the vendor is planned again, without its old domains; so is one
  // whose order was not sent and has domains of an order of the account that failed or was cancelled and is
  // less than kRepeatWindow old, without those.
  std::vector<std::string> only = {};
  // Domains, in canonical form, that a person rejects: the customers whose orders have them are planned again
  // (also those not in `only`), and never get them again.
  std::vector<std::string> rejected = {};
  // Applies the options given now to those pinned for a customer. Called on the thread that called update();
  // may throw. Empty: none are given.
  std::function<void(PlanOptions&)> change = {};
  bool skip_bad_rows = false;  // of the input files that are given
  // Of this only batch_size, recheck_wait, threads and window are used.
  PlanOptions pace = {};
  // Where names are reserved and answers shared; customers whose order stays keep theirs.
  LedgerUse ledger = {};
};

// The input files as they are now. Absent: those that the plan was made of are used again.
struct UpdateInputs {
  Intake intake;
  IntakeFiles files;
};

// What became of a customer.
enum class UpdateState : std::uint8_t {
  kept,       // nothing it depends on changed
  rewritten,  // the domains stay, the rest of the order is new
  planned,    // anew, or for the first time
  sent,       // something changed or `only` names it, but its order was sent, so it is kept
  unknown,    // the same, and what became of the order is not known
  held,       // its order was sent, and nobody has accepted the receipt that contradicts it
  left,       // something changed, but `only` does not name it
  ended       // its order failed or was cancelled at the vendor; it is planned again where `only` names it
};
struct UpdateResult {
  PlanSummary summary;
  // Customers that are `sent`, `unknown`, `held`, `left` or `ended`: a person has to look at them.
  struct Held {
    std::string customer;
    UpdateState state;
  };
  std::vector<Held> held;
  std::vector<NameFinding> findings;  // about the names in input files that were given
};

// Updates the plan in the folder of `lock`, of which `before` was read under that lock. All calls go through
// `session`. Throws UsageError for an unknown customer or domain, a domain that is owned or was sent, and a
// plan of an earlier version; PlanDiffers where the plan belongs to another account or service; RunError
// before any call where `inputs` are not given and the folder's inputs/ are not what the plan was made from;
// else as plan() does. Unless this returns, the plan stays as it was, except for its availability log.
UpdateResult update(const std::optional<UpdateInputs>& inputs, const StoredPlan& before,
                    const UpdateRequest& request, Session& session, const PlanLock& lock,
                    const Observer& observer, std::stop_token stop);

}  // namespace domainplan
