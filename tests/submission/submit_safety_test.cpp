// Ways to pay twice, or more than was said, that a careful reader found.
#include <atomic>
#include <catch2/catch.hpp>
#include <map>

#include "domainplan/error.hpp"
#include "domainplan/submit.hpp"
#include "io/rfc3339.hpp"
#include "store/journal.hpp"
#include "submission/plans.hpp"

using namespace domainplan;
using namespace domainplan::tests;
using Catch::Matchers::Contains;

namespace {

constexpr std::int64_t kHour = 3'600'000;  // milliseconds

struct Killed {};

// A vendor who heeds nothing but the 24 hours, and clocks that a test can move for both sides.
class World {
 public:
  explicit World(sandbox::Options options = plain_sandbox()) {
    options.sells_twice = true;
    options.clock = [this] { return now(); };
    server_.emplace(options);
    make_plan(sandbox::Server(plain_sandbox()), folder(), 1);
    adopt(folder(), *server_);
  }

  std::string folder() const { return folder_ / "plan"; }
  std::string order() const { return folder() + "/orders/c1.json"; }
  const sandbox::Server& server() const { return *server_; }

  SubmitResult submit(SubmitHooks hooks = {}, SubmitOptions options = {}) {
    SubmitResult last;
    hooks.result = [&](const SubmitResult& result) { last = result; };
    hooks.clocks = [this] {
      const auto wall = std::chrono::duration_cast<std::chrono::milliseconds>(began_.time_since_epoch());
      return std::pair(wall.count() + passed_ms, 1'000'000 + passed_ms);
    };
    domainplan::submit(folder(), api_of(*server_), "test", options, hooks, std::stop_token());
    return last;
  }

  void lose_the_answer() { submit_killed_at("answer"); }
  void submit_killed_at(std::string_view last_step) {
    SubmitHooks hooks;
    hooks.step = [last_step](std::string_view step) {
      if (step == last_step) throw Killed();
    };
    CHECK_THROWS_AS(submit(hooks), Killed);
  }

  void rotate_password() const {
    std::string bytes = bytes_of_file(order());
    bytes.replace(bytes.find("fake-1"), 6, "fake-2");
    std::ofstream(order()) << bytes;
  }

  std::chrono::system_clock::time_point now() const { return began_ + std::chrono::milliseconds(passed_ms); }

  std::atomic<std::int64_t> passed_ms = 0;

 private:
  std::chrono::system_clock::time_point began_ = std::chrono::system_clock::now();
  ScratchFolder folder_;
  std::optional<sandbox::Server> server_;
};

}  // namespace

TEST_CASE("bytes that change while a submit is on are not sent under an open intent") {
  World world;
  world.lose_the_answer();
  SubmitHooks hooks;
  hooks.confirm = [&](const SubmitPreview&) {
    world.rotate_password();
    return true;
  };
  CHECK(world.submit(hooks).state == SubmitState::changed);
  CHECK(world.server().counters().orders == 1);
}

TEST_CASE("a machine that sleeps between two tries asks the lists instead of sending again") {
  sandbox::Options options = plain_sandbox();
  options.faults = {{sandbox::Fault::lost, 1, "POST /orders"}};
  World world(options);
  SubmitHooks hooks;
  std::atomic<bool> sent = false;
  hooks.step = [&](std::string_view step) { sent = sent || step == "send"; };
  std::thread sleeper([&] {
    while (world.server().counters().orders == 0) std::this_thread::sleep_for(std::chrono::milliseconds(1));
    world.passed_ms += 25 * kHour;
  });
  SubmitResult result;
  try {
    result = world.submit(hooks);
  } catch (const RunError&) {
    result = world.submit();  // the tries were over before the sleep
  }
  sleeper.join();
  CHECK(sent);
  CHECK(result.state == SubmitState::sent);
  CHECK(world.server().counters().orders == 1);
}

TEST_CASE("again does not answer whether a lost sending was ordered") {
  World world;
  world.lose_the_answer();
  world.passed_ms += 25 * kHour;
  CHECK(world.submit({}, {.again = {"c1"}}).state == SubmitState::sent);
  CHECK(world.server().counters().orders == 1);
}

TEST_CASE("an order whose receipt and journal are gone is recognised by its domains") {
  World world;
  CHECK(world.submit().state == SubmitState::sent);
  std::filesystem::remove(world.folder() + "/journal.ndjson");
  world.passed_ms += 25 * kHour;
  const SubmitResult result = world.submit({}, {.again = {"c1"}});
  CHECK(result.state == SubmitState::sent_before);
  CHECK_THAT(result.order_id, Catch::StartsWith("ord_"));
  CHECK(world.server().counters().orders == 1);
}

TEST_CASE("evidence that is fresh is read, not taken for the plan's word") {
  World world;
  const PlannedDomain planned = read_plan(world.folder()).orders[0].domains[0];
  std::ofstream(world.folder() + "/availability.ndjson", std::ios::app)
      << fmt::format(R"({{"domain":"{}","available":true,"price_cents":{},"renewal_price_cents":{},)"
                     R"("currency":"usd","usable_for":["google","microsoft"],"checked_at":"{}"}})"
                     "\n",
                     planned.domain, *planned.price_cents + 1, *planned.renewal_price_cents,
                     rfc3339(world.now() - std::chrono::seconds(1)));
  CHECK(world.submit().state == SubmitState::price_rose);
  CHECK(world.server().counters().orders == 0);
}

TEST_CASE("the hard stop holds for what may have been sent, too") {
  World world;
  world.submit_killed_at("send");
  CHECK(world.submit({}, {.max_spend = 0}).state == SubmitState::over_budget);
  CHECK(world.server().counters().orders == 0);
  CHECK(world.submit().state == SubmitState::sent);
}

TEST_CASE("rows that grew old in a pause are asked for again before the first sending") {
  World world;
  SubmitHooks hooks;
  hooks.step = [&](std::string_view step) {
    if (step == "send" && world.passed_ms == 0) world.passed_ms += kHour / 6;
  };
  const auto before = world.server().counters().availability;
  CHECK(world.submit(hooks).state == SubmitState::sent);
  CHECK(world.server().counters().availability > before);
  CHECK(world.server().counters().orders == 1);
}

TEST_CASE("an intent of which nothing came is closed, so that the order may be planned anew") {
  World world;
  world.submit_killed_at("send");
  world.passed_ms += 25 * kHour;
  world.rotate_password();  // under an open intent: refused
  CHECK(world.submit().state == SubmitState::changed);
  std::string bytes = bytes_of_file(world.order());
  bytes.replace(bytes.find("fake-2"), 6, "fake-1");
  std::ofstream(world.order()) << bytes;
  world.submit_killed_at("intent");
  CHECK(recorded_sendings(world.folder()).at("c1").state == Sending::State::not_placed);
  world.rotate_password();  // closed: these bytes may go
  CHECK(world.submit().state == SubmitState::sent);
  CHECK(world.server().counters().orders == 1);
}
