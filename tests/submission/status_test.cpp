#include <catch2/catch.hpp>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "domainplan/status.hpp"
#include "scratch_folder.hpp"
#include "store/journal.hpp"
#include "store/summary_json.hpp"
#include "submission/orders_api.hpp"

using namespace domainplan;
using Catch::Matchers::Contains;
using domainplan::tests::OrdersApi;
using nlohmann::json;

namespace {

// A plan folder with a domain a customer, and its journal.
class OrderedPlan {
 public:
  explicit OrderedPlan(const OrdersApi& api) : api_(api) {
    std::filesystem::create_directory(folder_ / "orders");
    PlanSummary summary;
    summary.api_url = api.options().base_url;
    summary.environment = Environment::test;
    put_bytes(folder_ / "summary.json", store::summary_json(summary));
    write_rows();
  }

  // A customer whose domain is CUSTOMER.com.
  void add(const std::string& customer, const json& personas = json::array()) {
    rows_ += fmt::format("{0},{0}.com,google,registrar,1000,1000,usd,1,p\n", customer);
    put_bytes(folder_ / fmt::format("orders/{}.json", customer),
              json{{"sequencer", {{"login_password", "s3cret-word"}}}, {"personas", personas}}.dump());
    write_rows();
  }
  void sent(const std::string& customer) { journal().intend(customer, "00", {}); }
  void refused(const std::string& customer, const std::string& why) {
    sent(customer);
    journal().refused(customer, why, {});
  }
  void placed(const std::string& customer, const std::string& id) {
    sent(customer);
    journal().placed(customer, id, 5000, "usd", {});
  }
  // All of it: planned, placed, and known to the API.
  static json receipt(const std::string& id, const std::string& status, const std::string& user = "usr_1") {
    return {{"id", id},
            {"status", status},
            {"user_id", user},
            {"email", fmt::format("{}@example.com", user)},
            {"costs", {{"total_cents", 1234}, {"currency", "usd"}}}};
  }

  StatusReport report() const {
    Session session(api_.options(), Environment::test);
    return StatusReader(folder_.path(), session).read();
  }
  const std::string& path() const { return folder_.path(); }

 private:
  void write_rows() {
    put_bytes(
        folder_ / "plan.csv",
        "customer,domain,provider,source,price_cents,renewal_price_cents,currency,score,pattern\n" + rows_);
  }
  Journal& journal() {
    if (!journal_) journal_.emplace(folder_.path());
    return *journal_;
  }

  const OrdersApi& api_;
  ScratchFolder folder_;
  std::string rows_;
  std::optional<Journal> journal_;
};

using Calls = std::map<std::string, int>;

json action(const std::string& of, const std::string& type, const json& more = json::object()) {
  json action = {{"of", of}, {"id", "act_1"}, {"type", type}, {"reason", ""}, {"status", "open"}};
  action.update(more);
  return action;
}

}  // namespace

TEST_CASE("each status the API knows is reported in words, with whether a person is needed") {
  struct Case {
    const char* status;
    OrderState state;
    bool in_progress, needs_person;
  };
  const auto one = GENERATE(Case{"in_progress", OrderState::in_progress, true, false},
                            Case{"completed", OrderState::completed, false, false},
                            Case{"failed", OrderState::failed, false, true},
                            Case{"action_required", OrderState::action_required, false, true},
                            Case{"cancelled", OrderState::cancelled, false, false},
                            Case{"cancel_scheduled", OrderState::cancel_scheduled, false, false},
                            Case{"put_on_ice", OrderState::other, false, false},
                            Case{"on\x1b[2Jice", OrderState::other, false, false});
  OrdersApi api;
  OrderedPlan plan(api);
  plan.add("acme");
  plan.placed("acme", "ord_1");
  api.orders.push_back(OrderedPlan::receipt("ord_1", one.status));
  const StatusReport report = plan.report();
  REQUIRE(report.orders.size() == 1);
  const OrderStanding& standing = report.orders.front();
  CHECK(standing.customer == "acme");
  CHECK(standing.order_id == "ord_1");
  CHECK(standing.state == one.state);
  CHECK(standing.in_progress == one.in_progress);
  CHECK(standing.needs_person == one.needs_person);
  CHECK(standing.total_cents == 1234);
  CHECK(report.in_progress == one.in_progress);
  CHECK(report.needs_person == one.needs_person);
}

TEST_CASE("orders that the API does not have are reported without a call, in the order of the plan") {
  OrdersApi api;
  OrderedPlan plan(api);
  for (const char* customer : {"zeta", "beta", "acme"}) plan.add(customer);
  {
    const StatusReport report = plan.report();  // there is no journal yet
    REQUIRE(report.orders.size() == 3);
    for (const OrderStanding& standing : report.orders) CHECK(standing.state == OrderState::not_sent);
    CHECK_FALSE(report.needs_person);
  }
  plan.sent("beta");
  plan.refused("acme", "400 order_shape_conflict");
  const StatusReport report = plan.report();
  REQUIRE(report.orders.size() == 3);
  CHECK(report.orders[0].customer == "zeta");
  CHECK(report.orders[0].state == OrderState::not_sent);
  CHECK(report.orders[1].state == OrderState::outcome_unknown);
  CHECK(report.orders[2].state == OrderState::refused);
  CHECK_THAT(report.orders[2].refusal, Contains("order_shape_conflict"));
  CHECK(report.needs_person);
  CHECK_FALSE(report.in_progress);
  CHECK(report.costs.empty());
  CHECK(api.calls().empty());
}

TEST_CASE("an order that the API does not know needs a person, and keeps the cost of its receipt") {
  OrdersApi api;
  OrderedPlan plan(api);
  plan.add("acme");
  plan.placed("acme", "ord_lost");
  const StatusReport report = plan.report();
  CHECK(report.orders.front().state == OrderState::not_found);
  CHECK(report.orders.front().order_id == "ord_lost");
  CHECK(report.costs == std::map<std::string, Cents>{{"usd", 5000}});
  CHECK(report.needs_person);
}

TEST_CASE("an order in the journal that the plan does not know is shown all the same") {
  OrdersApi api;
  OrderedPlan plan(api);
  plan.add("acme");
  plan.placed("stranger", "ord_9");
  api.orders.push_back(OrderedPlan::receipt("ord_9", "completed"));
  const StatusReport report = plan.report();
  REQUIRE(report.orders.size() == 2);
  CHECK(report.orders[1].customer == "stranger");
  CHECK(report.orders[1].state == OrderState::completed);
}

TEST_CASE("costs are added by currency") {
  OrdersApi api;
  OrderedPlan plan(api);
  for (const char* id : {"1", "2", "3"}) {
    plan.add(fmt::format("c{}", id));
    plan.placed(fmt::format("c{}", id), fmt::format("ord_{}", id));
    api.orders.push_back(OrderedPlan::receipt(fmt::format("ord_{}", id), "completed"));
  }
  api.orders[1]["costs"] = {{"total_cents", 77}, {"currency", "eur"}};
  CHECK(plan.report().costs == std::map<std::string, Cents>{{"eur", 77}, {"usd", 2468}});
  // A cost that can be none does not spoil the sum: the receipt's stands.
  api.orders[2]["costs"] = {{"total_cents", INT64_MAX}, {"currency", "usd"}};
  CHECK(plan.report().costs == std::map<std::string, Cents>{{"eur", 77}, {"usd", 6234}});
}

TEST_CASE("a handful of orders cost a call each, many a call a hundred") {
  OrdersApi api;
  OrderedPlan plan(api);
  const auto add = [&](int from, int to) {
    for (int i = from; i < to; ++i) {
      plan.add(fmt::format("c{}", i));
      plan.placed(fmt::format("c{}", i), fmt::format("ord_{}", i));
      api.orders.push_back(OrderedPlan::receipt(fmt::format("ord_{}", i), "completed"));
    }
  };
  add(0, 3);
  plan.report();
  CHECK(api.calls() == Calls{{"/orders/ID", 3}, {"/orders/pending?order_id", 3}});
  add(3, 250);
  const StatusReport report = plan.report();
  CHECK(api.calls() == Calls{{"/orders", 3}, {"/orders/pending", 1}});
  for (const OrderStanding& standing : report.orders) REQUIRE(standing.state == OrderState::completed);
}

TEST_CASE("a list of all orders that is too long is given up for the orders themselves") {
  OrdersApi api;
  for (int i = 0; i < 3000; ++i)
    api.orders.push_back(OrderedPlan::receipt(fmt::format("ord_other{}", i), "completed"));
  for (int i = 0; i < 3000; ++i)
    api.actions.push_back(action("ord_other", "replace_domain", {{"domain", "other.com"}}));
  OrderedPlan plan(api);
  for (int i = 0; i < 5; ++i) {
    plan.add(fmt::format("c{}", i));
    plan.placed(fmt::format("c{}", i), fmt::format("ord_{}", i));
    api.orders.push_back(OrderedPlan::receipt(fmt::format("ord_{}", i), "completed"));
  }
  const StatusReport report = plan.report();
  for (const OrderStanding& standing : report.orders) CHECK(standing.state == OrderState::completed);
  Calls calls = api.calls();
  CHECK(calls["/orders"] <= 6);
  CHECK(calls["/orders/ID"] == 5);
  CHECK(calls["/orders/pending"] <= 6);
  CHECK(calls["/orders/pending?order_id"] == 5);
}

TEST_CASE("when the API has forgotten everything, not every order is asked for") {
  OrdersApi api;
  OrderedPlan plan(api);
  for (int i = 0; i < 300; ++i) {
    plan.add(fmt::format("c{}", i));
    plan.placed(fmt::format("c{}", i), fmt::format("ord_{}", i));
  }
  const StatusReport report = plan.report();
  for (const OrderStanding& standing : report.orders) REQUIRE(standing.state == OrderState::not_found);
  CHECK(api.calls() == Calls{{"/orders", 1}});
}

TEST_CASE("in the list of all open actions each is found its order, by domain or user") {
  OrdersApi api;
  OrderedPlan plan(api);
  for (int i = 0; i < 6; ++i) {
    plan.add(fmt::format("c{}", i));
    plan.placed(fmt::format("c{}", i), fmt::format("ord_{}", i));
  }
  const auto receipt = [&](int i, const char* status, const char* user) {
    api.orders.push_back(OrderedPlan::receipt(fmt::format("ord_{}", i), status, user));
  };
  receipt(0, "in_progress", "usr_a");      // by its domain, in other letters
  receipt(1, "action_required", "usr_b");  // by its user
  receipt(2, "action_required", "usr_c");  // one of these two has it: their own lists show it
  receipt(3, "action_required", "usr_c");
  receipt(4, "completed", "usr_b");  // nothing of it can be open
  receipt(5, "completed", "usr_d");  // by the order's id, which not every API gives
  api.actions = {action("ord_0", "replace_domain", {{"domain", "C0.com"}}),
                 action("ord_1", "google_profile_picture", {{"user", {{"id", "usr_b"}}}}),
                 action("ord_3", "google_profile_picture", {{"user", {{"email", "USR_C@example.com"}}}}),
                 action("ord_5", "replace_domain", {{"order_id", "ord_5"}, {"domain", "since-swapped.com"}}),
                 action("ord_x", "replace_domain", {{"domain", "other.com"}}),
                 action("ord_x", "google_profile_picture", {{"user", {{"id", "usr_other"}}}}),
                 action("ord_x", "replace_domain", {{"order_id", "ord_x"}, {"domain", "c4.com"}})};
  const StatusReport report = plan.report();
  CHECK(api.calls() == Calls{{"/orders", 1}, {"/orders/pending", 1}, {"/orders/pending?order_id", 2}});
  const auto count = [&](std::size_t i) { return report.orders[i].actions.size(); };
  CHECK(count(0) == 1);
  CHECK(count(1) == 1);
  CHECK(count(2) == 0);
  CHECK(count(3) == 1);
  CHECK(count(4) == 0);
  CHECK(count(5) == 1);
  CHECK(report.orders[0].needs_person);
  CHECK(report.orders[0].in_progress);
  CHECK(report.orders[5].needs_person);
  CHECK_FALSE(report.orders[4].needs_person);
  CHECK(report.orders[2].state == OrderState::action_required);
}

TEST_CASE("the nameservers to be set come from the action, or else from the import, in one call") {
  OrdersApi api;
  OrderedPlan plan(api);
  for (const char* customer : {"acme", "beta", "gamma"}) {
    plan.add(customer);
    plan.placed(customer, fmt::format("ord_{}", customer));
    api.orders.push_back(OrderedPlan::receipt(fmt::format("ord_{}", customer), "action_required", customer));
    api.actions.push_back(action(fmt::format("ord_{}", customer), "update_nameservers",
                                 {{"domain", fmt::format("{}.com", customer)}, {"message", "please"}}));
  }
  api.actions[0]["nameservers"] = {"ns1.own.example"};
  const json import = {
      {"id", "imp_1"},
      {"status", "action_required"},
      {"nameserver_groups",
       {{{"nameservers", {"ada.ns.example", "bob.ns.example"}}, {"domains", {"beta.com"}}}}}};
  SECTION("as a list") { api.imports = json::array({import}); }
  SECTION("as one import") { api.imports = import; }
  const StatusReport report = plan.report();
  CHECK(api.calls()["/domains/import"] == 1);
  const auto taken = [&](std::size_t i) {
    REQUIRE(report.orders[i].actions.size() == 1);
    return report.orders[i].actions.front();
  };
  CHECK(taken(0).nameservers == std::vector<std::string>{"ns1.own.example"});
  CHECK(taken(1).nameservers == std::vector<std::string>{"ada.ns.example", "bob.ns.example"});
  CHECK(taken(2).nameservers.empty());
  CHECK(taken(2).message == "please");
}

TEST_CASE("a picture that cannot be loaded is reported with whose it is, out of the order") {
  OrdersApi api;
  OrderedPlan plan(api);
  plan.add("acme",
           {{{"first_name", "Ada"}, {"last_name", "Byron"}, {"profile_picture_url", "https://x.example/a"}},
            {{"first_name", "Bo"}, {"last_name", "Ek"}, {"profile_picture_url", "https://x.example/b"}}});
  plan.placed("acme", "ord_1");
  api.orders.push_back(OrderedPlan::receipt("ord_1", "action_required"));
  api.actions.push_back(
      action("ord_1", "google_profile_picture",
             {{"reason", "profile_picture_not_accessible"}, {"message", "https://x.example/b answers 403"}}));
  const StatusReport report = plan.report();
  REQUIRE(report.orders.front().actions.size() == 1);
  const ActionToTake& taken = report.orders.front().actions.front();
  CHECK(taken.pictures == std::vector<PictureOwner>{{"Bo Ek", "https://x.example/b"}});
}

TEST_CASE("a login password that the vendor quotes is not shown") {
  OrdersApi api;
  OrderedPlan plan(api);
  plan.add("acme");
  plan.placed("acme", "ord_1");
  api.orders.push_back(OrderedPlan::receipt("ord_1", "action_required"));
  api.actions.push_back(action("ord_1", "check_login", {{"message", "login with s3cret-word failed"}}));
  const StatusReport report = plan.report();
  REQUIRE(report.orders.front().actions.size() == 1);
  CHECK_THAT(report.orders.front().actions.front().message,
             Contains("login with [secret] failed") && !Contains("s3cret-word"));
}

TEST_CASE("a plan of another API, of another environment, or none at all, is refused") {
  OrdersApi api, other;
  OrderedPlan plan(api);
  plan.add("acme");
  Session live(api.options(), Environment::live), elsewhere(other.options(), Environment::test),
      right(api.options(), Environment::test);
  CHECK_THROWS_AS(StatusReader(plan.path(), live), UsageError);
  CHECK_THROWS_AS(StatusReader(plan.path(), elsewhere), UsageError);
  const ScratchFolder empty;
  CHECK_THROWS_AS(StatusReader(empty.path(), right), UsageError);
}

TEST_CASE("what a submit adds to the journal is seen at the next look") {
  OrdersApi api;
  OrderedPlan plan(api);
  plan.add("acme");
  Session session(api.options(), Environment::test);
  StatusReader reader(plan.path(), session);
  CHECK(reader.read().orders.front().state == OrderState::not_sent);
  plan.placed("acme", "ord_1");  // the journal is open, and locked, from now on
  api.orders.push_back(OrderedPlan::receipt("ord_1", "in_progress"));
  CHECK(reader.read().orders.front().state == OrderState::in_progress);
  api.orders.front()["status"] = "completed";
  CHECK(reader.read().orders.front().state == OrderState::completed);
}
