#include "planning/pinned.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "store/pinned_json.hpp"

using namespace domainplan;

namespace {

struct Run {
  IntakeFiles files{{"customers.csv", "c"}, {"personas.csv", "p"}, {"bundles.json", "b"}, {}};
  Intake intake;
  AnswerSource source{.api_url = "https://api.example/v1", .environment = Environment::test};
  std::optional<std::string> account;
  PlanOptions options;
  PinnedPlan pinned() const { return pinned_run(files, source, account, options); }
};

}  // namespace

TEST_CASE("a run is the same whatever bears on its pace alone") {
  Run one, other;
  other.options.threads = 7;
  other.options.batch_size = 3;
  other.options.recheck_wait = std::chrono::milliseconds(1);
  other.options.resume = true;
  CHECK(differences(one.pinned(), other.pinned()).empty());
}

TEST_CASE("what differs between two runs is named, with both values") {
  using Kind = PlanDifference::Kind;
  Run one, other;
  PlanDifference expected;
  SECTION("a file") {
    other.files.personas.bytes = "q";
    expected = {Kind::input, "personas", "", ""};
  }
  SECTION("a file more") {
    other.files.owned = InputFile{"owned.csv", "o"};
    expected = {Kind::input, "owned", "", ""};
  }
  SECTION("a choice") {
    other.options.choice.prefer = Prefer::price;
    expected = {Kind::option, "prefer", "\"quality\"", "\"price\""};
  }
  SECTION("a cap") {
    other.options.choice.max_price_cents = 900;
    expected = {Kind::option, "max_price_cents", "", "900"};
  }
  SECTION("the names") {
    other.options.naming.tlds.emplace_back("com");
    expected = {Kind::option, "tlds", "[]", "[\"com\"]"};
  }
  SECTION("the plans that reserve domains") {
    other.options.reserved_by.emplace_back("/plans/monday");
    expected = {Kind::option, "reserved_by", "[]", "[\"/plans/monday\"]"};
  }
  SECTION("the ledger") {
    other.source.ledger.identity = kDefaultLedger;
    expected = {Kind::option, "ledger", "\"none\"", "\"default\""};
  }
  SECTION("how long names are reserved") {
    other.source.ledger.reserve_days = 3;
    expected = {Kind::option, "reserve_days", "14", "3"};
  }
  SECTION("how long a taken name is trusted") {
    other.source.ledger.trust_taken = std::chrono::hours(0);
    expected = {Kind::option, "trust_taken", "24", "0"};
  }
  SECTION("the limit of a month") {
    other.source.ledger.max_month_cents = 900;
    expected = {Kind::option, "max_month_cents", "", "900"};
  }
  SECTION("rows left out") {
    other.options.skip_bad_rows = true;
    expected = {Kind::option, "skip_bad_rows", "false", "true"};
  }
  SECTION("the server") {
    other.source.api_url = "https://api.example/v2";
    expected = {Kind::service, "api_url", "\"https://api.example/v1\"", "\"https://api.example/v2\""};
  }
  SECTION("the kind of key") {
    other.source.environment = Environment::live;
    expected = {Kind::service, "environment", "\"test\"", "\"live\""};
  }
  SECTION("the account") {
    one.account = "part_1", other.account = "part_2";
    expected = {Kind::service, "account", "\"part_1\"", "\"part_2\""};
  }
  SECTION("recorded rows") {
    other.source.replay = InputFile{"r.ndjson", ""};
    expected = {Kind::input, "replay", "", ""};
  }
  const auto found = differences(one.pinned(), other.pinned());
  REQUIRE(found.size() == 1);
  CHECK(found[0].kind == expected.kind);
  CHECK(found[0].name == expected.name);
  CHECK(found[0].before == expected.before);
  CHECK(found[0].now == expected.now);
}

TEST_CASE("an account that one of two runs does not know is not a difference") {
  Run one, other;
  one.account = "part_1";
  CHECK(differences(one.pinned(), other.pinned()).empty());
}

TEST_CASE("a server on this machine may get another port, and no other path") {
  Run one, other;
  one.source.api_url = "http://127.0.0.1:4010/partner/v1";
  other.source.api_url = "http://127.0.0.1:39999/partner/v1";
  CHECK(differences(one.pinned(), other.pinned()).empty());
  other.source.api_url = "http://127.0.0.1:39999/partner/v2";
  CHECK(differences(one.pinned(), other.pinned()).size() == 1);
}

TEST_CASE("a password is in neither hash of a customer, everything else of the order is in one") {
  Customer customer;
  customer.key = "c1", customer.brand = "Acme", customer.user = "a@example.com";
  const PinnedCustomer before = pinned_customer(customer, "{}");
  Customer changed = customer;
  changed.login_password = "fake-secret";
  CHECK(pinned_customer(changed, "{}") == before);

  const auto changes = [&](auto member, auto value) {
    Customer other = customer;
    other.*member = value;
    const PinnedCustomer now = pinned_customer(other, "{}");
    return std::pair(now.choice != before.choice, now.body != before.body);
  };
  const auto choice = std::pair(true, false), body = std::pair(false, true);
  CHECK(changes(&Customer::brand, "Other") == choice);
  CHECK(changes(&Customer::website, "acme.com") == choice);
  CHECK(changes(&Customer::stem, "acme") == choice);
  CHECK(changes(&Customer::max_price_cents, 900) == choice);
  CHECK(changes(&Customer::brand_ok, true) == choice);
  CHECK(changes(&Customer::user, "b@example.com") == body);
  CHECK(changes(&Customer::forwarding_url, "https://acme.com") == body);
  CHECK(changes(&Customer::login_email, "c@example.com") == body);
  CHECK(changes(&Customer::client_id, 7) == body);
  CHECK(changes(&Customer::max_month_cents, 900) == body);
}

TEST_CASE(
    "a customer whose inputs were edited, are gone or were not planned is found, and a bad row is not") {
  const auto customer_of = [](const char* key) {
    Customer customer;
    customer.key = key, customer.brand = "Acme";
    return customer;
  };
  PlanOptions options;
  options.brand_ok = {"c1"};
  PinnedPlan plan;
  plan.options = {pinned_options({}), pinned_options(options)};
  plan.options[1].max_checks = 900;
  std::vector<Customer> inputs;
  for (const char* const key : {"c1", "c2", "c3"}) {
    inputs.push_back(customer_of(key));
    const std::size_t number = plan.customers.empty() ? 0 : 1;
    plan.customers.push_back(pinned_customer(inputs.back(), hashed_options(plan.options[number])));
    plan.customers.back().options = number;
  }
  PinnedCustomer bad_row;
  bad_row.customer = "bad";
  plan.customers.push_back(bad_row);
  CHECK(customers_not_as_planned(plan, inputs).empty());

  using Keys = std::vector<std::string>;
  SECTION("what domains are chosen by") {
    inputs[1].brand = "Other";
    CHECK(customers_not_as_planned(plan, inputs) == Keys{"c2"});
  }
  SECTION("the rest of the order") {
    inputs[0].forwarding_url = "https://elsewhere.example";
    CHECK(customers_not_as_planned(plan, inputs) == Keys{"c1"});
  }
  SECTION("a row that is gone") {
    inputs.erase(inputs.begin() + 1);
    CHECK(customers_not_as_planned(plan, inputs) == Keys{"c2"});
  }
  SECTION("a row that was left out, or is new") {
    inputs.push_back(customer_of("new"));
    inputs.push_back(customer_of("bad"));
    CHECK(customers_not_as_planned(plan, inputs) == Keys{"bad", "new"});
  }
}

TEST_CASE("a list of domains is read back as it was") {
  const std::unordered_set<std::string> domains = {"b.com", "a.com"};
  CHECK(list_text(domains) == "a.com\nb.com\n");
  CHECK(list_of(list_text(domains)) == domains);
  CHECK(list_of("").empty());
}
