#include "sandbox/orders.hpp"

#include <fmt/format.h>

#include "core/text.hpp"
#include "sandbox/ids.hpp"
#include "sandbox/order_checks.hpp"
#include "sandbox/paging.hpp"

namespace domainplan::sandbox {
namespace {

constexpr std::chrono::hours kSameOrder{24};

OrderedJson receipt_of(const Account& account, const PlacedOrder& order) {
  OrderedJson receipt = {{"id", order.id}, {"user_id", order.user_id}};
  const auto email = account.emails.find(order.user_id);
  if (email != account.emails.end()) receipt["email"] = email->second;
  const auto& bundle = order.request.bundle_id;
  receipt["bundle_id"] = bundle ? OrderedJson(*bundle) : OrderedJson(nullptr);
  receipt["status"] = name_of(order.status);
  receipt["domain_count"] = order.request.domains.size();
  receipt["costs"] = {{"total_cents", order.cost}, {"currency", kCurrency}};
  receipt["renews_at"] = text_of(a_month_after(order.at));
  receipt["created_at"] = text_of(order.at);
  return receipt;
}

OrderedJson in_full(Account& account, const PlacedOrder& order) {
  OrderedJson registered = OrderedJson::array();
  OrderedJson imported = OrderedJson::array();
  for (const std::string& name : order.request.domains)
    (account.holding(name)->imported ? imported : registered).push_back(name);

  OrderedJson full = receipt_of(account, order);
  OrderedJson& lines = full["costs"]["line_items"] = OrderedJson::array();
  // The sandbox knows no price of a licence.
  const auto line = [&](const char* type, std::size_t quantity, Cents amount) {
    if (quantity > 0) lines.push_back({{"type", type}, {"quantity", quantity}, {"amount_cents", amount}});
  };
  line("google_license", static_cast<std::size_t>(order.need.google), 0);
  line("microsoft_license", static_cast<std::size_t>(order.need.microsoft), 0);
  line("domain_registration", registered.size(), order.cost);
  full["domains"] = {{"registered", std::move(registered)}, {"imported", std::move(imported)}};
  full["personas"] = OrderedJson::array();
  for (const Persona& persona : order.request.personas)
    full["personas"].push_back({{"first_name", persona.first_name},
                                {"last_name", persona.last_name},
                                {"profile_picture_url", persona.profile_picture_url}});
  return full;
}

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

Reply Orders::create(const Call& call, Account& account) {
  const Json body = object_in(call);
  const std::lock_guard lock(account.mutex);
  const Moment now = clock_();
  const auto same = account.by_body.find(call.body);
  if (same != account.by_body.end() && now - same->second.at < kSameOrder) return same->second.reply;

  PlacedOrder order;
  order.request = order_request_in(body);
  CheckedOrder checks = checked(order.request, account, market_, bundles_, now);
  order.id = new_id("ord_");
  order.user_id = account.user_id(order.request.user);
  order.need = checks.need;
  order.cost = checks.cost;
  order.at = now;

  ++created_;
  if (same != account.by_body.end()) ++same_body_;
  const std::string shape = fmt::format("{} {}", order.user_id, order.request.bundle_id.value_or(""));
  if (++account.by_user_and_bundle[shape] > 1) ++same_user_and_bundle_;
  const Reply reply = ok(receipt_of(account, order));
  account.by_body[call.body] = {now, reply};
  account.order_of.emplace(order.id, account.orders.size());
  account.orders.push_back(std::move(order));
  take_over(account, checks.domains);
  return reply;
}

Reply Orders::list(const Call& call, Account& account, const std::string& url) const {
  const auto user = parameter(call, "user");
  const auto bundle = parameter(call, "bundle_id");
  const auto status = parameter(call, "status");
  const std::lock_guard lock(account.mutex);
  const std::string user_id = user ? account.known_user(*user) : "";
  Circumstances around = circumstances();
  const auto item = [&](std::size_t place) -> std::optional<OrderedJson> {
    const PlacedOrder& order = account.orders[place];
    if (user && order.user_id != user_id) return std::nullopt;
    if (bundle && order.request.bundle_id != *bundle) return std::nullopt;
    look_at(account, place, around);
    if (status && name_of(order.status) != *status) return std::nullopt;
    return receipt_of(account, order);
  };
  return page_of(call, account.orders.size(), item, url, {"user", "bundle_id", "status"});
}

Reply Orders::show(const std::string& id, Account& account) const {
  const std::lock_guard lock(account.mutex);
  const auto found = account.order_of.find(id);
  if (found == account.order_of.end())
    throw Refusal{404, "not_found", fmt::format("there is no order {}", in_quotes(id))};
  Circumstances around = circumstances();
  look_at(account, found->second, around);
  return ok(in_full(account, account.orders[found->second]));
}

Circumstances Orders::circumstances() const {
  return {options_.seed, options_.troubles, clock_(), BrokenPictures(options_.broken_pictures)};
}

void Orders::count(Counters& counters) const {
  counters.orders = created_;
  counters.orders_of_same_body = same_body_;
  counters.orders_of_same_user_and_bundle = same_user_and_bundle_;
}

}  // namespace domainplan::sandbox
