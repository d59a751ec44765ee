#include "partner/imports.hpp"

#include <catch2/catch.hpp>

#include "partner/calls.hpp"
#include "partner/reading.hpp"
#include "partner/scenario_server.hpp"

using namespace domainplan;
using namespace domainplan::tests;
using nlohmann::json;

TEST_CASE("an import is read with its names in canonical form") {
  const auto import = read_as(partner::read_import, R"({"id": "imp_1", "status": "completed", "new": [1],
    "nameserver_groups": [{"nameservers": ["ADA.ns.example."], "domains": ["A-One.com", "b-two.com"]}],
    "failed": [{"domain": "c-three.com", "reason": "locked"}, {"domain": "no domain"}, {}]})")
                          .item;
  CHECK(import.nameservers == std::map<std::string, std::vector<std::string>>{
                                  {"a-one.com", {"ada.ns.example"}}, {"b-two.com", {"ada.ns.example"}}});
  CHECK(import.failed == std::map<std::string, std::string>{{"c-three.com", "locked"}});
  CHECK(import.names("c-three.com"));
  CHECK_FALSE(import.names("d-four.com"));
}

TEST_CASE("an import without a usable id or status is refused") {
  for (const char* text : {"[]", "{}", R"({"id": "imp_1"})", R"({"id": 1, "status": "completed"})",
                           R"({"id": "ord_1", "status": "completed"})", R"({"id": "imp_/", "status": "x"})",
                           R"({"id": "imp_1", "status": "a b"})"})
    CHECK_THROWS_AS(read_as(partner::read_import, text), RunError);
}

TEST_CASE("an odd part of an import costs only itself") {
  const auto [import, odd] = read_as(partner::read_import, R"({"id": "imp_1", "status": "completed",
    "nameserver_groups": [7, {"domains": [7, "a-one.com"], "nameservers": ["a b", "n.example"]}], "failed": [7]})");
  CHECK(import.nameservers == std::map<std::string, std::vector<std::string>>{{"a-one.com", {"n.example"}}});
  CHECK(odd.size() == 4);
}

TEST_CASE("a look-up takes a list, one import, or none in any form") {
  std::string body;
  int status = 200;
  ScenarioServer server([&](const Received&) { return answer(status, body); });
  partner::Client client(quick_options(server.url()), {});
  const auto found = [&](const std::string& data) {
    body = R"({"data": )" + data + "}";
    return partner::imports_holding(client, {"a-one.com", "b-two.com"}).size();
  };
  CHECK(found(R"([{"id": "imp_1", "status": "failed"}, {"id": "imp_2", "status": "x"}])") == 2);
  CHECK(found(R"({"id": "imp_1", "status": "failed"})") == 1);
  CHECK(found("[]") == 0);
  CHECK(found("{}") == 0);
  CHECK(found("null") == 0);
  CHECK_THROWS_AS(found("7"), RunError);
  CHECK(server.received().front().line ==
        "GET /partner/v1/domains/import?domains=a-one.com,b-two.com HTTP/1.1");
  status = 404;
  body = envelope("not_found", "none");
  CHECK(partner::imports_holding(client, {"a-one.com"}).empty());
  body = "<html>not here</html>";
  CHECK_THROWS_AS(partner::imports_holding(client, {"a-one.com"}), partner::ApiError);
  status = 400;
  CHECK_THROWS_AS(partner::imports_holding(client, {"a-one.com"}), partner::ApiError);
}

TEST_CASE("an id is looked for among the jobs, then among the imports") {
  ScenarioServer server([](const Received& request) {
    return request.line.starts_with("GET /partner/v1/domains/import/imp_1 ")
               ? answer(200, R"({"data": {"id": "imp_1", "status": "completed"}})")
               : answer(404, envelope("not_found", "none"));
  });
  partner::Client client(quick_options(server.url()), {});
  REQUIRE(partner::import_of_id(client, "imp_1"));
  CHECK(server.received().size() == 2);
  CHECK_FALSE(partner::import_of_id(client, "imp_2"));
}
