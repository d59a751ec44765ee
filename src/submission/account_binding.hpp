// A plan and its journal belong to an account, an environment and an API URL.
#pragma once

#include <optional>

#include "domainplan/session.hpp"
#include "domainplan/stored_plan.hpp"
#include "store/journal.hpp"

namespace domainplan {

// Throws UsageError where the plan, or what was sent from it, belongs to another environment or API than the
// session's. Embedded sandboxes are all one, whatever their ports.
void demand_same_api(const StoredPlan& plan, const std::optional<JournalOwner>& owner,
                     const Session& session);

// Throws UsageError where it belongs to another account. Calls GET /me, once a session.
void demand_same_account(const StoredPlan& plan, const std::optional<JournalOwner>& owner, Session& session);

}  // namespace domainplan
