#include "cli/notice_words.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <sstream>

#include "cli/diagnostics.hpp"

using namespace domainplan;
using domainplan::cli::words_of;
using Code = NoticeCode;

TEST_CASE("every notice of the library has words of its own") {
  std::set<std::string> all;
  for (auto code = Code::odd_value; code <= Code::swap_not_in_ledger;
       code = static_cast<Code>(static_cast<int>(code) + 1)) {
    INFO(static_cast<int>(code));
    const std::string words = words_of({.code = code});
    CHECK(words.size() > 1);
    CHECK(all.insert(words).second);
  }
}

TEST_CASE("a notice is worded with what it is about") {
  CHECK(words_of({.code = Code::odd_value, .subject = "order ord_1: total_cents", .reason = "is 'x'"}) ==
        "order ord_1: total_cents: is 'x'");
  CHECK(words_of({.code = Code::row_ignored, .reason = "data.domains[0] is null"}) ==
        "a row was ignored: data.domains[0] is null");
  CHECK(words_of({.code = Code::row_ignored, .subject = "a b", .reason = "no dot"}) ==
        "a row for 'a b' was ignored: no dot");
  CHECK(words_of({.code = Code::orders_unread, .count = 7, .limit = 200}) ==
        "7 orders were not read, as more than 200 had to be: whose they are is not known");
  CHECK(words_of({.code = Code::no_name_below_cap,
                  .subject = "acme",
                  .count = 1250,
                  .limit = 900,
                  .currency = "usd"}) ==
        "acme: no name of 200 meets the price cap of 9.00 usd; the cheapest costs 12.50 usd");
  CHECK(words_of({.code = Code::names_reserved, .names = {"a.com", "b.com"}}) ==
        "another plan has reserved 'a.com', 'b.com' in the ledger by now");
  CHECK(words_of({.code = Code::ready_domains, .count = 5, .used = 3}) ==
        "ready domains of the account: 5, of which 3 belong to customers of this plan");
  CHECK(words_of({.code = Code::ready_domains, .count = 5, .used = 3, .unusable = 2}) ==
        "ready domains of the account: 5, of which 3 belong to customers of this plan; 2 more cannot be used "
        "now");
  CHECK(words_of({.code = Code::limit_exceeded, .count = 1000, .limit = 900, .currency = "usd"}) ==
        "10.00 usd is already committed, which exceeds the limit of 9.00 usd");
  CHECK(words_of({.code = Code::confirmation_refused, .subject = "acme", .order = "ord_1"}) ==
        "acme was placed: ord_1 is its order; the confirmation that it was not is refused");
}

TEST_CASE("a notice is one line that cannot drive the terminal") {
  for (auto code = Code::odd_value; code <= Code::swap_not_in_ledger;
       code = static_cast<Code>(static_cast<int>(code) + 1)) {
    const std::string hostile = "a\x1b[2J\n";
    const std::string words = words_of({.code = code,
                                        .subject = hostile,
                                        .reason = hostile,
                                        .names = {hostile},
                                        .order = hostile,
                                        .currency = hostile});
    INFO(words);
    CHECK(words.find_first_of("\x1b\n") == std::string::npos);
  }
  std::ostringstream err;
  cli::report_warning(Notice{.code = Code::bundles_unreadable, .reason = "no"}, err);
  CHECK(err.str() == "warning: the bundles cannot be read: no\n");
}
