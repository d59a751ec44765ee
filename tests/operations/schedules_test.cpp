// Whatever goes wrong on the way, in whatever order, and wherever a run is interrupted: nothing that costs or
// deletes is done twice, and in the end it is done. DOMAINPLAN_SCHEDULES says how many schedules (default
// 100).
#include <catch2/catch.hpp>
#include <cstdlib>
#include <random>
#include <thread>

#include "domainplan/cancel.hpp"
#include "domainplan/error.hpp"
#include "domainplan/forwarding.hpp"
#include "domainplan/rename.hpp"
#include "domainplan/swap.hpp"
#include "operations/placed_plan.hpp"

using namespace domainplan;
using namespace domainplan::tests;
using sandbox::Fault;

namespace {

constexpr int kMostRuns = 60;
const std::string kUrl = "https://new.acme.com/start";
const std::vector<Persona> kPeople = {{"Grace", "Hopper", ""}, {"Alan", "Turing", ""}};

int schedules() {
  const char* const given = std::getenv("DOMAINPLAN_SCHEDULES");
  return given ? std::atoi(given) : 100;
}

// One to four rules; each strikes some calls, so that in the end all goes well.
std::vector<sandbox::FaultRule> faults_of(std::mt19937& chance) {
  constexpr Fault kOnPost[] = {Fault::failed_500,    Fault::html_404,      Fault::html_502,
                               Fault::dropped,       Fault::cut,           Fault::lost,
                               Fault::lost_html_404, Fault::lost_html_502, Fault::truncated,
                               Fault::malformed,     Fault::types,         Fault::no_id};
  constexpr Fault kOnGet[] = {Fault::failed_500, Fault::html_502, Fault::cut,
                              Fault::delays,     Fault::odd_item, Fault::malformed};
  constexpr const char* kPosts[] = {"POST /swaps", "POST /swaps/user_names", "POST /orders/{id}/cancel",
                                    "POST /domains/forwarding"};
  constexpr const char* kGets[] = {"GET /swaps", "GET /swaps/{id}", "GET /domains", "GET /orders/{id}",
                                   "GET /domains/forwarding/{id}"};
  const auto below = [&](std::size_t count) {
    return std::uniform_int_distribution<std::size_t>(0, count - 1)(chance);
  };
  std::vector<sandbox::FaultRule> rules;
  for (const char* const on : kPosts)
    rules.push_back(
        {.fault = kOnPost[below(std::size(kOnPost))], .on = on, .skip = below(2), .most = below(3)});
  for (std::size_t i = below(4); i > 0; --i)
    rules.push_back({.fault = kOnGet[below(std::size(kOnGet))],
                     .share = 0.5,
                     .on = kGets[below(std::size(kGets))],
                     .skip = 10 + below(5),  // after the order was placed and completed
                     .most = 1 + below(6)});
  return rules;
}

std::uint64_t carried_out(const PlacedPlan& plan) {
  const sandbox::Counters counters = plan.account.counters();
  return counters.swaps + counters.renamings + counters.cancellations + counters.forwarding_jobs;
}

// Ends a run: at any moment, or as soon as the sandbox has carried out a change, whose answer is then mostly
// lost.
std::jthread interruption(PlacedPlan& plan, std::mt19937& chance, std::stop_source stop) {
  if (chance() % 2 == 0)
    return std::jthread([stop, after = std::chrono::microseconds(chance() % 20'000)]() mutable {
      std::this_thread::sleep_for(after);
      stop.request_stop();
    });
  return std::jthread([&plan, stop, before = carried_out(plan)](std::stop_token over) mutable {
    while (!over.stop_requested() && carried_out(plan) == before)
      std::this_thread::sleep_for(std::chrono::microseconds(20));
    stop.request_stop();
  });
}

// Runs `step` again and again, most of the first runs interrupted, until it says that it is done.
void run_until_done(PlacedPlan& plan, std::mt19937& chance, const std::function<bool(Session&)>& step) {
  for (int run = 0; run < kMostRuns; ++run) {
    std::stop_source stop;
    const std::jthread interrupted =
        run < 3 && chance() % 4 > 0 ? interruption(plan, chance, stop) : std::jthread();
    try {
      if (step(*plan.account.session(stop.get_token()))) return;
    } catch (const UsageError&) {
      throw;
    } catch (const Error&) {
      // A person would run it again.
    }
  }
  FAIL("it was never done");
}

void swap_once(PlacedPlan& plan, std::mt19937& chance) {
  SwapOptions options{.folder = plan.folder, .customer = "c1", .domain = plan.domains()[0]};
  options.state_folder = plan.state;
  options.poll = 1ms;
  options.looks = kSoon;
  options.recheck_wait = 1ms;
  run_until_done(plan, chance, [&](Session& session) {
    SwapResult result;
    swap_domain(session, options, {}, result);
    CHECK(result.state != SwapState::refused);
    return result.state == SwapState::swapped || result.state == SwapState::swapped_before;
  });
  CHECK(plan.account.counters().swaps == 1);
  CHECK(plan.account.counters().swaps_of_same_domain == 0);
}

void rename_once(PlacedPlan& plan, std::mt19937& chance) {
  const RenameOptions options{.domain = plan.domains()[1],
                              .personas = kPeople,
                              .state_folder = plan.state,
                              .poll = 1ms,
                              .looks = kSoon};
  // A renaming that was interrupted after its answer came is done: a person would not ask for it again.
  run_until_done(plan, chance, [&](Session& session) {
    std::vector<RenameResult> results;
    const auto is_on = [](const RenameResult& one) {
      return one.state == RenameState::renamed || one.state == RenameState::renamed_before ||
             one.state == RenameState::in_progress;
    };
    try {
      rename_people(session, options, {}, results);
    } catch (const Error&) {
      if (results.empty() || !is_on(results.front())) throw;
    }
    return std::all_of(results.begin(), results.end(), is_on);
  });
  CHECK(plan.account.counters().renamings == 1);
}

void cancel_once(PlacedPlan& plan, std::mt19937& chance, bool whole) {
  CancelOptions options{.folder = plan.folder, .customer = "c1"};
  options.state_folder = plan.state;
  options.poll = 1ms;
  options.looks = kSoon;
  if (!whole) options.domains = {plan.domains()[2], plan.domains()[3]};
  run_until_done(plan, chance, [&](Session& session) {
    Cancelling result;
    cancel_live(session, options, {}, result);
    // The sandbox refuses what is cancelled already: that would have been sent twice.
    CHECK(std::none_of(result.domains.begin(), result.domains.end(),
                       [](const CancelledDomain& one) { return one.state == CancelState::refused; }));
    return std::all_of(result.domains.begin(), result.domains.end(), [](const CancelledDomain& one) {
      return one.state == CancelState::cancelled || one.state == CancelState::cancelled_before;
    });
  });
  CHECK(plan.account.counters().cancellations == 1);
}

void forward_all(PlacedPlan& plan, std::mt19937& chance) {
  const auto domains = plan.domains();
  run_until_done(plan, chance, [&](Session& session) {
    std::vector<ForwardResult> results;
    forward_domains(session, domains, kUrl, {.state_folder = plan.state, .poll = 1ms, .after_lost = 1ms}, {},
                    results);
    return std::all_of(results.begin(), results.end(), [](const ForwardResult& one) {
      return one.state == ForwardState::forwarded || one.state == ForwardState::forwarded_before;
    });
  });
  const auto session = plan.account.session();
  session->client().each("/domains", [&](const auto& domain) { CHECK(domain.at("forwarding_url") == kUrl); });
}

}  // namespace

TEST_CASE(
    "under any fault schedule forward, swap, rename and cancel do nothing twice that costs or deletes") {
  for (int seed = 1; seed <= schedules(); ++seed) {
    INFO("schedule " << seed);
    std::mt19937 chance(static_cast<unsigned>(seed));
    sandbox::Options options = quiet();
    options.sells_twice = true;  // a domain that is replaced can be replaced again, and that shows
    options.faults = faults_of(chance);
    PlacedPlan plan(options);
    std::jthread clock([&](std::stop_token stop) {
      while (!stop.stop_requested()) {
        plan.account.advance(1min);
        std::this_thread::sleep_for(1ms);
      }
    });
    forward_all(plan, chance);
    rename_once(plan, chance);
    swap_once(plan, chance);
    cancel_once(plan, chance, seed % 2 == 0);
  }
}
