#include "cli/notice_words.hpp"

#include <fmt/format.h>

#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

using Code = NoticeCode;

std::string words_of_answer(const Notice& notice) {
  const std::string quoted = in_quotes(notice.subject);
  switch (notice.code) {
    case Code::left_out:
      return fmt::format("{}: {}; it is left out", notice.subject, notice.reason);
    case Code::row_ignored:
      return fmt::format("a row {}was ignored: {}", notice.subject.empty() ? "" : "for " + quoted + " ",
                         notice.reason);
    case Code::row_not_asked:
      return fmt::format("a row for {}, which was not asked, was ignored", quoted);
    case Code::row_unusable:
      return fmt::format("the row for {} cannot be used: {}", notice.subject, notice.reason);
    case Code::row_repeated:
      return fmt::format("a second row for {} was ignored", quoted);
    case Code::rows_contradict:
      return fmt::format("two rows for {} contradict each other", quoted);
    case Code::rows_repeat_secret:
      return fmt::format("{}: an answer with rows that cannot be used repeats a secret", notice.subject);
    case Code::more_of_answer:
      return fmt::format("{} more warnings about the same answer", notice.count);
    case Code::more_values:
      return fmt::format("{} more rows or values cannot be used", notice.count);
    default:
      return fmt::format("{}: {}", notice.subject, notice.reason);
  }
}

// Of what could not be read.
std::string words_of_unknown(const Notice& notice) {
  switch (notice.code) {
    case Code::order_unreadable:
      return fmt::format("order {} cannot be read: {}", notice.subject, notice.reason);
    case Code::orders_unread:
      return fmt::format("{} orders were not read, as more than {} had to be: whose they are is not known",
                         notice.count, notice.limit);
    case Code::ended_orders_unread:
      return fmt::format("{} failed or cancelled orders were not read, as more than {} had to be",
                         notice.count, notice.limit);
    case Code::ended_orders_unknown:
      return fmt::format("whether orders failed or were cancelled is not known: {}", notice.reason);
    case Code::users_unknown:
      return fmt::format("not all users of the account's orders are known: {}", notice.reason);
    case Code::bundles_unreadable:
      return fmt::format("the bundles cannot be read: {}", notice.reason);
    case Code::bills_estimated:
      return fmt::format("the bills of {} orders were read, and the licences of the others are an estimate",
                         notice.limit);
    default:
      return fmt::format("order {}: when it renews is not known, so its licences are not listed",
                         notice.subject);
  }
}

std::string words_of_plan(const Notice& notice) {
  switch (notice.code) {
    case Code::no_name_below_cap:
      return fmt::format("{}: no name of 200 meets the price cap of {}; the cheapest costs {}",
                         notice.subject, money(notice.limit, notice.currency),
                         money(notice.count, notice.currency));
    case Code::names_reserved:
      return fmt::format("another plan has reserved {} in the ledger by now", in_quotes(notice.names));
    case Code::reserved_names_of_then:
      return fmt::format("the domains reserved by {} are those it held when the plan was made: {}",
                         in_quotes(notice.subject, 300), notice.reason);
    case Code::ready_domains:
      return fmt::format(
          "ready domains of the account: {}, of which {} belong to customers of this plan{}", notice.count,
          notice.used,
          notice.unusable == 0 ? "" : fmt::format("; {} more cannot be used now", notice.unusable));
    case Code::ready_domains_taken:
      return fmt::format("ready domains that other plans use: {}", in_quotes(notice.names));
    case Code::begun_by_other_program:
      return fmt::format("the plan was begun by domainplan {}; this is {}", notice.subject, notice.reason);
    default:
      return "the plan was made with other naming data: how its names were made is not shown";
  }
}

std::string words_of_order(const Notice& notice) {
  switch (notice.code) {
    case Code::two_sequencer_logins:
      return fmt::format(
          "the orders of {} have two sequencer logins: the vendor routes all of them by the last",
          notice.subject);
    case Code::limit_exceeded:
      return fmt::format("{} is already committed, which exceeds the limit of {}",
                         money(notice.count, notice.currency), money(notice.limit, notice.currency));
    case Code::receipt_not_held:
      return fmt::format("the receipt of {} needs no acceptance", notice.subject);
    case Code::nothing_to_confirm:
      return fmt::format("no outcome of {} is unknown: there is nothing to confirm", notice.subject);
    case Code::confirmation_refused:
      return fmt::format("{} was placed: {} is its order; the confirmation that it was not is refused",
                         notice.subject, notice.order);
    case Code::order_removed:
      return fmt::format("order {}: removed: a day after it was sent the vendor has none of its domains",
                         notice.subject);
    case Code::total_missing:
      return fmt::format("order {}: costs: no total is given, and it counts as 0", notice.subject);
    default:
      return fmt::format("the swap is not in the ledger: {}", notice.reason);
  }
}

std::string text_of(const Notice& notice) {
  switch (notice.code) {
    case Code::odd_value:
    case Code::left_out:
    case Code::row_ignored:
    case Code::row_not_asked:
    case Code::row_unusable:
    case Code::row_repeated:
    case Code::rows_contradict:
    case Code::rows_repeat_secret:
    case Code::more_of_answer:
    case Code::more_values:
      return words_of_answer(notice);
    case Code::order_unreadable:
    case Code::orders_unread:
    case Code::ended_orders_unread:
    case Code::ended_orders_unknown:
    case Code::users_unknown:
    case Code::bundles_unreadable:
    case Code::bills_estimated:
    case Code::renewal_unknown:
      return words_of_unknown(notice);
    case Code::no_name_below_cap:
    case Code::names_reserved:
    case Code::reserved_names_of_then:
    case Code::ready_domains:
    case Code::ready_domains_taken:
    case Code::begun_by_other_program:
    case Code::other_naming_data:
      return words_of_plan(notice);
    case Code::two_sequencer_logins:
    case Code::limit_exceeded:
    case Code::receipt_not_held:
    case Code::nothing_to_confirm:
    case Code::confirmation_refused:
    case Code::order_removed:
    case Code::total_missing:
    case Code::swap_not_in_ledger:
      break;
  }
  return words_of_order(notice);
}

}  // namespace

std::string words_of(const Notice& notice) { return escaped(text_of(notice)); }

}  // namespace domainplan::cli
