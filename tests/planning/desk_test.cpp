#include "planning/desk.hpp"

#include <catch2/catch.hpp>

#include <deque>
#include <random>
#include <set>

#include "small_market.hpp"

using namespace domainplan;

namespace {

const NamingRules& rules() {
  static const NamingRules built_in = NamingRules::built_in();
  return built_in;
}

std::vector<Customer> customers_sharing_brands() {
  const char* const brands[] = {"Acme Rockets", "Blue Harbor", "Acme Rockets",
                                "Nordwind",     "Blue Harbor", "Acme Rockets"};
  std::vector<Customer> customers;
  for (int i = 0; i < 30; ++i)
    customers.push_back(
        market_customer(fmt::format("c{}", i), brands[i % 6] + std::string(i / 12, 'x'), {4 + i % 5, i % 3}));
  customers[3].owned = {{"acmerockets.com", ProviderSet::both()}};
  return customers;
}

// One row of the result: what a customer ordered, and what became of its draw.
std::string told(const Draw& draw) {
  std::string text = draw.customer().key + (draw.planned() ? ":" : " short:");
  for (const Draw::OrderLine& line : draw.order())
    text += fmt::format(" {}={}", line.domain, name_of(line.provider));
  for (std::size_t rank = 0; rank < draw.length(); ++rank)
    text += fmt::format(" {}", name_of(draw.verdict(rank)));
  return text;
}

struct Outcome {
  std::vector<std::string> told;
  std::vector<std::vector<std::string>> calls;
};

// Runs a desk with everything around it made of a list of things that may happen next, one picked at random.
Outcome run_desk(const std::vector<Customer>& customers, const PlanOptions& options, unsigned seed,
                 bool with_stale, Recovered recovered = {}) {
  Outcome outcome;
  std::mt19937 random(seed);
  std::deque<std::function<void()>> next;
  std::set<std::string> stale_before;
  std::vector<std::string> owned;
  for (const Customer& customer : customers)
    for (const OwnedDomain& domain : customer.owned) owned.push_back(domain.domain);

  std::optional<Desk> desk;
  desk.emplace(
      options, customers.size(), owned,
      Desk::Hooks{
          .start =
              [&](std::size_t place) {
                next.push_back([&, place] {
                  auto draw = std::make_shared<Draw>(place, customers[place], rules(), options);
                  draw->advance();
                  desk->drawn(draw);
                });
              },
          .advance =
              [&](DrawPtr draw) {
                next.push_back([&desk, draw] {
                  draw->advance();
                  desk->drawn(draw);
                });
              },
          .settled =
              [&](DrawPtr draw) {
                outcome.told.push_back(told(*draw));
                next.push_back([&desk] { desk->written(); });
              },
          .send =
              [&](std::vector<std::string> names) {
                outcome.calls.push_back(names);
                // Some answers come in two parts, as where a 400 made two calls of one.
                const std::size_t cut = std::uniform_int_distribution<std::size_t>(0, names.size())(random);
                const auto parts = std::make_shared<int>(cut < names.size() ? 2 : 1);
                const auto part = [&, names, parts](std::size_t first, std::size_t last) {
                  partner::AvailabilityRows rows;
                  for (std::size_t i = first; i < last; ++i) {
                    const std::string& name = names[i];
                    const bool stale = with_stale && name.size() % 7 == 0 && stale_before.insert(name).second;
                    rows.rows.push_back(stale ? AvailabilityRow{.domain = name, .reason = Reason::stale}
                                              : market_row(name));
                  }
                  desk->answered(std::move(rows), --*parts == 0);
                };
                next.push_back([part, cut] { part(0, cut); });
                if (cut < names.size()) next.push_back([part, cut, end = names.size()] { part(cut, end); });
              },
          .wait = [&](Asker::Moment until) { next.push_back([&desk, until] { desk->due(until); }); }});
  desk->go_on_from(std::move(recovered));
  desk->begin();
  while (!next.empty()) {
    const std::size_t pick = std::uniform_int_distribution<std::size_t>(0, next.size() - 1)(random);
    const std::function<void()> event = std::move(next[pick]);
    next.erase(next.begin() + static_cast<std::ptrdiff_t>(pick));
    event();
  }
  CHECK(desk->settled() == customers.size());
  return outcome;
}

// The same by the contract's words: one customer after another, one name after another, no calls, no packing.
std::vector<std::string> naive_plan(const std::vector<Customer>& customers, const PlanOptions& options) {
  std::set<std::string> claims;
  for (const Customer& customer : customers)
    for (const OwnedDomain& domain : customer.owned) claims.insert(domain.domain);
  std::vector<std::string> result;
  for (std::size_t place = 0; place < customers.size(); ++place) {
    Draw draw(place, customers[place], rules(), options);
    const auto draw_on = [&](bool claims_count) {
      for (draw.advance(); !draw.ended(); draw.advance())
        for (const std::size_t rank : std::vector<std::size_t>(draw.unlearnt())) {
          const std::string& name = draw.name(rank).domain;
          draw.learn(rank, fact_of(market_row(name), "usd"), claims_count && claims.contains(name));
        }
    };
    draw_on(false);  // draws ignore claims …
    bool lost = false;
    for (std::size_t rank = 0; rank < draw.length(); ++rank)
      if (draw.is_eligible(rank) && claims.contains(draw.name(rank).domain)) draw.claim(rank), lost = true;
    if (lost) draw_on(true);  // … until the customer is settled
    for (const Draw::OrderLine& line : draw.order()) claims.emplace(line.domain);
    result.push_back(told(draw));
  }
  return result;
}

}  // namespace

TEST_CASE("whatever happens first, every customer gets what a plan made one by one would give it") {
  const std::vector<Customer> customers = customers_sharing_brands();
  PlanOptions options;
  options.window = GENERATE(1, 3, 1000);
  options.surplus = GENERATE(0, 30);
  options.batch_size = GENERATE(1, 7, 50);
  const std::vector<std::string> expected = naive_plan(customers, options);
  for (unsigned seed = 0; seed < 5; ++seed)
    CHECK(run_desk(customers, options, seed, seed % 2 == 1).told == expected);
}

TEST_CASE("no name is asked twice, unless its row was stale") {
  const std::vector<Customer> customers = customers_sharing_brands();
  const PlanOptions options;
  for (unsigned seed = 0; seed < 10; ++seed) {
    std::multiset<std::string> asked;
    for (const auto& call : run_desk(customers, options, seed, true).calls) {
      CHECK(call.size() <= 50);
      asked.insert(call.begin(), call.end());
    }
    for (const std::string& name : asked) CHECK(asked.count(name) <= (name.size() % 7 == 0 ? 2u : 1u));
  }
}

TEST_CASE("a call with room is filled with names that its customer would draw next") {
  const std::vector<Customer> customers = {market_customer("acme", "Acme Rockets", {15, 4})};
  const Outcome outcome = run_desk(customers, PlanOptions(), 1, false);
  CHECK(outcome.calls.front().size() == 50);
  CHECK(outcome.calls.size() <= 2);
}

TEST_CASE("a run that goes on asks nothing that is known, and ends the same") {
  const std::vector<Customer> customers = customers_sharing_brands();
  const PlanOptions options;
  const Outcome whole = run_desk(customers, options, 1, true);
  Recovered recovered;
  for (std::size_t call = 0; call < whole.calls.size() / 2; ++call)
    for (const std::string& name : whole.calls[call])
      recovered.known[name] = fact_of(market_row(name), "usd");
  const Outcome rest = run_desk(customers, options, 2, true, recovered);
  CHECK(rest.told == whole.told);
  CHECK(rest.calls.size() <= whole.calls.size() - whole.calls.size() / 2 + 1);
  for (const auto& call : rest.calls)
    for (const std::string& name : call) CHECK_FALSE(recovered.known.contains(name));
}

TEST_CASE("where the only customer waits for a stale row, the rest of its names go with it in one call") {
  const std::vector<Customer> customers = {market_customer("acme", "Acme Rockets", {15, 4})};
  CHECK(run_desk(customers, PlanOptions(), 1, true).calls.size() <= 2);
}

TEST_CASE("no name beyond max_checks is asked for") {
  const std::vector<Customer> customers = {market_customer("acme", "Acme Rockets", {15, 4})};
  PlanOptions options;
  options.max_checks = 20;
  const Outcome outcome = run_desk(customers, options, 1, false);
  std::size_t asked = 0;
  for (const auto& call : outcome.calls) asked += call.size();
  CHECK(asked == 20);
}

TEST_CASE("with recorded facts only, nothing is asked and an unknown name is not recorded") {
  const std::vector<Customer> customers = {market_customer("acme", "Acme Rockets", {2, 1})};
  PlanOptions options;
  options.max_checks = 10;
  std::optional<Desk> desk;
  std::string result;
  std::deque<std::function<void()>> next;
  desk.emplace(options, 1, std::vector<std::string>{},
               Desk::Hooks{.start =
                               [&](std::size_t place) {
                                 next.push_back([&, place] {
                                   auto draw =
                                       std::make_shared<Draw>(place, customers[place], rules(), options);
                                   draw->advance();
                                   desk->drawn(draw);
                                 });
                               },
                           .advance =
                               [&](DrawPtr draw) {
                                 next.push_back([&desk, draw] {
                                   draw->advance();
                                   desk->drawn(draw);
                                 });
                               },
                           .settled = [&](DrawPtr draw) { result = told(*draw); },
                           .send = [](std::vector<std::string>) { FAIL("a call was made"); },
                           .wait = [](Asker::Moment) { FAIL("a wait was begun"); }});
  desk->only_these({});
  desk->begin();
  for (; !next.empty(); next.pop_front()) next.front()();
  CHECK(result ==
        "acme short: not_recorded not_recorded not_recorded not_recorded not_recorded not_recorded "
        "not_recorded not_recorded not_recorded not_recorded");
}
