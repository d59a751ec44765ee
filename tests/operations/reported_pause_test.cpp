#include <catch2/catch.hpp>

#include "domainplan/cancel.hpp"
#include "domainplan/error.hpp"
#include "domainplan/forwarding.hpp"
#include "domainplan/rename.hpp"
#include "domainplan/swap.hpp"
#include "operations/placed_plan.hpp"

using namespace domainplan;
using namespace domainplan::tests;
using WaitFor = partner::Wait::Reason;

namespace {

// The first wait that a run reports, which ends the run.
template <class Run>
partner::Wait first_wait(const PlacedPlan& plan, const Run& run) {
  std::stop_source stop;
  std::vector<partner::Wait> waits;
  const auto session = plan.account.session(stop.get_token(), [&](const partner::Wait& wait) {
    waits.push_back(wait);
    stop.request_stop();
  });
  CHECK_THROWS_AS(run(*session), Interrupted);
  REQUIRE(waits.size() == 1);
  return waits.front();
}

sandbox::Options losing(const char* call) {
  sandbox::Options options = quiet();
  options.faults = {{.fault = sandbox::Fault::lost, .on = call, .most = 1}};
  return options;
}

// The wait before the first look of the run that lost the answer, and that of the next run.
template <class Run>
void check_waits_after_loss(const PlacedPlan& plan, const Run& run) {
  const partner::Wait lost = first_wait(plan, run), next = first_wait(plan, run);
  CHECK(lost.reason == WaitFor::lost_answer);
  CHECK(lost.duration == 5s);
  CHECK(next.reason == WaitFor::lost_answer);
  CHECK(next.duration > 2s);
  CHECK(next.duration <= 80s);
}

}  // namespace

TEST_CASE("the wait after the lost answer of a cancellation is reported, also by the next run") {
  const PlacedPlan plan(losing("POST /orders/{id}/cancel"));
  check_waits_after_loss(plan, [&](Session& session) {
    Cancelling result;
    cancel_live(session, {.folder = plan.folder, .customer = "c1", .state_folder = plan.state}, {}, result);
  });
}

TEST_CASE("the wait after the lost answer of a swap is reported, also by the next run") {
  PlacedPlan plan(losing("POST /swaps"));
  SwapOptions options{.folder = plan.folder, .customer = "c1", .domain = plan.domains()[0]};
  options.state_folder = plan.state;
  options.recheck_wait = 1ms;
  check_waits_after_loss(plan, [&](Session& session) {
    SwapResult result;
    swap_domain(session, options, {}, result);
  });
}

TEST_CASE("the wait after the lost answer of a renaming is reported, also by the next run") {
  PlacedPlan plan(losing("POST /swaps/user_names"));
  const RenameOptions options{
      .domain = plan.domains()[0], .personas = {{"Grace", "Hopper", ""}}, .state_folder = plan.state};
  check_waits_after_loss(plan, [&](Session& session) {
    std::vector<RenameResult> results;
    rename_people(session, options, {}, results);
  });
}

TEST_CASE("forward reports a long wait after a lost answer") {
  PlacedPlan plan(losing("POST /domains/forwarding"));
  const partner::Wait wait = first_wait(plan, [&](Session& session) {
    std::vector<ForwardResult> results;
    forward_domains(session, {plan.domains()[0]}, "https://new.acme.com/",
                    {.state_folder = plan.state, .after_lost = 5s}, {}, results);
  });
  CHECK(wait.reason == WaitFor::lost_answer);
  CHECK(wait.duration == 5s);
}

TEST_CASE("that the vendor works on a change is reported once, with the time between two looks") {
  PlacedPlan plan;
  const partner::Wait wait = first_wait(plan, [&](Session& session) {
    std::vector<RenameResult> results;
    rename_people(session,
                  {.domain = plan.domains()[0],
                   .personas = {{"Grace", "Hopper", ""}},
                   .state_folder = plan.state,
                   .poll = 10s},
                  {}, results);
  });
  CHECK(wait.reason == WaitFor::progress);
  CHECK(wait.duration == 10s);
}

TEST_CASE("a short wait is not reported") {
  PlacedPlan plan(losing("POST /orders/{id}/cancel"));
  std::size_t reported = 0;
  const auto session = plan.account.session({}, [&](const partner::Wait&) { ++reported; });
  Cancelling result;
  cancel_live(
      *session,
      {.folder = plan.folder, .customer = "c1", .state_folder = plan.state, .poll = 1ms, .looks = kSoon}, {},
      result);
  CHECK(result.domains.front().state == CancelState::cancelled);
  CHECK(reported == 0);
}
