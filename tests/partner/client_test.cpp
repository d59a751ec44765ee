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
  ScenarioServer server([](const Received&) { return answer(200, R"({"data": [1, 2]})"); });
  partner::Client client(quick_options(server.url()), {});
  CHECK(items(client, "/list") == std::vector<int>{1, 2});
  CHECK(server.received()[0].line == "GET /partner/v1/list?per_page=100 HTTP/1.1");
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
    for (const char* part : {"PATCH /x", "409", "conflict", "req_test409"})
      CHECK_THAT(refusal.what(), Catch::Contains(part));
  }
  CHECK(server.received().size() == 1);
}

TEST_CASE("a stop ends a call that waits for its answer") {
  ScenarioServer server([](const Received&) {
    Reply slow = answer(200, R"({"data": 5})");
    slow.byte_by_byte = true;
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

TEST_CASE("everything but unreserved characters is percent-encoded") {
  CHECK(partner::percent_encoded("aZ9-_.~") == "aZ9-_.~");
  CHECK(partner::percent_encoded("a/b?c=d&e%\xC3\xA4 \n") == "a%2Fb%3Fc%3Dd%26e%25%C3%A4%20%0A");
}
