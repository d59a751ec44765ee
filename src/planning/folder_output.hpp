// The plan folder and the observer as the output of a run.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "domainplan/notice.hpp"
#include "planning/driver.hpp"
#include "planning/run.hpp"
#include "store/plan_folder.hpp"

namespace domainplan {

// A customer that the run does not plan, at its place in the file: `write` writes it into the folder and
// adds it to the summary.
struct UnplannedCustomer {
  std::size_t position;
  std::function<void(PlanFolder& folder, PlanSummary& summary)> write;
};

// How a planned customer is written.
struct PlannedPlace {
  std::size_t position;     // in customers.csv
  std::size_t options = 0;  // which of PinnedPlan::options
};

// The API as the source of a run's facts; the start of each call is noted in `folder`, which must outlive the
// run.
AskedFacts asked_facts(Session& session, Recovered known, PlanFolder& folder);

class FolderOutput final : public RunOutput {
 public:
  // `places`: one for each planned customer; `others` by position; `options`: PinnedPlan::options as JSON.
  // `customers`: in all, and `earlier_calls`: of the parts of the run before an interruption, for progress.
  FolderOutput(PlanFolder& folder, const PlanInputs& inputs, std::vector<PlannedPlace> places,
               std::vector<UnplannedCustomer> others, std::vector<std::string> options,
               const Observer& observer, bool keeps_ordered, std::uint64_t earlier_calls = 0);

  void answered(const partner::AvailabilityRows& rows, std::chrono::system_clock::time_point at) override;
  void progress(const Scheduler& scheduler, std::uint64_t calls) override;
  void warning(const Notice& notice) override;
  void settled(const CustomerPlan& plan) override;

  // The domains of the orders so far; none unless they are kept.
  const std::vector<std::string>& ordered() const { return ordered_; }
  // What is in the summary of all customers, once all are settled. Called once.
  PlanSummary finish();

 private:
  void write_others_until(std::size_t position);

  PlanFolder& folder_;
  const PlanInputs& inputs_;
  std::vector<PlannedPlace> places_;
  std::vector<UnplannedCustomer> others_;
  std::vector<std::string> options_;
  const Observer& observer_;
  bool keeps_ordered_;
  std::uint64_t earlier_calls_;
  std::size_t others_written_ = 0;
  PlanSummary summary_;
  std::vector<std::string> ordered_;
};

}  // namespace domainplan
