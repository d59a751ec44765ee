#include "domainplan/possible_duplicates.hpp"

#include "domainplan/stored_plan.hpp"
#include "io/file.hpp"
#include "store/journal.hpp"
#include "store/paths.hpp"
#include "store/summary_json.hpp"
#include "submission/api_world.hpp"
#include "submission/gather.hpp"
#include "submission/month.hpp"

namespace domainplan {

std::map<std::string, std::string> find_possible_duplicates(
    const PlanLock& lock, Session& session, const std::function<void(const std::string&)>& warning,
    Ledger* ledger) {
  StoredPlan plan = read_plan(lock.folder());
  const Sendings sendings = recorded_sendings(lock.folder());
  const Submission about =
      gather(plan, sendings, {}, [&](const std::string& password) { session.redact({password}); });
  JournalledOrders own, journalled = about.others;
  for (const auto& [customer, sending] : sendings)
    if (sending.state == Sending::State::placed) own[sending.order_id] = customer;
  const std::vector<LedgerOrder> in_ledger = ledger ? ledger->orders() : std::vector<LedgerOrder>();
  for (const LedgerOrder& order : in_ledger)
    if (!order.customer.empty()) journalled[order.id] = order.customer;
  for (const auto& [id, customer] : own) journalled[id] = customer;
  ApiWorld world(session, {}, warning);
  const AccountView account = world.look();
  std::map<std::string, std::string> found;
  for (const Outgoing& order : about.orders) {
    const auto sending = sendings.find(order.customer);
    if (sending != sendings.end() && sending->second.may_exist()) continue;
    NewOrder wanted{order.customer, order.body.user, {}};
    for (const PlannedDomain& domain : order.domains) wanted.domains.push_back(domain.domain);
    if (const auto duplicate = find_duplicate(wanted, account, journalled))
      found[order.customer] = duplicate->message;
    else if (const auto other = find_in_ledger(wanted, in_ledger, account, own))
      found[order.customer] = other->message;
    else if (const auto row = about.repeated_rows.find(order.customer); row != about.repeated_rows.end())
      found[order.customer] = row->second.message;
  }
  plan.summary.possible_duplicates = found;
  replace_file(store::in_folder(lock.folder(), store::kSummaryJson), store::summary_json(plan.summary));
  return found;
}

}  // namespace domainplan
