#include "cli/submit_words.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

using Kind = SubmitReason::Kind;

std::string amount(Cents cents, const std::string& currency) { return money(cents, escaped(currency)); }

std::string words_of(const OrderSeen& seen) {
  const std::string id = escaped(seen.order_id);
  switch (seen.kind) {
    case OrderSeen::Kind::has_its_domains:
      return fmt::format("order {} has its domains", id);
    case OrderSeen::Kind::has_some_of_its_domains:
      return fmt::format("order {} has {} of its domains", id, seen.domains);
    case OrderSeen::Kind::names_no_domains:
      return fmt::format("order {} does not say which domains it has", id);
    case OrderSeen::Kind::cannot_be_read:
      return fmt::format("order {} cannot be read", id);
    case OrderSeen::Kind::unnamed_with_its_domains:
      return fmt::format("{} of its domains are on an order that is not named", seen.domains);
    case OrderSeen::Kind::unnamed_of_user:
      break;
  }
  return "the user has an order whose id cannot be read";
}

// Of an order that was sent and is not sent again, or that waits for another.
std::string words_of_sent(const SubmitReason& reason) {
  switch (reason.kind) {
    case Kind::answer_lost:
      return fmt::format("the answer was lost: {}; the next submit will look it up", escaped(reason.text));
    case Kind::not_known:
      return "it may have been sent, but its answer is not known";
    case Kind::file_changed:
      return fmt::format("its file has changed since it was sent: put back the one whose SHA-256 is {}",
                         escaped(reason.text));
    case Kind::sent_too_long_ago:
      return "it was sent more than 20 hours ago, as far as the clocks say";
    case Kind::orders_seen: {
      std::string text;
      for (const OrderSeen& seen : reason.seen) text += (text.empty() ? "" : "; ") + words_of(seen);
      return text;
    }
    case Kind::domains_on_order_of_another:
      return fmt::format("order {} of another user has its domains", escaped(reason.order_id));
    case Kind::new_order_of_user:
      return fmt::format("the user has order {} now, which is not this one", escaped(reason.order_id));
    case Kind::limit_exceeded:
      return fmt::format(
          "it may have been sent before, and is not sent again: {} is already committed, which exceeds the "
          "limit of {}",
          amount(reason.spent, reason.currency), amount(reason.limit, reason.currency));
    case Kind::receipt_disputed:
      return reason.is_lost
                 ? fmt::format("it is not sent again before the receipt of {} is accepted",
                               escaped(reason.customer))
                 : fmt::format(
                       "the receipt of {} contradicts its order: no other is begun before it is accepted",
                       escaped(in_quotes(reason.customer)));
    default:
      return "another order of this user waits for its outcome";
  }
}

std::string words_of_limit(const SubmitReason& reason) {
  const std::string limit = amount(reason.limit, reason.currency);
  if (reason.kind == Kind::month_not_known)
    return fmt::format(
        "the customer has a limit of {} a month, and there is no ledger that knows the month's orders: name "
        "one, or take max_month_cents out of customers.csv and bring the plan up to date",
        limit);
  const std::string spent = amount(reason.spent, reason.currency),
                    cost = amount(reason.cost, reason.currency);
  if (reason.kind == Kind::above_limit)
    return fmt::format("{} is already committed; this order ({}{}) would exceed the limit of {}", spent, cost,
                       reason.licences_unknown ? " and licences" : "", limit);
  return fmt::format(
      "the {}'s orders of this month come to {}; this order ({}) would exceed the limit of {} a month",
      reason.kind == Kind::above_limit_of_customer ? "customer" : "account", spent, cost, limit);
}

// Of what the API says of a domain, or of the domains of an order.
std::string words_of_domain(const SubmitReason& reason) {
  const std::string domain = escaped(reason.domain);
  const auto row_reason = name_of(reason.row_reason.value_or(Reason::errored));
  const auto planned = [&] { return amount(reason.planned, reason.currency); };
  const auto now = [&] { return amount(reason.now, reason.new_currency); };
  switch (reason.kind) {
    case Kind::not_settled:
      return fmt::format("the API reports {} as {} at present; try again later", domain, row_reason);
    case Kind::not_available:
      return fmt::format("{} is no longer available: {}", domain, row_reason);
    case Kind::not_usable:
      return fmt::format("{} is no longer usable for {}", domain,
                         name_of(reason.provider.value_or(Provider::google)));
    case Kind::currency_changed:
      return fmt::format("{} is sold in {} now, and was planned in {}", domain, escaped(reason.new_currency),
                         escaped(reason.currency));
    case Kind::price_changed:
      return fmt::format("{} costs {} now, and was planned at {}", domain, now(), planned());
    case Kind::renewal_changed:
      return fmt::format("{} renews at {} now, and was planned at {}", domain, now(), planned());
    case Kind::renewal_not_given:
      return fmt::format(
          "the API gives no renewal price for {} at present, and it was planned at {}; try again later",
          domain, planned());
    case Kind::prices_expired:
      return "its prices kept expiring (30 s) before it could be sent";
    case Kind::not_in_inventory:
      return fmt::format("no longer ready in the account's inventory, and the order would register {}: {}",
                         reason.domains.size() == 1 ? "it" : "them",
                         escaped(fmt::format("{}", fmt::join(reason.domains, ", "))));
    case Kind::not_imported:
      return fmt::format("{} is not ready: no import holds it", domain);
    case Kind::import_failed:
      return fmt::format("{} is not ready: its import failed: {}", domain, escaped(reason.text));
    default:
      return fmt::format("{} is not ready: its import is {}", domain, escaped(in_words(reason.text)));
  }
}

std::string words_of_folder(const SubmitReason& reason) {
  switch (reason.kind) {
    case Kind::no_digests:
      return "the plan was made by an earlier version, which kept no digests of its orders: nothing new is "
             "sent "
             "from it; plan again";
    case Kind::file_edited:
      return "its file is not as it was planned";
    case Kind::rows_edited:
      return "its rows in plan.csv are not as they were planned";
    case Kind::inputs_edited:
      return "its customer, personas or bundle in inputs/ are not as they were planned";
    case Kind::inputs_unreadable:
      return fmt::format("the plan's inputs/ cannot be read: {}", escaped(reason.text));
    default:
      return fmt::format("its file cannot be sent: {}; plan the customer again", escaped(reason.text));
  }
}

std::string words_of_kind(const SubmitReason& reason) {
  switch (reason.kind) {
    case Kind::none:
      return "";
    case Kind::said:
    case Kind::bad_urls:
      return escaped(reason.text);
    case Kind::duplicate:
      return escaped(text_of(reason.duplicate));
    case Kind::answer_lost:
    case Kind::not_known:
    case Kind::file_changed:
    case Kind::sent_too_long_ago:
    case Kind::orders_seen:
    case Kind::domains_on_order_of_another:
    case Kind::new_order_of_user:
    case Kind::limit_exceeded:
    case Kind::receipt_disputed:
    case Kind::user_waits:
      return words_of_sent(reason);
    case Kind::above_limit:
    case Kind::above_limit_of_account:
    case Kind::above_limit_of_customer:
    case Kind::month_not_known:
      return words_of_limit(reason);
    case Kind::no_digests:
    case Kind::file_edited:
    case Kind::rows_edited:
    case Kind::inputs_edited:
    case Kind::inputs_unreadable:
    case Kind::file_unusable:
      return words_of_folder(reason);
    case Kind::not_settled:
    case Kind::not_available:
    case Kind::not_usable:
    case Kind::currency_changed:
    case Kind::price_changed:
    case Kind::renewal_changed:
    case Kind::renewal_not_given:
    case Kind::prices_expired:
    case Kind::not_in_inventory:
    case Kind::not_imported:
    case Kind::import_failed:
    case Kind::import_not_completed:
      break;
  }
  return words_of_domain(reason);
}

}  // namespace

std::string words_of(const SubmitReason& reason) {
  return fmt::format(
      "{}{}{}{}",
      reason.is_lost ? "it was sent, and neither its answer nor the account's lists say what became of it: "
                     : "",
      reason.confirmation_refused ? "the confirmation is refused, as " : "", words_of_kind(reason),
      reason.replan_error.empty() ? "" : "; " + escaped(reason.replan_error));
}

std::string words_of(const SubmitResult& result) {
  const std::string words = words_of(result.reason);
  if (!result.increase) return words;
  const PriceIncrease& increase = *result.increase;
  const std::string now = amount(increase.new_cents, increase.new_currency),
                    agreed = amount(increase.agreed_cents, increase.agreed_currency);
  if (result.state == SubmitState::replanned)
    return fmt::format("{}; planned again at {}, agreed were {}: the next submit sends it", words, now,
                       agreed);
  return fmt::format(
      "{}; planned again it would cost {} instead of {}, and {} instead of {} for each further year: a "
      "person "
      "has to agree to that at a terminal",
      words, now, agreed, amount(increase.new_renewal_cents, increase.new_currency),
      amount(increase.agreed_renewal_cents, increase.agreed_currency));
}

}  // namespace domainplan::cli
