#include <fmt/format.h>
#include <algorithm>
#include <catch2/catch.hpp>
#include <future>
#include <nlohmann/json.hpp>
#include <set>
#include <utility>

#include "partner/calls.hpp"
#include "partner/scenario_server.hpp"

using namespace domainplan;
using namespace domainplan::partner;
using namespace domainplan::tests;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

std::vector<std::string> names(int count) {
  std::vector<std::string> result;
  for (int i = 0; i < count; ++i) result.push_back(fmt::format("name{}.com", i));
  return result;
}

std::vector<std::string> asked(const Received& request) { return json::parse(request.body).at("domains"); }

// Every name asked is taken, the last one first.
Reply all_taken(const Received& request) {
  json rows = json::array();
  for (const std::string& name : asked(request))
    rows.insert(rows.begin(), json{{"domain", name}, {"available", false}, {"reason", "taken"}});
  return answer(200, json{{"data", {{"domains", rows}}}}.dump());
}

Reply refuse(const std::string& field) {
  return answer(400, envelope("invalid_request", "no root domain", fmt::format(R"(,"field":"{}")", field)));
}

// Refuses a call that holds one of `bad`, as the vendor does: the whole of it, naming the field alone.
std::function<Reply(const Received&)> refusing(std::set<std::string> bad, std::string field = "domains") {
  return [bad = std::move(bad), field = std::move(field)](const Received& request) {
    for (const std::string& name : asked(request))
      if (bad.contains(name)) return refuse(field);
    return all_taken(request);
  };
}

const AvailabilityRows& rows_of(const AvailabilityPart& outcome) {
  if (outcome.failure) FAIL(outcome.failure->message);
  return outcome.rows;
}

const Failure& failure_of(const AvailabilityPart& outcome) {
  REQUIRE(outcome.failure);
  return *outcome.failure;
}

}  // namespace

TEST_CASE("names are asked in one call and come back in the order asked") {
  ScenarioServer server(all_taken);
  Api api(quick_options(server.url()));
  const AvailabilityPart outcome = ask(api, names(50));
  const AvailabilityRows& read = rows_of(outcome);
  REQUIRE(read.rows.size() == 50);
  for (std::size_t i = 0; i < 50; ++i) {
    CHECK(read.rows[i].domain == fmt::format("name{}.com", i));
    CHECK(read_availability_row(read.raw[i]) == read.rows[i]);
  }
  REQUIRE(server.received().size() == 1);
  CHECK(server.received()[0].line == "POST /partner/v1/domains/availability HTTP/1.1");
}

TEST_CASE("a 400 that names the domains is split until each bad name stands alone") {
  const std::string field = GENERATE("domains", "domains[7]", "domains.7", "/domains/7");
  const std::set<std::string> bad = GENERATE(as<std::set<std::string>>{}, std::set<std::string>{"name0.com"},
                                             std::set<std::string>{"name49.com"},
                                             std::set<std::string>{"name7.com", "name8.com", "name31.com"});
  ScenarioServer server(refusing(bad, field));
  Api api(quick_options(server.url()));
  const AvailabilityPart outcome = ask(api, names(50));
  const AvailabilityRows& read = rows_of(outcome);
  REQUIRE(read.rows.size() == 50);
  for (std::size_t i = 0; i < 50; ++i) {
    const std::string name = fmt::format("name{}.com", i);
    CHECK(read.rows[i].domain == name);
    CHECK(read.rows[i].reason == (bad.contains(name) ? Reason::invalid : Reason::taken));
    CHECK(read_availability_row(read.raw[i]) == read.rows[i]);
    if (bad.contains(name))
      CHECK(read.raw[i] == fmt::format(R"({{"domain":"{}","available":false,"reason":"invalid"}})", name));
  }
  // No name is in a call again after one that was answered.
  std::multiset<std::string> answered;
  for (const Received& request : server.received()) {
    const std::vector<std::string> in_call = asked(request);
    if (std::none_of(in_call.begin(), in_call.end(),
                     [&](const std::string& name) { return bad.contains(name); }))
      answered.insert(in_call.begin(), in_call.end());
  }
  CHECK(answered.size() == 50 - bad.size());
}

TEST_CASE("one name alone that is refused is invalid") {
  ScenarioServer server(refusing({"name0.com"}));
  Api api(quick_options(server.url()));
  const AvailabilityPart outcome = ask(api, names(1));
  CHECK(rows_of(outcome).rows.at(0).reason == Reason::invalid);
  CHECK(server.received().size() == 1);
}

TEST_CASE("refused names are counted, with the API's words, for the caller to judge") {
  const int count = GENERATE(2, 3, 5);
  const std::vector<std::string> all = names(count);
  ScenarioServer server(refusing({all.begin(), all.end()}));
  Api api(quick_options(server.url()));
  const AvailabilityPart outcome = ask(api, all);
  CHECK(rows_of(outcome).rows.size() == all.size());
  CHECK(rows_of(outcome).refused == all.size());
  CHECK_THAT(rows_of(outcome).refusal,
             Contains("invalid_request") && Contains("no root domain") && Contains("req_test400"));
}

TEST_CASE("a 4xx about anything else is a failure at once") {
  const auto [status, field] = GENERATE(table<int, const char*>(
      {{400, "domain"}, {400, "domains_list"}, {400, ""}, {404, "domains"}, {422, "domains"}}));
  ScenarioServer server([&, status = status, field = field](const Received&) {
    return answer(status, envelope("some_code", "some words", fmt::format(R"(,"field":"{}")", field)));
  });
  Api api(quick_options(server.url()));
  const AvailabilityPart outcome = ask(api, names(10));
  CHECK(failure_of(outcome).kind == Failure::Kind::gave_up);
  CHECK(failure_of(outcome).code == ErrorCode::api);
  CHECK(failure_of(outcome).call.path == "/domains/availability");
  CHECK(failure_of(outcome).call.status == status);
  CHECK(failure_of(outcome).call.code == "some_code");
  CHECK_THAT(failure_of(outcome).message, Contains(fmt::format("{} some_code: 'some words'", status)) &&
                                              Contains(field) && Contains(fmt::format("req_test{}", status)));
  CHECK(server.received().size() == 1);
}

TEST_CASE("a 400 that is not an envelope is shown by how it begins") {
  ScenarioServer server([](const Received&) { return answer(400, "<html>Bad Request\x1b</html>"); });
  Api api(quick_options(server.url()));
  const AvailabilityPart outcome = ask(api, names(10));
  CHECK_THAT(failure_of(outcome).message, Contains("400: '<html>Bad Request\x1b</html>'"));
}

TEST_CASE("a malformed answer is asked again, and given up after the tries") {
  ScenarioServer server([](const Received& request) {
    return request.number < 3 ? answer(200, R"({"data":{"domains":"none"}})") : all_taken(request);
  });
  Api api(quick_options(server.url()));
  const AvailabilityPart outcome = ask(api, names(2));
  CHECK(rows_of(outcome).rows.size() == 2);

  ScenarioServer broken([](const Received&) { return answer(200, R"({"data":{"domains":"none"}})"); });
  Api other(quick_options(broken.url()));
  const AvailabilityPart failed = ask(other, names(2));
  CHECK_THAT(failure_of(failed).message,
             Contains("data.domains is 'none', where a list of answers is expected") && Contains("5 tries") &&
                 Contains("req_test200"));
}

TEST_CASE("a row that cannot be used is one result, and the answer is not asked for again") {
  ScenarioServer server([](const Received&) {
    return answer(200, R"({"data":{"domains":[{"domain":"name0.com","available":"yes"},)"
                       R"({"domain":"name1.com","available":false}]}})");
  });
  Api api(quick_options(server.url()));
  const AvailabilityPart outcome = ask(api, names(2));
  const AvailabilityRows& read = rows_of(outcome);
  REQUIRE(read.rows.size() == 2);
  CHECK(read.rows[0].reason == Reason::errored);
  CHECK(read.rows[1].reason == Reason::taken);
  CHECK(read.unusable == 1);
  CHECK(server.received().size() == 1);
}

TEST_CASE("a 200 that is not an answer is called what it is") {
  ScenarioServer page([](const Received&) {
    return answer(200, "  <html><title>Sign in to the hotel\x1b network</title></html>",
                  "Content-Type: text/html\r\n");
  });
  Api one(quick_options(page.url()));
  CHECK_THAT(failure_of(ask(one, names(2))).message,
             Contains("200: expected JSON, got 'text/html': '<html><title>Sign in to the hotel\x1b network"));

  ScenarioServer envelope([](const Received&) {
    return answer(200, R"({"error":{"code":"internal","message":"pricing service is down"}})");
  });
  Api other(quick_options(envelope.url()));
  CHECK_THAT(failure_of(ask(other, names(2))).message, Contains("200 internal: 'pricing service is down'"));
}

TEST_CASE("a part that fails after a split fails the whole, once, and keeps what the others said") {
  ScenarioServer server([](const Received& request) {
    const std::vector<std::string> in_call = asked(request);
    if (in_call.size() == 8) return refuse("domains");
    return in_call[0] == "name0.com" ? all_taken(request) : answer(500, "");
  });
  Api api(quick_options(server.url()));
  const AvailabilityPart outcome = ask(api, names(8));
  CHECK_THAT(failure_of(outcome).message, Contains("500") && Contains("5 tries"));
  CHECK(outcome.rows.rows.size() == 4);
  CHECK(outcome.rows.raw.size() == 4);
}

TEST_CASE("a part is reported as soon as it is answered, while others are under way") {
  std::promise<void> heard_first;
  const auto first_was_heard = heard_first.get_future().share();
  ScenarioServer server([&](const Received& request) {
    const std::vector<std::string> in_call = asked(request);
    if (in_call.size() == 8) return refuse("domains");
    if (in_call[0] != "name0.com") first_was_heard.wait_for(std::chrono::seconds(20));
    return all_taken(request);
  });
  Api api(quick_options(server.url()));
  std::vector<std::pair<std::string, bool>> parts;  // the first name, and whether the part is the last
  std::promise<void> ended;
  ask_availability(api, names(8), [&](AvailabilityPart part) {
    CHECK(part.rows.rows.size() == 4);
    parts.emplace_back(part.rows.rows.at(0).domain, part.is_last);
    if (part.is_last)
      ended.set_value();
    else
      heard_first.set_value();
  });
  ended.get_future().get();
  CHECK(parts == std::vector<std::pair<std::string, bool>>{{"name0.com", false}, {"name4.com", true}});
}

TEST_CASE("the rows' text is left out where it is not wanted") {
  ScenarioServer server([](const Received& request) {
    const std::vector<std::string> in_call = asked(request);
    if (in_call.size() > 1) return refuse("domains");
    if (in_call[0] == "name0.com") return refuse("domains");
    if (in_call[0] == "name1.com") return answer(200, R"({"data":{"domains":[]}})");
    return all_taken(request);
  });
  Api api(quick_options(server.url()));
  std::map<std::string, Reason> reasons;
  std::promise<void> ended;
  ask_availability(
      api, names(3),
      [&](AvailabilityPart part) {
        CHECK(part.rows.raw.empty());
        for (const AvailabilityRow& row : part.rows.rows) reasons.emplace(row.domain, row.reason.value());
        if (part.is_last) ended.set_value();
      },
      false);
  ended.get_future().get();
  CHECK(reasons == std::map<std::string, Reason>{{"name0.com", Reason::invalid},
                                                 {"name1.com", Reason::errored},
                                                 {"name2.com", Reason::taken}});
}

TEST_CASE("names without a row are errored, and warnings of all parts are reported") {
  ScenarioServer server([](const Received& request) {
    const std::vector<std::string> in_call = asked(request);
    if (std::find(in_call.begin(), in_call.end(), "name2.com") != in_call.end()) return refuse("domains");
    return answer(200, R"({"data":{"domains":[{"domain":"other.com","available":false}]}})");
  });
  Api api(quick_options(server.url()));
  const AvailabilityPart outcome = ask(api, names(4));
  const AvailabilityRows& read = rows_of(outcome);
  REQUIRE(read.rows.size() == 4);
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(read.rows[i].reason == (i == 2 ? Reason::invalid : Reason::errored));
    CHECK(read.rows[i].domain == fmt::format("name{}.com", i));
    CHECK(read_availability_row(read.raw[i]) == read.rows[i]);
  }
  CHECK(read.warnings.size() == 2);
}

TEST_CASE("a refused key and a stop are handed on as they are") {
  ScenarioServer server([](const Received&) { return answer(401, envelope("unauthorized", "who are you")); });
  Api api(quick_options(server.url()));
  CHECK(failure_of(ask(api, names(3))).kind == Failure::Kind::key_refused);
  api.stop();
  CHECK(failure_of(ask(api, names(3))).kind == Failure::Kind::stopped);
}
