#include "sandbox/swaps.hpp"

#include <catch2/catch.hpp>

#include "partner_day.hpp"

using namespace sandbox_test;

namespace {

// An order that has been completed, with six Google and two Microsoft domains.
struct LiveOrder : PartnerDay {
  std::string id = placed(order());
  Json google, microsoft;
  LiveOrder() {
    now += 1h;
    google = list("/domains")[0];
    microsoft = list("/domains")[7];
  }
  Json swap(const Json& old, const std::string& with, const char* type = "standard") {
    return {{"type", type}, {"domain_id", old.at("id")}, {"replacement_domain", with}};
  }
  std::string refused(const Json& body, std::string_view path = "/swaps") {
    const Reply reply = call("POST", path, body.dump());
    INFO(reply.body);
    CHECK(reply.status == 400);
    return error_in(reply.body).value("field", "");
  }
};

}  // namespace

TEST_CASE("a standard swap retires the old domain at once and is completed some minutes later") {
  LiveOrder day;
  const std::string fresh = day.names(1, "fresh")[0];
  const Json swap = day.data("POST", "/swaps", day.swap(day.google, fresh), 201);
  CHECK(is_id(swap.at("id").get<std::string>(), "swp_"));
  CHECK(swap.at("status") == "created");
  CHECK(swap.at("order_id") == day.id);
  CHECK(swap.at("replacement_domain") == fresh);
  const Json names = values_of(day.list("/domains"), "domain");
  CHECK(names.size() == 8);
  CHECK(std::count(names.begin(), names.end(), day.google.at("domain")) == 0);
  CHECK(std::count(names.begin(), names.end(), fresh) == 1);
  CHECK(day.shown(day.id).at("domains").at("registered").at(0) == fresh);
  const std::string path = "/swaps/" + swap.at("id").get<std::string>();
  day.now += kSwapBegins;
  CHECK(day.data("GET", path).at("status") == "in_progress");
  day.now += kSwapTakes;
  CHECK(day.data("GET", path).at("status") == "completed");
  CHECK(day.service->counters().swaps == 1);
  // The old one is not on sale again.
  const Json ask = {{"domains", {day.google.at("domain")}}};
  CHECK(day.data("POST", "/domains/availability", ask)["domains"][0]["reason"] == "taken");
}

TEST_CASE("an order has an event when a swap changes what it costs, and only then") {
  PartnerDay day;
  day.options.webhook_url = "http://127.0.0.1:9/";
  const std::string id = day.placed(day.order());
  day.now += 1h;
  const Json domain = day.list("/domains")[0];
  day.service->take_events();
  CHECK(day.service->take_events().empty());
  const Json before = day.shown(id).at("costs");
  const Json swap = {
      {"type", "standard"}, {"domain_id", domain.at("id")}, {"replacement_domain", day.names(1, "fresh")[0]}};
  day.data("POST", "/swaps", swap, 201);
  std::vector<Event> orders = day.service->take_events();
  std::erase_if(orders, [](const Event& event) { return !event.type.starts_with("order."); });
  REQUIRE(orders.size() == 1);
  CHECK(orders[0].type == "order.completed");
  CHECK(orders[0].data.at("costs").at("total_cents").get<int>() > before.at("total_cents").get<int>());
  CHECK(Json::parse(orders[0].data.dump()) == day.shown(id));
}

TEST_CASE("the same swap sent twice is another one where the vendor is careless, and refused here") {
  LiveOrder day;
  const Json body = day.swap(day.google, day.names(1, "fresh")[0]);
  day.data("POST", "/swaps", body, 201);
  CHECK(day.refused(body) == "domain_id");

  LiveOrder careless;
  careless.service.reset();
  careless.options.sells_twice = true;
  careless.id = careless.placed(careless.order());
  careless.now += 1h;
  careless.google = careless.list("/domains")[0];
  const Json twice = careless.swap(careless.google, careless.names(1, "fresh")[0]);
  careless.data("POST", "/swaps", twice, 201);
  careless.data("POST", "/swaps", twice, 201);
  CHECK(careless.service->counters().swaps_of_same_domain == 1);
}

TEST_CASE("a premium swap is for Microsoft, once in 30 days, and keeps the old domain warm for 14") {
  LiveOrder day;
  const auto fresh = day.names(3, "fresh");
  CHECK(day.refused(day.swap(day.google, fresh[0], "premium")) == "type");
  day.data("POST", "/swaps", day.swap(day.microsoft, fresh[0], "premium"), 201);
  CHECK(day.list("/domains", {{"status", "retiring"}}).size() == 1);
  const Json replacement = day.list("/domains").back();
  CHECK(replacement.at("domain") == fresh[0]);
  CHECK(replacement.at("provider") == "microsoft");
  CHECK(day.refused(day.swap(replacement, fresh[1], "premium")) == "domain_id");
  CHECK(day.refused(day.swap(day.list("/domains")[6], fresh[1], "premium")) == "type");  // the quota
  day.now += kKeptWarm;
  CHECK(day.list("/domains").size() == 8);
  day.now += 17 * 24h;
  day.data("POST", "/swaps", day.swap(replacement, fresh[1], "premium"), 201);
}

TEST_CASE("a swap waits for a replacement that the customer has to import, and goes on by itself") {
  LiveOrder day;
  day.service.reset();
  day.options.taken = {"brought.com"};
  day.id = day.placed(day.order());
  day.now += 1h;
  day.google = day.list("/domains")[0];
  const Json swap = day.data("POST", "/swaps", day.swap(day.google, "brought.com"), 201);
  CHECK(swap.at("status") == "action_required");
  CHECK(day.list("/domains")[0].at("domain") == day.google.at("domain"));
  day.data("POST", "/domains/import", {{"domains", {"brought.com"}}});
  day.now += 1h;
  CHECK(day.list("/swaps")[0].at("status") == "completed");
  CHECK(day.shown(day.id).at("domains").at("imported") == Json{"brought.com"});
}

TEST_CASE("names are changed with a row for each inbox, again at each call") {
  LiveOrder day;
  const Json body = {{"domain_id", day.google.at("id")}, {"personas", day.order().at("personas")}};
  const Json swaps = day.data("POST", "/swaps/user_names", body, 201).at("swaps");
  REQUIRE(swaps.size() == 2);
  CHECK(swaps[0].at("type") == "user_names");
  CHECK(swaps[0].at("replacement_domain").is_null());
  day.data("POST", "/swaps/user_names", body, 201);
  CHECK(day.service->counters().renamings == 2);
  day.now += kSwapBegins + kSwapTakes;
  CHECK(day.list("/swaps", {{"status", "completed"}}).size() == 4);
  CHECK(day.list("/swaps", {{"domain_id", day.google.at("id")}, {"order_id", day.id}}).size() == 4);
  CHECK(day.list("/swaps", {{"user_id", "usr_else"}}).empty());
  CHECK(day.refused({{"domain_id", day.google.at("id")}, {"personas", Json::array()}}, "/swaps/user_names") ==
        "personas");
}

TEST_CASE("what the description forbids of a swap is refused, and the field is named") {
  LiveOrder day;
  const std::string fresh = day.names(1, "fresh")[0];
  Json body = day.swap(day.google, fresh);
  const auto with = [&](const char* field, const Json& value) {
    Json changed = body;
    changed[field] = value;
    return day.refused(changed);
  };
  CHECK(with("type", "user_names") == "type");
  CHECK(with("type", nullptr) == "type");
  CHECK(with("domain_id", "dom_none") == "domain_id");
  CHECK(with("domain_id", day.google.at("domain")) == "domain_id");
  CHECK(with("replacement_domain", "www.acme.com") == "replacement_domain");
  CHECK(with("replacement_domain", 7) == "replacement_domain");
  CHECK(with("replacement_domain", day.microsoft.at("domain")) == "replacement_domain");
  CHECK(day.call("GET", "/swaps/swp_none").status == 404);
  CHECK(day.call("GET", "/swaps/user_names").status == 405);
  CHECK(day.service->counters().swaps == 0);
}
