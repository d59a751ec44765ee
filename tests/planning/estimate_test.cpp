#include "domainplan/estimate.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "scratch_folder.hpp"
#include "small_market.hpp"

using namespace domainplan;

namespace {

const NamingRules& rules() {
  static const NamingRules built_in = NamingRules::built_in();
  return built_in;
}

Intake two_customers() {
  Intake intake;
  intake.customers = {market_customer("acme", "Acme Rockets", {4, 2}),
                      market_customer("birch", "Birch Lane", {3, 0})};
  intake.positions = {0, 1};
  return intake;
}

// A log in which the best names of every customer are available.
InputFile log_of(const Intake& intake, std::size_t names) {
  std::string lines;
  for (const Customer& customer : intake.customers) {
    CandidateStream stream(rules(), naming_input(customer));
    for (std::size_t i = 0; i < names; ++i)
      lines += "{\"domain\":\"" + stream.next()->domain +
               "\",\"available\":true,\"premium\":false,\"price_cents\":1000,\"renewal_price_cents\":1500,"
               "\"currency\":\"usd\",\"usable_for\":[\"google\",\"microsoft\"],"
               "\"checked_at\":\"2026-01-02T03:04:05Z\"}\n";
  }
  return {"availability.ndjson", lines};
}

}  // namespace

TEST_CASE("an estimate of a fresh run keeps to the limit on checks") {
  PlanOptions options;
  CHECK(estimate_run(two_customers(), rules(), options, 600, {}).checks == 18);
  options.max_checks = 5;
  const RunEstimate limited = estimate_run(two_customers(), rules(), options, 600, {});
  CHECK(limited.checks == 10);
  CHECK(limited.calls == 1);
  CHECK_FALSE(limited.cost);
}

TEST_CASE("a replay makes no call, whatever it finds") {
  const Intake intake = two_customers();
  const RunEstimate estimate =
      estimate_run(intake, rules(), {}, 600, {.use = KnownAnswers::Use::replay, .rows = log_of(intake, 100)});
  CHECK(estimate.calls == 0);
  CHECK(estimate.minutes == 0);
  CHECK(estimate.checks >= 9);
  REQUIRE(estimate.cost);
  CHECK(estimate.cost->from == 9000);
  CHECK(estimate.cost->to == 9000);
}

TEST_CASE("a replay costs nothing for a customer whom it gives no order") {
  const Intake intake = two_customers();
  InputFile rows = log_of(intake, 100);
  const auto estimate = [&](const KnownAnswers& known) {
    return estimate_run(intake, rules(), {}, 600, known);
  };
  // All names of the second customer are gone: reserved by other plans, or never recorded.
  Intake first = intake;
  first.customers.pop_back();
  std::string names, lost;
  CandidateStream stream(rules(), naming_input(intake.customers[1]));
  while (const auto next = stream.next()) {
    names += "{\"domain\":\"" + next->domain + "\"}\n";
    lost += "{\"domain\":\"" + next->domain + "\",\"customer\":\"birch\"}\n";
  }
  const auto count = std::to_string(std::count(names.begin(), names.end(), '\n'));
  const auto head = [](const std::string& reserved) {
    return "{\"version\":1,\"plan\":\"p\",\"account\":\"a\",\"reserved\":" + reserved + "}\n";
  };
  using Use = KnownAnswers::Use;
  for (const KnownAnswers& known :
       {KnownAnswers{.use = Use::replay, .rows = log_of(first, 100)},
        KnownAnswers{.use = Use::replay, .rows = rows, .ledger = InputFile{"l", head(count) + names}},
        KnownAnswers{.use = Use::replay, .rows = rows, .ledger = InputFile{"l", head("0") + lost}}}) {
    const RunEstimate told = estimate(known);
    REQUIRE(told.cost);
    CHECK(told.cost->from == 6000);
    CHECK(told.cost->to == 6000);
  }
}

TEST_CASE("a resumed run asks about the names that its log does not have") {
  const Intake intake = two_customers();
  const auto estimate = [&](std::size_t names) {
    return estimate_run(intake, rules(), {}, 600,
                        {.use = KnownAnswers::Use::resume, .rows = log_of(intake, names)});
  };
  CHECK(estimate(100).checks == 0);
  CHECK(estimate(100).calls == 0);
  const std::int64_t few = estimate(2).checks, some = estimate(3).checks;
  CHECK(few > some);
  CHECK(some > 0);
  CHECK(estimate(2).calls == 1);
  REQUIRE(estimate(2).cost);
  CHECK(estimate(2).cost->from == 9000);
}

TEST_CASE("prices that the run had read from the ledger are at hand, too") {
  const Intake intake = two_customers();
  std::string ledger = "{\"version\":1,\"plan\":\"p\",\"account\":\"a\",\"reserved\":0}\n";
  const std::string rows = log_of(intake, 100).bytes;
  for (std::size_t at = 0, end; at < rows.size(); at = end + 1) {
    end = rows.find('\n', at);
    ledger += "{\"answer\":" + rows.substr(at, end - at) + "}\n";
  }
  const RunEstimate estimate =
      estimate_run(intake, rules(), {}, 600,
                   {.use = KnownAnswers::Use::resume, .ledger = InputFile{"ledger.ndjson", ledger}});
  REQUIRE(estimate.cost);
  CHECK(estimate.cost->from == 9000);
  CHECK(estimate.checks == 0);
}

TEST_CASE("what is known of a folder says whether a run there goes on, or is finished") {
  const ScratchFolder folder;
  const Intake intake = two_customers();
  CHECK(answers_in(folder / "nowhere").use == KnownAnswers::Use::fresh_run);
  CHECK(answers_in(folder.path()).use == KnownAnswers::Use::fresh_run);
  std::ofstream(folder / "availability.ndjson") << log_of(intake, 3).bytes;
  CHECK(answers_in(folder.path()).use == KnownAnswers::Use::resume);
  std::ofstream(folder / "summary.json") << "{}";
  const KnownAnswers known = answers_in(folder.path());
  CHECK(known.use == KnownAnswers::Use::finished);
  const RunEstimate estimate = estimate_run(intake, rules(), {}, 600, known);
  CHECK(estimate.checks == 0);
  CHECK(estimate.calls == 0);
}
