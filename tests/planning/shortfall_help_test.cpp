#include "planning/shortfall_help.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "domainplan/domain_name.hpp"
#include "planning/from_records.hpp"
#include "small_market.hpp"

using namespace domainplan;

namespace {

using Market = std::function<AvailabilityRow(const std::string&)>;
using Changes = std::vector<std::vector<PossibleChange>>;

const NamingRules& rules() {
  static const NamingRules built_in = NamingRules::built_in();
  return built_in;
}

AvailabilityRow available(const std::string& domain, Cents price = 1000,
                          ProviderSet usable_for = ProviderSet::both()) {
  return {.domain = domain,
          .price_cents = price,
          .renewal_price_cents = 1500,
          .currency = "usd",
          .usable_for = usable_for};
}

AvailabilityRow taken(const std::string& domain) { return {.domain = domain, .reason = Reason::taken}; }

struct Short {
  Customer customer = market_customer("acme", "Acme Rockets", {4, 0});
  PlanOptions options;
  Market market = [](const std::string& domain) { return available(domain); };
  NamingRules naming = rules();

  std::unique_ptr<CustomerPlan> plan() const {
    auto made = plan_from_records(
        customer, naming, options,
        {[&](const std::string& domain) { return fact_of(market(domain), options.choice.currency); },
         [](const std::string&) { return false; }});
    REQUIRE_FALSE(made->has_order());
    return made;
  }
  Changes changes() const { return changes_that_help(*plan()); }
};

bool offers(const Changes& changes, PossibleChange change) {
  return std::find(changes.begin(), changes.end(), std::vector{change}) != changes.end();
}

}  // namespace

TEST_CASE("more names are no help where all that are available cost too much") {
  Short one;
  one.options.max_checks = 40;
  one.options.choice.max_price_cents = 900;
  CHECK(one.changes() == Changes{{PossibleChange::price}});
  CHECK(help_text(*one.plan()) == "a higher price cap");
}

TEST_CASE("a stem is no help where a cap bars the names of every stem") {
  Short one;
  one.market = [](const std::string& domain) { return available(domain, 2000); };
  one.options.choice.max_price_cents = 900;
  one.options.max_checks = 1'000'000;
  CHECK(one.plan()->shortfall() == CustomerPlan::Shortfall::not_enough);
  CHECK_FALSE(offers(one.changes(), PossibleChange::stem));
  one.market = taken;
  CHECK(offers(one.changes(), PossibleChange::stem));
  CHECK_FALSE(offers(one.changes(), PossibleChange::price));
}

TEST_CASE("of two price caps that bind, neither alone is offered") {
  Short one;
  one.options.max_checks = 40;
  one.options.choice.max_price_cents = 900;
  one.customer.max_price_cents = 800;
  const auto plan = one.plan();
  CHECK_FALSE(may_help(*plan, {PossibleChange::price}));
  CHECK_FALSE(may_help(*plan, {PossibleChange::customer_price}));
  CHECK(may_help(*plan, {PossibleChange::price, PossibleChange::customer_price}));
  one.options.choice.max_price_cents = 5000;
  CHECK(offers(one.changes(), PossibleChange::customer_price));
  CHECK_FALSE(offers(one.changes(), PossibleChange::price));
}

TEST_CASE("the share that binds is named, and no other") {
  Short one;  // names of one pattern only are available
  one.market = [](const std::string& domain) {
    return domain.starts_with("get") && domain.find('-') == std::string::npos ? available(domain)
                                                                              : taken(domain);
  };
  one.options.choice.style_share = 100;
  CHECK(one.changes() == Changes{{PossibleChange::pattern_share}});
  CHECK(help_text(*one.plan()) == "a higher pattern share");
  one.options.choice.style_share = 60;
  CHECK(one.changes() == Changes{{PossibleChange::pattern_share, PossibleChange::style_share}});
  CHECK(help_text(*one.plan()) == "a higher pattern share together with a higher style share");
}

TEST_CASE("names under the same TLDs are no help where those are for the other provider") {
  Short one;
  one.options.max_checks = 40;
  one.market = [](const std::string& domain) { return available(domain, 1000, Provider::microsoft); };
  CHECK(one.changes() == Changes{{PossibleChange::max_checks, PossibleChange::tlds}});
  one.market = taken;
  CHECK(one.changes() == Changes{{PossibleChange::max_checks}});
}

TEST_CASE("where a replay does not know the names, asking the API is what helps") {
  Short one;
  one.market = [](const std::string& domain) {
    return AvailabilityRow{.domain = domain, .reason = Reason::not_recorded};
  };
  one.options.max_checks = 40;
  CHECK(offers(one.changes(), PossibleChange::live_answers));
  CHECK_FALSE(offers(one.changes(), PossibleChange::max_checks));
  CHECK_FALSE(offers(one.changes(), PossibleChange::stem));
  one.options.choice.max_price_cents = 900;  // what is known is too dear, and what is not known would be
  one.market = [](const std::string& domain) {
    return domain.size() % 2 == 0 ? available(domain)
                                  : AvailabilityRow{.domain = domain, .reason = Reason::not_recorded};
  };
  CHECK_FALSE(offers(one.changes(), PossibleChange::live_answers));
  CHECK(offers(one.changes(), PossibleChange::price));
}

TEST_CASE("a price cap and a limit on checks that bar together are offered together") {
  Short one;
  one.customer.bundle.required = {30, 0};
  one.options.max_checks = 40;
  one.options.choice.max_price_cents = 900;
  one.market = [](const std::string& domain) {
    return domain.size() % 2 == 0 ? available(domain) : taken(domain);
  };
  CHECK(one.changes() == Changes{{PossibleChange::max_checks, PossibleChange::price}});
}

TEST_CASE("a higher limit on checks is offered alone where the names behind it are of other patterns") {
  Short one;
  one.customer.bundle.required = {16, 0};
  for (const int limit : {1, 2, 5, 9}) {
    one.options.max_checks = limit;
    INFO(limit);
    CHECK(one.changes() == Changes{{PossibleChange::max_checks}});
    one.market = taken;
    CHECK(one.changes() == Changes{{PossibleChange::max_checks}});
    one.market = Short().market;
  }
}

TEST_CASE("a higher limit is offered beside a share that bars, as long as more patterns come behind it") {
  Short one;
  one.customer.bundle.required = {8, 0};
  one.options.choice.pattern_share = 1;
  one.options.choice.style_share = 100;
  one.options.max_checks = 8;
  one.customer.tlds = {"com", "net", "io", "co", "org"};
  std::set<std::string> patterns;
  const auto plan = one.plan();
  for (std::size_t rank = 0; rank < plan->length(); ++rank) patterns.insert(plan->candidate(rank).pattern);
  REQUIRE(plan->shortfall() == CustomerPlan::Shortfall::shares);
  REQUIRE(patterns.size() < 8);
  CHECK(one.changes() == Changes{{PossibleChange::pattern_share}, {PossibleChange::max_checks}});
}

TEST_CASE("a filter on names is offered where the names that it leaves out may do") {
  Short one;
  one.options.max_checks = 1'000'000;
  one.customer.stem = "acme";
  one.customer.tlds = {"com"};
  one.market = [](const std::string& domain) {
    return domain.starts_with("get") ? taken(domain) : available(domain);
  };
  one.naming = rules().with_filters({"^get"}, {});
  CHECK(one.plan()->shortfall() == CustomerPlan::Shortfall::not_enough);
  CHECK(offers(one.changes(), PossibleChange::include));
  CHECK_FALSE(offers(one.changes(), PossibleChange::exclude));
  CHECK_THAT(help_text(*one.plan()), Catch::Contains("a wider include filter"));
  one.naming = rules().with_filters({}, {"^[^g]", "^g[^e]"});
  CHECK(offers(one.changes(), PossibleChange::exclude));
  CHECK_FALSE(offers(one.changes(), PossibleChange::include));
  CHECK_THAT(help_text(*one.plan()), Catch::Contains("a narrower exclude filter"));
  one.options.choice.max_price_cents = 900;  // the names are too dear, with a filter or without
  one.market = [](const std::string& domain) { return available(domain); };
  CHECK_FALSE(offers(one.changes(), PossibleChange::exclude));
}

TEST_CASE("changes that are sure to help come before those that may") {
  Short one;
  one.customer.tlds = {"com"};
  one.options.max_checks = 1'000'000;
  one.options.choice.max_price_cents = 900;
  one.customer.max_price_cents = 800;
  Changes changes = one.changes();  // more TLDs may be enough, and may be as dear
  REQUIRE(changes.size() > 1);
  CHECK(changes.front() == std::vector{PossibleChange::customer_price, PossibleChange::price});
  CHECK(offers(changes, PossibleChange::tlds));
  one.customer.max_price_cents.reset();
  changes = one.changes();
  CHECK(changes.front() == std::vector{PossibleChange::price});
  CHECK(offers(changes, PossibleChange::tlds));
}

TEST_CASE("a brand without any name needs a stem or another filter, and more TLDs are no help") {
  Short one;
  one.customer.tlds = {"com"};
  const NamingRules none = rules().with_filters({"^nothing$"}, {});
  const auto plan = plan_from_records(
      one.customer, none, one.options,
      {[](const std::string&) { return Fact{}; }, [](const std::string&) { return false; }});
  CHECK(changes_that_help(*plan) == Changes{{PossibleChange::include}, {PossibleChange::stem}});
}

TEST_CASE("another currency is offered where the names in it hold an order") {
  Short one;
  one.options.max_checks = 40;
  one.market = [](const std::string& domain) {
    AvailabilityRow row = available(domain);
    row.currency = "eur";
    return row;
  };
  const Changes changes = one.changes();
  CHECK(offers(changes, PossibleChange::currency));
  CHECK_FALSE(offers(changes, PossibleChange::max_checks));
}

TEST_CASE("nothing is offered where nothing helps") {
  Short one;
  one.customer.bundle.required = {40, 0};
  one.options.choice.style_share = 1;  // one name of each style
  one.market = taken;
  one.customer.stem = "acme";
  one.options.max_checks = 1'000'000;
  const auto plan = one.plan();
  CHECK_FALSE(may_help(*plan, {PossibleChange::stem}));
}
