#include <catch2/catch.hpp>

#include "core/text.hpp"
#include "partner_day.hpp"

using namespace sandbox_test;

TEST_CASE("an order in full has what it costs line by line, its domains and its personas") {
  PartnerDay day;
  day.data("POST", "/domains/import", {{"domains", {"brought.com"}}});
  day.now += 1h;
  Json order = day.order();
  order["domains"][7] = "brought.com";
  const Json receipt = day.data("POST", "/orders", order);
  const Json full = day.shown(receipt.at("id"));
  for (const auto& [key, value] : receipt.items())
    if (key != "costs") CHECK(full.at(key) == value);
  CHECK(full.at("costs").at("total_cents") == receipt.at("costs").at("total_cents"));
  Cents sum = 0;
  for (const Json& line : full.at("costs").at("line_items")) sum += line.at("amount_cents").get<Cents>();
  CHECK(sum == full.at("costs").at("total_cents"));
  // The vendor's example figures: six domains with two inboxes each, and two for Microsoft.
  CHECK(full["costs"]["line_items"] ==
        Json{{{"type", "google_license"}, {"quantity", 12}, {"amount_cents", 1200}},
             {{"type", "microsoft_license"}, {"quantity", 2}, {"amount_cents", 1800}},
             {{"type", "domain_registration"}, {"quantity", 7}, {"amount_cents", sum - 3000}}});
  CHECK(full.at("domains").at("imported") == Json{"brought.com"});
  CHECK(full.at("domains").at("registered").size() == 7);
  CHECK(full.at("personas") == order.at("personas"));
  CHECK_THAT(full.dump(), !Catch::Contains("s3cret"));
}

TEST_CASE("orders are listed by user, bundle and status, a page at a time") {
  PartnerDay day;
  const std::string first = day.placed(day.order("Ops@Acme.com", "a"));
  const std::string second = day.placed(day.order("ops@acme.com", "b"));
  day.now += 1h;
  const std::string third = day.placed(day.order("usr_other", "c"));
  CHECK(values_of(day.list("/orders"), "id") == std::vector{first, second, third});
  CHECK(values_of(day.list("/orders", {{"user", "OPS@acme.com"}}), "id") == std::vector{first, second});
  const std::string user_id = day.shown(first).at("user_id");
  CHECK(values_of(day.list("/orders", {{"user", user_id}}), "id") == std::vector{first, second});
  CHECK(values_of(day.list("/orders", {{"user", "usr_other"}}), "id") == std::vector{third});
  CHECK(day.list("/orders", {{"user", "nobody@acme.com"}}).empty());
  CHECK(values_of(day.list("/orders", {{"user_id", user_id}}), "id") == std::vector{first, second});
  CHECK(values_of(day.list("/orders", {{"user_email", "ops@acme.com"}}), "id") == std::vector{first, second});
  CHECK(day.list("/orders", {{"user", "ops@acme.com"}, {"user_id", "usr_other"}}).empty());
  CHECK(day.list("/orders", {{"bundle_id", "bun_01HZX0B2VNB0TJQE7X5H3C9R8M"}}).size() == 3);
  CHECK(day.list("/orders", {{"bundle_id", "bun_else"}}).empty());
  CHECK(values_of(day.list("/orders", {{"status", "completed"}}), "id") == std::vector{first, second});
  CHECK(day.list("/orders", {{"status", "cancelled"}}).empty());

  const Json page = json_of(day.call("GET", "/orders", "", {{"user", "ops@acme.com"}, {"per_page", "1"}}));
  CHECK(values_of(page.at("data"), "id") == std::vector{first});
  const std::string next = page.at("links").at("next");
  CHECK_THAT(next,
             Catch::StartsWith("http://127.0.0.1:4010/partner/v1/orders?per_page=1&user=ops%40acme.com&"));
  const std::string token = next.substr(next.find("page_token=") + 11);
  const Json last = json_of(
      day.call("GET", "/orders", "", {{"user", "ops@acme.com"}, {"per_page", "1"}, {"page_token", token}}));
  CHECK(values_of(last.at("data"), "id") == std::vector{second});
  CHECK(last.at("links").at("next").is_null());
}

TEST_CASE("an order that is not there is not found, also where another environment has it") {
  PartnerDay day;
  const std::string id = day.placed(day.order());
  CHECK(day.call("GET", "/orders/ord_none").status == 404);
  day.authorization = "Bearer pk_live_sandbox";
  CHECK(day.call("GET", "/orders/" + id).status == 404);
  CHECK(day.list("/orders").empty());
  CHECK(day.list("/domains").empty());
}

TEST_CASE("an order's domains are listed as connected, each with the provider it serves") {
  PartnerDay day;
  Json order = day.order();
  order["domains"][0] = {{"domain", order["domains"][0]}, {"forwarding_url", "https://else.com/"}};
  const Json receipt = day.data("POST", "/orders", order);
  const Json domains = day.list("/domains");
  REQUIRE(domains.size() == 8);
  std::map<std::string, int> served;
  for (const Json& domain : domains) {
    CHECK(is_id(domain.at("id").get<std::string>(), "dom_"));
    CHECK(domain.at("category") == "connected");
    CHECK(domain.at("order_id") == receipt.at("id"));
    CHECK(domain.at("user_id") == receipt.at("user_id"));
    ++served[domain.at("provider")];
  }
  CHECK(served == std::map<std::string, int>{{"google", 6}, {"microsoft", 2}});
  CHECK(domains[0].at("forwarding_url") == "https://else.com/");
  CHECK(domains[1].at("forwarding_url") == "https://acme.com/");
  CHECK(day.list("/domains", {{"category", "inventory"}}).empty());
  CHECK(day.list("/domains", {{"user", "ops@acme.com"}}).size() == 8);
  CHECK(day.list("/domains", {{"user", "else@acme.com"}}).empty());
  CHECK(day.list("/domains", {{"user_email", "ops@acme.com"}}).size() == 8);
  CHECK(day.list("/domains", {{"user_id", receipt.at("user_id")}}).size() == 8);
  CHECK(day.list("/domains", {{"usable_for", "microsoft"}, {"per_page", "3"}}).size() == 3);
}

TEST_CASE("a bad filter of the domains is refused by name") {
  PartnerDay day;
  for (const char* field : {"category", "usable_for", "per_page", "page_token"}) {
    const Reply reply = day.call("GET", "/domains", "", {{field, "what"}});
    CHECK(reply.status == 400);
    CHECK(error_in(reply.body).at("field") == field);
  }
}

TEST_CASE("what is on an order is no longer to be had, in its environment") {
  PartnerDay day;
  const Json order = day.order();
  day.placed(order);
  const Json ask = {{"domains", {order["domains"][0]}}};
  const Json row = day.data("POST", "/domains/availability", ask).at("domains").at(0);
  CHECK(row.at("available") == false);
  CHECK(row.at("reason") == "taken");
  day.authorization = "Bearer pk_live_sandbox";
  CHECK(day.data("POST", "/domains/availability", ask)["domains"][0]["available"] == true);
}

TEST_CASE("a key that may only read reads orders and domains, and a limited one does not") {
  PartnerDay day;
  for (const char* path : {"/orders", "/orders/pending", "/domains", "/domains/import?"}) {
    const std::string_view plain_path = split(path, "?").front();
    day.authorization = "Bearer pk_test_limited_1";
    CHECK(day.call("GET", plain_path, "", {{"domains", "a.com"}}).status == 403);
    day.authorization = "Bearer pk_test_read_1";
    CHECK(day.call("GET", plain_path, "", {{"domains", "acme.com"}}).status == 200);
  }
  for (const char* path : {"/orders", "/domains/import", "/domains/import/jobs"}) {
    CHECK(day.call("POST", path, "{}").status == 403);
  }
  CHECK(day.call("PATCH", "/bundles/bun_01HZX0B2VNB0TJQE7X5H3C9R8M", "{}").status == 403);
}

TEST_CASE("the counters show how many orders were made, and which were made again") {
  PartnerDay day;
  const Json order = day.order();
  day.placed(order);
  day.placed(order);  // the same body: the same order
  day.placed(day.order("OPS@acme.com", "again"));
  day.placed(day.order("else@acme.com", "third"));
  const auto before = day.service->counters().requests;
  const Reply reply = answer(*day.service, [] {
    Call call = call_of("GET", "");
    call.path = "/_sandbox/counters";
    call.authorization.clear();
    return call;
  }());
  CHECK(reply.status == 200);
  const Json counters = json_of(reply);
  CHECK(counters.at("orders") == 3);
  CHECK(counters.at("orders_of_same_body") == 0);
  CHECK(counters.at("orders_of_same_user_and_bundle") == 1);
  CHECK(counters.at("requests") == 4);
  CHECK(day.service->counters().requests == before);
}
