// A plan folder while a plan is made in it.
//
// The answers go to availability.ndjson at once; the results are staged and appear together at the end. Until
// then .domainplan/ also holds a note by which a resumed run can see that it is the same run, and when
// each call was started.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "domainplan/api_options.hpp"
#include "domainplan/pinned_plan.hpp"
#include "domainplan/plan.hpp"
#include "domainplan/plan_lock.hpp"
#include "domainplan/plan_rows.hpp"
#include "io/append_log.hpp"
#include "store/availability_log.hpp"
#include "store/stage.hpp"

namespace domainplan {

// How a run treats what is in its folder already.
enum class FolderStart {
  fresh,    // there must not be a file with a name of ours
  again,    // an earlier plan is replaced, but never one from which something was sent
  resumed,  // an interrupted run's answers are kept and added to
  updated,  // a finished plan stays until publish(); its answers are added to
};

class PlanFolder {
 public:
  // `lock` must outlive this. Throws UsageError where the folder cannot be used, RunError where the disk
  // fails or something else than a file is in the place of a file of ours.
  PlanFolder(const PlanLock& lock, FolderStart start);
  // Where publish() was not reached: takes the staged results away and leaves the answers.
  ~PlanFolder() = default;

  AvailabilityLog& log() { return *log_; }
  // The file that the answers are in. It holds lines already where a run goes on.
  std::string log_path() const;

  // A note on what run this is, and the names reserved for it, kept until publish(). What an interrupted run
  // left of them is found; empty where there is none.
  const std::string& found_note() const { return found_note_; }
  const std::string& found_reserved() const { return found_reserved_; }
  const std::string& found_inventory() const { return found_inventory_; }
  void keep_note(std::string_view note, std::string_view reserved, std::string_view inventory);

  // Notes the start of a call, so that a run that goes on knows of those that were never answered. From one
  // thread. Throws RunError.
  void log_call(std::chrono::system_clock::time_point started, partner::Attempt attempt);
  // What an interrupted run had noted, as call_log.hpp has it.
  const std::string& found_calls() const { return found_calls_; }

  // The results. begin() comes first: what the plan is made of; its customers follow one by one. All throw
  // RunError.
  // Adding an order or an input throws UsageError where a file that is not the plan's has its name. Where
  // plan.json is damaged, the plan's are the orders of plan.csv and the inputs that every plan has.
  void begin(const PinnedPlan& plan);
  void add_input(std::string_view name, std::string_view bytes);
  void add(const PlannedDomain& row);
  void add(const CandidateRow& row);
  void add(const ShortfallRow& row);
  // `order` is the exact body of a customer that has one: its digest is pinned.
  void add(PinnedCustomer customer, const std::string& order);
  // A customer whose order, if it has one, stays as it is in the folder.
  void keep(const PinnedCustomer& customer);

  // Adds summary.json and makes everything appear. Throws RunError.
  // `before_commit` may be empty; it is called with the digest of the new plan.json right before.
  void publish(const PlanSummary& summary,
               const std::function<void(const std::string& plan_sha256)>& before_commit = {});

 private:
  void take_over(FolderStart start);
  void remove_old_results();
  void demand_own(const std::string& name) const;
  std::string path(std::string_view name) const;

  std::string folder_;
  std::set<std::string> old_names_;  // in orders/ and inputs/, of the plan that was there
  std::set<std::string> left_over_;  // those of them that this plan does not have
  store::Stage stage_;
  std::string found_note_, found_reserved_, found_inventory_, found_calls_;
  std::optional<AppendLog> calls_;
  std::optional<AvailabilityLog> log_;
  store::StagedFile plan_csv_, candidates_, shortfall_, plan_json_;
  bool first_customer_ = true;
};

// Throws UsageError where the order of one of `customers`, or one of the `inputs` that may be written (by
// their names in inputs/), would take the place of a file that is not the plan's in the folder; RunError
// where a link or a folder is in the place of a file of ours. To be called before anything of that plan is
// cleared away, and before any call.
void demand_room(const PlanLock& lock, const std::vector<std::string>& customers,
                 const std::vector<std::string_view>& inputs);

// Throws UsageError: the plan in `folder` has no plan.json.
[[noreturn]] void throw_made_by_earlier_version(const std::string& folder);

// A link in the place of a file of ours is refused by its name, also where this command has no use for the
// file: the next one would. What is in inputs/ and orders/ is known by the plan that names it. Throws
// RunError.
void refuse_links(const std::string& folder);

// The summary of a finished plan; nothing where the folder holds none. Throws RunError where it is damaged,
// or a link, a folder or a device is in the place of a file of it; UsageError where it was made by a version
// without plan.json.
std::optional<PlanSummary> finished_summary(const PlanLock& lock);

}  // namespace domainplan
