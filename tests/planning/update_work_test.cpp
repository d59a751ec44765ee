#include "planning/update_work.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "domainplan/error.hpp"

using namespace domainplan;

TEST_CASE("an update that would put a domain into two orders is refused with its name", "[update]") {
  CHECK_NOTHROW(check_no_domain_twice({}));
  CHECK_NOTHROW(check_no_domain_twice({"b.com", "a.com", "a.net"}));
  try {
    check_no_domain_twice({"b.com", "a.com", "c.com", "b.com"});
    FAIL("nothing was thrown");
  } catch (const RunError& error) {
    CHECK(error.subject() == "b.com");
    CHECK_THAT(error.what(), Catch::Contains("'b.com'"));
  }
}

TEST_CASE(
    "a customer whom `only` does not name is planned again for a rejected domain with its pinned options",
    "[update]") {
  StoredPlan before;
  before.pinned.emplace();
  Intake intake;
  for (const std::string key : {"c0", "c1", "c2"}) {
    PlannedDomain domain;
    domain.domain = key + ".com";
    PinnedCustomer pinned;
    pinned.customer = key;
    pinned.choice = "options 0";
    pinned.order.emplace().domains = {domain};
    before.pinned->customers.push_back(pinned);
    before.orders.push_back({key, {domain}});
    intake.positions.push_back(intake.customers.size());
    intake.customers.emplace_back().key = key;
  }
  UpdateRequest request;
  request.only = {"c1"};
  request.rejected = {"c0.com"};
  const std::unordered_set<std::string> ended;
  const UpdateFacts facts{
      .before = before,
      .old_customers = intake.customers,
      .intake = intake,
      .request = request,
      .sent = [](const auto&) { return std::nullopt; },
      .has_ended = [](const auto&) { return false; },
      .ended_domains = ended,
      .options_number = [](std::size_t number, bool changed) { return changed ? number + 1 : number; },
      .hashes =
          [](const Customer& customer, std::size_t options) {
            PinnedCustomer now;
            now.customer = customer.key;
            now.choice = "options " + std::to_string(options);
            return now;
          },
      .body_differs = [](const auto&, const auto&) { return false; }};
  const UpdateWork work = update_work(facts);
  REQUIRE(work.steps.size() == 3);
  CHECK(work.steps[0].state == UpdateState::planned);
  CHECK(work.steps[0].options == 0);
  CHECK(work.steps[0].rejected == std::set<std::string>{"c0.com"});
  CHECK(work.steps[1].state == UpdateState::planned);
  CHECK(work.steps[1].options == 1);
  CHECK(work.steps[2].state == UpdateState::kept);
  CHECK(work.steps[2].options == 0);

  request.only.clear();
  CHECK(update_work(facts).steps[0].options == 1);
}

TEST_CASE("a customer whose row is in the file twice keeps its order once, whatever keeps it", "[update]") {
  StoredPlan before;
  PinnedCustomer& pinned = before.pinned.emplace().customers.emplace_back();
  pinned.customer = "acme";
  pinned.order.emplace();
  Intake intake;
  intake.skipped = {{0, "acme", "twice"}, {1, "acme", "twice"}};
  UpdateRequest request;
  const bool is_sent = GENERATE(true, false);
  if (!is_sent) request.only = {"other"};
  before.pinned->customers.emplace_back().customer = "other";
  const std::unordered_set<std::string> ended;
  const UpdateFacts facts{
      .before = before,
      .old_customers = intake.customers,
      .intake = intake,
      .request = request,
      .sent = [&](const auto&) { return is_sent ? std::optional(UpdateState::sent) : std::nullopt; },
      .has_ended = [](const auto&) { return false; },
      .ended_domains = ended,
      .options_number = [](std::size_t number, bool) { return number; },
      .hashes = [](const Customer&, std::size_t) { return PinnedCustomer(); },
      .body_differs = [](const auto&, const auto&) { return false; }};
  const UpdateWork work = update_work(facts);
  CHECK(std::count_if(work.steps.begin(), work.steps.end(),
                      [](const UpdateStep& step) { return step.key == "acme"; }) == 1);
}
