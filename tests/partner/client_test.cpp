#include "partner/client.hpp"

#include <catch2/catch.hpp>
#include <thread>

#include "partner/calls.hpp"
#include "partner/scenario_server.hpp"

using namespace domainplan;
using namespace domainplan::tests;
using nlohmann::json;

namespace {

std::vector<int> items(partner::Client& client, const std::string& path) {
  std::vector<int> all;
  client.each(path, [&](const json& item) { all.push_back(item.get<int>()); });
  return all;
}

// A list of three pages, where `link` makes links.next from a token.
std::function<Reply(const Received&)> three_pages(std::function<std::string(const std::string&)> link) {
  return [link = std::move(link)](const Received& request) {
    const bool second = request.line.find("page_token=two") != std::string::npos;
    const bool third = request.line.find("page_token=three") != std::string::npos;
    const json next = third ? json() : json(link(second ? "three" : "two"));
    return answer(200, json{{"data", {third ? 3 : second ? 2 : 1}}, {"links", {{"next", next}}}}.dump());
  };
}

}  // namespace

TEST_CASE("a list is followed through links.next, whatever form the link has") {
  using Link = std::function<std::string(const std::string&)>;
  const Link links[] = {
      [](auto token) { return "https://other.example/x?a=1&page_token=" + token + "&b=2#c"; },
      [](auto token) { return "/list?page_token=" + token; },
      [](auto token) { return "?page_token=" + token; }, [](auto token) { return token; }};
  for (const Link& link : links) {
    ScenarioServer server(three_pages(link));
    partner::Client client(quick_options(server.url()), {});
    CHECK(items(client, "/list?status=active") == std::vector<int>{1, 2, 3});
    CHECK(server.received()[1].line ==
          "GET /partner/v1/list?status=active&per_page=100&page_token=two HTTP/1.1");
  }
}

TEST_CASE("a link that leads nowhere ends the list with an error") {
  for (const char* next :
       {"7", R"("")", R"("https://x.example/list")", R"("?other_page_token=a")", R"("same")"}) {
    ScenarioServer server([&](const Received&) {
      return answer(200, fmt::format(R"({{"data": [1], "links": {{"next": {}}}}})", next));
    });
    partner::Client client(quick_options(server.url()), {});
    CHECK_THROWS_WITH(items(client, "/list"), Catch::Contains("links.next"));
    CHECK(server.received().size() <= 2);
  }
}

TEST_CASE("a list without links has one page") {
  for (const char* links : {"", R"(, "links": null)", R"(, "links": {})", R"(, "links": {"next": null})"}) {
    ScenarioServer server(
        [&](const Received&) { return answer(200, fmt::format(R"({{"data": [1, 2]{}}})", links)); });
    partner::Client client(quick_options(server.url()), {});
    CHECK(items(client, "/list") == std::vector<int>{1, 2});
    CHECK(server.received()[0].line == "GET /partner/v1/list?per_page=100 HTTP/1.1");
  }
}

TEST_CASE("links that are no object do not end a list: there may be more of it") {
  for (const char* links : {R"("x")", R"([{"next": "two"}])", "[]", "7", "false"}) {
    ScenarioServer server(
        [&](const Received&) { return answer(200, fmt::format(R"({{"data": [1], "links": {}}})", links)); });
    partner::Client client(quick_options(server.url()), {});
    CHECK_THROWS_WITH(items(client, "/list"), Catch::Contains("GET /list: links is not an object"));
  }
}

TEST_CASE("an answer that is not an object with data is a failed try") {
  for (const char* body : {"", "[]", "{", "{}", R"({"error": {}})"}) {
    ScenarioServer server(
        [&](const Received& request) { return answer(200, request.number == 1 ? body : R"({"data": 5})"); });
    partner::Client client(quick_options(server.url()), {});
    CHECK(client.get("/x") == 5);
  }
}

TEST_CASE("a refusal says what was asked, what was said and who to ask") {
  ScenarioServer server(
      [](const Received&) { return answer(409, envelope("conflict", "no", R"(,"field":"name")")); });
  partner::Client client(quick_options(server.url()), {});
  try {
    client.call({"PATCH", "/x", "{}"});
    FAIL("no error");
  } catch (const partner::ApiError& refusal) {
    CHECK(refusal.status() == 409);
    CHECK(refusal.error().code == "conflict");
    CHECK(refusal.code() == ErrorCode::api);
    CHECK(refusal.subject() == "/x");
    REQUIRE(refusal.call());
    CHECK(refusal.call()->method == "PATCH");
    CHECK(refusal.call()->path == "/x");
    CHECK(server.url().find("//" + refusal.call()->host + "/") != std::string::npos);
    CHECK(refusal.call()->status == 409);
    CHECK(refusal.call()->code == "conflict");
    CHECK(refusal.call()->request_id == "req_test409");
    for (const char* part : {"PATCH /x", "409", "conflict", "req_test409"})
      CHECK_THAT(refusal.what(), Catch::Contains(part));
  }
  CHECK(server.received().size() == 1);
}

TEST_CASE("a call that came to nothing carries its path, host and status") {
  const auto call_of = [](const std::string& url, ErrorCode code) {
    partner::ApiOptions options = quick_options(url);
    options.tries = 1;
    try {
      partner::Client(std::move(options), {}).get("/me");
    } catch (const Error& error) {
      CHECK(error.code() == code);
      CHECK(error.subject() == "/me");
      REQUIRE(error.call());
      CHECK(error.call()->path == "/me");
      CHECK_FALSE(error.call()->host.empty());
      return *error.call();
    }
    FAIL("no error");
    return ApiCall();
  };
  const auto answering = [](int status) {
    return [status](const Received&) { return answer(status, envelope("some_code", "no")); };
  };
  std::string nobody;
  {
    ScenarioServer refusing(answering(401));
    const ApiCall call = call_of(refusing.url(), ErrorCode::key_refused);
    CHECK((call.status == 401 && call.code == "some_code" && call.request_id == "req_test401"));
    ScenarioServer failing(answering(500));
    const ApiCall failed = call_of(failing.url(), ErrorCode::api);
    CHECK((failed.status == 500 && failed.code == "some_code"));
    nobody = failing.url();
  }
  const ApiCall unanswered = call_of(nobody, ErrorCode::network);
  CHECK(unanswered.status == 0);
  CHECK(nobody.find("//" + unanswered.host + "/") != std::string::npos);
}

TEST_CASE("a stop ends a call that waits for its answer") {
  ScenarioServer server([](const Received&) {
    Reply slow = answer(200, R"({"data": 5})");
    slow.before = std::chrono::minutes(1);
    return slow;
  });
  std::stop_source stop;
  partner::Client client(quick_options(server.url()), stop.get_token());
  const std::jthread stopper([&] {
    while (server.received().empty()) std::this_thread::yield();
    stop.request_stop();
  });
  CHECK_THROWS_AS(client.get("/x"), Interrupted);
}
