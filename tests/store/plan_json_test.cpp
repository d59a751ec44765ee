#include <algorithm>
#include <catch2/catch.hpp>

#include "domainplan/damaged_file.hpp"
#include "store/pinned_json.hpp"
#include "store/summary_json.hpp"

using namespace domainplan;
using namespace domainplan::store;
using Catch::Matchers::Contains;

namespace {

const std::string kSha(64, 'a');

PinnedPlan some_plan() {
  PinnedPlan plan;
  plan.account = "par_1";
  plan.api_url = "https://api.example.com/v1";
  plan.environment = Environment::test;
  plan.program = "1.2.3";
  plan.data = {{"naming", kSha}, {"unicode", "15.0"}};
  plan.inputs = {kSha, kSha, kSha, kSha, std::nullopt};
  plan.ledger = PinnedLedger{"/team/ledger.sqlite", 7, 48, 90'000};
  plan.options.resize(2);
  plan.options[1].tlds = {"com", "co.uk"};
  plan.options[1].patterns_sha256 = kSha;
  plan.options[1].include = {"^a", "\"\n"};
  plan.options[1].prefer = Prefer::price;
  plan.options[1].max_price_cents = 1'500;
  PinnedCustomer planned{"acme", 1, kSha, kSha, {"burnt.com"}, PinnedOrder{}};
  planned.order->sha256 = kSha;
  planned.order->planned_cents = 2'400;
  planned.order->domains = {
      {"acme", "own.com", Provider::google, Source::owned, {}, {}, "", {}, ""},
      {"acme", "a.com", Provider::google, Source::registrar, 1'200, 1'500, "usd", {}, ""},
      {"acme", "b.com", Provider::microsoft, Source::registrar, 1'200, {}, "usd", {}, ""}};
  plan.customers = {planned, {"short", 0, kSha, kSha, {}, {}}, {"", 0, "", "", {}, {}}};
  return plan;
}

}  // namespace

TEST_CASE("plan.json is read back as it was written") {
  const PinnedPlan plan = some_plan();
  CHECK(read_pinned(pinned_json(plan), "plan.json") == plan);
  PinnedPlan unbound = plan;
  unbound.account.reset();
  unbound.customers.clear();
  CHECK(read_pinned(pinned_json(unbound), "plan.json") == unbound);
}

TEST_CASE("plan.json of a version that did not pin the ledger is read, and no ledger contradicts it") {
  PinnedPlan plan = some_plan();
  plan.ledger.reset();
  const std::string text = pinned_json(plan);
  CHECK_THAT(text, !Contains("ledger"));
  CHECK(read_pinned(text, "plan.json") == plan);
  PinnedPlan now = some_plan();
  plan.customers.clear();
  now.customers.clear();
  CHECK(differences(plan, now).empty());
  CHECK(differences(now, plan).empty());
}

TEST_CASE("plan.json of a newer version is refused") {
  std::string text = pinned_json(some_plan());
  text.replace(text.find("\"version\": 1"), 12, "\"version\": 2");
  CHECK_THROWS_AS(read_pinned(text, "plan.json"), UsageError);
}

TEST_CASE("plan.json that is cut off anywhere, or says what no plan writes, is damaged") {
  const std::string whole = pinned_json(some_plan());
  for (std::size_t size = 0; size + 1 < whole.size(); ++size)
    CHECK_THROWS_AS(read_pinned(whole.substr(0, size), "plan.json"), RunError);
  const auto [from, to] = GENERATE(table<std::string, std::string>({
      {"1200,1500", "-1,1500"},
      {"1200,1500", "null,1500"},
      {"1200,1500", "1e300,1500"},
      {"1200,1500", "99999999999999,1500"},
      {"\"registrar\"", "\"shop\""},
      {"\"options\":1", "\"options\":2"},
      {"\"options\":1", "\"options\":-1"},
      {"\"sha256\":\"aaaa", "\"sha256\":\"xaaa"},
      {"\"planned_cents\":2400", "\"planned_cents\":\"2400\""},
      {"\"environment\": \"test\"", "\"environment\": 7"},
      {"\"reserve_days\": 7", "\"reserve_days\": 0"},
      {"\"trust_taken\": 48", "\"trust_taken\": 9000000000"},
  }));
  std::string text = whole;
  REQUIRE(text.find(from) != std::string::npos);
  text.replace(text.find(from), from.size(), to);
  CHECK_THROWS_AS(read_pinned(text, "plan.json"), RunError);
}

TEST_CASE("plan.json with a key or a digest that would name a file anywhere is damaged") {
  const std::string whole = pinned_json(some_plan());
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string text = whole;
    text.replace(text.find(from), from.size(), to);
    return text;
  };
  for (const std::string key : {"../../precious", "", "a/b"})
    CHECK_THROWS_WITH(read_pinned(with("\"acme\"", '"' + key + '"'), "plan.json"),
                      Contains(": customers/0/customer: '" + key + "' is not a key: a key is a letter"));
  CHECK_THROWS_WITH(
      read_pinned(with("\"patterns_sha256\": \"aaaa", "\"patterns_sha256\": \"/../"), "plan.json"),
      Contains("patterns_sha256"));
  // A row that was skipped has whatever key it had in the input.
  PinnedPlan plan = some_plan();
  plan.customers = {{"not / a key", 0, "", "", {}, {}}, {"", 0, "", "", {}, {}}};
  CHECK(read_pinned(pinned_json(plan), "plan.json") == plan);
}

TEST_CASE("damage of plan.json is reported with its line and field, its value, and what would be right") {
  const std::string whole = pinned_json(some_plan());
  const auto [from, to, field, words] = GENERATE(table<std::string, std::string, std::string, std::string>({
      {"\"test\"", "7", "environment", "'7' is not expected here; right would be sandbox, test or live"},
      {"\"skip_bad_rows\": false", "\"skip\": 0", "skip_bad_rows",
       "it is missing; right would be true or false"},
      {"\"reserve_days\": 7", "\"reserve_days\": 0", "ledger_use/reserve_days",
       "'0' is not expected here; right would be a whole number from 1 to "},
      {"\"price\"", "\"cheap\"", "options/1/prefer",
       "'\"cheap\"' is not expected here; right would be quality or price"},
      {"\"options\":1", "\"options\":2", "customers/0/options",
       "'2' is not expected here; right would be the number of one of the 2 options"},
      {"\"planned_cents\":2400", "\"planned_cents\":\"2400\"", "customers/0/order/planned_cents",
       "'\"2400\"' is not expected here; right would be a whole number"},
      {"\"sha256\":\"aaaa", "\"sha256\":\"xaaa", "customers/0/order/sha256", "right would be 64 digits"},
      {"\"registrar\",1200,1500", "\"shop\",1200,1500", "customers/0/order/google/1",
       "'[\"a.com\",\"shop\",1200,1500]' is not expected here; right would be [domain, source,"},
      {"1200,null", "null,null", "customers/0/order/microsoft/0", "right would be [domain, source,"},
      {"{\"customer\":\"short\"", "7,{\"customer\":\"short\"", "customers/1",
       "'7' is not expected here; right would be an object"},
  }));
  std::string text = whole;
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  text.replace(at, from.size(), to);
  try {
    read_pinned(text, "plan.json");
    FAIL("it was read");
  } catch (const DamagedFile& error) {
    const Diagnostic& found = error.found();
    CHECK(found.column == field);
    CHECK_THAT(found.message, Contains(words));
    const auto line_of_edit = 1 + std::count(text.begin(), text.begin() + static_cast<long>(at), '\n');
    if (found.code != DiagnosticCode::missing) CHECK(found.line == static_cast<std::size_t>(line_of_edit));
    CHECK(found.line > 0);
  }
}

TEST_CASE("a plan's file that is not JSON is reported with the line and character where it stops being it") {
  std::string plan = pinned_json(some_plan());
  plan.insert(plan.find("{\"customer\":\"short\""), "? ");
  const auto line = std::count(plan.begin(), plan.begin() + static_cast<long>(plan.find("? ")), '\n') + 1;
  CHECK_THROWS_WITH(read_pinned(plan, "plan.json"),
                    Catch::StartsWith("plan.json:" + std::to_string(line) +
                                      ": at character 1 of the line the file stops being JSON: ") &&
                        Contains("the plan is damaged"));
  // Also where a field is missing before that.
  std::string both = pinned_json(some_plan());
  both.replace(both.find("\"choice\""), 8, "\"chance\"");
  CHECK_THROWS_WITH(read_pinned(both, "plan.json"), Contains(": customers/0/choice: it is missing"));
  CHECK_THROWS_AS(read_pinned(both.substr(0, both.size() - 5), "plan.json"), DamagedFile);
  CHECK_THROWS_WITH(
      read_summary("{\n  \"api_url\": x}", "summary.json"),
      Catch::StartsWith("summary.json:2: at character 14 of the line the file stops being JSON: "));
  CHECK_THROWS_WITH(read_summary("", "summary.json"), Catch::StartsWith("summary.json:1: at character 1"));
  CHECK_THROWS_WITH(
      read_summary("{\n\"api_url\": 7}", "summary.json"),
      Catch::StartsWith("summary.json:2: api_url: '7' is not expected here; right would be text"));
}

TEST_CASE("plan.json that lists a customer twice is damaged, unless both rows were skipped") {
  PinnedPlan plan = some_plan();
  plan.customers = {{"acme", 0, "", "", {}, {}}, {"acme", 0, "", "", {}, {}}};
  CHECK(read_pinned(pinned_json(plan), "plan.json") == plan);
  for (const PinnedCustomer& again : {some_plan().customers[0], PinnedCustomer{"acme", 0, kSha, kSha, {}, {}},
                                      PinnedCustomer{"acme", 0, "", "", {}, {}}}) {
    plan.customers = {again, some_plan().customers[0]};
    CHECK_THROWS_WITH(read_pinned(pinned_json(plan), "plan.json"),
                      Contains("/customer: 'acme' occurs twice"));
  }
}

TEST_CASE("options that differ are named with both values") {
  PinnedOptions before, now;
  CHECK(differences(before, now).empty());
  now.tld_share = 60;
  now.max_price_cents = 900;
  const auto found = differences(before, now);
  REQUIRE(found.size() == 2);
  CHECK((found[0].name == "max_price_cents" && found[0].before.empty() && found[0].now == "900"));
  CHECK((found[1].name == "tld_share" && found[1].before == "100" && found[1].now == "60"));
}

TEST_CASE("summary.json is read back as it was written") {
  PlanSummary summary;
  summary.api_url = "https://api.example.com/v1";
  summary.environment = Environment::live;
  summary.customers = 3;
  summary.planned = 2;
  summary.short_of_domains = 1;
  summary.cost_cents = 123'456;
  summary.currency = "usd";
  summary.elapsed_seconds = 1.25;
  summary.inputs_sha256 = kSha;
  for (std::size_t i = 0; i < kVerdicts; ++i) summary.verdicts[i] = i * 7;
  summary.unproven = {{"acme", 5}};
  const std::string text = summary_json(summary);
  CHECK(summary_json(read_summary(text, "summary.json")) == text);
  CHECK_THROWS_WITH(read_summary("{}", "summary.json"), Contains("summary.json:1: api_url: it is missing"));
  CHECK_THROWS_AS(read_summary("[", "summary.json"), RunError);
}

TEST_CASE("a customer's line of plan.json keeps the form in which earlier versions wrote it") {
  const PinnedPlan plan = some_plan();
  const std::string hashes = R"("choice":")" + kSha + R"(","body":")" + kSha + '"';
  CHECK(pinned_line(plan.customers[0], true) ==
        "\n{\"customer\":\"acme\",\"options\":1," + hashes +
            R"(,"rejected":["burnt.com"],"order":{"sha256":")" + kSha +
            R"(","planned_cents":2400,"currency":"usd","google":[["own.com","owned",null,null],)" +
            R"(["a.com","registrar",1200,1500]],"microsoft":[["b.com","registrar",1200,null]]}})");
  CHECK(pinned_line(plan.customers[1], false) ==
        ",\n{\"customer\":\"short\",\"options\":0," + hashes + R"(,"order":null})");
}
