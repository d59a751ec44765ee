#include <catch2/catch.hpp>

#include "backends.hpp"

using namespace domainplan;
using namespace std::chrono_literals;

namespace {

LedgerTime now() { return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()); }

SharedAnswer answer(const std::string& domain, bool taken, LedgerTime at) {
  return {domain, R"({"domain":")" + domain + R"("})", taken, at};
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
       ledger.answers({"new.com", "old.com", "taken.com", "long-taken.com", "unknown.com"}, 5min, 24h))
    found.push_back(one.domain);
  std::sort(found.begin(), found.end());
  CHECK(found == std::vector<std::string>{"new.com", "taken.com"});
  CHECK(ledger.answers({"taken.com"}, 5min, 0s).empty());
  CHECK(ledger.answers({}, 5min, 24h).empty());
}

ON_BOTH("of two answers to one name the later is kept", "[ledger]") {
  const TestType at;
  Ledger ledger(options_at(at.address()));
  ledger.record_answers({answer("one.com", false, now() - 1min)});
  ledger.record_answers({answer("one.com", true, now() - 2min)});
  CHECK_FALSE(ledger.answers({"one.com"}, 5min, 0s).at(0).taken);
  ledger.record_answers({answer("one.com", true, now())});
  CHECK(ledger.answers({"one.com"}, 5min, 0s).at(0).taken);
}

ON_BOTH("an answer from the future is dated now", "[ledger]") {
  const TestType at;
  Ledger ledger(options_at(at.address()));
  ledger.record_answers({answer("one.com", false, now() + 1h)});
  const auto found = ledger.answers({"one.com"}, 5min, 0s);
  REQUIRE(found.size() == 1);
  CHECK(found[0].checked_at <= now() + 5s);
}

ON_BOTH("an answer's line comes back byte for byte", "[ledger]") {
  const TestType at;
  Ledger ledger(options_at(at.address()));
  const std::string line = "{\"domain\":\"one.com\",\"x\":\"\\u0000 \\\" ' \xc3\xa9\"}";
  ledger.record_answers({{"one.com", line, false, now()}});
  CHECK(ledger.answers({"one.com"}, 5min, 0s).at(0).line == line);
}
