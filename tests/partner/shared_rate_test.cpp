// Calls that take slots of a rate which others share.
#include <atomic>
#include <catch2/catch.hpp>
#include <future>
#include <mutex>
#include <stdexcept>

#include "calls.hpp"
#include "partner/http.hpp"
#include "scenario_server.hpp"

using namespace domainplan;
using namespace domainplan::partner;
using namespace domainplan::tests;
using namespace std::chrono_literals;

namespace {

// Hands out so many slots as it was given, and counts what becomes of them.
class FakeRate final : public SharedRate {
 public:
  std::atomic<int> started = 0, ended = 0, past = 0, returned = 0;
  std::atomic<bool> fails_at_end = false;

  void give(int slots) {
    const std::lock_guard lock(mutex_);
    slots_ += slots;
    if (wake_) wake_();
  }
  void fail(const std::string& why) {
    const std::lock_guard lock(mutex_);
    failure_ = why;
    if (wake_) wake_();
  }

  void connect(std::function<void()> wake) override {
    const std::lock_guard lock(mutex_);
    wake_ = std::move(wake);
  }
  Time next_start(Time now, std::size_t) override {
    const std::lock_guard lock(mutex_);
    return slots_ > 0 ? now : now + 1h;
  }
  bool start(Time) override {
    const std::lock_guard lock(mutex_);
    if (slots_ == 0) return false;
    --slots_;
    ++started;
    return true;
  }
  void put_back() override {
    const std::lock_guard lock(mutex_);
    ++slots_;
    ++returned;
  }
  void end(Time) override {
    ++ended;
    if (fails_at_end) throw std::runtime_error("no room for one more");
  }
  void add_past(Time) override { ++past; }
  std::string failure() const override {
    const std::lock_guard lock(mutex_);
    return failure_;
  }

 private:
  mutable std::mutex mutex_;
  std::function<void()> wake_;
  int slots_ = 0;
  std::string failure_;
};

const Request kGet{"GET", "/me", ""};

}  // namespace

TEST_CASE("each call takes a slot of the shared rate, and gives it back when it has ended") {
  ScenarioServer server([](const Received&) { return answer(200, R"({"data":{}})"); });
  const auto rate = std::make_shared<FakeRate>();
  rate->give(2);
  Api api(quick_options(server.url()));
  api.share_rate(rate);
  CHECK(std::holds_alternative<Answer>(call(api, kGet)));
  CHECK(std::holds_alternative<Answer>(call(api, kGet)));
  CHECK(rate->started == 2);
  CHECK(rate->ended == 2);
  std::future<Outcome> third = start(api, kGet);
  CHECK(third.wait_for(100ms) == std::future_status::timeout);
  CHECK(server.received().size() == 2);
  rate->give(1);
  CHECK(std::holds_alternative<Answer>(third.get()));
}

TEST_CASE("calls from before the rate was shared count") {
  ScenarioServer server([](const Received&) { return answer(200, R"({"data":{}})"); });
  const auto rate = std::make_shared<FakeRate>();
  rate->give(1);
  Api api(quick_options(server.url()));
  call(api, kGet);
  api.share_rate(rate);
  call(api, kGet);
  CHECK(rate->past == 1);
  CHECK(rate->started == 1);
}

TEST_CASE("waiting for a slot of the shared rate is reported as that") {
  ScenarioServer server([](const Received&) { return answer(200, R"({"data":{}})"); });
  std::promise<Wait> reported;
  ApiOptions options = quick_options(server.url());
  options.on_wait = [&](const Wait& wait) { reported.set_value(wait); };
  Api api(options);
  api.share_rate(std::make_shared<FakeRate>());
  const auto waiting = start(api, kGet);
  std::future<Wait> future = reported.get_future();
  REQUIRE(future.wait_for(20s) == std::future_status::ready);
  CHECK(future.get().reason == Wait::Reason::shared_rate);
}

TEST_CASE("when no slot will come any more all calls fail with the reason") {
  ScenarioServer server([](const Received&) { return answer(200, R"({"data":{}})"); });
  const auto rate = std::make_shared<FakeRate>();
  Api api(quick_options(server.url()));
  api.share_rate(rate);
  std::future<Outcome> waiting = start(api, kGet);
  rate->fail("the ledger is gone");
  const Outcome outcome = waiting.get();
  REQUIRE(std::holds_alternative<Failure>(outcome));
  CHECK_THAT(std::get<Failure>(outcome).message, Catch::Matchers::Contains("the ledger is gone"));
  CHECK(server.received().empty());
}

TEST_CASE("a call that is not sent after all gives its slot back unused") {
  ScenarioServer server([](const Received&) { return answer(200, R"({"data":{}})"); });
  const auto rate = std::make_shared<FakeRate>();
  rate->give(1);
  ApiOptions options = quick_options(server.url());
  options.on_start = [](Attempt) { throw RunError(ErrorCode::disk, "the disk is full"); };
  Api api(options);
  api.share_rate(rate);
  CHECK(std::holds_alternative<Failure>(call(api, kGet)));
  CHECK(rate->returned == 1);
  CHECK(rate->ended == 0);
}

TEST_CASE("a shared rate that throws at the end of a call fails that call, and the others go on") {
  ScenarioServer server([](const Received&) { return answer(200, R"({"data":{}})"); });
  const auto rate = std::make_shared<FakeRate>();
  rate->give(2);
  rate->fails_at_end = true;
  Api api(quick_options(server.url()));
  api.share_rate(rate);
  CHECK_THAT(std::get<Failure>(call(api, kGet)).message, Catch::Matchers::Contains("no room for one more"));
  rate->fails_at_end = false;
  CHECK(std::holds_alternative<Answer>(call(api, kGet)));
}
