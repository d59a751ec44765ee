#include "planning/draw.hpp"

#include <catch2/catch.hpp>

#include <random>

#include "small_market.hpp"

using namespace domainplan;

namespace {

const NamingRules& rules() {
  static const NamingRules built_in = NamingRules::built_in();
  return built_in;
}

using Market = std::function<AvailabilityRow(const std::string&)>;

// Advances to the end; checks on the way that no wave is larger than what was missing.
void finish(Draw& draw, const Market& market = market_row) {
  for (draw.advance(); !draw.ended(); draw.advance()) {
    CHECK(draw.unlearnt().size() <= static_cast<std::size_t>(draw.missing_total()));
    for (const std::size_t rank : std::vector<std::size_t>(draw.unlearnt()))
      draw.learn(rank, fact_of(market(draw.name(rank).domain), "usd"), false);
  }
}

int serving(const Draw& draw, Provider provider) {
  return static_cast<int>(
      std::count_if(draw.order().begin(), draw.order().end(),
                    [&](const Draw::OrderLine& line) { return line.provider == provider; }));
}

}  // namespace

TEST_CASE("a draw ends as the shortest prefix that holds the order") {
  const Demand demand = GENERATE(Demand{3, 2}, Demand{15, 4}, Demand{0, 5}, Demand{40, 10});
  const int pattern_share = GENERATE(25, 100);
  const Customer customer = market_customer("acme", "Acme Rockets", demand);
  PlanOptions options;
  options.choice.pattern_share = pattern_share;
  Draw draw(0, customer, rules(), options);
  finish(draw);
  REQUIRE(draw.planned());
  CHECK(serving(draw, Provider::google) == demand.google);
  CHECK(serving(draw, Provider::microsoft) == demand.microsoft);

  // One name less, and no order is possible.
  PlanOptions one_less = options;
  one_less.max_checks = static_cast<int>(draw.length()) - 1;
  Draw shorter(0, customer, rules(), one_less);
  finish(shorter);
  CHECK_FALSE(shorter.planned());
}

TEST_CASE("in whatever order names are learnt, one by one or in waves, the draw ends the same") {
  const Customer customer = market_customer("acme", "Acme Rockets", {15, 4});
  const PlanOptions options;
  Draw in_waves(0, customer, rules(), options);
  finish(in_waves);
  for (unsigned seed = 0; seed < 20; ++seed) {
    std::mt19937 random(seed);
    Draw draw(0, customer, rules(), options);
    for (draw.advance(); !draw.ended(); draw.advance()) {
      const std::vector<std::size_t> unlearnt = draw.unlearnt();
      REQUIRE_FALSE(unlearnt.empty());
      const std::size_t rank = unlearnt[random() % unlearnt.size()];
      draw.learn(rank, fact_of(market_row(draw.name(rank).domain), "usd"), false);
    }
    CHECK(draw.length() == in_waves.length());
    CHECK(draw.order().size() == in_waves.order().size());
    for (std::size_t i = 0; i < draw.order().size(); ++i)
      CHECK(draw.order()[i].domain == in_waves.order()[i].domain);
  }
}

TEST_CASE("a surplus lengthens the draw, and the order stays as large as the bundle") {
  const Customer customer = market_customer("acme", "Acme Rockets", {8, 4});
  PlanOptions options;
  Draw exact(0, customer, rules(), options);
  finish(exact);
  options.surplus = 50;
  Draw more(0, customer, rules(), options);
  finish(more);
  CHECK(more.length() > exact.length());
  CHECK(more.order().size() == 12);
}

TEST_CASE("a draw that reaches max_checks says so, with what is missing") {
  const Customer customer = market_customer("acme", "Acme Rockets", {10, 5});
  PlanOptions options;
  options.max_checks = 20;
  Draw draw(0, customer, rules(), options);
  finish(draw, [](const std::string& domain) {
    return AvailabilityRow{.domain = domain, .reason = Reason::taken};
  });
  CHECK(draw.length() == 20);
  CHECK_FALSE(draw.planned());
  CHECK(draw.shortfall() == Draw::Shortfall::max_checks);
  CHECK(draw.shortage() == Demand{10, 5});
}

TEST_CASE("names that run out are told as not enough") {
  Customer customer = market_customer("acme", "Acme Rockets", {10, 5});
  const NamingRules few = rules().with_filters({"^acmerockets\\.com$"}, {});
  const PlanOptions options;
  Draw draw(0, customer, few, options);
  finish(draw, [](const std::string& domain) {
    AvailabilityRow row = market_row(domain);
    row.reason.reset();
    row.price_cents = 100;
    row.currency = "usd";
    row.usable_for = Provider::google;
    return row;
  });
  CHECK(draw.length() == 1);
  CHECK(draw.shortfall() == Draw::Shortfall::not_enough);
  CHECK(draw.shortage() == Demand{9, 5});
}

TEST_CASE("names that are enough but not within the caps are told as shares") {
  const Customer customer = market_customer("acme", "Acme Rockets", {4, 0});
  const NamingRules only_com = rules().with_tlds({"com"});
  PlanOptions options;
  options.choice.tld_share = 50;
  options.max_checks = 60;
  Draw draw(0, customer, only_com, options);
  finish(draw);
  CHECK_FALSE(draw.planned());
  CHECK(draw.shortfall() == Draw::Shortfall::shares);
  CHECK(draw.shortage() == Demand{2, 0});
}

TEST_CASE("owned domains are used first and listed first, and nothing is drawn for them") {
  Customer customer = market_customer("acme", "Acme Rockets", {2, 1});
  customer.owned = {{"acme-own.com", ProviderSet::both()}, {"zacme-own.com", Provider::google}};
  const PlanOptions options;
  Draw draw(0, customer, rules(), options);
  finish(draw);
  REQUIRE(draw.planned());
  REQUIRE(draw.order().size() == 3);
  int owned = 0;
  for (const Draw::OrderLine& line : draw.order()) owned += !line.rank.has_value();
  CHECK(owned == 2);
  CHECK(serving(draw, Provider::google) == 2);
}

TEST_CASE("an order that owned domains fill needs no names at all") {
  Customer customer = market_customer("acme", "Acme Rockets", {1, 1});
  customer.owned = {{"a.com", ProviderSet::both()}, {"b.com", ProviderSet::both()}};
  const PlanOptions options;
  Draw draw(0, customer, rules(), options);
  finish(draw);
  CHECK(draw.length() == 0);
  REQUIRE(draw.planned());
  CHECK(draw.order()[0].domain == "a.com");
  CHECK(draw.order()[0].provider == Provider::google);
}

TEST_CASE("a claimed name leaves the draw, and the draw goes on where it no longer suffices") {
  const Customer customer = market_customer("acme", "Acme Rockets", {5, 0});
  const PlanOptions options;
  Draw draw(0, customer, rules(), options);
  finish(draw);
  const std::size_t before = draw.length();
  const std::size_t claimed = *draw.order()[0].rank;
  draw.claim(claimed);
  CHECK_FALSE(draw.ended());
  finish(draw);
  CHECK(draw.length() > before);
  CHECK(draw.verdict(claimed) == Verdict::claimed);
  CHECK(draw.order().size() == 5);
}

TEST_CASE("of the chosen domains usable for both, the best ranked serve Google") {
  const Customer customer = market_customer("acme", "Acme Rockets", {3, 3});
  const PlanOptions options;
  Draw draw(0, customer, rules(), options);
  finish(draw, [](const std::string& domain) {
    return AvailabilityRow{.domain = domain,
                           .price_cents = 100,
                           .renewal_price_cents = 100,
                           .currency = "usd",
                           .usable_for = ProviderSet::both()};
  });
  REQUIRE(draw.order().size() == 6);
  std::vector<std::size_t> ranks;
  for (const Draw::OrderLine& line : draw.order()) ranks.push_back(*line.rank);
  CHECK(std::is_sorted(ranks.begin(), ranks.end()));
}
