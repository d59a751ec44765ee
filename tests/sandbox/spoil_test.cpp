#include "sandbox/spoil.hpp"

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

const std::vector<std::pair<const char*, double Options::*>> kKinds = {
    {"429", &Options::fault_429},
    {"500", &Options::fault_500},
    {"cut", &Options::fault_cut},
    {"lost", &Options::fault_lost},
    {"slow", &Options::fault_slow},
    {"truncated", &Options::fault_truncated},
    {"malformed", &Options::fault_malformed},
    {"types", &Options::fault_types},
    {"unknown", &Options::fault_unknown}};

}  // namespace

TEST_CASE("every kind of fault is decided by the seed and the request's number, in its share") {
  Options options;
  for (const auto& [name, share] : kKinds) options.*share = 0.1;
  std::map<Fault, int> count;
  for (std::uint64_t i = 0; i < 20'000; ++i) ++count[fault_of(options, i)];
  CHECK(count.size() == kKinds.size() + 1);
  for (const auto& [fault, times] : count) CHECK(times / 20'000.0 == Approx(0.1).margin(0.015));
}

TEST_CASE("a seed of their own moves the faults and nothing else") {
  Options options;
  options.fault_lost = 0.5;
  Options other = options;
  other.fault_seed = 7;
  int different = 0;
  for (std::uint64_t i = 0; i < 1'000; ++i) different += fault_of(options, i) == fault_of(other, i) ? 0 : 1;
  CHECK(different > 300);
  Options same = other;
  same.seed = 99;
  for (std::uint64_t i = 0; i < 1'000; ++i) CHECK(fault_of(same, i) == fault_of(other, i));
}

TEST_CASE("faults can be kept to one path, or one method of it") {
  Options options;
  const auto may = [&](const char* method, std::string_view path) {
    return may_fail(options, call_of(method, path));
  };
  CHECK(may("GET", "/me"));
  options.fault_on = "/orders";
  CHECK(may("GET", "/orders"));
  CHECK(may("POST", "/orders"));
  CHECK_FALSE(may("GET", "/orders/pending"));
  CHECK_FALSE(may("GET", "/me"));
  options.fault_on = "POST /orders";
  CHECK(may("POST", "/orders"));
  CHECK_FALSE(may("GET", "/orders"));
  CHECK_FALSE(may("POST", "/order"));
}

TEST_CASE("an order whose answer never arrives has been placed, whatever became of the answer") {
  const auto& [text, share] = kKinds.at(GENERATE(range(std::size_t{0}, std::size_t{9})));
  const std::string kind = text;
  INFO(kind);
  PartnerDay day;
  day.options.*share = 1;
  day.options.fault_on = "POST /orders";
  const Reply reply = day.call("POST", "/orders", day.order().dump());
  const bool instead = kind == "429" || kind == "500";
  const Counters counters = day.service->counters();
  CHECK(counters.orders == (instead ? 0 : 1));
  CHECK(counters.faults == 1);
  CHECK(day.list("/orders").size() == counters.orders);  // which has no fault
  CHECK((reply.status == 0) == (kind == "lost"));
  CHECK(reply.cut_off == (kind == "cut"));
  CHECK(reply.slow == (kind == "slow"));
  // The same body again: still one order.
  day.call("POST", "/orders", day.order().dump());
  CHECK(day.service->counters().orders == counters.orders);
}

TEST_CASE("a truncated answer is not empty and no JSON, and a malformed one is no text even") {
  const std::string whole = R"({"data":{"id":"ord_1","status":"in_progress"}})";
  std::set<std::size_t> sizes;
  for (std::uint64_t chance = 0; chance < 300; ++chance) {
    Reply reply{.body = whole};
    spoil(reply, Fault::truncated, mixed(chance));
    CHECK(whole.starts_with(reply.body));
    REQUIRE_FALSE(reply.body.empty());
    CHECK_FALSE(Json::accept(reply.body));
    sizes.insert(reply.body.size());
  }
  CHECK(sizes.size() > 20);
  Reply reply{.body = whole};
  spoil(reply, Fault::malformed, 1);
  CHECK_FALSE(Json::accept(reply.body));
  CHECK(reply.status == 200);
}

TEST_CASE("a wrong type befalls one field at a time, and in the end each of them") {
  const Json whole = Json::parse(R"({"data":{"id":"ord_1","count":3,"bundle_id":null,"live":true,)"
                                 R"("domains":["a.com"],"costs":{"total":1}}})");
  std::set<std::string> changed;
  for (std::uint64_t chance = 0; chance < 300; ++chance) {
    Reply reply{.body = whole.dump()};
    spoil(reply, Fault::types, mixed(chance));
    const Json spoilt = json_of(reply);
    const auto places = differences(whole, spoilt);
    REQUIRE(places.size() == 1);
    const Json::json_pointer place(places[0]);
    CHECK(spoilt.at(place).type() != whole.at(place).type());
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
    Reply reply{.body = whole.dump()};
    spoil(reply, Fault::unknown, mixed(chance));
    const Json more = json_of(reply);
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
  options.fault_types = 0.5;
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

TEST_CASE("a refusal is spoilt like any other answer") {
  Options options = plain();
  options.fault_lost = 1;
  Service service(options, "");
  CHECK(answer(service, call_of("GET", "/nowhere")).status == 0);
  Call nobody = call_of("GET", "/me");
  nobody.authorization.clear();
  CHECK(answer(service, nobody).status == 401);  // without a key there is no fault
}
