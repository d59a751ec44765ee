#include "sandbox/inject_fault.hpp"

#include <catch2/catch.hpp>

#include "partner_day.hpp"
#include "sandbox/chance.hpp"

using namespace sandbox_test;

namespace {

// The places where `one` and `other` differ, as JSON pointers.
std::vector<std::string> differences(const Json& one, const Json& other) {
  std::vector<std::string> places;
  for (const Json& step : Json::diff(one, other)) places.push_back(step.at("path"));
  return places;
}

// `body` with a fault.
std::string injected(const std::string& body, Fault fault, std::uint64_t chance = 1) {
  Reply reply{.body = body};
  inject_fault(reply, {.fault = fault, .chance = mixed(chance)});
  return reply.body;
}

}  // namespace

TEST_CASE("a seed of their own moves the faults and nothing else") {
  Options options;
  options.faults = {{Fault::lost, 0.5}};
  Options other = options;
  other.fault_seed = 7;
  Options same = other;
  same.seed = 99;
  Faults one(options), two(other), three(same);
  const Call call = call_of("GET", "/me");
  int different = 0;
  for (std::uint64_t i = 0; i < 1'000; ++i) {
    const Fault fault = two.of(call, i);
    CHECK(fault == three.of(call, i));
    different += fault == one.of(call, i) ? 0 : 1;
  }
  CHECK(different > 300);
}

TEST_CASE("faults can be kept to one path, or one method of it, with any id in it") {
  const auto may = [&](const char* on, const char* method, std::string_view path) {
    return matches(on, call_of(method, path));
  };
  CHECK(may("", "GET", "/me"));
  CHECK(may("/orders", "GET", "/orders"));
  CHECK(may("/orders", "POST", "/orders"));
  CHECK_FALSE(may("/orders", "GET", "/orders/pending"));
  CHECK_FALSE(may("/orders", "GET", "/me"));
  CHECK(may("POST /orders", "POST", "/orders"));
  CHECK_FALSE(may("POST /orders", "GET", "/orders"));
  CHECK_FALSE(may("POST /orders", "POST", "/order"));
  CHECK(may("GET /orders/{id}", "GET", "/orders/ord_1"));
  CHECK_FALSE(may("GET /orders/{id}", "GET", "/orders"));
  CHECK_FALSE(may("GET /orders/{id}", "GET", "/orders/ord_1/cancel"));
  CHECK(may("/orders/{id}/cancel", "POST", "/orders/ord_1/cancel"));
}

TEST_CASE("a fault instead of the call makes no order, every other one makes one") {
  const Fault fault = GENERATE(from_range(all_faults()));
  INFO(fault_name(fault));
  PartnerDay day;
  day.options.faults = {{fault, 1, "POST /orders"}};
  const Reply reply = day.call("POST", "/orders", day.order().dump());
  day.now += 9s;                            // when a late order is made
  const Json listed = day.list("/orders");  // which has no fault
  const Counters counters = day.service->counters();
  const bool is_event = fault >= Fault::event_twice;
  CHECK(counters.orders == (is_instead(fault) ? 0 : 1));
  CHECK(counters.faults == (is_event ? 0 : 1));
  CHECK(listed.size() == counters.orders);
  CHECK((reply.status == 0) == (fault == Fault::lost || fault == Fault::dropped || fault == Fault::late));
  CHECK(reply.cut_off == (fault == Fault::cut));
  CHECK(reply.slow == (fault == Fault::slow));
  // The same body again: still one order.
  day.call("POST", "/orders", day.order().dump());
  CHECK(day.service->counters().orders == counters.orders);
}

TEST_CASE("a refusal on request has the API's envelope, unless it is a proxy's") {
  struct Case {
    Fault fault;
    int status;
    const char* code;
    int retry_after = 0;
    const char* field = nullptr;
  };
  const Case each = GENERATE(
      Case{Fault::refused_429, 429, "rate_limited", 1},
      Case{Fault::refused_429_pause, 429, "rate_limited", 3},
      Case{Fault::refused_429_hour, 429, "rate_limited", 7200}, Case{Fault::refused_401, 401, "unauthorized"},
      Case{Fault::refused_403, 403, "forbidden"},
      Case{Fault::refused_domains, 400, "invalid_request", 0, "domains"},
      Case{Fault::refused_domain, 400, "invalid_request", 0, "domains[2]"},
      Case{Fault::failed_500, 500, "internal_error"}, Case{Fault::failed_503, 503, "internal_error", 1});
  const Reply reply = refusal_of(each.fault);
  CHECK(reply.status == each.status);
  CHECK(reply.retry_after == each.retry_after);
  const Json error = error_in(reply.body);
  CHECK(error.at("code") == each.code);
  CHECK(error.value("field", "") == (each.field ? each.field : ""));
  for (const Fault proxy : {Fault::html_404, Fault::html_502, Fault::lost_html_404, Fault::lost_html_502}) {
    Reply page = is_instead(proxy) ? refusal_of(proxy) : Reply{.body = "{}"};
    inject_fault(page, {.fault = proxy});
    CHECK(page.status == (proxy == Fault::html_404 || proxy == Fault::lost_html_404 ? 404 : 502));
    CHECK(page.content_type == "text/html");
    CHECK(page.from_proxy);
    CHECK_THAT(page.body, Catch::StartsWith("<html>"));
  }
}

TEST_CASE("receipts are wrong in the one way that is asked for, wherever they are shown") {
  struct Case {
    Fault fault;
    std::string place;
    Json value;
  };
  const Case each = GENERATE(
      Case{Fault::total_zero, "/costs/total_cents", 0},
      Case{Fault::total_negative, "/costs/total_cents", -100'000},
      Case{Fault::total_huge, "/costs/total_cents", INT64_MAX}, Case{Fault::no_id, "/id", "ord_../"},
      Case{Fault::other_count, "/domain_count", 9}, Case{Fault::other_currency, "/costs/currency", "eur"});
  INFO(fault_name(each.fault));
  PartnerDay right, wrong;
  wrong.options.faults = {{each.fault, 1}};
  const Json::json_pointer place(each.place);
  const Json receipt = wrong.data("POST", "/orders", wrong.order());
  CHECK(receipt.at(place) == each.value);
  const Json honest = right.data("POST", "/orders", right.order());
  for (const std::string& difference : differences(honest, receipt))
    CHECK((difference == each.place || difference == "/id" || difference == "/user_id"));
  CHECK(wrong.list("/orders").at(0).at(place) == each.value);
}

TEST_CASE("receipts can name another user, another bundle, or the first order's id") {
  PartnerDay day;
  day.options.faults = {{Fault::same_id, 1, "POST /orders", 1, 2},
                        {Fault::other_user, 1, "POST /orders", 3, 1},
                        {Fault::other_bundle, 1, "POST /orders", 4, 1}};
  const std::string first = day.placed(day.order());
  CHECK(day.placed(day.order("b@acme.com", "try")) == first);
  CHECK(day.placed(day.order("c@acme.com", "use")) == first);
  CHECK(day.data("POST", "/orders", day.order("d@acme.com", "my")).at("email") != "d@acme.com");
  const Json order = day.order("e@acme.com", "our");
  CHECK(day.data("POST", "/orders", order).at("bundle_id") != order.at("bundle_id"));
  std::set<std::string> ids;
  for (const Json& receipt : day.list("/orders")) ids.insert(receipt.at("id"));
  CHECK(ids.size() == 5);
}

TEST_CASE("an order can fail at once, and dearer registrations are on its bill") {
  PartnerDay day;
  day.options.faults = {{Fault::failed, 1, "POST /orders", 0, 1}, {Fault::dearer, 1, "POST /orders", 2}};
  const Json failed = day.data("POST", "/orders", day.order());
  CHECK(failed.at("status") == "failed");
  day.now += 1h;
  CHECK(day.shown(failed.at("id")).at("status") == "failed");
  CHECK(day.data("POST", "/orders", day.order()) == failed);  // the same bytes: the old order
  CHECK(day.list("/domains").empty());
  // Its domains are on sale again.
  Json order = day.order();
  order["user"] = "else@acme.com";
  const Json dear = day.shown(day.placed(order));
  Cents expected = 0;
  for (const std::string name : order.at("domains")) expected += 5 * day.market.judge(name).price_cents;
  CHECK(dear.at("costs").at("line_items").back().at("amount_cents") == expected);
}

TEST_CASE("an order can be made later than its connection ends, and equal bytes then make a second one") {
  PartnerDay day;
  day.options.sells_twice = true;
  day.options.faults = {{Fault::late, 1, "POST /orders", 0, 1}};
  const std::string body = day.order().dump();
  CHECK(day.call("POST", "/orders", body).status == 0);
  CHECK(day.list("/orders").empty());
  day.now += 7s;
  CHECK(day.list("/orders").empty());
  const bool hurried = GENERATE(true, false);
  if (hurried) day.call("POST", "/orders", body);
  day.now += 1s;
  CHECK(day.list("/orders").size() == (hurried ? 2 : 1));
  day.call("POST", "/orders", body);
  CHECK(day.service->counters().orders == (hurried ? 2 : 1));
  CHECK(day.service->counters().orders_of_same_body == (hurried ? 1 : 0));
}

TEST_CASE("lists can forget new orders, or show them late") {
  PartnerDay day;
  day.options.faults = {{Fault::forgets, 1, "GET /orders"}, {Fault::delays, 1, "GET /domains"}};
  day.placed(day.order());
  CHECK(day.list("/orders").empty());
  CHECK(day.list("/domains").empty());
  day.now += 12s;
  CHECK(day.list("/orders").empty());
  CHECK(day.list("/domains").size() == 8);
  day.now += 24h;
  CHECK(day.list("/orders").size() == 1);
}

TEST_CASE("a list can have no end, or an item that makes no sense") {
  PartnerDay day;
  day.options.faults = {{Fault::endless, 1, "GET /orders"}, {Fault::odd_item, 1, "GET /domains"}};
  day.placed(day.order());
  std::set<std::string> links;
  for (int i = 0; i < 5; ++i) links.insert(json_of(day.call("GET", "/orders")).at("links").at("next"));
  CHECK(links.size() == 5);
  CHECK(day.list("/domains").size() == 9);
}

TEST_CASE("an answer can be nested too deep to be walked by recursion") {
  const std::string body = injected("{}", Fault::deep);
  CHECK(body.size() > 400'000);
  CHECK(std::count(body.begin(), body.end(), '[') == std::count(body.begin(), body.end(), ']'));
}

TEST_CASE("an echo quotes the last login password, in five escapes that JSON readers undo") {
  std::set<std::string> bodies;
  for (std::uint64_t chance = 0; chance < 60; ++chance) {
    Reply reply;
    inject_fault(reply, {.fault = Fault::echo, .chance = chance, .secret = "s/c\"r\\ét&<7"});
    CHECK(reply.status == 400);
    const std::string message = error_in(reply.body).at("message");
    if (message.find("&#") == std::string::npos) CHECK_THAT(message, Catch::Contains("s/c\"r\\ét&<7"));
    bodies.insert(reply.body);
  }
  CHECK(bodies.size() == 5);
}

TEST_CASE("availability can be five times as dear") {
  PartnerDay day;
  const std::string name = day.names(1)[0];
  day.options.faults = {{Fault::dearer, 1, "/domains/availability"}};
  const Json row = day.data("POST", "/domains/availability", {{"domains", {name}}})["domains"][0];
  CHECK(row.at("price_cents") == 5 * day.market.judge(name).price_cents);
  CHECK(row.at("renewal_price_cents") == day.market.judge(name).renewal_price_cents);
}

TEST_CASE("a truncated answer is not empty and not JSON, and a malformed one is not even text") {
  const std::string whole = R"({"data":{"id":"ord_1","status":"in_progress"}})";
  std::set<std::size_t> sizes;
  for (std::uint64_t chance = 0; chance < 300; ++chance) {
    const std::string body = injected(whole, Fault::truncated, chance);
    CHECK(whole.starts_with(body));
    REQUIRE_FALSE(body.empty());
    CHECK_FALSE(Json::accept(body));
    sizes.insert(body.size());
  }
  CHECK(sizes.size() > 20);
  CHECK_FALSE(Json::accept(injected(whole, Fault::malformed)));
}

TEST_CASE("a wrong type befalls one field at a time, and in the end each of them") {
  const Json whole = Json::parse(R"({"data":{"id":"ord_1","count":3,"bundle_id":null,"live":true,)"
                                 R"("domains":["a.com"],"costs":{"total":1}}})");
  std::set<std::string> changed;
  for (std::uint64_t chance = 0; chance < 300; ++chance) {
    const Json wrong = Json::parse(injected(whole.dump(), Fault::types, chance));
    const auto places = differences(whole, wrong);
    REQUIRE(places.size() == 1);
    const Json::json_pointer place(places[0]);
    CHECK(wrong.at(place).type() != whole.at(place).type());
    changed.insert(places[0]);
  }
  // All but the one that is null: "data" and six below it.
  CHECK(changed.size() == 7);
  CHECK(changed.count("/data/costs/total") == 1);
  CHECK(changed.count("/data/bundle_id") == 0);
}

TEST_CASE("unknown fields come in every object, and nothing else changes") {
  const Json whole = Json::parse(R"({"data":{"rows":[{"a":1},{"a":2,"b":{"c":null}}]},"links":{}})");
  std::set<Json> values;
  for (std::uint64_t chance = 0; chance < 50; ++chance) {
    const Json more = Json::parse(injected(whole.dump(), Fault::unknown, chance));
    const Json steps = Json::diff(whole, more);
    for (const Json& step : steps) {
      const std::string what = step.at("op");
      const std::string where = step.at("path");
      CHECK(what == "add");
      CHECK(where.ends_with("/x_new"));
      values.insert(step.at("value"));
    }
    CHECK(steps.size() == 6);
  }
  CHECK(values.size() == 4);
}

TEST_CASE("a name whose row was lost on the way counts as not asked") {
  Options options = plain();
  options.stale = 1;
  options.faults.push_back({Fault::types, 0.5});
  Service service(options, "");
  int whole = 0;
  for (int i = 0; i < 20 && whole < 2; ++i) {
    const auto faults = service.counters().faults;
    const Reply reply = answer(service, asking_for({"acmewidgets.com"}));
    const bool had_fault = service.counters().faults > faults;
    if (!had_fault) CHECK((reply.body.find("stale") != std::string::npos) == (whole++ == 0));
  }
  CHECK(whole == 2);
  CHECK(service.counters().faults > 0);
  CHECK(service.counters().asked_again == 0);
}

TEST_CASE("a refusal is made wrong like any other answer") {
  Options options = plain();
  options.faults.push_back({Fault::lost, 1});
  Service service(options, "");
  CHECK(answer(service, call_of("GET", "/nowhere")).status == 0);
  Call nobody = call_of("GET", "/me");
  nobody.authorization.clear();
  CHECK(answer(service, nobody).status == 401);  // without a key there is no fault
}
