#include "partner/orders.hpp"

#include <catch2/catch.hpp>

#include "partner/calls.hpp"
#include "partner/place_order.hpp"
#include "partner/reading.hpp"
#include "partner/scenario_server.hpp"

using namespace domainplan;
using namespace domainplan::partner;
using namespace domainplan::tests;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

OrderReceipt receipt_of(const std::string& text) { return read_as(read_receipt, text).item; }

}  // namespace

TEST_CASE("a receipt is read with all its values") {
  const OrderReceipt receipt = receipt_of(R"({"id": "ord_1", "status": "in_progress", "user_id": "usr_1",
    "email": "ops@example.com", "bundle_id": "bun_1", "domain_count": 19, "costs": {"total_cents": 3300,
    "currency": "USD"}, "created_at": "2026-11-21T03:04:05Z", "renews_at": "2026-12-21T03:04:05Z"})");
  CHECK(receipt.id == "ord_1");
  CHECK(receipt.status == "in_progress");
  CHECK(receipt.user_id == "usr_1");
  CHECK(receipt.email == "ops@example.com");
  CHECK(receipt.bundle_id == "bun_1");
  CHECK(receipt.domain_count == 19);
  CHECK(receipt.total_cents == 3300);
  CHECK_FALSE(receipt.total_out_of_bounds);
  CHECK(receipt.currency == "usd");
  CHECK(receipt.created_at);
  CHECK(receipt.renews_at);
  CHECK(receipt.odd.empty());
  CHECK(receipt.is_live());
}

TEST_CASE("a receipt needs no more than its id") {
  const OrderReceipt receipt = receipt_of(R"({"id": "ord_1"})");
  CHECK(receipt.status.empty());
  CHECK_FALSE(receipt.bundle_id);
  CHECK_FALSE(receipt.total_cents);
  CHECK(receipt.odd.empty());
  CHECK(receipt.is_live());
  const OrderReceipt nulls = receipt_of(R"({"id": "ord_1", "status": null, "user_id": null, "email": null,
    "bundle_id": null, "domain_count": null, "costs": {"total_cents": null, "currency": null}})");
  CHECK_FALSE(nulls.bundle_id);
  CHECK(nulls.odd.empty());
  CHECK(nulls.unreadable.empty());
  for (const char* text : {"{}", R"({"id": null})", R"({"id": ""})", R"({"id": "ord_"})", R"({"id": 7})",
                           R"({"id": "ord_a/../b"})", R"({"id": "usr_1"})"})
    CHECK_THROWS_AS(receipt_of(text), RunError);
}

TEST_CASE("a total out of bounds is data, not an exception") {
  struct Case {
    const char* total;
    std::optional<Cents> kept;
    bool out_of_bounds;
  };
  const Case cases[] = {{"0", 0, false},
                        {"8589934592", 8'589'934'592, false},
                        {"8589934593", 8'589'934'593, true},
                        {"-5", -5, true},
                        {"9223372036854775807", 1'099'511'627'776, true},
                        {"1e300", 1'099'511'627'776, true},
                        {"-1e300", -1'099'511'627'776, true},
                        {"\"3300\"", 3300, false},
                        {"null", std::nullopt, false},
                        {"\"a lot\"", std::nullopt, false}};
  for (const Case& one : cases) {
    INFO(one.total);
    const OrderReceipt receipt =
        receipt_of(fmt::format(R"({{"id": "ord_1", "costs": {{"total_cents": {}}}}})", one.total));
    CHECK(receipt.total_cents == one.kept);
    CHECK(receipt.total_out_of_bounds == one.out_of_bounds);
    CHECK(receipt.odd.empty() == (!one.out_of_bounds && std::string(one.total) != "\"a lot\""));
  }
}

TEST_CASE("odd values of a receipt are named with their places") {
  const OrderReceipt receipt = receipt_of(R"({"id": "ord_1", "status": "In Progress", "user_id": "nobody",
    "email": 7, "bundle_id": "x", "domain_count": -1, "costs": [], "created_at": "yesterday"})");
  std::vector<std::string> places;
  for (const Odd& odd : receipt.odd) places.push_back(odd.place);
  CHECK(places == std::vector<std::string>{"order ord_1: status", "order ord_1: user_id",
                                           "order ord_1: email", "order ord_1: bundle_id",
                                           "order ord_1: domain_count", "order ord_1: created_at",
                                           "order ord_1: costs"});
  CHECK_FALSE(receipt.bundle_id);
  std::vector<std::string> fields;
  for (const auto& [field, reason] : receipt.unreadable) fields.push_back(field);
  CHECK(fields ==
        std::vector<std::string>{"bundle_id", "costs", "domain_count", "email", "status", "user_id"});
  CHECK(receipt.unreadable.at("domain_count") == "-1 is not between 0 and 1000000");
}

TEST_CASE("a registration that is not billed in a way that can be read is not the same as none") {
  const auto is_hidden = [](const std::string& lines) {
    return read_as(read_order, fmt::format(R"({{"id": "ord_1", "costs": {{"line_items": {}}}}})", lines))
        .item.receipt.unreadable.contains("line_items");
  };
  CHECK_FALSE(is_hidden("null"));
  CHECK_FALSE(is_hidden("[]"));
  CHECK_FALSE(is_hidden(
      R"([null, {"type": "domain_registration"}, {"type": "domain_registration", "amount_cents": null}])"));
  CHECK_FALSE(is_hidden(R"([{"type": "google_license", "amount_cents": "12x"}, {"amount_cents": 5}])"));
  for (const char* lines :
       {"{}", "7", R"("none")", "[7]", "[[]]", R"([{"type": "domain_registration", "amount_cents": "12x"}])",
        R"([{"type": "domain_registration", "amount_cents": 10.5}])",
        R"([{"type": 3, "amount_cents": 5}])"}) {
    INFO(lines);
    CHECK(is_hidden(lines));
  }
}

TEST_CASE("an order in full has its domains in canonical form and its line items") {
  const Order order = read_as(read_order, R"({"id": "ord_1", "status": "completed",
    "domains": {"registered": ["B.com", "a.com", "not a domain"], "imported": ["c.com", "a.com"]},
    "costs": {"total_cents": 1, "line_items": [{"type": "google_license", "quantity": 20, "amount_cents": 2000},
      {"type": "domain_registration", "quantity": 10}, 7, {"type": "x", "quantity": 1, "amount_cents": -1},
      {"type": "microsoft_license", "quantity": 2, "amount_cents": 1800}]}})")
                          .item;
  CHECK(order.registered == std::vector<std::string>{"b.com", "a.com"});
  CHECK(order.imported == std::vector<std::string>{"c.com", "a.com"});
  CHECK(order.domains == std::vector<std::string>{"a.com", "b.com", "c.com"});
  REQUIRE(order.line_items.size() == 2);
  CHECK(order.line_items[1].type == "microsoft_license");
  CHECK(order.line_items[1].amount_cents == 1800);
  CHECK(order.receipt.odd.size() >= 4);
  CHECK(order.receipt.unreadable.contains("registered"));
  CHECK_FALSE(order.receipt.unreadable.contains("imported"));
}

TEST_CASE("a list of orders is read whole; an odd row is reported with its place, the others stay") {
  ScenarioServer server([](const Received& request) {
    const bool second = request.line.find("page_token=p2") != std::string::npos;
    return answer(
        200,
        second
            ? R"({"data": [{"id": "ord_3"}, {"id": "ord_1"}], "links": {"next": null}})"
            : R"({"data": [{"id": "ord_1"}, {"id": "2", "email": "ada@example.com"}, null, {"id": "ord_2"}],
                                   "links": {"next": "?page_token=p2"}})");
  });
  Client client(quick_options(server.url()), {});
  const OrderList list = list_orders(client);
  REQUIRE(list.unnamed.size() == 1);
  CHECK(list.unnamed[0].email == "ada@example.com");
  std::vector<std::string> ids;
  for (const OrderReceipt& receipt : list.items) ids.push_back(receipt.id);
  CHECK(ids == std::vector<std::string>{"ord_1", "ord_2", "ord_3"});
  REQUIRE(list.odd.size() == 2);
  CHECK(list.odd[0].place == "GET /orders: item 2: id");
  CHECK(list.odd[1].place == "GET /orders: item 3");
}

TEST_CASE("of two rows of one order the live one counts") {
  ScenarioServer server([](const Received&) {
    return answer(200,
                  R"({"data": [{"id": "ord_1", "status": "cancelled"}, {"id": "ord_1", "status": "completed"},
                                    {"id": "ord_1", "status": "failed"}], "links": {"next": null}})");
  });
  Client client(quick_options(server.url()), {});
  const OrderList list = list_orders(client);
  REQUIRE(list.items.size() == 1);
  CHECK(list.items[0].status == "completed");
}

TEST_CASE("a list that cannot be read to its end is an error, never empty") {
  const auto script = GENERATE(
      as<std::function<Reply()>>{}, [] { return answer(404, "<html>not found</html>"); },
      [] { return answer(404, envelope("not_found", "no such user")); },
      [] { return answer(200, "<html>log in to the Wi-Fi</html>"); },
      [] { return answer(200, R"({"data": {}})"); }, [] { return answer(200, R"({"data": null})"); },
      [] { return answer(500, ""); },
      [] { return answer(200, R"({"data": [], "links": {"next": "?page_token=again"}})"); },
      [] { return answer(200, R"({"data": [], "links": {"next": 7}})"); },
      [] {
        return answer(200, R"({"data": )" + std::string(100'000, '[') + std::string(100'000, ']') + "}");
      });
  ScenarioServer server([&](const Received&) { return script(); });
  Client client(quick_options(server.url()), {});
  CHECK_THROWS_AS(list_orders(client), RunError);
}

TEST_CASE("an order whose answer is about another one is an error") {
  ScenarioServer server([](const Received&) { return answer(200, R"({"data": {"id": "ord_2"}})"); });
  Client client(quick_options(server.url()), {});
  CHECK_THROWS_WITH(get_order(client, "ord_1"), Contains("the answer is about ord_2"));
}

TEST_CASE("an attempt to place an order is done, refused, without effect, or lost; it is never repeated") {
  struct Case {
    const char* what;
    Reply reply;
    SendState state;
    bool went_out = true;
  };
  const std::string refused = envelope("invalid_request", "no");
  const Case cases[] = {
      {"a receipt", answer(200, R"({"data": {"id": "ord_1", "status": "in_progress"}})"), SendState::done},
      {"a 201", answer(201, R"({"data": {"id": "ord_1"}})"), SendState::done},
      {"a receipt without an id", answer(200, R"({"data": {"status": "in_progress"}})"), SendState::lost},
      {"a receipt with a malformed id", answer(200, R"({"data": {"id": "ord_ 1"}})"), SendState::lost},
      {"a page with 200", answer(200, "<html>log in</html>"), SendState::lost},
      {"half an answer", answer(200, R"({"data": {"id": "ord_1")"), SendState::lost},
      {"an error with 200", answer(200, refused), SendState::lost},
      {"the vendor's refusal", answer(400, refused), SendState::refused},
      {"another refusal", answer(409, envelope("order_shape_conflict", "no")), SendState::refused},
      {"the vendor's 404", answer(404, envelope("not_found", "no such user")), SendState::refused},
      {"a code we do not know", answer(400, envelope("computer_says_no", "no")), SendState::lost},
      {"a page with 404", answer(404, "<html>not found</html>"), SendState::lost},
      {"a page with 400", answer(400, "<html>bad request</html>"), SendState::lost},
      {"a 408", answer(408, envelope("invalid_request", "too slow")), SendState::lost},
      {"a 500", answer(500, envelope("invalid_request", "oops")), SendState::lost},
      {"a 503", answer(503, ""), SendState::lost},
      {"a redirect", answer(302, "", "Location: /elsewhere\r\n"), SendState::lost},
      {"a closed connection", Reply{.bytes = "", .close = true}, SendState::lost},
      {"a cut answer", Reply{.bytes = "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", .close = true},
       SendState::lost},
      {"a cut refusal", Reply{.bytes = "HTTP/1.1 400 No\r\nContent-Length: 99\r\n\r\n{", .close = true},
       SendState::lost},
      {"429 in the envelope",
       answer(429, envelope("rate_limited", "slow", R"(,"details":{"retry_after_seconds":0})")),
       SendState::nothing_done},
      {"429 of something else", answer(429, "slow down", "Retry-After: 0\r\n"), SendState::lost},
      {"401 in the envelope", answer(401, envelope("unauthorized", "who")), SendState::nothing_done},
      {"403 in the envelope", answer(403, envelope("forbidden", "no")), SendState::nothing_done},
      {"401 of a proxy", answer(401, "<html>log in</html>"), SendState::lost}};
  for (const Case& one : cases) {
    INFO(one.what);
    ScenarioServer server([&](const Received&) { return one.reply; });
    Client client(quick_options(server.url()), {});
    const Placement placement = place_order(client, "{}", false);
    CHECK(placement.state == one.state);
    CHECK(placement.value.has_value() == (one.state == SendState::done));
    CHECK(placement.message.empty() == (one.state == SendState::done));
    CHECK(placement.went_out);
    CHECK(server.received().size() == 1);
    if (one.state == SendState::done) continue;
    // Once an answer was lost, no "no" is sure any more.
    CHECK(place_order(client, "{}", true).state == SendState::lost);
  }
}

TEST_CASE("an attempt that does not reach the server is lost, and known not to have gone out") {
  int port = 0;
  {
    ScenarioServer server([](const Received&) { return answer(200, "{}"); });
    port = server.port();
  }
  Client client(quick_options(fmt::format("http://127.0.0.1:{}/v1", port)), {});
  const Placement placement = place_order(client, "{}", false);
  CHECK(placement.state == SendState::lost);
  CHECK_FALSE(placement.went_out);
}

TEST_CASE("a refusal concerns the domains where its field says so") {
  for (const auto& [field, concerns] : std::vector<std::pair<std::string, bool>>{{"domains", true},
                                                                                 {"domains.3", true},
                                                                                 {"domains[3].domain", true},
                                                                                 {"domains_count", false},
                                                                                 {"user", false},
                                                                                 {"", false}}) {
    INFO(field);
    ScenarioServer server([&field = field](const Received&) {
      return answer(400, envelope("invalid_request", "no", fmt::format(R"(,"field":"{}")", field)));
    });
    Client client(quick_options(server.url()), {});
    CHECK(place_order(client, "{}", false).concerns_domains() == concerns);
  }
}

TEST_CASE("an order is not sent where it is held back, or where the API asked for a long pause before") {
  ScenarioServer server([](const Received&) {
    return answer(429, envelope("rate_limited", "quota", R"(,"details":{"retry_after_seconds":86400})"));
  });
  Client client(quick_options(server.url()), {});
  CHECK(place_order(client, "{}", false, [] { return false; }).state == SendState::held_back);
  CHECK(server.received().empty());
  CHECK(place_order(client, "{}", false).rate_limited());
  const Placement closed = place_order(client, "{}", false);
  CHECK(closed.state == SendState::closed);
  CHECK_THAT(closed.message, Contains("24.0 hours") && Contains("come back after"));
  CHECK_THROWS_AS(list_orders(client), RunError);
  CHECK(server.received().size() == 1);
}

TEST_CASE("the error of an order that came to nothing is about its customer, and carries the call") {
  const auto error_of_order = [](const std::string& url) {
    Client client(quick_options(url), {});
    return error_of(place_order(client, "{}", false), "acme");
  };
  std::string url;
  {
    ScenarioServer server([](const Received&) { return answer(403, envelope("forbidden", "no")); });
    url = server.url();
    try {
      std::rethrow_exception(error_of_order(url));
    } catch (const KeyRefused& error) {
      CHECK(error.subject() == "acme");
      REQUIRE(error.call());
      CHECK((error.call()->method == "POST" && error.call()->path == "/orders"));
      CHECK((error.call()->status == 403 && error.call()->code == "forbidden"));
    }
  }
  try {
    std::rethrow_exception(error_of_order(url));
  } catch (const RunError& error) {
    CHECK(error.code() == ErrorCode::network);
    CHECK(error.subject() == "acme");
    REQUIRE(error.call());
    CHECK(error.call()->status == 0);
    CHECK_FALSE(error.call()->host.empty());
  }
}

TEST_CASE("the password of an order that was sent is redacted in every later answer") {
  ScenarioServer server([](const Received& request) {
    return request.number == 1 ? answer(400, envelope("invalid_request", "bad login p\\u0026w/1"))
                               : answer(404, envelope("not_found", "nobody with p&amp;w\\/1"));
  });
  Client client(quick_options(server.url()), {});
  const std::string body = R"({"sequencer": {"login_password": "p&w/1"}})";
  CHECK_THAT(place_order(client, body, false).message, Contains("bad login [secret]"));
  CHECK_THROWS_WITH(list_orders(client), Contains("nobody with [secret]"));
}
