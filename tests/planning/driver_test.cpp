#include "planning/driver.hpp"

#include <catch2/catch.hpp>

#include <fmt/format.h>

#include <set>
#include <thread>

#include "domainplan/error.hpp"
#include "fake_network.hpp"
#include "planning/calling_thread_executor.hpp"
#include "planning/flow_executor.hpp"
#include "random_run.hpp"
#include "thread_executor.hpp"

using namespace domainplan;

namespace {

// Records a run, and throws where it is made to.
class Recorder : public RunOutput {
 public:
  std::size_t rows_heard = 0;
  std::vector<std::string> plans;
  std::multiset<std::string> listed;
  int answered_throws_at = 0, settled_throws_at = 0, progress_throws_at = 0;
  bool throws_number = false;  // instead of our error

  void answered(const partner::AvailabilityRows& rows, std::chrono::system_clock::time_point) override {
    throw_at(answers_, answered_throws_at);
    rows_heard += rows.rows.size();
  }
  void progress(const Scheduler&, std::uint64_t) override { throw_at(steps_, progress_throws_at); }
  void settled(const CustomerPlan& plan) override {
    throw_at(settled_, settled_throws_at);
    plans.push_back(described(plan));
  }
  void rows(std::vector<AvailabilityRow> rows) override {
    for (const AvailabilityRow& row : rows) listed.insert(row.domain);
  }

 private:
  void throw_at(int& count, int at) const {
    if (++count != at) return;
    if (throws_number) throw 7;
    throw RunError(ErrorCode::disk, "the disk is full");
  }
  int answers_ = 0, steps_ = 0, settled_ = 0;
};

struct Run {
  std::vector<Customer> customers = customers_sharing_brands();
  PlanOptions options;
  Recorder output;
  NetworkFaults faults = {.stale = 10};
  std::stop_source stop;

  Run() { options.batch_size = 7; }

  void operator()(Executor& executor, unsigned seed) {
    Scheduler scheduler(options, customers.size(), owned_domains(customers));
    FakeNetwork network(seed, faults);
    const PlanInputs inputs{customers, {{built_in_rules(), options}}};
    Driver(scheduler, executor, &network, output, &inputs).run(stop.get_token());
  }
  void operator()(unsigned seed) {
    ThreadExecutor executor(4);
    (*this)(executor, seed);
  }
};

}  // namespace

TEST_CASE("the driver on threads makes the plan that is made one by one", "[driver]") {
  Run run;
  const std::vector<std::string> expected = naive_plan(run.customers, run.options);
  run(GENERATE(1u, 2u, 3u, 4u));
  CHECK(run.output.plans == expected);
  CHECK(run.output.rows_heard > 0);
}

TEST_CASE("the driver on one thread makes the same plan", "[driver]") {
  Run run;
  ThreadExecutor executor(1);
  run(executor, 5);
  CHECK(run.output.plans == naive_plan(run.customers, run.options));
}

TEST_CASE("the driver makes a replay without a network", "[driver]") {
  Run run;
  Scheduler scheduler(run.options, run.customers.size(), owned_domains(run.customers));
  scheduler.replay({});
  ThreadExecutor executor(3);
  const PlanInputs inputs{run.customers, {{built_in_rules(), run.options}}};
  Driver(scheduler, executor, nullptr, run.output, &inputs).run({});
  CHECK(run.output.plans.size() == run.customers.size());
}

TEST_CASE("the driver hands out one row for each name of a list", "[driver]") {
  Names names;
  for (int i = 0; i < 500; ++i) names.push_back(fmt::format("name-number-{}.com", i));
  Scheduler scheduler(names, 7, std::chrono::milliseconds(1), 8);
  ThreadExecutor executor(3);
  FakeNetwork network(1, {.stale = 20});
  Recorder output;
  Driver(scheduler, executor, &network, output, nullptr).run({});
  CHECK(output.listed == std::multiset<std::string>(names.begin(), names.end()));
}

TEST_CASE("a list of names can be asked for on the calling thread alone", "[driver]") {
  Names names;
  for (int i = 0; i < 500; ++i) names.push_back(fmt::format("name-number-{}.com", i));
  Scheduler scheduler(names, 7, std::chrono::milliseconds(1), 8);
  CallingThreadExecutor executor;
  FakeNetwork network(1, {.stale = 20});
  struct : Recorder {
    std::set<std::thread::id> threads;
    void rows(std::vector<AvailabilityRow> rows) override {
      threads.insert(std::this_thread::get_id());
      Recorder::rows(std::move(rows));
    }
  } output;
  Driver(scheduler, executor, &network, output, nullptr).run({});
  CHECK(output.listed == std::multiset<std::string>(names.begin(), names.end()));
  CHECK(output.threads == std::set{std::this_thread::get_id()});
}

TEST_CASE("rows of answers that come together are handed over together", "[driver]") {
  Names names;
  for (int i = 0; i < 20; ++i) names.push_back(fmt::format("name-number-{}.com", i));
  Scheduler scheduler(names, 5, std::chrono::milliseconds(1), 4);
  CallingThreadExecutor executor;
  struct : Network {
    void ask(std::vector<std::string> asked, std::function<void(partner::AvailabilityPart)> heard) override {
      partner::AvailabilityPart part{.rows = {}, .failure = {}, .is_last = true};
      for (const std::string& name : asked) part.rows.rows.push_back(market_row(name));
      heard(std::move(part));
    }
    void after(std::chrono::milliseconds, std::function<void()> done) override { done(); }
    void stop() override {}
    std::uint64_t calls() const override { return 0; }
  } network;
  struct : Recorder {
    int times = 0;
    void rows(std::vector<AvailabilityRow> rows) override {
      ++times;
      Recorder::rows(std::move(rows));
    }
  } output;
  Driver(scheduler, executor, &network, output, nullptr).run({});
  CHECK(output.listed == std::multiset<std::string>(names.begin(), names.end()));
  CHECK(output.times == 1);
}

TEST_CASE("the driver on the calling thread ends with the error of whatever fails", "[driver]") {
  Run run;
  CallingThreadExecutor executor;
  SECTION("a call") {
    run.faults.fails_at = GENERATE(1, 5, 20);
    CHECK_THROWS_WITH(run(executor, 1), "the server is gone");
  }
  SECTION("recording an answer") {
    run.output.answered_throws_at = GENERATE(1, 5, 20);
    CHECK_THROWS_WITH(run(executor, 1), "the disk is full");
  }
}

TEST_CASE("the driver ends with the error of whatever fails, and nothing is left under way", "[driver]") {
  Run run;
  SECTION("a call") {
    run.faults.fails_at = GENERATE(1, 5, 20);
    CHECK_THROWS_WITH(run(1), "the server is gone");
  }
  SECTION("handing over a call") {
    run.faults.throws_at = GENERATE(1, 5, 20);
    CHECK_THROWS_AS(run(1), std::bad_alloc);
  }
  SECTION("recording an answer") {
    run.output.answered_throws_at = GENERATE(1, 5, 20);
    CHECK_THROWS_WITH(run(1), "the disk is full");
  }
  SECTION("writing a customer") {
    run.output.settled_throws_at = GENERATE(1, 10, 30);
    CHECK_THROWS_WITH(run(1), "the disk is full");
  }
  SECTION("the caller's own callback") {
    run.output.progress_throws_at = GENERATE(1, 10, 50);
    CHECK_THROWS_WITH(run(1), "the disk is full");
  }
  SECTION("the caller's own callback, with what is no std::exception") {
    run.output.throws_number = true;
    SECTION("on progress") { run.output.progress_throws_at = GENERATE(1, 10, 50); }
    SECTION("on an answer") { run.output.answered_throws_at = GENERATE(1, 5, 20); }
    SECTION("on a settled customer") { run.output.settled_throws_at = GENERATE(1, 10, 30); }
    CHECK_THROWS_AS(run(1), int);
  }
}

TEST_CASE("the driver ends a run that is interrupted at any time, and records what was answered",
          "[driver]") {
  Run run;
  const int interrupted_at = GENERATE(1, 2, 5, 10, 20, 40);
  run.faults.before_answer = [&](int call) {
    if (call == interrupted_at) run.stop.request_stop();
  };
  CHECK_THROWS_AS(run(static_cast<unsigned>(interrupted_at)), Interrupted);
  CHECK(run.output.plans.size() < run.customers.size());
}

TEST_CASE("the driver does not begin a run that is interrupted before", "[driver]") {
  Run run;
  run.stop.request_stop();
  CHECK_THROWS_AS(run(1), Interrupted);
  CHECK(run.output.rows_heard == 0);
}

TEST_CASE("the driver ends with one error where several threads fail at once", "[driver]") {
  Run run;
  run.faults.fails_at = 3;
  run.output.answered_throws_at = 3;
  run.output.settled_throws_at = 2;
  CHECK_THROWS_AS(run(2), RunError);
}

TEST_CASE("the flow graph makes the plan that is made one by one, and ends like any executor", "[flow]") {
  const int threads = GENERATE(0, 1, 2, 8);
  Run run;
  const std::unique_ptr<Executor> executor = make_flow_executor(threads);
  run(*executor, 1);
  CHECK(run.output.plans == naive_plan(run.customers, run.options));

  Run failing;
  failing.output.settled_throws_at = 3;
  const std::unique_ptr<Executor> other = make_flow_executor(threads);
  CHECK_THROWS_WITH(failing(*other, 1), "the disk is full");
}
