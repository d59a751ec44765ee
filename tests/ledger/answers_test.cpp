#include <catch2/catch.hpp>

#include <algorithm>
#include <atomic>
#include <thread>

#include "backends.hpp"

using namespace domainplan;
using namespace std::chrono_literals;

namespace {

LedgerTime now() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

SharedAnswer answer(const std::string& domain, bool taken, LedgerTime at) {
  return {domain, R"({"domain":")" + domain + R"("})", taken, at};
}

std::vector<SharedAnswer> answers(Ledger& ledger, const std::vector<std::string>& domains,
                                  std::chrono::seconds trust_taken) {
  return ledger.look_up("one who asks", domains, 5min, trust_taken).answers;
}

}  // namespace

ON_BOTH("an answer is shared while it is fresh, and a taken name for longer", "[ledger]") {
  const TestType at;
  Ledger ledger(options_at(at.address()));
  ledger.record_answers({answer("new.com", false, now() - 1min), answer("old.com", false, now() - 6min),
                         answer("taken.com", true, now() - 23h),
                         answer("long-taken.com", true, now() - 25h)});
  std::vector<std::string> found;
  for (const auto& one :
       answers(ledger, {"new.com", "old.com", "taken.com", "long-taken.com", "unknown.com"}, 24h))
    found.push_back(one.domain);
  std::sort(found.begin(), found.end());
  CHECK(found == std::vector<std::string>{"new.com", "taken.com"});
  CHECK(answers(ledger, {"taken.com"}, 0s).empty());
  CHECK(answers(ledger, {}, 24h).empty());
}

ON_BOTH("of two answers to one name the later is kept", "[ledger]") {
  const TestType at;
  Ledger ledger(options_at(at.address()));
  ledger.record_answers({answer("one.com", false, now() - 1min)});
  ledger.record_answers({answer("one.com", true, now() - 2min)});
  CHECK_FALSE(answers(ledger, {"one.com"}, 0s).at(0).taken);
  ledger.record_answers({answer("one.com", true, now())});
  CHECK(answers(ledger, {"one.com"}, 0s).at(0).taken);
}

ON_BOTH("an answer from the future is dated now", "[ledger]") {
  const TestType at;
  Ledger ledger(options_at(at.address()));
  ledger.record_answers({answer("one.com", false, now() + 1h)});
  const auto found = answers(ledger, {"one.com"}, 0s);
  REQUIRE(found.size() == 1);
  CHECK(found[0].checked_at <= now() + 5s);
}

ON_BOTH("an answer's line comes back byte for byte", "[ledger]") {
  const TestType at;
  Ledger ledger(options_at(at.address()));
  const std::string line = "{\"domain\":\"one.com\",\"x\":\"\\u0000 \\\" ' \xc3\xa9\"}";
  ledger.record_answers({{"one.com", line, false, now()}});
  CHECK(answers(ledger, {"one.com"}, 0s).at(0).line == line);
}

namespace {

using Names = std::vector<std::string>;

// Of these names, those that `asker` is not to ask for, as another process does.
Names asked_elsewhere(Ledger& ledger, const std::string& asker, const Names& names) {
  ledger.begin_asking(asker);
  return ledger.look_up(asker, names, 5min, 24h).asked_elsewhere;
}

}  // namespace

ON_BOTH("a name that one process is about to ask for is for no other to ask for, until it has a row",
        "[ledger]") {
  const TestType at;
  Ledger ledger(options_at(at.address())), other(options_at(at.address()));
  CHECK(asked_elsewhere(ledger, "first", {"a.com", "b.com"}).empty());
  CHECK(asked_elsewhere(ledger, "first", {"a.com", "b.com"}).empty());
  CHECK(asked_elsewhere(other, "second", {"b.com", "c.com", "a.com"}) == Names{"b.com", "a.com"});
  CHECK(asked_elsewhere(ledger, "first", {"c.com"}) == Names{"c.com"});
  ledger.record_answers({answer("a.com", false, now())}, "first", {"a.com", "b.com"});
  const SharedLookUp found = other.look_up("second", {"a.com", "b.com"}, 5min, 24h);
  CHECK(found.answers.at(0).domain == "a.com");
  CHECK(found.asked_elsewhere.empty());  // b.com was told nothing that can be shared
  CHECK(asked_elsewhere(ledger, "first", {"b.com"}) == Names{"b.com"});
}

ON_BOTH("names that a process has claimed are free once it ends, dies or is too slow", "[ledger]") {
  const TestType at;
  Ledger ledger(options_at(at.address()));
  CHECK(asked_elsewhere(ledger, "first", {"a.com"}).empty());
  CHECK(asked_elsewhere(ledger, "second", {"a.com"}) == Names{"a.com"});
  const auto database = ledger::connect(at.address(), false);
  database->run("UPDATE domainplan_claim SET since = {now} - 60000");
  CHECK(asked_elsewhere(ledger, "second", {"a.com"}) == Names{"a.com"});
  SECTION("it ends") { ledger.end_asking("first"); }
  SECTION("its plan is released") { ledger.release("first"); }
  SECTION("it has not renewed its row") {
    database->run("UPDATE domainplan_asker SET until = {now} - 1 WHERE id = 'first'");
  }
  SECTION("its row is from before the clock was set back") {
    database->run("UPDATE domainplan_asker SET until = {now} + 3600000 WHERE id = 'first'");
  }
  SECTION("it has not asked for two minutes") {
    database->run("UPDATE domainplan_claim SET since = {now} - 120000");
  }
  SECTION("the claim is from before the clock was set back") {
    database->run("UPDATE domainplan_claim SET since = {now} + 3600000");
  }
  CHECK(asked_elsewhere(ledger, "second", {"a.com"}).empty());
  CHECK(asked_elsewhere(ledger, "first", {"a.com"}) == Names{"a.com"});
}

ON_BOTH("of many that look the same names up at the same time, one is to ask for each", "[ledger]") {
  const TestType at;
  Names names;
  for (int i = 0; i < 200; ++i) names.push_back("name" + std::to_string(i * 37 % 200) + ".com");
  { Ledger ledger(options_at(at.address())); }
  std::atomic<std::size_t> to_ask = 0;
  {
    std::vector<std::jthread> processes;
    for (int process = 0; process < 8; ++process)
      processes.emplace_back([&, process] {
        LedgerOptions options = options_at(at.address());
        options.patience = 60s;
        Ledger ledger(options);
        to_ask += names.size() - asked_elsewhere(ledger, "process" + std::to_string(process), names).size();
      });
  }
  CHECK(to_ask == names.size());
}
