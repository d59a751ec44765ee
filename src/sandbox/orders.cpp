#include "sandbox/orders.hpp"

#include <fmt/format.h>

#include "core/text.hpp"
#include "sandbox/cancellation.hpp"
#include "sandbox/ids.hpp"
#include "sandbox/paging.hpp"
#include "sandbox/receipts.hpp"
#include "sandbox/users.hpp"

namespace domainplan::sandbox {
namespace {

constexpr std::chrono::hours kSameOrder{24};
constexpr std::chrono::seconds kLate{8};
constexpr Cents kDearer = 5;  // times the price

// The order's domains are the account's from now on.
void take_over(Account& account, std::vector<Holding>& domains) {
  for (Holding& domain : domains) {
    domain.order = account.orders.size() - 1;
    if (Holding* const held = account.holding(domain.name)) {
      *held = std::move(domain);
    } else {
      domain.id = new_id("dom_");
      account.add(std::move(domain));
    }
  }
}

}  // namespace

std::size_t Orders::place(Account& account, const std::string& body, OrderRequest request,
                          CheckedOrder checks, Moment now, bool failed) {
  PlacedOrder order;
  order.id = new_id("ord_");
  User& user = account.user(request.user, now);
  user.client_id = request.client_id;
  order.user_id = user.id;
  for (const Holding& domain : checks.domains) order.imported.push_back(domain.imported);
  order.request = std::move(request);
  order.need = checks.need;
  order.inboxes_per_domain = checks.inboxes_per_domain;
  order.bill = checks.bill;
  order.at = now;
  if (failed) order.status = OrderStatus::failed;

  ++created_;
  const auto same = account.by_body.find(body);
  if (same != account.by_body.end()) ++same_body_;
  const std::string shape = fmt::format("{} {}", order.user_id, order.request.bundle_id.value_or(""));
  if (++account.by_user_and_bundle[shape] > 1) ++same_user_and_bundle_;
  const std::size_t place = account.orders.size();
  account.by_body[body] = {now, place};
  account.order_of.emplace(order.id, place);
  account.orders.push_back(std::move(order));
  if (!failed) take_over(account, checks.domains);
  note_order(account, account.orders[place], now);
  return place;
}

Reply Orders::create(const Call& call, Account& account, Fault fault) {
  const Json body = object_in(call);
  const std::lock_guard lock(account.mutex);
  Circumstances around = circumstances();
  account.run_later(around.now);
  const auto same = account.by_body.find(call.body);
  if (same != account.by_body.end() && around.now - same->second.at < kSameOrder) {
    look_at(account, same->second.order, around);
    return ok(receipt_of(account, account.orders[same->second.order], around.now));
  }
  OrderRequest request = order_request_in(body);
  account.last_password = std::exchange(request.login_password, "");
  CheckedOrder checks = checked(request, account, market_, around.now);
  if (fault == Fault::dearer) checks.bill.registration_cents *= kDearer;
  if (fault == Fault::late) {
    account.later.push_back({around.now + kLate, [=, this, &account, text = call.body](Moment now) {
                               place(account, text, request, checks, now, false);
                             }});
    return ok(nullptr);
  }
  const std::size_t made =
      place(account, call.body, std::move(request), std::move(checks), around.now, fault == Fault::failed);
  return ok(receipt_of(account, account.orders[made], around.now));
}

Reply Orders::list(const Call& call, Account& account, const std::string& url) {
  const auto bundle = parameter(call, "bundle_id");
  const auto status = parameter(call, "status");
  const std::lock_guard lock(account.mutex);
  Circumstances around = circumstances();
  bring_up_to_date(account, around);
  const UserFilter user(call, account);
  const auto item = [&](std::size_t place) -> std::optional<OrderedJson> {
    const PlacedOrder& order = account.orders[place];
    if (!user.matches(order.user_id)) return std::nullopt;
    if (bundle && order.request.bundle_id != *bundle) return std::nullopt;
    if (status && name_of(order.status) != *status) return std::nullopt;
    return receipt_of(account, order, around.now);
  };
  return page_of(call, account.orders.size(), item, url,
                 {"user", "user_id", "user_email", "bundle_id", "status"});
}

Reply Orders::show(const std::string& id, Account& account) {
  const std::lock_guard lock(account.mutex);
  Circumstances around = circumstances();
  account.run_later(around.now);
  const auto found = account.order_of.find(id);
  if (found == account.order_of.end())
    throw ErrorReply{404, "not_found", fmt::format("there is no order {}", in_quotes(id))};
  look_at(account, found->second, around);
  return ok(order_in_full(account, account.orders[found->second], around.now));
}

Reply Orders::cancel(const Call& call, const std::string& id, Account& account) {
  const std::vector<std::string> wanted = domains_to_cancel(call);
  const std::lock_guard lock(account.mutex);
  Circumstances around = circumstances();
  account.run_later(around.now);
  const auto found = account.order_of.find(id);
  if (found == account.order_of.end())
    throw ErrorReply{404, "not_found", fmt::format("there is no order {}", in_quotes(id))};
  look_at(account, found->second, around);
  Reply reply = schedule_cancellation(account, found->second, wanted, around.now);
  ++cancellations_;
  return reply;
}

Circumstances Orders::circumstances() const {
  return {options_.seed, options_.intervention_rate, clock_(), BrokenPictures(options_.broken_pictures)};
}

void Orders::count(Counters& counters) const {
  counters.orders = created_;
  counters.orders_of_same_body = same_body_;
  counters.orders_of_same_user_and_bundle = same_user_and_bundle_;
  counters.cancellations = cancellations_;
}

}  // namespace domainplan::sandbox
