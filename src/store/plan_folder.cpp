#include "store/plan_folder.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "core/text.hpp"
#include "domainplan/error.hpp"
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

bool holds(const std::string& folder, std::string_view name) { return exists(in_folder(folder, name)); }

// Whether an interrupted run can be continued in the folder.
bool is_interrupted(const std::string& folder) { return holds(folder, kRun) && !holds(folder, kSummaryJson); }

[[noreturn]] void refuse_used(const std::string& folder, std::string_view name) {
  const std::string shown = in_quotes(folder, 300);
  if (is_interrupted(folder))
    throw UsageError(fmt::format("{} holds an interrupted plan", shown), folder, Remedy::resume);
  throw UsageError(
      fmt::format("{} holds {}, which is a name of a plan's files: a folder without them is needed", shown,
                  in_quotes(name)),
      folder, Remedy::force);
}

// Whether something was sent from the folder that the API has, may have, or had: what ended there counts
// against the limits. A damaged journal says nothing, so it may.
bool was_submitted(const std::string& folder) {
  try {
    const Sendings sendings = recorded_sendings(folder);
    return std::any_of(sendings.begin(), sendings.end(), [](const auto& sending) {
      return sending.second.may_exist() || !sending.second.earlier.empty();
    });
  } catch (const RunError&) {
    return true;
  }
}

// The customers that have an order in the folder, as far as what is there says.
std::vector<std::string> customers_with_orders(const std::string& folder) {
  std::vector<std::string> customers;
  try {
    if (const auto json = bytes_if_there(in_folder(folder, kPlanJson))) {
      for (const PinnedCustomer& customer : read_pinned(*json, std::string(kPlanJson)).customers)
        if (customer.order) customers.push_back(customer.customer);
    } else if (const auto csv = bytes_if_there(in_folder(folder, kPlanCsv))) {
      kPlanTable.read(*csv, std::string(kPlanCsv),
                      [&](PlannedDomain row, std::size_t) { customers.push_back(std::move(row.customer)); });
    }
  } catch (const Error&) {
    // What may not be ours stays.
  }
  return customers;
}

}  // namespace

PlanFolder::PlanFolder(const PlanLock& lock, FolderStart start)
    : folder_(lock.folder()),
      stage_(folder_),
      plan_csv_(stage_.create(kPlanCsv)),
      candidates_(stage_.create(kCandidatesCsv)),
      shortfall_(stage_.create(kShortfallCsv)),
      plan_json_(stage_.create(kPlanJson)) {
  take_over(start);
  plan_csv_.write(kPlanTable.header());
  candidates_.write(kCandidatesTable.header());
  shortfall_.write(kShortfallTable.header());
}

std::string PlanFolder::path(std::string_view name) const { return in_folder(folder_, name); }

void PlanFolder::take_over(FolderStart start) {
  const auto present = names_present(folder_);
  const bool has_only_log = present == std::vector<std::string_view>{kAvailabilityLogName};
  // A run that ended before it noted what run it was, and so before it asked about a name.
  const bool is_unbegun = has_only_log && bytes_of_file(path(kAvailabilityLogName)).empty();
  if (start == FolderStart::fresh && !present.empty() && !is_unbegun) refuse_used(folder_, present.front());
  if (start == FolderStart::resumed && !present.empty() && !is_interrupted(folder_) && !is_unbegun) {
    const std::string shown = in_quotes(folder_, 300);
    if (has_only_log)
      throw UsageError(fmt::format("{} holds a run that an earlier version of domainplan began", shown),
                       folder_, Remedy::force);
    refuse_used(folder_, present.front());
  }
  if (start == FolderStart::again) {
    if (was_submitted(folder_))
      throw UsageError(
          fmt::format("orders were sent from {}, so it is kept as it is", in_quotes(folder_, 300)), folder_,
          Remedy::choose_another_folder);
    stage_.unfinish();
  }
  if (start == FolderStart::fresh || start == FolderStart::again)
    for (const std::string_view name : {std::string_view(kJournalName), kAvailabilityLogName, kLedgerLogName,
                                        kRun, kRunReserved, kRunInventory, kCalls})
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

std::string PlanFolder::log_path() const { return path(kAvailabilityLogName); }

void PlanFolder::keep_note(std::string_view note, std::string_view reserved, std::string_view inventory) {
  const auto keep = [&](std::string_view name, std::string_view bytes) {
    bytes.empty() ? remove_file(path(name)) : replace_file(path(name), bytes);
  };
  keep(kRunReserved, reserved);
  keep(kRunInventory, inventory);
  // Last: with the note the run can be resumed.
  replace_file(path(kRun), note);
}

void PlanFolder::log_call(std::chrono::system_clock::time_point started, std::string_view why) {
  if (!calls_) calls_.emplace(path(kCalls), Durability::each_second);
  const auto since_epoch = std::chrono::floor<std::chrono::milliseconds>(started.time_since_epoch());
  calls_->append(fmt::format("{} {}\n", since_epoch.count(), why));
}

void PlanFolder::begin(const PinnedPlan& plan) { plan_json_.write(pinned_head(plan)); }

void PlanFolder::add_input(std::string_view name, std::string_view bytes) {
  const std::string place = fmt::format("{}/{}", kInputs, name);
  stage_.add(place, bytes);
  present_.insert(place);
}

void PlanFolder::add(const PlannedDomain& row) { plan_csv_.write(kPlanTable.line(row)); }
void PlanFolder::add(const CandidateRow& row) { candidates_.write(kCandidatesTable.line(row)); }
void PlanFolder::add(const ShortfallRow& row) { shortfall_.write(kShortfallTable.line(row)); }

void PlanFolder::add(PinnedCustomer customer, const std::string& order) {
  if (customer.order) {
    const std::string name = order_name(customer.customer);
    customer.order->sha256 = stage_.add(name, order);
    present_.insert(name);
  }
  plan_json_.write(pinned_line(customer, std::exchange(first_customer_, false)));
}

void PlanFolder::keep(const PinnedCustomer& customer) {
  if (customer.order) present_.insert(order_name(customer.customer));
  plan_json_.write(pinned_line(customer, std::exchange(first_customer_, false)));
}

void PlanFolder::remove_old_results() {
  for (const std::string& customer : customers_with_orders(folder_))
    if (!present_.contains(order_name(customer))) stage_.remove(order_name(customer));
  if (!exists(path(kInputs))) return;
  for (const std::string& name : entries_of(path(kInputs)))
    if (const std::string place = fmt::format("{}/{}", kInputs, name);
        is_input_name(name) && !present_.contains(place))
      stage_.remove(place);
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
  for (const std::string_view name : {kRun, kRunReserved, kRunInventory, kCalls}) remove_file(path(name));
  log_->close();
}

void throw_made_by_earlier_version(const std::string& folder) {
  throw UsageError(
      fmt::format("{} holds a plan that an earlier version of domainplan made", in_quotes(folder, 300)),
      folder, Remedy::force);
}

std::optional<PlanSummary> finished_summary(const PlanLock& lock) {
  const std::string path = in_folder(lock.folder(), kSummaryJson);
  const auto bytes = bytes_if_there(path);
  if (!bytes) return std::nullopt;
  if (!exists(in_folder(lock.folder(), kPlanJson))) throw_made_by_earlier_version(lock.folder());
  return read_summary(*bytes, path);
}

}  // namespace domainplan
