#include "domainplan/possible_duplicates.hpp"

#include <fmt/format.h>

#include <unordered_map>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "domainplan/stored_plan.hpp"
#include "io/file.hpp"
#include "io/url.hpp"
#include "store/journal.hpp"
#include "store/paths.hpp"
#include "store/summary_json.hpp"
#include "submission/account_binding.hpp"
#include "submission/api_world.hpp"
#include "submission/gather.hpp"
#include "submission/month.hpp"

namespace domainplan {
namespace {

using Found = std::map<std::string, PossibleDuplicate>;  // by customer

// What the orders of a plan may be duplicates of, beside the account's orders.
struct Others {
  std::map<std::string, PossibleDuplicate> repeated_rows;
  JournalledOrders orders;  // of other folders
};

using ByKey = std::unordered_map<std::string_view, const Customer*>;

Others others_of(const std::string& folder, const MadePlan& made, const ByKey& customers,
                 const Sendings& sendings) {
  std::vector<PlanRow> rows;
  made.summary.orders.each([&](std::string_view key, const auto&) {
    const Customer& customer = *customers.at(key);
    const auto sending = sendings.find(customer.key);
    rows.push_back({customer.key, customer.user, parse_url(customer.forwarding_url).url.host,
                    /*stem=*/"", sending != sendings.end() && sending->second.may_exist()});
  });
  return {rows_repeated_in(folder, std::move(rows)),
          orders_of_reserving_plans({made.reserved_by.begin(), made.reserved_by.end()})};
}

// Looks at the orders one by one: a large plan is not held in memory once more.
class Search {
 public:
  Search(const Others& others, const Sendings& sendings, Session& session, const NoticeHook& warning,
         Ledger* ledger)
      : others_(others),
        sendings_(sendings),
        warning_(warning),
        journalled_(others.orders),
        in_ledger_(ledger ? ledger->orders() : std::vector<LedgerOrder>()),
        world_(session, {}, warning),
        account_(world_.look()) {
    for (const auto& [customer, sending] : sendings)
      if (sending.state == Sending::State::placed) own_[sending.order_id] = customer;
    for (const LedgerOrder& order : in_ledger_)
      if (!order.customer.empty()) journalled_[order.id] = order.customer;
    for (const auto& [id, customer] : own_) journalled_[id] = customer;
  }

  void add(const NewOrder& order) {
    const auto sending = sendings_.find(order.customer);
    if (sending != sendings_.end() && sending->second.may_exist()) return;
    if (!asked_for_users_ && account_.needs_users({order.user})) learn_users();
    if (const auto duplicate = find_duplicate(order, account_, journalled_))
      found_[order.customer] = *duplicate;
    else if (const auto other = find_in_ledger(order, in_ledger_, account_, own_))
      found_[order.customer] = *other;
    else if (const auto row = others_.repeated_rows.find(order.customer); row != others_.repeated_rows.end())
      found_[order.customer] = row->second;
  }

  const Found& found() const { return found_; }

 private:
  // Without it the orders that name their users in another way are missed; the others are not.
  void learn_users() try {
    asked_for_users_ = true;
    account_.learn_users(world_.users());
  } catch (const Interrupted&) {
    throw;
  } catch (const Error& error) {
    if (warning_) warning_({.code = NoticeCode::users_unknown, .reason = error.what()});
  }

  const Others& others_;
  const Sendings& sendings_;
  const NoticeHook& warning_;
  JournalledOrders own_, journalled_;
  std::vector<LedgerOrder> in_ledger_;
  ApiWorld world_;
  AccountView account_;
  bool asked_for_users_ = false;
  Found found_;
};

void write_summary(const std::string& folder, PlanSummary summary, const Found& found) {
  auto& texts = summary.possible_duplicates.emplace();
  for (const auto& [customer, duplicate] : found) texts[customer] = escaped(text_of(duplicate));
  replace_file(store::in_folder(folder, store::kSummaryJson), store::summary_json(summary));
}

}  // namespace

std::map<std::string, PossibleDuplicate> find_possible_duplicates(const PlanLock& lock, Session& session,
                                                                  const NoticeHook& warning, Ledger* ledger) {
  const StoredPlan plan = read_plan(lock.folder());
  demand_same_account(plan, {}, session);
  const Sendings sendings = recorded_sendings(lock.folder());
  Submission read =
      gather(plan, sendings, {}, [&](const std::string& password) { session.redact({password}); });
  const Others others{std::move(read.repeated_rows), std::move(read.others)};
  Search search(others, sendings, session, warning, ledger);
  for (const Outgoing& order : read.orders) {
    NewOrder wanted{order.customer, order.body.user, {}};
    for (const PlannedDomain& domain : order.domains) wanted.domains.push_back(domain.domain);
    search.add(wanted);
  }
  write_summary(lock.folder(), plan.summary, search.found());
  return search.found();
}

std::map<std::string, PossibleDuplicate> find_possible_duplicates(const PlanLock& lock, const MadePlan& made,
                                                                  Session& session, const NoticeHook& warning,
                                                                  Ledger* ledger) {
  ByKey customers;
  for (const Customer& customer : made.customers) customers.emplace(customer.key, &customer);
  const Sendings sendings = recorded_sendings(lock.folder());
  const Others others = others_of(lock.folder(), made, customers, sendings);
  Search search(others, sendings, session, warning, ledger);
  made.summary.orders.each([&](std::string_view key, const std::vector<std::string_view>& domains) {
    search.add({std::string(key), customers.at(key)->user, {domains.begin(), domains.end()}});
  });
  write_summary(lock.folder(), made.summary, search.found());
  return search.found();
}

}  // namespace domainplan
