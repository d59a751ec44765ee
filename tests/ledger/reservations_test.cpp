#include <catch2/catch.hpp>

#include <thread>

#include "backends.hpp"
#include "ledger/orders.hpp"

using namespace domainplan;
using Names = std::vector<std::string>;

ON_BOTH("a name that one plan has reserved is lost to every other", "[ledger]") {
  const TestType at;
  Ledger first(options_at(at.address())), second(options_at(at.address()));
  CHECK(first.reserve("plan-a", {{"acme", {"acme.com", "getacme.com"}}}, 14).customers == 1);

  const auto lost = second.reserve("plan-b", {{"acme", {"acme.com", "tryacme.com"}}}, 14);
  CHECK(lost.customers == 0);
  CHECK(lost.lost == Names{"acme.com"});
  CHECK(second.reserved_by_others("plan-b") == Names{"acme.com", "getacme.com"});
  CHECK(first.reserved_by_others("plan-a").empty());
}

ON_BOTH("a reservation of several customers ends at the first that lost a name", "[ledger]") {
  const TestType at;
  Ledger ledger(options_at(at.address()));
  ledger.reserve("other", {{"x", {"three.com", "four.com"}}}, 14);

  const auto got = ledger.reserve("mine",
                                  {{"1", {"one.com"}},
                                   {"2", {"two.com"}},
                                   {"3", {"three.com", "free.com"}},
                                   {"4", {"four.com", "five.com"}}},
                                  14);
  CHECK(got.customers == 2);
  CHECK(got.lost == Names{"three.com"});
  Names mine;
  for (const Reservation& one : ledger.reservations("mine")) mine.push_back(one.domain);
  CHECK(mine == Names{"one.com", "two.com"});
}

ON_BOTH("a plan that reserves its names again keeps them", "[ledger]") {
  const TestType at;
  Ledger ledger(options_at(at.address()));
  ledger.reserve("mine", {{"1", {"one.com"}}}, 14);
  const auto before = ledger.reservations("mine").at(0);
  CHECK(ledger.reserve("mine", {{"renamed", {"one.com"}}}, 20).customers == 1);
  const auto after = ledger.reservations("mine").at(0);
  CHECK(after.customer == "renamed");
  CHECK(after.expires_at - before.expires_at >= std::chrono::hours(6 * 24));
}

ON_BOTH("a reservation that has expired is anybody's", "[ledger]") {
  const TestType at;
  Ledger ledger(options_at(at.address()));
  ledger.reserve("old", {{"1", {"one.com"}}}, 0);
  CHECK(ledger.reserved_by_others("new").empty());
  CHECK(ledger.reservations().empty());
  CHECK(ledger.reserve("new", {{"1", {"one.com"}}}, 14).customers == 1);
  CHECK(ledger.reserve("old", {{"1", {"one.com"}}}, 14).lost == Names{"one.com"});
}

ON_BOTH("a plan gives its names back, or those it did not need", "[ledger]") {
  const TestType at;
  Ledger ledger(options_at(at.address()));
  ledger.reserve("mine", {{"1", {"one.com", "two.com", "three.com"}}}, 14);
  ledger.reserve("other", {{"1", {"four.com"}}}, 14);
  CHECK(ledger.release_others("mine", {"two.com"}) == 2);
  CHECK(ledger.reservations("mine").size() == 1);
  CHECK(ledger.release("mine") == 1);
  CHECK(ledger.release("mine") == 0);
  CHECK(ledger.reservations().size() == 1);
}

ON_BOTH("accounts in one ledger do not see each other's names", "[ledger]") {
  const TestType at;
  LedgerOptions options = options_at(at.address());
  Ledger live(options);
  options.account = "test-par_1";
  Ledger test(options);
  live.reserve("a", {{"1", {"one.com"}}}, 14);
  CHECK(test.reserve("b", {{"1", {"one.com"}}}, 14).customers == 1);
  CHECK(test.reservations().size() == 1);
}

ON_BOTH("a reservation says which plan has it, and where that plan is", "[ledger]") {
  const TestType at;
  Ledger ledger(options_at(at.address()));
  ledger.begin_plan("mine", "/plans/it's here; DROP TABLE x");
  ledger.reserve("mine", {{"acme'\"\\", {"one.com"}}}, 14);
  const auto one = ledger.reservations().at(0);
  CHECK(one.folder == "/plans/it's here; DROP TABLE x");
  CHECK_FALSE(one.host.empty());
  CHECK(one.customer == "acme'\"\\");
}

ON_BOTH("the plans that were made in a folder are found, however the folder is written", "[ledger]") {
  const TestType at;
  const ScratchFolder scratch;
  const std::string folder = scratch / "plan";
  Ledger ledger(options_at(at.address()));
  for (const char* const plan : {"first", "second", "without names", "elsewhere"})
    ledger.begin_plan(plan, plan == std::string("elsewhere") ? folder + "2" : folder);
  ledger.reserve("first", {{"1", {"one.com"}}}, 14);
  ledger.reserve("second", {{"1", {"two.com"}}}, 14);
  ledger.reserve("elsewhere", {{"1", {"three.com"}}}, 14);
  const std::vector<std::string> both = {"first", "second"};
  CHECK(ledger.plans_in(folder) == both);  // it is not there any more
  std::filesystem::create_directory(folder);
  for (const char* const written : {"", "/", "/.", "/../plan"})
    CHECK(ledger.plans_in(folder + written) == both);
  CHECK(ledger.plans_in(scratch.path()).empty());
}

ON_BOTH("a plan in a folder whose name is not UTF-8 is found by its folder", "[ledger]") {
  const TestType at;
  const ScratchFolder scratch;
  Ledger ledger(options_at(at.address()));
  const std::string folder = scratch / "caf\xe9 100%";
  ledger.begin_plan("mine", folder);
  ledger.reserve("mine", {{"1", {"one.com"}}}, 14);
  CHECK(ledger.plans_in(folder + "/") == Names{"mine"});
  CHECK(ledger.plans_in(scratch / "caf\xe8 100%").empty());
  CHECK(ledger.reservations().at(0).folder == "file://" + scratch.path() + "/caf%E9%20100%25");
}

ON_BOTH("nothing to reserve is reserved at once", "[ledger]") {
  const TestType at;
  Ledger ledger(options_at(at.address()));
  CHECK(ledger.reserve("mine", {}, 14).customers == 0);
  CHECK(ledger.reserve("mine", {{"1", {}}, {"2", {}}}, 14).customers == 2);
}

ON_BOTH("a name that another plan orders at this moment is not reserved", "[ledger]") {
  const TestType at;
  Ledger first(options_at(at.address()));
  first.reserve("plan-a", {{"acme", {"acme.com"}}}, 14);

  const auto ordering = opened(at.address());
  const std::string account = first.account();
  ordering->begin(ledger::Sync::crash);
  ledger::record_order({*ordering, account},
                       {.id = "ord_1",
                        .plan = "plan-a",
                        .customer = "acme",
                        .user = "usr_1",
                        .status = "processing",
                        .placed_at = {},
                        .cost_cents = 1000,
                        .currency = "usd",
                        .domains = {{"acme.com", "google", 1000, 1000}}},
                       {});
  Names lost;
  {
    std::jthread second([&] {
      lost = Ledger(options_at(at.address())).reserve("plan-b", {{"x", {"acme.com"}}}, 14).lost;
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(300));  // it waits for the transaction
    ordering->commit();
  }
  CHECK(lost == Names{"acme.com"});
}
