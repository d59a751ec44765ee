#include "operations/swap_account.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "operations/live_order.hpp"
#include "operations/once.hpp"
#include "partner/imports.hpp"
#include "partner/orders.hpp"
#include "submission/account_view.hpp"

namespace domainplan {

using partner::PartnerDomain;
using partner::Swap;

SwapAccount::SwapAccount(partner::Client& client, const ChangeJournal& journal, const std::string& order,
                         const std::string& domain)
    : client_(client), journal_(journal), order_(order), domain_(domain) {}

void SwapAccount::read() {
  const partner::Order order = order_of_account(client_, order_);
  sort_domains(partner::list_domains(client_).items);
  read_swaps();
  if (!old_ || old_->id.empty())
    refusal_ = fmt::format("{} is not a domain of the order {}", in_quotes(domain_), order_);
  else if (!order.receipt.is_live())
    refusal_ = fmt::format("the order {} is {}", order_, in_words(order.receipt.status));
  else if (order.receipt.status == "cancel_scheduled")
    refusal_ = fmt::format("the order {} is scheduled to end, and a replacement would end with it", order_);
  else if (old_->status == "cancel_scheduled")
    refusal_ = fmt::format("{} is scheduled to end, and a replacement would end with it", in_quotes(domain_));
  else
    refusal_.clear();
}

void SwapAccount::sort_domains(const std::vector<PartnerDomain>& domains) {
  domains_.clear();
  orders_with_domains_.clear();
  in_stock_.clear();
  staying_.clear();
  old_.reset();
  for (const PartnerDomain& domain : domains) {
    domains_.insert(domain.domain);
    orders_with_domains_.insert(domain.order_id);
    if (domain.order_id != order_) {
      if (domain.order_id.empty() && domain.category != "connected") in_stock_.push_back(domain);
    } else if (domain.domain == domain_) {
      old_ = domain;
      old_id_ = domain.id;
    } else if (domain.status != kRetiring && domain.status != "cancel_scheduled") {
      staying_.push_back(domain);
    }
  }
}

// One list answers all. Only where a row of it says too little is the list of this domain's swaps asked for,
// which has fewer of those.
void SwapAccount::read_swaps() {
  swaps_ = partner::list_swaps(client_);
  brought_.clear();
  for (const Swap& swap : swaps_.items)
    if (!swap.replacement_domain.empty() && swap.status != "failed")
      brought_[swap.replacement_domain] |= swap.status != "completed";
  std::set<std::string> of_others;
  for (const auto& [number, change] : journal_.changes()) {
    const auto* const what = std::get_if<SwapIntent>(&change.what);
    if (!what) continue;
    if (change.is_pending()) brought_[what->replacement] = true;
    // The journal knows the domain of those that this program sent.
    if (what->domain_id != old_id_ && (change.is_pending() || change.state == Change::State::done))
      of_others.insert(what->replacement);
  }
  of_domain_ = {};
  if (old_id_.empty()) return;
  const SwapSubject subject{old_id_, order_};
  of_domain_ = swaps_in(swaps_, subject, SwapKind::replacement);
  if (!of_domain_.possible.empty() || !of_domain_.unreadable.empty())
    of_domain_ = swaps_about(client_, subject, SwapKind::replacement);
  std::erase_if(of_domain_.possible,
                [&](const Swap& swap) { return of_others.contains(swap.replacement_domain); });
}

std::optional<Swap> SwapAccount::standing_swap() const {
  for (const Swap& swap : of_domain_.certain)
    if (swap.status != "failed") return swap;
  if (!of_domain_.unreadable.empty()) hold(of_domain_.unreadable);
  // Once a swap is completed its domain is no longer active.
  for (const Swap& swap : of_domain_.possible)
    if (swap.status != "failed" && swap.status != "completed") hold(in_doubt(swap));
  return std::nullopt;
}

void SwapAccount::hold(const std::string& doubt) const {
  throw CannotTell(fmt::format("{}: it may be a swap of {}, so nothing was sent; ask the vendor's support",
                               doubt, domain_),
                   domain_);
}

bool SwapAccount::had_premium_since(std::chrono::system_clock::time_point since) const {
  const auto is_recent = [&](const Swap& swap) {
    return (swap.type == "premium" || swap.type.empty()) && swap.status != "failed" &&
           (!swap.created_at || *swap.created_at > since);
  };
  // The domain may also have come by such a swap.
  const auto brought_it = [&](const Swap& swap) {
    return swap.replacement_domain == domain_ && is_recent(swap);
  };
  if (std::any_of(of_domain_.certain.begin(), of_domain_.certain.end(), is_recent) ||
      std::any_of(swaps_.items.begin(), swaps_.items.end(), brought_it))
    return true;
  for (const Swap& swap : of_domain_.possible)
    if (is_recent(swap)) hold(in_doubt(swap));
  for (const Swap& swap : swaps_.items)
    if (swap.replacement_domain.empty() && is_recent(swap) && swap.type == "premium" &&
        (swap.order_id.empty() || swap.order_id == order_))
      hold(fmt::format("{} does not name its replacement", swap.place));
  if (!swaps_.left_out.empty()) hold(swaps_.left_out + " cannot be read");
  return false;
}

std::unordered_set<std::string> SwapAccount::taken() const {
  std::unordered_set<std::string> names = domains_;
  names.insert(domain_);
  for (const auto& [name, under_way] : brought_) names.insert(name);
  return names;
}

bool SwapAccount::is_on_its_way(const std::string& name) const {
  const auto found = brought_.find(name);
  return found != brought_.end() && found->second;
}

const PartnerDomain* SwapAccount::in_stock(const std::string& name) const {
  const auto found = std::find_if(in_stock_.begin(), in_stock_.end(),
                                  [&](const PartnerDomain& domain) { return domain.domain == name; });
  return found == in_stock_.end() ? nullptr : &*found;
}

std::string SwapAccount::order_with(const std::string& name) {
  std::size_t reads = 0;
  for (const partner::OrderReceipt& order : partner::list_orders(client_).items)
    if (order.is_live() && !orders_with_domains_.contains(order.id) && ++reads <= kMostReads) {
      const partner::Order whole = partner::get_order(client_, order.id);
      if (std::binary_search(whole.domains.begin(), whole.domains.end(), name)) return order.id;
    }
  return "";
}

bool SwapAccount::is_imported(const std::string& name) {
  // Only this name is asked for: an import that does not name its domains yet is of it, too.
  const auto imports = partner::imports_holding(client_, {name});
  return std::any_of(imports.begin(), imports.end(), [&](const partner::DomainImport& import) {
    return import.status != "failed" && !import.failed.contains(name);
  });
}

std::optional<Swap> listed_swap(partner::Client& client, const SwapIntent& what) {
  const ListedSwaps listed = swaps_about(client, {what.domain_id, what.order}, SwapKind::replacement);
  const std::set<std::string> known(what.known.begin(), what.known.end());
  for (const Swap& swap : listed.certain)
    if (!known.contains(swap.id) &&
        (swap.replacement_domain == what.replacement || swap.replacement_domain.empty()))
      return swap;
  std::string doubt = listed.unreadable;
  for (const Swap& swap : listed.possible) {
    if (known.contains(swap.id)) continue;
    if (swap.replacement_domain == what.replacement) return swap;
    if (swap.replacement_domain.empty()) doubt = in_doubt(swap);
  }
  if (!doubt.empty())
    throw CannotTell(fmt::format("{}: it may be the swap of {} that was sent before", doubt, what.domain),
                     what.domain);
  return std::nullopt;
}

}  // namespace domainplan
