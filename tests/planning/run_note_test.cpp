#include "planning/run_note.hpp"

#include <catch2/catch.hpp>

#include "domainplan/error.hpp"

using namespace domainplan;

namespace {

struct Run {
  IntakeFiles files{{"customers.csv", "c"}, {"personas.csv", "p"}, {"bundles.json", "b"}, {}};
  Intake intake;
  AnswerSource source{.api_url = "https://api.example/v1", .environment = "test"};
  PlanOptions options;
  std::string note() const { return run_note(files, intake, source, options); }
};

}  // namespace

TEST_CASE("a run is the same whatever bears on its pace alone") {
  Run one, other;
  other.options.threads = 7;
  other.options.batch_size = 3;
  other.options.recheck_wait = std::chrono::milliseconds(1);
  other.options.resume = true;
  CHECK_NOTHROW(check_same_run(one.note(), other.note()));
}

TEST_CASE("what differs between two runs is named") {
  Run one, other;
  std::string word;
  SECTION("a file") { other.files.personas.bytes = "q", word = "--personas has other content"; }
  SECTION("a file more") { other.files.owned = InputFile{"owned.csv", "o"}, word = "--owned"; }
  SECTION("a choice") {
    other.options.choice.prefer = Prefer::price, word = "--prefer was 'quality' and is 'price'";
  }
  SECTION("a cap") {
    other.options.choice.max_price_cents = 900, word = "--max-price-cents was 'none' and is 900";
  }
  SECTION("the names") {
    other.options.naming.tlds.emplace_back("com"), word = "--tlds was not given and is 'com'";
  }
  SECTION("the server") { other.source.api_url = "https://api.example/v2", word = "--api-url"; }
  SECTION("the kind of key") {
    other.source.environment = "live", word = "environment was 'test' and is 'live'";
  }
  SECTION("recorded rows") { other.source.replay = InputFile{"r.ndjson", ""}, word = "--replay"; }
  CHECK_THROWS_AS(check_same_run(one.note(), other.note()), UsageError);
  CHECK_THROWS_WITH(check_same_run(one.note(), other.note()), Catch::Contains(word));
}

TEST_CASE("a server on this machine may get another port") {
  Run one, other;
  one.source.api_url = "http://127.0.0.1:4010/partner/v1";
  other.source.api_url = "http://127.0.0.1:39999/partner/v1";
  CHECK_NOTHROW(check_same_run(one.note(), other.note()));
  other.source.api_url = "http://127.0.0.1:39999/partner/v2";
  CHECK_THROWS_AS(check_same_run(one.note(), other.note()), UsageError);
}

TEST_CASE("a note that cannot be read is another run's") {
  CHECK_THROWS_AS(check_same_run("{\"contents\":", Run().note()), UsageError);
  CHECK_THROWS_AS(check_same_run("[]", Run().note()), UsageError);
  CHECK_THROWS_AS(check_same_run("{\"contents\": 3, \"options\": null}", Run().note()), UsageError);
}
