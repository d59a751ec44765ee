#include "domainplan/cancel.hpp"

#include <catch2/catch.hpp>

#include "domainplan/error.hpp"
#include "operations/edited_api.hpp"
#include "operations/placed_plan.hpp"

using namespace domainplan;
using namespace domainplan::tests;

namespace {

Cancelling cancelled_by(Session& session, const PlacedPlan& plan, std::vector<std::string> domains = {},
                        bool agrees = true) {
  Cancelling result;
  cancel_live(
      session,
      {.folder = plan.folder,
       .customer = "c1",
       .domains = std::move(domains),
       .state_folder = plan.state,
       .poll = 1ms,
       .looks = kSoon},
      [&](const Cancelling&) { return agrees; }, result);
  return result;
}

Cancelling cancelled(PlacedPlan& plan, std::vector<std::string> domains = {}, bool agrees = true) {
  return cancelled_by(*plan.account.session(), plan, std::move(domains), agrees);
}

std::size_t count(const Cancelling& result, CancelState state) {
  return static_cast<std::size_t>(
      std::count_if(result.domains.begin(), result.domains.end(),
                    [&](const CancelledDomain& domain) { return domain.state == state; }));
}

std::string status_of(PlacedPlan& plan) { return plan.account.get("/orders/" + plan.ids[0]).at("status"); }

}  // namespace

TEST_CASE("an order is cancelled as a whole, once") {
  PlacedPlan plan;
  const Cancelling result = cancelled(plan);
  CHECK(result.order == plan.ids[0]);
  CHECK(count(result, CancelState::cancelled) == 8);
  CHECK(result.ends_at.has_value());
  CHECK(status_of(plan) == "cancel_scheduled");
  const auto lines = plan.account.get("/orders/" + plan.ids[0]).at("costs").at("line_items");
  CHECK(result.month_cents ==
        lines.at(0).at("amount_cents").get<Cents>() + lines.at(1).at("amount_cents").get<Cents>());
  CHECK(count(cancelled(plan), CancelState::cancelled_before) == 8);
  CHECK(plan.account.counters().cancellations == 1);
}

TEST_CASE("some domains of an order are cancelled, and what they save is their share of the bill") {
  PlacedPlan plan;
  const auto names = plan.domains();
  const Cancelling result = cancelled(plan, {names[0], names[1]});
  CHECK(count(result, CancelState::cancelled) == 2);
  CHECK(status_of(plan) == "completed");
  CHECK(result.month_cents.has_value());
  const Cancelling again = cancelled(plan, {names[0], names[2]});
  CHECK(count(again, CancelState::cancelled_before) == 1);
  CHECK(count(again, CancelState::cancelled) == 1);
  CHECK(plan.account.counters().cancellations == 2);
}

TEST_CASE("a domain that is retiring is not cancelled again, and adds nothing to what is saved") {
  PlacedPlan plan;
  const Cents whole = cancelled(plan, {}, false).month_cents.value();
  EditedApi api(plan.account, plan.folder);
  const std::string retiring = "kept-warm.com";
  api.edits = [&](const std::string& call, nlohmann::json& data) {
    if (call != "GET /domains") return;
    auto old = data.at(0);
    old["domain"] = retiring;
    old["id"] = "dom_warm";
    old["status"] = "retiring";
    data.push_back(old);
  };
  const auto run = [&](std::vector<std::string> domains) {
    return cancelled_by(*api.session(), plan, std::move(domains), false);
  };
  const Cancelling all = run({});
  CHECK(all.domains.size() == 9);
  CHECK(count(all, CancelState::retiring) == 1);
  CHECK(all.month_cents == whole);
  CHECK(run({retiring}).month_cents == 0);
}

TEST_CASE("where nobody agrees nothing is cancelled") {
  PlacedPlan plan;
  CHECK(count(cancelled(plan, {}, false), CancelState::not_sent) == 8);
  CHECK(plan.account.counters().cancellations == 0);
}

TEST_CASE("a cancellation whose answer was lost is found in the vendor's lists") {
  sandbox::Options options = quiet();
  options.faults = {{.fault = sandbox::Fault::lost, .on = "POST /orders/{id}/cancel", .most = 1}};
  PlacedPlan plan(options);
  CHECK(count(cancelled(plan), CancelState::cancelled) == 8);
  CHECK(plan.account.counters().cancellations == 1);
}

TEST_CASE("a cancellation that never arrived is unknown, and sent by the next run") {
  sandbox::Options options = quiet();
  options.faults = {{.fault = sandbox::Fault::dropped, .on = "POST /orders/{id}/cancel", .most = 1}};
  PlacedPlan plan(options);
  const Cancelling lost = cancelled(plan);
  CHECK(count(lost, CancelState::outcome_unknown) == 8);
  CHECK(lost.is_lost);
  CHECK(count(cancelled(plan), CancelState::cancelled) == 8);
  CHECK(plan.account.counters().cancellations == 1);
}

TEST_CASE("a domain that the list lacks is no proof that it was cancelled") {
  PlacedPlan plan;
  const std::string name = plan.domains()[0];
  EditedApi api(plan.account, plan.folder);
  bool is_lost = false;
  api.answers = [&](const std::string& call, httplib::Response& response) {
    return call.ends_with("/cancel") && (is_lost = true) && EditedApi::lose(response);
  };
  api.edits = [&](const std::string& call, nlohmann::json& data) {
    if (call == "GET /domains" && is_lost)
      data.erase(std::remove_if(data.begin(), data.end(),
                                [&](const auto& domain) { return domain.at("domain") == name; }),
                 data.end());
  };
  Cancelling result;
  cancel_live(*api.session(),
              {.folder = plan.folder,
               .customer = "c1",
               .domains = {name},
               .state_folder = plan.state,
               .poll = 1ms,
               .looks = kSoon},
              {}, result);
  CHECK(count(result, CancelState::outcome_unknown) == 1);
  CHECK(plan.account.counters().cancellations == 0);
}

TEST_CASE("an answer about another order does not say that this one was cancelled") {
  PlacedPlan plan;
  EditedApi api(plan.account, plan.folder);
  api.answers = [](const std::string& call, httplib::Response& response) {
    return call.ends_with("/cancel") && EditedApi::answer(response, 200, {{"data", {{"id", "ord_other"}}}});
  };
  const Cancelling result = cancelled_by(*api.session(), plan);
  CHECK(count(result, CancelState::outcome_unknown) == 8);
  CHECK_THAT(result.error, Catch::Contains("the answer is about ord_other"));
}

TEST_CASE("an answer that leaves out a domain that was to end does not say that it was cancelled") {
  PlacedPlan plan;
  const auto names = plan.domains();
  EditedApi api(plan.account, plan.folder);
  api.answers = [&](const std::string& call, httplib::Response& response) {
    return call.ends_with("/cancel") &&
           EditedApi::answer(response, 200,
                             {{"data",
                               {{"id", plan.ids[0]},
                                {"status", "cancel_scheduled"},
                                {"domains", {{{"id", "dom_1"}, {"domain", "other.com"}}}}}}});
  };
  const Cancelling result = cancelled_by(*api.session(), plan, {names[0]});
  CHECK(count(result, CancelState::outcome_unknown) == 1);
  CHECK_THAT(result.error, Catch::Contains(names[0] + " is not among the domains of the answer"));
}

TEST_CASE("a cancellation that the vendor takes but never lists is unknown") {
  PlacedPlan plan;
  EditedApi api(plan.account, plan.folder);
  api.answers = [&](const std::string& call, httplib::Response& response) {
    return call.ends_with("/cancel") &&
           EditedApi::answer(response, 200,
                             {{"data", {{"id", plan.ids[0]}, {"status", "cancel_scheduled"}}}});
  };
  const Cancelling result = cancelled_by(*api.session(), plan);
  CHECK(result.is_shown_live);
  CHECK(count(result, CancelState::outcome_unknown) == 8);
  CHECK(count(result, CancelState::cancelled) == 0);
}

TEST_CASE("a domain that is named twice is cancelled and counted once") {
  PlacedPlan plan;
  const std::string name = plan.domains()[0];
  const Cancelling once = cancelled(plan, {name, name}, false);
  CHECK(once.domains.size() == 1);
  CHECK(once.month_cents == cancelled(plan, {name}, false).month_cents);
}

TEST_CASE("of an order that has ended already and shows no domains, it is said that it has") {
  PlacedPlan plan;
  EditedApi api(plan.account, plan.folder);
  api.edits = [&](const std::string& call, nlohmann::json& data) {
    if (call == "GET /domains") data = nlohmann::json::array();
    if (call == "GET /orders/" + plan.ids[0]) data["status"] = "cancelled";
  };
  Cancelling result;
  cancel_live(*api.session(), {.folder = plan.folder, .customer = "c1", .state_folder = plan.state}, {},
              result);
  CHECK(result.domains.empty());
  CHECK(result.had_ended);
  CHECK(result.order_status == "cancelled");
  CHECK(api.count("POST /orders/" + plan.ids[0] + "/cancel") == 0);
}

TEST_CASE("a customer without a placed order, and a domain that is not on it, are refused") {
  PlacedPlan plan;
  const auto session = plan.account.session();
  Cancelling result;
  CHECK_THROWS_WITH(cancel_live(*session, {.folder = plan.folder, .customer = "c9"}, {}, result),
                    Catch::Contains("'c9' is not a customer"));
  CHECK_THROWS_WITH(cancelled(plan, {"example.com"}), Catch::Contains("'example.com' is not a domain of"));
  CHECK(plan.account.counters().cancellations == 0);
}

TEST_CASE("where a cancellation is interrupted, its result says so") {
  sandbox::Options options = quiet();
  options.faults = {{.fault = sandbox::Fault::dropped, .on = "POST /orders/{id}/cancel", .most = 1}};
  PlacedPlan plan(options);
  std::stop_source stop;
  const auto session =
      plan.account.session(stop.get_token(), [&](const partner::Wait&) { stop.request_stop(); });
  Cancelling result;
  CHECK_THROWS_AS(cancel_live(*session, {.folder = plan.folder, .customer = "c1", .state_folder = plan.state},
                              {}, result),
                  Interrupted);
  CHECK(count(result, CancelState::outcome_unknown) == 8);
  CHECK_THAT(result.error, Catch::Contains("interrupted"));
}
