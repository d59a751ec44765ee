#include "planning/scheduler.hpp"

#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <map>
#include <memory>
#include <random>
#include <set>

#include "domainplan/error.hpp"
#include "random_run.hpp"

using namespace domainplan;
using Catch::Matchers::Contains;

namespace {

Outcome run_at_random(const std::vector<Customer>& customers, const PlanOptions& options, unsigned seed,
                      bool with_stale, Recovered recovered = {}) {
  Scheduler scheduler(options, customers.size(), owned_domains(customers));
  scheduler.resume(std::move(recovered));
  RandomRun run(customers, options, seed);
  run.with_stale = with_stale;
  Outcome outcome = run.run(scheduler);
  CHECK(scheduler.settled() == customers.size());
  return outcome;
}

partner::AvailabilityRows answer(std::size_t fine, std::size_t refused) {
  partner::AvailabilityRows rows;
  for (std::size_t i = 0; i < fine + refused; ++i)
    rows.rows.push_back({.domain = fmt::format("n{}.com", i), .reason = Reason::taken});
  rows.refused = refused;
  if (refused > 0) rows.refusal = "400 invalid_request";
  return rows;
}

partner::AvailabilityRows unusable_answer() {
  partner::AvailabilityRows rows = answer(50, 0);
  rows.unusable = 50;
  rows.refusal = "data.domains[0].price_cents is -1";
  return rows;
}

// A list that is asked for in calls of which each is answered as `answers` says, in order.
void run_list(int batch_size, int max_calls, const std::vector<partner::AvailabilityRows>& answers) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < answers.size() * static_cast<std::size_t>(batch_size); ++i)
    names.push_back(fmt::format("n{}.com", i));
  Scheduler scheduler(names, batch_size, std::chrono::seconds(2), max_calls);
  scheduler.step(Started());
  for (const partner::AvailabilityRows& rows : answers) scheduler.step(Answered{rows, true, Moment()});
  scheduler.check_refusals();
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
    CHECK(run_at_random(customers, options, seed, seed % 2 == 1).plans == expected);
}

namespace {

// Every seventh name or so, and the best ones of some brands among them.
bool held_by_another_plan(const std::string& name) { return std::hash<std::string>()(name) % 7 == 0; }

Outcome reserve_at_random(const std::vector<Customer>& customers, const PlanOptions& options, unsigned seed,
                          bool reserves, NamesLost lost) {
  Scheduler scheduler(options, customers.size(), owned_domains(customers));
  if (reserves) scheduler.reserve_names();
  scheduler.lose_names(std::move(lost));
  RandomRun run(customers, options, seed);
  run.is_held = held_by_another_plan;
  run.with_stale = seed % 2 == 1;
  Outcome outcome = run.run(scheduler);
  CHECK(scheduler.settled() == customers.size());
  return outcome;
}

}  // namespace

TEST_CASE("a customer whose names another plan has takes more candidates, in its turn") {
  const std::vector<Customer> customers = customers_sharing_brands();
  PlanOptions options;
  options.window = GENERATE(1, 3, 1000);
  options.batch_size = GENERATE(1, 50);
  const std::vector<std::string> expected = naive_plan(customers, options, held_by_another_plan);
  CHECK(expected != naive_plan(customers, options));
  for (unsigned seed = 0; seed < 5; ++seed)
    CHECK(reserve_at_random(customers, options, seed, true, {}).plans == expected);
}

TEST_CASE("a run that is reported what another one lost to other plans makes the same plan") {
  const std::vector<Customer> customers = customers_sharing_brands();
  PlanOptions options;
  options.batch_size = GENERATE(1, 50);
  for (unsigned seed = 0; seed < 5; ++seed) {
    const Outcome first = reserve_at_random(customers, options, seed, true, {});
    CHECK_FALSE(first.lost.empty());
    CHECK(reserve_at_random(customers, options, seed + 10, false, first.lost).plans == first.plans);
    const Outcome resumed = reserve_at_random(customers, options, seed + 20, true, first.lost);
    CHECK(resumed.plans == first.plans);
    CHECK(resumed.lost.empty());
  }
}

namespace {

// Two names of three.
bool others_know(const std::string& name) { return std::hash<std::string>()(name) % 3 != 0; }

Outcome share_at_random(const std::vector<Customer>& customers, const PlanOptions& options, unsigned seed) {
  Scheduler scheduler(options, customers.size(), owned_domains(customers));
  scheduler.look_up_first(2);
  RandomRun run(customers, options, seed);
  run.is_shared = others_know;
  run.with_stale = seed % 2 == 1;
  Outcome outcome = run.run(scheduler);
  CHECK(scheduler.settled() == customers.size());
  return outcome;
}

}  // namespace

TEST_CASE("a plan is the same whoever was told about its names, and what others know is not asked") {
  const std::vector<Customer> customers = customers_sharing_brands();
  PlanOptions options;
  options.window = GENERATE(1, 1000);
  options.batch_size = GENERATE(1, 7, 50);
  const std::vector<std::string> expected = naive_plan(customers, options);
  for (unsigned seed = 0; seed < 5; ++seed) {
    const Outcome outcome = share_at_random(customers, options, seed);
    CHECK(outcome.plans == expected);
    for (const Names& call : outcome.calls)
      for (const std::string& name : call) CHECK_FALSE(others_know(name));
    const std::set<std::string> once(outcome.looked_up.begin(), outcome.looked_up.end());
    CHECK(once.size() == outcome.looked_up.size());
  }
}

TEST_CASE("calls are as full where others know most names as where they know none") {
  const std::vector<Customer> customers = {market_customer("acme", "Acme Rockets", {40, 10})};
  PlanOptions options;
  options.batch_size = 20;
  const Outcome outcome = share_at_random(customers, options, 2);
  REQUIRE(outcome.calls.size() > 1);
  for (std::size_t i = 0; i + 1 < outcome.calls.size(); ++i) CHECK(outcome.calls[i].size() == 20);
}

TEST_CASE("a list gets the rows that others know without a call, and each name one row") {
  Names names;
  for (int i = 0; i < 5000; ++i) names.push_back(fmt::format("name-number-{}.com", i));
  Scheduler scheduler(names, 50, std::chrono::seconds(2), 2);
  scheduler.look_up_first(2);
  const PlanOptions options;
  RandomRun run({}, options, 5);
  run.is_shared = others_know;
  const Outcome outcome = run.run(scheduler);
  std::multiset<std::string> answered;
  for (const AvailabilityRow& row : outcome.rows) answered.insert(row.domain);
  CHECK(answered == std::multiset<std::string>(names.begin(), names.end()));
  for (const Names& call : outcome.calls)
    for (const std::string& name : call) CHECK_FALSE(others_know(name));
}

namespace {

// What processes that share a ledger know of names: which have been answered, and who asks for the others.
struct SharedNames {
  std::set<std::string> answered;
  std::map<std::string, int> claims;

  void connect(RandomRun& run, int process) {
    run.is_shared = [this](const std::string& name) { return answered.contains(name); };
    run.is_asked_elsewhere = [this, process](const std::string& name) {
      return claims.emplace(name, process).first->second != process;
    };
    run.answered = [this](const std::string& name) { answered.insert(name); };
  }
};

struct Process {
  Process(const std::vector<Customer>& customers, const PlanOptions& options, unsigned seed)
      : scheduler(options, customers.size(), owned_domains(customers)), run(customers, options, seed) {}
  Process(std::span<const std::string> names, const PlanOptions& options, unsigned seed)
      : scheduler(names, options.batch_size, std::chrono::seconds(2), 2), run({}, options, seed) {}

  Scheduler scheduler;
  RandomRun run;
};

// All that is asked, by processes of which a random one goes on at a time. They wait for each other for ever
// where that takes more than a million steps.
std::multiset<std::string> asked_by(const std::vector<std::unique_ptr<Process>>& processes,
                                    SharedNames& shared, unsigned seed, std::vector<Outcome>& outcomes) {
  std::mt19937 random(seed);
  std::vector<std::size_t> busy;
  for (std::size_t i = 0; i < processes.size(); ++i) {
    shared.connect(processes[i]->run, static_cast<int>(i));
    processes[i]->scheduler.look_up_first(2);
    processes[i]->run.begin(processes[i]->scheduler);
    busy.push_back(i);
  }
  for (int steps = 0; !busy.empty(); ++steps) {
    REQUIRE(steps < 1'000'000);
    const std::size_t pick = random() % busy.size();
    Process& process = *processes[busy[pick]];
    if (!process.run.step(process.scheduler)) busy.erase(busy.begin() + static_cast<std::ptrdiff_t>(pick));
  }
  std::multiset<std::string> asked;
  for (const auto& process : processes) {
    outcomes.push_back(process->run.outcome());
    for (const Names& call : outcomes.back().calls) asked.insert(call.begin(), call.end());
  }
  return asked;
}

}  // namespace

TEST_CASE("plans at the same time ask each name once between them, end, and are what each would be alone") {
  const std::vector<Customer> customers = customers_sharing_brands();
  std::vector<Customer> backwards(customers.rbegin(), customers.rend());
  PlanOptions options;
  options.window = GENERATE(1, 3, 1000);
  options.batch_size = GENERATE(1, 7, 50);
  for (unsigned seed = 0; seed < 5; ++seed) {
    std::vector<std::unique_ptr<Process>> processes;
    for (unsigned i = 0; i < 3; ++i)
      processes.push_back(std::make_unique<Process>(i == 1 ? backwards : customers, options, 10 * seed + i));
    SharedNames shared;
    std::vector<Outcome> outcomes;
    const std::multiset<std::string> asked = asked_by(processes, shared, seed, outcomes);
    CHECK(asked.size() == std::set<std::string>(asked.begin(), asked.end()).size());
    for (std::size_t i = 0; i < processes.size(); ++i)
      CHECK(outcomes[i].plans == naive_plan(i == 1 ? backwards : customers, options));
  }
}

TEST_CASE("lists that are asked for at the same time share what each is told") {
  Names names;
  for (int i = 0; i < 5000; ++i) names.push_back(fmt::format("name-number-{}.com", i));
  const Names backwards(names.rbegin(), names.rend());
  const PlanOptions options;
  std::vector<std::unique_ptr<Process>> processes;
  processes.push_back(std::make_unique<Process>(names, options, 1));
  processes.push_back(std::make_unique<Process>(backwards, options, 2));
  SharedNames shared;
  std::vector<Outcome> outcomes;
  CHECK(asked_by(processes, shared, 3, outcomes).size() == names.size());
  for (const Outcome& outcome : outcomes) {
    std::multiset<std::string> rows;
    for (const AvailabilityRow& row : outcome.rows) rows.insert(row.domain);
    CHECK(rows == std::multiset<std::string>(names.begin(), names.end()));
  }
}

TEST_CASE("a name that another process claimed and never asked for is asked once the claim is gone") {
  const std::vector<Customer> customers = customers_sharing_brands();
  const PlanOptions options;
  for (unsigned seed = 0; seed < 5; ++seed) {
    Process process(customers, options, seed);
    process.scheduler.look_up_first(2);
    std::map<std::string, int> looked_up;
    process.run.is_asked_elsewhere = [&](const std::string& name) { return ++looked_up[name] < 4; };
    CHECK(process.run.run(process.scheduler).plans == naive_plan(customers, options));
  }
}

TEST_CASE("no name is looked up, and so kept from others, before there is room for its call") {
  Names names;
  for (int i = 0; i < 1000; ++i) names.push_back(fmt::format("n{}.com", i));
  Scheduler scheduler(names, 10, std::chrono::seconds(2), 3);
  scheduler.look_up_first(3);
  const Names first = scheduler.step(Started()).look_up;
  CHECK(first.size() == 30);
  const Effects made = scheduler.step(LookedUp{first, {}});
  CHECK(made.ask.size() == 3);
  CHECK(made.look_up.empty());
  CHECK(scheduler.step(Answered{answer(10, 0), true, Moment()}).look_up.size() == 10);
}

TEST_CASE("names of others that nobody needs hold up neither a call with needed ones nor the end") {
  const std::vector<Customer> customers = {market_customer("acme", "Acme Rockets", {2, 1})};
  const PlanOptions options;
  Process process(customers, options, 1);
  process.scheduler.look_up_first(2);
  std::set<std::string> needed;
  process.run.is_asked_elsewhere = [&](const std::string& name) {
    if (needed.size() < 3) needed.insert(name);
    return !needed.contains(name);
  };
  process.run.market = [](const std::string& name) {
    return AvailabilityRow{.domain = name,
                           .price_cents = 900,
                           .renewal_price_cents = 900,
                           .currency = "usd",
                           .usable_for = ProviderSet::both()};
  };
  const Outcome outcome = process.run.run(process.scheduler);
  REQUIRE(outcome.plans.size() == 1);
  CHECK_THAT(outcome.plans[0], Contains("acme: "));
  CHECK(outcome.calls == std::vector<Names>{{needed.begin(), needed.end()}});
  CHECK(outcome.cancelled_waits);
}

TEST_CASE("no name is asked twice, unless its row was stale") {
  const std::vector<Customer> customers = customers_sharing_brands();
  const PlanOptions options;
  for (unsigned seed = 0; seed < 10; ++seed) {
    std::multiset<std::string> asked;
    for (const Names& call : run_at_random(customers, options, seed, true).calls) {
      CHECK(call.size() <= 50);
      asked.insert(call.begin(), call.end());
    }
    for (const std::string& name : asked) CHECK(asked.count(name) <= (name.size() % 7 == 0 ? 2u : 1u));
  }
}

TEST_CASE("a call with room is filled with names that its customer would take next") {
  const std::vector<Customer> customers = {market_customer("acme", "Acme Rockets", {15, 4})};
  const Outcome outcome = run_at_random(customers, PlanOptions(), 1, false);
  CHECK(outcome.calls.front().size() == 50);
  CHECK(outcome.calls.size() <= 2);
}

TEST_CASE("a run that goes on asks nothing that is known, and ends the same") {
  const std::vector<Customer> customers = customers_sharing_brands();
  const PlanOptions options;
  const Outcome whole = run_at_random(customers, options, 1, true);
  Recovered recovered;
  for (std::size_t call = 0; call < whole.calls.size() / 2; ++call)
    for (const std::string& name : whole.calls[call])
      recovered.known[name] = fact_of(market_row(name), "usd");
  const Outcome rest = run_at_random(customers, options, 2, true, recovered);
  CHECK(rest.plans == whole.plans);
  CHECK(rest.calls.size() <= whole.calls.size() - whole.calls.size() / 2 + 1);
  for (const Names& call : rest.calls)
    for (const std::string& name : call) CHECK_FALSE(recovered.known.contains(name));
}

TEST_CASE("where the only customer waits for a stale row, the rest of its names go with it in one call") {
  const std::vector<Customer> customers = {market_customer("acme", "Acme Rockets", {15, 4})};
  CHECK(run_at_random(customers, PlanOptions(), 1, true).calls.size() <= 2);
}

TEST_CASE("no name beyond max_checks is asked for") {
  const std::vector<Customer> customers = {market_customer("acme", "Acme Rockets", {15, 4})};
  PlanOptions options;
  options.max_checks = 20;
  std::size_t asked = 0;
  for (const Names& call : run_at_random(customers, options, 1, false).calls) asked += call.size();
  CHECK(asked == 20);
}

TEST_CASE("in a replay nothing is asked and a name without a fact is not recorded") {
  const std::vector<Customer> customers = {market_customer("acme", "Acme Rockets", {2, 1})};
  PlanOptions options;
  options.max_checks = 3;
  Scheduler scheduler(options, 1, {});
  scheduler.replay({});
  const Outcome outcome = RandomRun(customers, options, 1).run(scheduler);
  CHECK(outcome.calls.empty());
  CHECK(outcome.plans == std::vector<std::string>{"acme short: not_recorded not_recorded not_recorded"});
}

TEST_CASE("a run that only waits for rows that nobody needs any more cancels the waits") {
  const std::vector<Customer> customers = customers_sharing_brands();
  const PlanOptions options;
  Scheduler scheduler(options, customers.size(), {});
  RandomRun run(customers, options, 3);
  run.with_stale = true;
  run.run(scheduler);
  // Everything is settled: a wait that ends now makes no call.
  CHECK(scheduler.step(Due{Moment::max()}).ask.empty());
}

TEST_CASE("every name of a list gets one final row, in calls as full as can be") {
  Names names;
  for (int i = 0; i < 230; ++i) names.push_back(fmt::format("name-number-{}.com", i));
  for (const bool with_stale : {false, true}) {
    Scheduler scheduler(names, 50, std::chrono::seconds(2), 2);
    const PlanOptions options;
    RandomRun run({}, options, 5);
    run.with_stale = with_stale;
    const Outcome outcome = run.run(scheduler);
    std::multiset<std::string> answered;
    for (const AvailabilityRow& row : outcome.rows) {
      CHECK_FALSE(row.unsettled());
      answered.insert(row.domain);
    }
    CHECK(answered == std::multiset<std::string>(names.begin(), names.end()));
    if (!with_stale) CHECK(outcome.calls.size() == 5);
  }
}

TEST_CASE("no more calls of a list are under way than allowed") {
  Names names;
  for (int i = 0; i < 100; ++i) names.push_back(fmt::format("n{}.com", i));
  Scheduler scheduler(names, 10, std::chrono::seconds(2), 3);
  CHECK(scheduler.step(Started()).ask.size() == 3);
  CHECK(scheduler.step(Answered{answer(10, 0), true, Moment()}).ask.size() == 1);
}

TEST_CASE("an API that refuses every name of a callful ends the run, however small the calls are") {
  const int in_a_call = GENERATE(1, 2, 7, 50);
  const std::vector<partner::AvailabilityRows> answers(60, answer(0, static_cast<std::size_t>(in_a_call)));
  CHECK_THROWS_WITH(run_list(in_a_call, 1, answers),
                    Contains("no usable row") && Contains("400 invalid_request"));
}

TEST_CASE("refused names among others end nothing, whatever calls they are in") {
  std::vector<partner::AvailabilityRows> answers(100, answer(0, 2));
  answers.push_back(answer(2, 0));  // while the others are under way
  answers.insert(answers.end(), 1000, answer(0, 2));
  CHECK_NOTHROW(run_list(2, 2000, answers));
}

TEST_CASE("a run in which all of a few names were refused has failed, and one name may be bad") {
  CHECK_NOTHROW(run_list(1, 1, {answer(0, 1)}));
  CHECK_THROWS_AS(run_list(1, 1, {answer(0, 1), answer(0, 1)}), RunError);
}

TEST_CASE("refusals without end are not waited out, and a run that goes on has heard what its parts have") {
  CHECK_THROWS_AS(run_list(50, 100, std::vector<partner::AvailabilityRows>(20, answer(0, 50))), RunError);

  const std::vector<Customer> customers = {market_customer("acme", "Acme Rockets", {15, 4})};
  const PlanOptions options;
  Scheduler scheduler(options, 1, {});
  Recovered recovered;
  recovered.known["known.com"] = fact_of(market_row("known.com"), "usd");
  scheduler.resume(std::move(recovered));
  RandomRun run(customers, options, 1);
  run.market = [](const std::string& name) {
    return AvailabilityRow{.domain = name, .reason = Reason::invalid};
  };
  run.run(scheduler);
  CHECK_NOTHROW(scheduler.check_refusals());
}

TEST_CASE("a thousand rows of no use and none of any end the run, and fewer or others among them do not") {
  std::vector<partner::AvailabilityRows> answers(20, unusable_answer());
  CHECK_THROWS_WITH(run_list(50, 100, answers), Contains("no usable row") && Contains("is -1"));
  answers.pop_back();
  CHECK_NOTHROW(run_list(50, 100, answers));
  answers.resize(100, unusable_answer());
  answers.front() = answer(50, 0);
  CHECK_NOTHROW(run_list(50, 200, answers));
}
