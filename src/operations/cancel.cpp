#include "domainplan/cancel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "domainplan/passwords.hpp"
#include "operations/live_order.hpp"
#include "operations/once.hpp"
#include "partner/cancellation.hpp"

namespace domainplan {
namespace {

using partner::Cancellation;
using partner::PartnerDomain;

constexpr int kMostLooks = 60;  // until the lists show a cancellation

bool has_ended(const partner::OrderReceipt& receipt) {
  return receipt.status == "cancel_scheduled" || receipt.status == "cancelled";
}

bool is_cancelled(const PartnerDomain& domain) {
  return domain.status == "cancel_scheduled" || domain.status == "cancelled";
}

// What the vendor's lists say of the cancellation that `what` describes.
struct Shown {
  Cancellation cancellation;
  bool has_ended = false;              // the order as a whole
  std::set<std::string> ending, live;  // of the domains that were to end; one that is missing is in neither
};

Shown shown_in_lists(partner::Client& client, const CancelIntent& what) {
  const partner::Order order = partner::get_order(client, what.order);
  Shown shown;
  shown.cancellation.id = what.order;
  shown.cancellation.cancels_at = order.receipt.renews_at;
  shown.has_ended = has_ended(order.receipt);
  const std::set<std::string> names(what.domains.begin(), what.domains.end());
  if (shown.has_ended || names.empty()) return shown;
  for (const PartnerDomain& domain : domains_on(client, what.order))
    if (names.contains(domain.domain))
      (is_cancelled(domain) ? shown.ending : shown.live).insert(domain.domain);
  return shown;
}

// The cancellation, where the lists prove it. A domain that is missing proves nothing: the list may lag.
std::optional<Cancellation> proven_cancellation(partner::Client& client, const CancelIntent& what) {
  Shown shown = shown_in_lists(client, what);
  const std::set<std::string> names(what.domains.begin(), what.domains.end());
  if (shown.has_ended || (!names.empty() && shown.ending == names)) return std::move(shown.cancellation);
  return std::nullopt;
}

// Whether the lists still show what was cancelled as live.
bool is_still_live(partner::Client& client, const CancelIntent& what) {
  const Shown shown = shown_in_lists(client, what);
  return !shown.has_ended && (what.domains.empty() || !shown.live.empty());
}

// The domains of the order that are to end, each once.
std::vector<PartnerDomain> chosen(const std::vector<PartnerDomain>& all, const CancelOptions& options,
                                  const std::string& order) {
  if (options.domains.empty()) return all;
  std::vector<PartnerDomain> some;
  std::set<std::string> seen;
  for (const std::string& name : options.domains) {
    if (!seen.insert(name).second) continue;
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const PartnerDomain& each) { return each.domain == name; });
    if (found == all.end())
      throw UsageError(fmt::format("{} is not a domain of the order {}", in_quotes(name), order), name);
    some.push_back(*found);
  }
  return some;
}

// Why an answer is not about what was sent; "" where it is. The domains are optional in it.
std::string other_than_sent(const Cancellation& answer, const std::string& order,
                            const std::vector<std::string>& names) {
  if (answer.id != order) return fmt::format("the answer is about {}", answer.id);
  if (answer.domains.empty()) return "";
  for (const std::string& name : names)
    if (std::none_of(answer.domains.begin(), answer.domains.end(),
                     [&](const partner::CancelledDomain& each) { return each.domain == name; }))
      return fmt::format("{} is not among the domains of the answer", name);
  return "";
}

void set_all(Cancelling& result, CancelState state) {
  for (CancelledDomain& domain : result.domains)
    if (!had_ended(domain.state)) domain.state = state;
}

void cancel(Session& session, const CancelOptions& options,
            const std::function<bool(const Cancelling&)>& agree, Cancelling& result) {
  partner::Client& client = session.client();
  const StoredPlan plan = read_plan(options.folder);
  redact_passwords(plan, session);
  result.order = placed_order(plan, options.customer, session);
  result.whole = options.domains.empty();
  ChangeJournal journal(options.state_folder, session, options.waits_for_lock);
  Once<CancelIntent, Cancellation> once(
      session, journal, [&](const CancelIntent& what) { return proven_cancellation(client, what); },
      options.looks.empty() ? kLooksAfterLoss : options.looks);
  once.settle([&](const CancelIntent& what) { return what.order == result.order; });

  const partner::Order order = order_of_account(client, result.order);
  result.ends_at = order.receipt.renews_at;
  result.currency = order.receipt.currency;
  const std::vector<PartnerDomain> all = domains_on(client, result.order);
  std::vector<PartnerDomain> ending;
  for (const PartnerDomain& domain : chosen(all, options, result.order)) {
    CancelState state = CancelState::not_sent;
    if (has_ended(order.receipt) || is_cancelled(domain))
      state = CancelState::cancelled_before;
    else if (domain.status == kRetiring)
      state = CancelState::retiring;
    result.domains.push_back({domain.domain, domain.provider, state});
    if (!had_ended(state)) ending.push_back(domain);
  }
  result.month_cents = month_cents(order, all, ending);
  result.order_status = order.receipt.status;
  result.had_ended = has_ended(order.receipt);
  if (result.had_ended || (ending.empty() && !result.whole)) return;
  if (order.receipt.status == "failed") return set_all(result, CancelState::refused);
  if (agree && !agree(result)) return;

  CancelIntent what{result.order};
  if (!result.whole)
    for (const PartnerDomain& domain : ending) what.domains.push_back(domain.domain);
  set_all(result, CancelState::outcome_unknown);
  const auto carried = once.carry_out(what, [&] {
    auto sent = partner::cancel_order(client, result.order, what.domains, false);
    const std::string why = sent.value ? other_than_sent(*sent.value, result.order, what.domains) : "";
    return why.empty() ? sent : answered_otherwise(std::move(sent), why);
  });
  switch (carried.state) {
    case Carried<Cancellation>::State::refused:
      result.error = carried.message;
      return set_all(result, CancelState::refused);
    case Carried<Cancellation>::State::unknown:
      result.error = carried.message;
      result.is_lost = true;
      return;
    case Carried<Cancellation>::State::not_sent:  // only where carry_out() is told when it is not to be
    case Carried<Cancellation>::State::done:
      break;
  }
  if (carried.value->cancels_at) result.ends_at = carried.value->cancels_at;
  set_all(result, CancelState::cancelled);
  if (!options.wait) return;
  ProgressPauses pauses(session, options.poll);
  for (int look = 0; is_still_live(client, what); ++look) {
    if (look == kMostLooks) {
      result.is_shown_live = true;
      return set_all(result, CancelState::outcome_unknown);
    }
    pauses.next();
  }
}

}  // namespace

void cancel_live(Session& session, const CancelOptions& options,
                 const std::function<bool(const Cancelling&)>& agree, Cancelling& result) {
  result = {};
  try {
    cancel(session, options, agree, result);
  } catch (const Error& error) {
    if (result.error.empty()) result.error = error.what();
    throw;
  }
}

}  // namespace domainplan
