// The readers of the resources that are small: what is required, what is optional, what is odd.
#include <catch2/catch.hpp>

#include "partner/calls.hpp"
#include "partner/cancellation.hpp"
#include "partner/domains.hpp"
#include "partner/forwarding.hpp"
#include "partner/pending_actions.hpp"
#include "partner/reading.hpp"
#include "partner/scenario_server.hpp"
#include "partner/swaps.hpp"
#include "partner/user_name_swaps.hpp"
#include "partner/users.hpp"

using namespace domainplan;
using namespace domainplan::partner;
using namespace domainplan::tests;

TEST_CASE("a user needs its id; odd optional values are absent and reported") {
  const auto [user, odd] = read_as(read_user, R"({"id": "usr_1", "email": "a@b.example", "first_name": "Ann",
    "last_name": null, "status": "active", "sequencer": {"provider": "smartlead", "client_id": 7},
    "created_at": "2026-11-21T03:04:05Z"})");
  CHECK(user.email == "a@b.example");
  CHECK(user.first_name == "Ann");
  CHECK(user.last_name.empty());
  CHECK(user.sequencer_provider == "smartlead");
  CHECK(user.sequencer_client_id == 7);
  CHECK(user.created_at);
  CHECK(odd.empty());
  const auto strange = read_as(read_user, R"({"id": "usr_1", "email": "nobody", "sequencer": []})");
  CHECK(strange.item.email.empty());
  CHECK(strange.is_odd("email"));
  CHECK(strange.is_odd("sequencer"));
  CHECK_THROWS_AS(read_as(read_user, R"({"id": "ord_1"})"), RunError);
}

TEST_CASE("a domain needs its name, and keeps it where its other values are odd") {
  const auto read =
      read_as(read_domain, R"({"id": "dom_a.b", "domain": "BÜCHER.example", "category": "connected",
    "provider": "yahoo", "usable_for": ["google", "aol"], "order_id": "x", "forwarding_url": "ftp://x"})");
  CHECK(read.item.domain == "xn--bcher-kva.example");
  CHECK(read.item.category == "connected");
  CHECK(read.item.usable_for == ProviderSet(Provider::google));
  for (const char* name : {"id", "provider", "usable_for", "order_id", "forwarding_url"})
    CHECK(read.is_odd(name));
  CHECK_THROWS_AS(read_as(read_domain, R"({"id": "dom_1", "category": "inventory"})"), RunError);
  CHECK_THROWS_AS(read_as(read_domain, R"({"domain": "no domain"})"), RunError);
}

TEST_CASE("an action names the person as far as the API says who it is") {
  const auto user_of = [](const char* user) {
    return read_as(read_action,
                   fmt::format(R"({{"id": "act_1", "type": "replace_domain", "user": {}}})", user))
        .item.user;
  };
  CHECK(user_of(R"({"email": "a@b.example", "first_name": "Ann"})") == "a@b.example");
  CHECK(user_of(R"({"first_name": "Ann", "last_name": "Bee"})") == "Ann Bee");
  CHECK(user_of(R"({"id": "usr_1"})") == "usr_1");
  CHECK(user_of(R"("Ann")") == "Ann");
  CHECK(user_of("null").empty());
  CHECK_THROWS_AS(read_as(read_action, R"({"id": "act_1"})"), RunError);
}

TEST_CASE("a swap needs id, type and status; a renaming has no replacement") {
  const auto [swap, odd] = read_as(read_swap, R"({"id": "swp_1", "type": "user_names", "status": "created",
    "domain_id": "dom_1", "replacement_domain": null})");
  CHECK(swap.in_progress());
  CHECK(swap.replacement_domain.empty());
  CHECK(odd.empty());
  for (const char* text :
       {R"({"id": "swp_1", "type": "standard"})", R"({"id": "swp_1", "status": "created"})",
        R"({"id": "swp_", "type": "standard", "status": "created"})"})
    CHECK_THROWS_AS(read_as(read_swap, text), RunError);
}

TEST_CASE("of the swaps of a renaming an odd one is reported beside the others") {
  const auto read = read_as(read_user_name_swaps, R"({"swaps": [7, {"id": "swp_1", "type": "user_names",
    "status": "created"}]})")
                        .item;
  CHECK(read.swaps.size() == 1);
  CHECK(read.odd.size() == 1);
  CHECK_THROWS_AS(read_as(read_user_name_swaps, "{}"), RunError);
}

TEST_CASE("a forwarding job says what became of each domain") {
  const auto [job, odd] = read_as(read_forwarding_job, R"({"id": "fwj_1", "status": "partial_success",
    "completed": ["A.com", 7], "failed": [{"domain": "b.com", "reason": "dns_lookup_failed"}, {"domain": "?"}, 1],
    "completed_count": 1, "failed_count": -1, "completed_at": null})");
  CHECK_FALSE(job.in_progress());
  CHECK(job.completed == std::vector<std::string>{"a.com"});
  CHECK(job.failed == std::map<std::string, std::string>{{"b.com", "dns_lookup_failed"}});
  CHECK_FALSE(job.failed_count);
  CHECK(odd.size() == 4);
}

TEST_CASE("a cancellation says when it ends, and for which domains") {
  const Cancellation read = read_as(read_cancellation, R"({"id": "ord_1", "status": "cancel_scheduled",
    "cancels_at": "2026-12-21T00:00:00Z", "domains": [{"id": "dom_1", "domain": "a.com"}, {}]})")
                                .item;
  CHECK(read.cancels_at);
  CHECK_FALSE(read.cancellation_scheduled_at);
  REQUIRE(read.domains.size() == 1);
  CHECK(read.domains[0].domain == "a.com");
  CHECK(read.odd.size() == 1);
}

TEST_CASE("what changes something is sent once, with the body the API wants, and judged like an order") {
  std::string body, line;
  int status = 503;
  ScenarioServer server([&](const Received& request) {
    body = request.body;
    line = request.line;
    return answer(status, envelope("invalid_request", "no"));
  });
  Client client(quick_options(server.url()), {});
  for (const SendState state : {SendState::lost, SendState::refused}) {
    CHECK(create_swap(client, SwapType::premium, "dom_1", "b.com", false).state == state);
    CHECK(line == "POST /partner/v1/swaps HTTP/1.1");
    CHECK(body == R"({"domain_id":"dom_1","replacement_domain":"b.com","type":"premium"})");
    CHECK(change_user_names(client, "dom_1", {{"Ann", "Bee", ""}}, false).state == state);
    CHECK(
        body ==
        R"({"domain_id":"dom_1","personas":[{"first_name":"Ann","last_name":"Bee","profile_picture_url":""}]})");
    CHECK(change_forwarding(client, {"a.com"}, "https://x.example", false).state == state);
    CHECK(body == R"({"domains":["a.com"],"forwarding_url":"https://x.example"})");
    CHECK(cancel_order(client, "ord_1", {}, false).state == state);
    CHECK(line == "POST /partner/v1/orders/ord_1/cancel HTTP/1.1");
    CHECK(body.empty());
    CHECK(cancel_order(client, "ord_1", {"a.com"}, false).state == state);
    CHECK(body == R"({"domains":["a.com"]})");
    status = 400;
  }
  CHECK(server.received().size() == 10);
}
