#include "planning/folder_output.hpp"

#include <limits>
#include <utility>

#include "planning/report.hpp"

namespace domainplan {

AskedFacts asked_facts(Session& session, Recovered known, PlanFolder& folder) {
  return {session, std::move(known), [&folder](partner::Attempt attempt) {
            folder.log_call(std::chrono::system_clock::now(), attempt);
          }};
}

FolderOutput::FolderOutput(PlanFolder& folder, const PlanInputs& inputs, std::vector<PlannedPlace> places,
                           std::vector<UnplannedCustomer> others, std::vector<std::string> options,
                           const Observer& observer, bool keeps_ordered, std::uint64_t earlier_calls)
    : folder_(folder),
      inputs_(inputs),
      places_(std::move(places)),
      others_(std::move(others)),
      options_(std::move(options)),
      observer_(observer),
      keeps_ordered_(keeps_ordered),
      earlier_calls_(earlier_calls) {
  summary_.customers = places_.size() + others_.size();
}

void FolderOutput::answered(const partner::AvailabilityRows& rows, std::chrono::system_clock::time_point at) {
  folder_.log().append(rows.raw, at);
}

void FolderOutput::progress(const Scheduler& scheduler, std::uint64_t calls) {
  if (observer_.progress)
    observer_.progress(
        {inputs_.customers.size(), scheduler.settled(), scheduler.names_answered(), earlier_calls_ + calls});
}

void FolderOutput::warning(const Notice& notice) {
  if (observer_.warning) observer_.warning(notice);
}

void FolderOutput::settled(const CustomerPlan& plan) {
  const PlannedPlace place = places_[plan.place()];
  write_others_until(place.position);
  std::vector<std::string_view> domains;
  for (const CustomerPlan::OrderLine& line : plan.order()) {
    domains.emplace_back(line.domain);
    if (keeps_ordered_) ordered_.push_back(line.domain);
  }
  if (plan.has_order()) summary_.orders.add(plan.customer().key, domains);
  const CustomerResult result = result_of(plan);
  write_result(folder_, result, inputs_.settings_of(plan.place()).options, options_[place.options],
               place.options);
  add_result(summary_, result);
}

PlanSummary FolderOutput::finish() {
  write_others_until(std::numeric_limits<std::size_t>::max());
  return std::move(summary_);
}

// The tables are in the order of customers.csv, whoever was planned now.
void FolderOutput::write_others_until(std::size_t position) {
  for (; others_written_ < others_.size() && others_[others_written_].position < position; ++others_written_)
    others_[others_written_].write(folder_, summary_);
}

}  // namespace domainplan
