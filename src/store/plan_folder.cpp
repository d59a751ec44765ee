#include "store/plan_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "store/call_log.hpp"
#include "store/journal.hpp"
#include "store/ledger_log.hpp"
#include "store/paths.hpp"
#include "store/pinned_json.hpp"
#include "store/summary_json.hpp"
#include "store/tables.hpp"

namespace domainplan {

using namespace store;

namespace {

bool is_folder_of_ours(std::string_view name) { return name == kOrders || name == kInputs; }

void demand_file(const std::string& path) {
  refuse_link(path);
  if (exists(path)) open_file(path, O_RDONLY);
}

// A link, a folder or a device in the place of a file of ours is refused before anything else happens.
std::vector<std::string_view> names_present(const std::string& folder) {
  std::vector<std::string_view> present;
  for (const std::string_view name : kOurNames) {
    const std::string path = in_folder(folder, name);
    if (!exists(path)) continue;
    is_folder_of_ours(name) ? make_folder_if_absent(path) : static_cast<void>(open_file(path, O_RDONLY));
    present.push_back(name);
  }
  return present;
}

// What else is ours and is not as it should be. To be called before anything of a plan is cleared away.
void refuse_others(const std::string& folder) {
  refuse_links(folder);
  names_present(folder);
  for (const std::string_view name : kRunFiles) demand_file(in_folder(folder, name));
}

bool holds(const std::string& folder, std::string_view name) { return exists(in_folder(folder, name)); }

// Whether an interrupted run can be continued in the folder.
bool is_interrupted(const std::string& folder) { return holds(folder, kRun) && !holds(folder, kSummaryJson); }

[[noreturn]] void refuse_used(const std::string& folder, std::string_view name) {
  const std::string shown = in_quotes(folder, 300);
  if (is_interrupted(folder))
    throw UsageError(fmt::format("{} holds an interrupted plan", shown), folder, Remedy::resume);
  throw UsageError(fmt::format("{} already contains {}, which plan would write: choose an empty folder",
                               shown, in_quotes(name)),
                   folder, Remedy::force);
}

// Whether something was sent from the folder that the API has, may have, or had: what ended there counts
// against the limits.
bool was_submitted(const std::string& folder) {
  const Sendings sendings = recorded_sendings(folder);
  return std::any_of(sendings.begin(), sendings.end(), [](const auto& sending) {
    return sending.second.may_exist() || !sending.second.earlier.empty();
  });
}

void refuse_if_submitted(const std::string& folder) {
  const auto refuse = [&](const std::string& why) {
    throw UsageError(why, folder, Remedy::choose_another_folder);
  };
  bool submitted = false;
  try {
    submitted = was_submitted(folder);
  } catch (const RunError& error) {
    refuse(fmt::format("{}. So it is not known whether orders were sent from {}, and it is kept as it is",
                       error.what(), in_quotes(folder, 300)));
  }
  if (submitted)
    refuse(fmt::format("orders were sent from {}, so it is kept as it is", in_quotes(folder, 300)));
}

// Of an owned or ready domain that is in an order, the plan has the row in inputs/, whatever it was made from
// last: an update keeps the orders that were sent.
bool has_domain_of(const PinnedPlan& plan, Source source) {
  return std::any_of(plan.customers.begin(), plan.customers.end(), [&](const PinnedCustomer& customer) {
    return customer.order &&
           std::any_of(customer.order->domains.begin(), customer.order->domains.end(),
                       [&](const PlannedDomain& domain) { return domain.source == source; });
  });
}

std::set<std::string> names_of(const PinnedPlan& plan) {
  std::set<std::string> names;
  for (const PinnedCustomer& customer : plan.customers)
    if (customer.order) names.insert(order_name(customer.customer));
  for (const PinnedOptions& options : plan.options) {
    const bool is_first = &options == &plan.options.front();
    const auto add_version = [&](std::string_view plain, const std::optional<std::string>& sha256) {
      if (sha256) names.insert(input_name(is_first ? std::string(plain) : version_name(plain, *sha256)));
    };
    add_version(kPatternsInput, options.patterns_sha256);
    add_version(kAvoidInput, options.avoid_sha256);
    if (!options.reserved_by.empty()) names.insert(input_name(kReservedInput));
  }
  for (const std::string_view name : kInputsOfEveryPlan) names.insert(input_name(name));
  if (plan.inputs.owned || has_domain_of(plan, Source::owned)) names.insert(input_name(kOwnedInput));
  if (std::any_of(plan.options.begin(), plan.options.end(),
                  [](const PinnedOptions& options) { return options.inventory; }) ||
      has_domain_of(plan, Source::inventory))
    names.insert(input_name(kInventoryInput));
  return names;
}

// Of a plan whose plan.json is damaged, or of an earlier version, which had none and no inputs/.
std::set<std::string> names_without_plan_json(const std::string& folder) {
  std::set<std::string> names;
  try {
    if (const auto csv = bytes_if_there(in_folder(folder, kPlanCsv)))
      kPlanTable.read(*csv, std::string(kPlanCsv),
                      [&](PlannedDomain row, std::size_t) { names.insert(order_name(row.customer)); });
    const auto summary = bytes_if_there(in_folder(folder, kSummaryJson));
    if (!summary || !holds(folder, kPlanJson)) return names;
    read_summary(*summary, std::string(kSummaryJson));
    for (const std::string_view name : kInputsOfEveryPlan) names.insert(input_name(name));
  } catch (const Error&) {
    // What cannot be read says no more of what is the plan's.
  }
  return names;
}

// The files in orders/ and inputs/ that are the plan's, as what is there says. All others are somebody's own.
std::set<std::string> names_of_plan(const std::string& folder) {
  try {
    if (const auto json = bytes_if_there(in_folder(folder, kPlanJson)))
      return names_of(read_pinned(*json, std::string(kPlanJson)));
  } catch (const Error&) {
    // It is damaged.
  }
  return names_without_plan_json(folder);
}

void refuse_foreign(const std::string& path) {
  throw UsageError(fmt::format("{} is not a file of this plan, and a file of that name is to be written: "
                               "move it away",
                               in_quotes(path, 300)),
                   path);
}

}  // namespace

PlanFolder::PlanFolder(const PlanLock& lock, FolderStart start)
    : folder_(lock.folder()),
      stage_(folder_),
      plan_csv_(stage_.create(kPlanCsv)),
      candidates_(stage_.create(kCandidatesCsv)),
      shortfall_(stage_.create(kShortfallCsv)),
      plan_json_(stage_.create(kPlanJson)) {
  old_names_ = left_over_ = names_of_plan(folder_);
  refuse_others(folder_);
  for (const std::string& name : old_names_) demand_file(path(name));
  take_over(start);
  plan_csv_.write(kPlanTable.header());
  candidates_.write(kCandidatesTable.header());
  shortfall_.write(kShortfallTable.header());
}

std::string PlanFolder::path(std::string_view name) const { return in_folder(folder_, name); }

void PlanFolder::take_over(FolderStart start) {
  const auto present = names_present(folder_);
  const bool has_only_log = present == std::vector<std::string_view>{kAvailabilityLog};
  // A run that ended before its first call.
  const bool is_unbegun = has_only_log && bytes_of_file(path(kAvailabilityLog)).empty() &&
                          bytes_if_there(path(kCalls)).value_or("").empty();
  if (start == FolderStart::fresh && !present.empty() && !is_unbegun) refuse_used(folder_, present.front());
  if (start == FolderStart::resumed && !present.empty() && !is_interrupted(folder_) && !is_unbegun) {
    const std::string shown = in_quotes(folder_, 300);
    if (has_only_log)
      throw UsageError(fmt::format("{} holds a run that an earlier version of domainplan began", shown),
                       folder_, Remedy::force);
    refuse_used(folder_, present.front());
  }
  if (start == FolderStart::again) {
    refuse_if_submitted(folder_);
    stage_.unfinish();
  }
  if (start == FolderStart::fresh || start == FolderStart::again)
    for (const std::string_view name :
         {kJournal, kAvailabilityLog, kLedgerLog, kRun, kRunReserved, kRunInventory, kCalls})
      remove_own_file(path(name));
  if (entries_of(folder_) == std::vector<std::string>{std::string(kPrivate)}) {
    std::error_code may_be_anothers;
    std::filesystem::permissions(folder_, std::filesystem::perms::owner_all, may_be_anothers);
  }
  found_note_ = bytes_if_there(path(kRun)).value_or("");
  found_reserved_ = bytes_if_there(path(kRunReserved)).value_or("");
  found_inventory_ = bytes_if_there(path(kRunInventory)).value_or("");
  found_calls_ = bytes_if_there(path(kCalls)).value_or("");
  log_.emplace(log_path(), AvailabilityLog::Mode::go_on);
  sync_folder(folder_);
}

std::string PlanFolder::log_path() const { return path(kAvailabilityLog); }

void PlanFolder::keep_note(std::string_view note, std::string_view reserved, std::string_view inventory) {
  const auto keep = [&](std::string_view name, std::string_view bytes) {
    bytes.empty() ? remove_file(path(name)) : replace_file(path(name), bytes);
  };
  keep(kRunReserved, reserved);
  keep(kRunInventory, inventory);
  // Last: with the note the run can be resumed.
  replace_file(path(kRun), note);
}

void PlanFolder::log_call(std::chrono::system_clock::time_point started, partner::Attempt attempt) {
  if (!calls_) calls_.emplace(path(kCalls), Durability::each_second);
  calls_->append(call_line({std::chrono::floor<std::chrono::microseconds>(started), attempt}));
}

void PlanFolder::begin(const PinnedPlan& plan) { plan_json_.write(pinned_head(plan)); }

void PlanFolder::add_input(std::string_view name, std::string_view bytes) {
  const std::string place = input_name(name);
  demand_own(place);
  stage_.add(place, bytes);
  left_over_.erase(place);
}

void PlanFolder::add(const PlannedDomain& row) { plan_csv_.write(kPlanTable.line(row)); }
void PlanFolder::add(const CandidateRow& row) { candidates_.write(kCandidatesTable.line(row)); }
void PlanFolder::add(const ShortfallRow& row) { shortfall_.write(kShortfallTable.line(row)); }

void PlanFolder::add(PinnedCustomer customer, const std::string& order) {
  if (customer.order) {
    const std::string name = order_name(customer.customer);
    demand_own(name);
    customer.order->sha256 = stage_.add(name, order);
    left_over_.erase(name);
  }
  plan_json_.write(pinned_line(customer, std::exchange(first_customer_, false)));
}

void PlanFolder::keep(const PinnedCustomer& customer) {
  if (customer.order) left_over_.erase(order_name(customer.customer));
  plan_json_.write(pinned_line(customer, std::exchange(first_customer_, false)));
}

void PlanFolder::remove_old_results() {
  for (const std::string& name : left_over_)
    if (exists(path(name))) stage_.remove(name);
}

void PlanFolder::demand_own(const std::string& name) const {
  if (!old_names_.contains(name) && exists(path(name))) refuse_foreign(path(name));
}

void PlanFolder::publish(const PlanSummary& summary,
                         const std::function<void(const std::string& plan_sha256)>& before_commit) {
  plan_json_.write(pinned_tail());
  for (StagedFile* const file : {&plan_csv_, &candidates_, &shortfall_}) stage_.close(std::move(*file));
  const std::string plan_sha256 = stage_.close(std::move(plan_json_));
  stage_.add(kSummaryJson, summary_json(summary));
  remove_old_results();
  log_->sync();
  if (before_commit) before_commit(plan_sha256);
  stage_.commit();
  if (calls_) calls_->close();
  for (const std::string_view name : kRunFiles) remove_file(path(name));
  log_->close();
}

void throw_made_by_earlier_version(const std::string& folder) {
  throw UsageError(
      fmt::format("{} holds a plan that an earlier version of domainplan made", in_quotes(folder, 300)),
      folder, Remedy::force);
}

void demand_room(const PlanLock& lock, const std::vector<std::string>& customers,
                 const std::vector<std::string_view>& inputs) {
  refuse_others(lock.folder());
  demand_one_file_system(lock.folder());
  const std::set<std::string> names = names_of_plan(lock.folder());
  for (const std::string& name : names) demand_file(in_folder(lock.folder(), name));
  std::vector<std::string> wanted;
  for (const std::string& customer : customers) wanted.push_back(order_name(customer));
  for (const std::string_view name : inputs) wanted.push_back(input_name(name));
  for (const std::string& name : wanted)
    if (const std::string path = in_folder(lock.folder(), name); !names.contains(name) && exists(path))
      refuse_foreign(path);
}

void refuse_links(const std::string& folder) {
  for (const std::string_view name : kOurNames) refuse_link(in_folder(folder, name));
  for (const std::string_view name : {kPrivate, kLock, kRun, kRunReserved, kRunInventory, kCalls})
    refuse_link(in_folder(folder, name));
  for (const std::string_view name : kInputNames) refuse_link(in_folder(folder, input_name(name)));
}

std::optional<PlanSummary> finished_summary(const PlanLock& lock) {
  const std::string& folder = lock.folder();
  const std::string path = in_folder(folder, kSummaryJson);
  const auto bytes = bytes_if_there(path);
  if (!bytes) return std::nullopt;
  if (!exists(in_folder(folder, kPlanJson))) throw_made_by_earlier_version(folder);
  refuse_links(folder);
  names_present(folder);
  for (const std::string& name : names_of_plan(folder))
    if (exists(in_folder(folder, name))) open_file(in_folder(folder, name), O_RDONLY);
  return read_summary(*bytes, path);
}

}  // namespace domainplan
