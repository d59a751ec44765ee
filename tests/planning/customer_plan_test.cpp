#include "planning/customer_plan.hpp"

#include <catch2/catch.hpp>

#include <map>
#include <random>

#include "small_market.hpp"

using namespace domainplan;

namespace {

const NamingRules& rules() {
  static const NamingRules built_in = NamingRules::built_in();
  return built_in;
}

using Market = std::function<AvailabilityRow(const std::string&)>;

// Takes candidates and learns what they are until there is an order, or none is possible. Checks on the way
// that no more are taken at a time than were missing.
void finish(CustomerPlan& plan, const Market& market = market_row) {
  if (plan.has_news()) plan.filter();
  while (true) {
    const std::size_t before = plan.length();
    plan.draw();
    CHECK(plan.length() - before <= static_cast<std::size_t>(plan.missing_total()));
    if (plan.all_learnt()) break;
    for (const std::size_t rank : std::vector<std::size_t>(plan.unlearnt()))
      plan.learn(rank, fact_of(market(plan.candidate(rank).domain), "usd"), std::nullopt);
    plan.filter();
  }
  plan.select();
}

int serving(const CustomerPlan& plan, Provider provider) {
  return static_cast<int>(
      std::count_if(plan.order().begin(), plan.order().end(),
                    [&](const CustomerPlan::OrderLine& line) { return line.provider == provider; }));
}

}  // namespace

TEST_CASE("a plan ends as the shortest prefix that holds the order") {
  const Demand demand = GENERATE(Demand{3, 2}, Demand{15, 4}, Demand{0, 5}, Demand{40, 10});
  const int pattern_share = GENERATE(25, 100);
  const Customer customer = market_customer("acme", "Acme Rockets", demand);
  PlanOptions options;
  options.choice.pattern_share = pattern_share;
  CustomerPlan plan(0, customer, rules(), options);
  finish(plan);
  REQUIRE(plan.has_order());
  CHECK(serving(plan, Provider::google) == demand.google);
  CHECK(serving(plan, Provider::microsoft) == demand.microsoft);

  // One name less, and no order is possible.
  PlanOptions one_less = options;
  one_less.max_checks = static_cast<int>(plan.length()) - 1;
  CustomerPlan shorter(0, customer, rules(), one_less);
  finish(shorter);
  CHECK_FALSE(shorter.has_order());
}

TEST_CASE("in whatever order names are learnt, one by one or in waves, the plan ends the same") {
  const Customer customer = market_customer("acme", "Acme Rockets", {15, 4});
  const PlanOptions options;
  CustomerPlan in_waves(0, customer, rules(), options);
  finish(in_waves);
  for (unsigned seed = 0; seed < 20; ++seed) {
    std::mt19937 random(seed);
    CustomerPlan plan(0, customer, rules(), options);
    for (plan.draw(); !plan.all_learnt(); plan.draw()) {
      const std::vector<std::size_t> unlearnt = plan.unlearnt();
      const std::size_t rank = unlearnt[random() % unlearnt.size()];
      plan.learn(rank, fact_of(market_row(plan.candidate(rank).domain), "usd"), std::nullopt);
      plan.filter();
    }
    plan.select();
    CHECK(plan.length() == in_waves.length());
    CHECK(plan.order().size() == in_waves.order().size());
    for (std::size_t i = 0; i < plan.order().size(); ++i)
      CHECK(plan.order()[i].domain == in_waves.order()[i].domain);
  }
}

TEST_CASE("a surplus lengthens the plan, and the order stays as large as the bundle") {
  const Customer customer = market_customer("acme", "Acme Rockets", {8, 4});
  PlanOptions options;
  CustomerPlan exact(0, customer, rules(), options);
  finish(exact);
  options.surplus = 50;
  CustomerPlan more(0, customer, rules(), options);
  finish(more);
  CHECK(more.length() > exact.length());
  CHECK(more.order().size() == 12);
}

TEST_CASE("a plan that reaches max_checks says so, with what is missing") {
  const Customer customer = market_customer("acme", "Acme Rockets", {10, 5});
  PlanOptions options;
  options.max_checks = 20;
  CustomerPlan plan(0, customer, rules(), options);
  finish(plan, [](const std::string& domain) {
    return AvailabilityRow{.domain = domain, .reason = Reason::taken};
  });
  CHECK(plan.length() == 20);
  CHECK_FALSE(plan.has_order());
  CHECK(plan.shortfall() == CustomerPlan::Shortfall::max_checks);
  CHECK(plan.shortage() == Demand{10, 5});
}

TEST_CASE("names that run out are reported as not enough") {
  Customer customer = market_customer("acme", "Acme Rockets", {10, 5});
  const NamingRules few = rules().with_filters({"^acmerockets\\.com$"}, {});
  const PlanOptions options;
  CustomerPlan plan(0, customer, few, options);
  finish(plan, [](const std::string& domain) {
    AvailabilityRow row = market_row(domain);
    row.reason.reset();
    row.price_cents = 100;
    row.currency = "usd";
    row.usable_for = Provider::google;
    return row;
  });
  CHECK(plan.length() == 1);
  CHECK(plan.shortfall() == CustomerPlan::Shortfall::not_enough);
  CHECK(plan.shortage() == Demand{9, 5});
}

TEST_CASE("names that are enough but not within the caps are reported as shares") {
  const Customer customer = market_customer("acme", "Acme Rockets", {4, 0});
  const NamingRules only_com = rules().with_tlds({"com"});
  PlanOptions options;
  options.choice.tld_share = 50;
  options.max_checks = 60;
  CustomerPlan plan(0, customer, only_com, options);
  finish(plan);
  CHECK_FALSE(plan.has_order());
  CHECK(plan.shortfall() == CustomerPlan::Shortfall::shares);
  CHECK(plan.shortage() == Demand{2, 0});
}

TEST_CASE("owned domains are used first and listed first, and nothing is drawn for them") {
  Customer customer = market_customer("acme", "Acme Rockets", {2, 1});
  customer.owned = {{"acme-own.com", ProviderSet::both()}, {"zacme-own.com", Provider::google}};
  const PlanOptions options;
  CustomerPlan plan(0, customer, rules(), options);
  finish(plan);
  REQUIRE(plan.has_order());
  REQUIRE(plan.order().size() == 3);
  int owned = 0;
  for (const CustomerPlan::OrderLine& line : plan.order()) owned += !line.rank.has_value();
  CHECK(owned == 2);
  CHECK(serving(plan, Provider::google) == 2);
}

TEST_CASE("an order that owned domains fill needs no names at all") {
  Customer customer = market_customer("acme", "Acme Rockets", {1, 1});
  customer.owned = {{"a.com", ProviderSet::both()}, {"b.com", ProviderSet::both()}};
  const PlanOptions options;
  CustomerPlan plan(0, customer, rules(), options);
  finish(plan);
  CHECK(plan.length() == 0);
  REQUIRE(plan.has_order());
  CHECK(plan.order()[0].domain == "a.com");
  CHECK(plan.order()[0].provider == Provider::google);
}

TEST_CASE("a claimed name leaves the plan, and the plan goes on where it no longer suffices") {
  const Customer customer = market_customer("acme", "Acme Rockets", {5, 0});
  const PlanOptions options;
  CustomerPlan plan(0, customer, rules(), options);
  finish(plan);
  const std::size_t before = plan.length();
  const std::size_t claimed = *plan.order()[0].rank;
  plan.lose(claimed, Verdict::claimed);
  CHECK_FALSE(plan.selected());
  finish(plan);
  CHECK(plan.length() > before);
  CHECK(plan.verdict(claimed) == Verdict::claimed);
  CHECK(plan.order().size() == 5);
}

TEST_CASE("of the chosen domains usable for both, the best ranked serve Google") {
  const Customer customer = market_customer("acme", "Acme Rockets", {3, 3});
  const PlanOptions options;
  CustomerPlan plan(0, customer, rules(), options);
  finish(plan, [](const std::string& domain) {
    return AvailabilityRow{.domain = domain,
                           .price_cents = 100,
                           .renewal_price_cents = 100,
                           .currency = "usd",
                           .usable_for = ProviderSet::both()};
  });
  REQUIRE(plan.order().size() == 6);
  std::vector<std::size_t> ranks;
  for (const CustomerPlan::OrderLine& line : plan.order()) ranks.push_back(*line.rank);
  CHECK(std::is_sorted(ranks.begin(), ranks.end()));
}

TEST_CASE("no style has more of an order than its share, and more names are taken until that can be") {
  const Customer customer = market_customer("acme", "Acme Rockets", {15, 5});
  PlanOptions options;
  options.choice.pattern_share = 100;
  const auto most_of_a_style = [&](int share) {
    options.choice.style_share = share;
    CustomerPlan plan(0, customer, rules(), options);
    finish(plan);
    REQUIRE(plan.has_order());
    std::map<Style, int> count;
    int most = 0;
    for (const auto& line : plan.order())
      if (const auto style = style_of(plan.candidate(*line.rank).pattern))
        most = std::max(most, ++count[*style]);
    return std::pair(most, plan.length());
  };
  const auto [free, shortest] = most_of_a_style(100);
  const auto [capped, longer] = most_of_a_style(30);
  CHECK(free > 6);
  CHECK(capped <= 6);
  CHECK(longer >= shortest);
}

TEST_CASE("where all patterns are of one style there is no share to keep") {
  const NamingRules one =
      NamingRules::from_json(R"({"patterns": {"{stem}": 90, "{stem}{suffix}": 80}})", "p.json");
  CHECK(count_styles(one) == 1);
  const Customer customer = market_customer("acme", "Acme Rockets", {6, 2});
  PlanOptions options;
  options.choice.style_share = 10;
  options.choice.pattern_share = 100;
  CustomerPlan plan(0, customer, one, options);
  finish(plan);
  CHECK(plan.has_order());
}
