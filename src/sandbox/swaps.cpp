#include "sandbox/swaps.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "sandbox/availability.hpp"
#include "sandbox/ids.hpp"
#include "sandbox/order_checks.hpp"
#include "sandbox/paging.hpp"
#include "sandbox/receipts.hpp"

namespace domainplan::sandbox {
namespace {

constexpr int kPremiumQuota = 60;  // percent of the active Microsoft domains in 30 days: the largest tier

std::string_view name_of(SwapStatus status) {
  constexpr std::string_view kNames[] = {"created", "in_progress", "completed", "failed", "action_required"};
  return kNames[static_cast<std::size_t>(status)];
}

OrderedJson json_of(const Swap& swap, const Account& account) {
  constexpr std::string_view kTypes[] = {"standard", "premium", "user_names"};
  const PlacedOrder& order = account.orders[swap.order];
  return {
      {"id", swap.id},
      {"type", kTypes[static_cast<std::size_t>(swap.type)]},
      {"domain_id", account.holdings[swap.holding].id},
      {"order_id", order.id},
      {"user_id", order.user_id},
      {"replacement_domain", swap.replacement.empty() ? OrderedJson(nullptr) : OrderedJson(swap.replacement)},
      {"status", name_of(swap.status)},
      {"created_at", text_of(swap.at)}};
}

// The domain of a live order that `domain_id` of the body names.
std::size_t live_domain_in(const Json& body, Account& account) {
  const Member member = sandbox::member(body, "", "domain_id");
  const std::string& id = text_in(member);
  if (!id.starts_with("dom_")) throw bad("domain_id", "domain_id must begin with dom_");
  const auto found = account.holding_of.find(id);
  if (found == account.holding_of.end())
    throw bad("domain_id", fmt::format("there is no domain {}", in_quotes(id)));
  const Holding& domain = account.holdings[found->second];
  const bool is_live = domain.order && account.orders[*domain.order].status == OrderStatus::completed;
  if (!is_live && !account.sells_twice)
    throw bad("domain_id", fmt::format("{} is not on an order that is completed", in_quotes(domain.name)));
  if (!domain.order) throw bad("domain_id", fmt::format("{} is on no order", in_quotes(domain.name)));
  return found->second;
}

void check_premium(const Account& account, const Holding& domain, Moment now) {
  if (domain.provider != Provider::microsoft)
    throw bad("type", "a premium swap is for Microsoft domains only");
  if (domain.last_premium > now - kPremiumAgain)
    throw bad("domain_id", "this domain had a premium swap less than 30 days ago");
  const auto active =
      std::count_if(account.holdings.begin(), account.holdings.end(), [](const Holding& each) {
        return each.order && each.provider == Provider::microsoft && each.retires == Moment::max();
      });
  const auto used = std::count_if(account.swaps.begin(), account.swaps.end(), [&](const Swap& swap) {
    return swap.type == SwapType::premium && swap.at > now - kPremiumAgain;
  });
  if ((used + 1) * 100 > active * kPremiumQuota)
    throw bad("type",
              fmt::format("the quota of premium swaps is used up: {} of {} Microsoft domains", used, active));
}

// Puts the replacement on the order, in the place of the old domain.
void replace(Account& account, Swap& swap, Holding replacement, Moment now) {
  Holding old = account.holdings[swap.holding];
  PlacedOrder& order = account.orders[swap.order];
  replacement.order = swap.order;
  replacement.provider = old.provider;
  replacement.forwarding_url = old.forwarding_url;
  if (swap.type == SwapType::premium) replacement.last_premium = now;
  const auto place = std::find(order.request.domains.begin(), order.request.domains.end(), old.name);
  if (place != order.request.domains.end()) {
    order.imported[static_cast<std::size_t>(place - order.request.domains.begin())] = replacement.imported;
    *place = replacement.name;
  }
  if (Holding* const held = account.holding(replacement.name)) {
    *held = std::move(replacement);
  } else {
    replacement.id = new_id("dom_");
    account.add(std::move(replacement));
  }
  Holding& left = account.holdings[swap.holding];
  if (swap.type == SwapType::premium) {
    left.retires = now + kKeptWarm;
    left.last_premium = now;
  } else if (!account.sells_twice) {
    account.remove(left, false);
  }
  swap.replaced = true;
  swap.went_on = now;
}

bool can_serve(const Holding& domain, Provider provider) { return domain.usable_for.has(provider); }

// Waits for a replacement that has to be imported first.
void look_for_import(Account& account, Swap& swap, Moment now) {
  const Holding* const held = account.holding(swap.replacement);
  if (!held || held->order) return;
  if (held->failed && now >= held->ready) swap.status = SwapStatus::failed;
  if (held->failed || now < held->ready) return;
  replace(account, swap, *held, held->ready > swap.at ? held->ready : now);
}

void look_at(Account& account, Swap& swap, Moment now) {
  if (swap.status == SwapStatus::completed || swap.status == SwapStatus::failed) return;
  const SwapStatus before = swap.status;
  if (!swap.replaced) look_for_import(account, swap, now);
  if (swap.replaced)
    swap.status = now < swap.went_on + kSwapBegins                ? SwapStatus::created
                  : now < swap.went_on + kSwapBegins + kSwapTakes ? SwapStatus::in_progress
                                                                  : SwapStatus::completed;
  if (swap.status != before)
    account.note(fmt::format("swap.{}", name_of(swap.status)), now, json_of(swap, account));
}

const Swap& made(Account& account, Swap swap) {
  account.swaps.push_back(std::move(swap));
  const Swap& last = account.swaps.back();
  account.note(fmt::format("swap.{}", name_of(last.status)), last.at, json_of(last, account));
  return last;
}

SwapType type_in(const Json& body) {
  const std::string& type = text_in(member(body, "", "type"));
  if (type != "standard" && type != "premium")
    throw bad("type", fmt::format("type must be standard or premium, not {}", in_quotes(type)));
  return type == "standard" ? SwapType::standard : SwapType::premium;
}

}  // namespace

void look_at_swaps(Account& account, Moment now) {
  for (Swap& swap : account.swaps) look_at(account, swap, now);
  for (Holding& domain : account.holdings)
    if (!domain.gone && domain.retires <= now) account.remove(domain, false);
}

Reply Swaps::create(const Call& call, Account& account) {
  const Json body = object_in(call);
  Swap swap;
  swap.type = type_in(body);
  const Member replacement = member(body, "", "replacement_domain");
  check_domain(replacement.value, "replacement_domain");
  swap.replacement = replacement.value.get<std::string>();
  const std::lock_guard lock(account.mutex);
  swap.at = clock_();
  look_at_swaps(account, swap.at);
  swap.holding = live_domain_in(body, account);
  const Holding& old = account.holdings[swap.holding];
  swap.order = *old.order;
  const auto of_same = std::count_if(account.swaps.begin(), account.swaps.end(), [&](const Swap& each) {
    return each.holding == swap.holding && each.type != SwapType::user_names &&
           each.status != SwapStatus::failed;
  });
  if (of_same > 0 && !account.sells_twice) throw bad("domain_id", "this domain is being replaced already");
  if (swap.type == SwapType::premium && !account.sells_twice) check_premium(account, old, swap.at);
  const Holding* const held = account.holding(swap.replacement);
  const bool taken = held ? swap.at < held->ready && !held->order
                          : market_.judge(swap.replacement).reason == Reason::taken ||
                                account.registry.names.contains(swap.replacement);
  if (taken) {
    swap.status = SwapStatus::action_required;  // the customer may own it elsewhere
  } else {
    Cents cost = 0;
    Holding chosen = orderable(swap.replacement, "replacement_domain", account, market_, swap.at, cost);
    if (!can_serve(chosen, old.provider))
      throw bad("replacement_domain",
                fmt::format("{} is not usable for the provider of the domain it replaces",
                            in_quotes(swap.replacement)));
    account.orders[swap.order].bill.registration_cents += cost;
    if (cost > 0) ++account.orders[swap.order].bill.registrations;
    replace(account, swap, std::move(chosen), swap.at);
  }
  swap.id = new_id("swp_");
  ++swaps_;
  if (of_same > 0) ++swaps_of_same_domain_;
  return ok(json_of(made(account, std::move(swap)), account), 201);
}

Reply Swaps::rename(const Call& call, Account& account) {
  const Json body = object_in(call);
  const std::vector<Persona> personas = personas_in(member(body, "", "personas"));
  const std::lock_guard lock(account.mutex);
  const Moment now = clock_();
  look_at_swaps(account, now);
  const std::size_t holding = live_domain_in(body, account);
  const Holding& domain = account.holdings[holding];
  const PlacedOrder& order = account.orders[*domain.order];
  // A Microsoft domain has an inbox for each person.
  const std::size_t inboxes = domain.provider == Provider::google
                                  ? static_cast<std::size_t>(order.inboxes_per_domain)
                                  : personas.size();
  OrderedJson rows = OrderedJson::array();
  for (std::size_t i = 0; i < inboxes; ++i) {
    Swap swap;
    swap.id = new_id("swp_");
    swap.type = SwapType::user_names;
    swap.holding = holding;
    swap.order = *domain.order;
    swap.at = swap.went_on = now;
    swap.replaced = true;
    rows.push_back(json_of(made(account, std::move(swap)), account));
  }
  ++renamings_;
  return ok({{"swaps", std::move(rows)}}, 201);
}

Reply Swaps::list(const Call& call, Account& account, const std::string& url) const {
  const std::vector<std::string> filters = {"user_id", "order_id", "domain_id", "status"};
  const std::lock_guard lock(account.mutex);
  look_at_swaps(account, clock_());
  const auto item = [&](std::size_t place) -> std::optional<OrderedJson> {
    OrderedJson row = json_of(account.swaps[place], account);
    for (const std::string& filter : filters)
      if (const auto value = parameter(call, filter); value && row[filter] != *value) return std::nullopt;
    return row;
  };
  return page_of(call, account.swaps.size(), item, url, filters);
}

Reply Swaps::show(const std::string& id, Account& account) const {
  const std::lock_guard lock(account.mutex);
  look_at_swaps(account, clock_());
  for (const Swap& swap : account.swaps)
    if (swap.id == id) return ok(json_of(swap, account));
  throw ErrorReply{404, "not_found", fmt::format("there is no swap {}", in_quotes(id))};
}

void Swaps::count(Counters& counters) const {
  counters.swaps = swaps_;
  counters.swaps_of_same_domain = swaps_of_same_domain_;
  counters.renamings = renamings_;
}

}  // namespace domainplan::sandbox
