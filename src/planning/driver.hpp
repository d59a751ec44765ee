// Carries out what the scheduler decides: runs the stages on an executor, hands calls to the network, and
// brings back what happens as events.
//
// Whatever throws on the way - a stage, a callback, the network - ends the run: the first error is kept,
// nothing new is begun, calls under way are cut off, what they had answered is recorded, and run() throws the
// error.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <vector>

#include "domainplan/notice.hpp"
#include "planning/executor.hpp"
#include "planning/first_error.hpp"
#include "planning/network.hpp"
#include "planning/run_ledger.hpp"
#include "planning/scheduler.hpp"

namespace domainplan {

// Where the answers and the results of a run go. What throws ends the run.
class RunOutput {
 public:
  virtual ~RunOutput() = default;

  // Rows came, with the time. They are recorded before anything is made of them, also when the run is coming
  // to a bad end. Called in the stage `pack`, so one at a time.
  virtual void answered(const partner::AvailabilityRows&, std::chrono::system_clock::time_point) {}
  // After each step of the scheduler, with the calls made so far. Called in the stage `pack`.
  virtual void progress(const Scheduler&, std::uint64_t calls) { static_cast<void>(calls); }
  // Something a person should know. Called in the stage `pack`.
  virtual void warning(const Notice&) {}
  // A settled customer, in the order of the file. Called in the stage `write`, so one at a time.
  virtual void settled(const CustomerPlan&) {}
  // Final rows of a list of names, in any order. Called in the stage `write`.
  virtual void rows(std::vector<AvailabilityRow>) {}
};

// What a customer is planned by.
struct PlanSettings {
  const NamingRules& rules;
  const PlanOptions& options;
};

// What customers' plans are made of. All of it must outlive the driver.
struct PlanInputs {
  const std::vector<Customer>& customers;
  std::vector<PlanSettings> settings;  // one for all, or one for each customer

  const PlanSettings& settings_of(std::size_t place) const {
    return settings[settings.size() == 1 ? 0 : place];
  }
};

class Driver {
 public:
  // `network`: null in a replay, where no call is made. `inputs`: null for a list of names. `ledger`: null
  // where the scheduler reserves no names and looks none up; else it is also given the answers.
  Driver(Scheduler& scheduler, Executor& executor, Network* network, RunOutput& output,
         const PlanInputs* inputs, RunLedger* ledger = nullptr)
      : scheduler_(scheduler),
        executor_(executor),
        network_(network),
        output_(output),
        inputs_(inputs),
        ledger_(ledger) {}
  Driver(const Driver&) = delete;
  Driver& operator=(const Driver&) = delete;

  // Runs to the end. Throws the first error; Interrupted once `stop` asks for it. The network is stopped when
  // it throws.
  void run(std::stop_token stop);

  // Ends the run with this error. From any thread.
  void fail(std::exception_ptr error) noexcept;

 private:
  void post(Stage stage, Executor::Work work);
  void post_event(Event event);
  void carry_out(Effects effects);

  void step(Event event);
  void draw(const PlanPtr& plan);
  void filter(const PlanPtr& plan);
  void select(const PlanPtr& plan);
  void ask(Names names);
  void wait(Moment moment);
  void reserve(const std::vector<PlanPtr>& plans);
  void look_up(Names names, bool again);
  void heard(partner::AvailabilityPart part);
  void hand_over(std::vector<AvailabilityRow> rows);
  std::vector<AvailabilityRow> take_rows();

  template <class Work>
  void guarded(const Work& work) noexcept;

  Scheduler& scheduler_;
  Executor& executor_;
  Network* network_;
  RunOutput& output_;
  const PlanInputs* inputs_;
  RunLedger* ledger_;
  FirstError error_;
  std::mutex mutex_;                                // guards rows_
  std::vector<std::vector<AvailabilityRow>> rows_;  // that are to be handed over
};

}  // namespace domainplan
