#include "submission/account_binding.hpp"

#include <fmt/format.h>

#include "core/text.hpp"
#include "domainplan/error.hpp"

namespace domainplan {
namespace {

void demand(const std::string& folder, const char* what, const std::string& environment,
            const std::string& api_url, const Session& session) {
  const std::string_view now = name_of(session.environment());
  const bool same_url = api_url == session.api_url() || session.environment() == Environment::sandbox;
  if (environment == now && same_url) return;
  throw UsageError(fmt::format("{} of {} belongs to {} ({}), and this is {} ({}): use the API and the key it "
                               "was made with, or plan "
                               "again",
                               what, in_quotes(folder, 300), api_url, environment, session.api_url(), now),
                   folder);
}

void demand(const std::string& folder, const char* what, const std::string& account, const Account& now) {
  if (account == now.id) return;
  throw UsageError(fmt::format("{} of {} belongs to the account {}, and the key to {}: nothing is sent", what,
                               in_quotes(folder, 300), in_quotes(account), in_quotes(now.id)),
                   account);
}

}  // namespace

void demand_same_api(const StoredPlan& plan, const std::optional<JournalOwner>& owner,
                     const Session& session) {
  // A plan of recorded answers belongs to whoever sends it first; its prices are checked again.
  const bool is_replayed = plan.pinned && plan.pinned->inputs.replay && !plan.pinned->account;
  const std::string environment(name_of(plan.pinned ? plan.pinned->environment : plan.summary.environment));
  const std::string& api_url = plan.pinned ? plan.pinned->api_url : plan.summary.api_url;
  if (!is_replayed) demand(plan.folder, "the plan", environment, api_url, session);
  if (owner) demand(plan.folder, "the journal", owner->environment, owner->api_url, session);
}

void demand_same_account(const StoredPlan& plan, const std::optional<JournalOwner>& owner, Session& session) {
  const Account& account = session.account();
  if (session.environment() == Environment::sandbox) return;
  if (plan.pinned && plan.pinned->account) demand(plan.folder, "the plan", *plan.pinned->account, account);
  if (owner) demand(plan.folder, "the journal", owner->account, account);
}

}  // namespace domainplan
