#include "cli/plan_update.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "cli/api_access.hpp"
#include "cli/diff.hpp"
#include "cli/domain_lists.hpp"
#include "cli/ledger_access.hpp"
#include "cli/name_warnings.hpp"
#include "cli/plan_inputs.hpp"
#include "cli/planning_options.hpp"
#include "cli/progress.hpp"
#include "cli/values.hpp"
#include "domainplan/error.hpp"
#include "domainplan/possible_duplicates.hpp"
#include "domainplan/text.hpp"
#include "domainplan/update.hpp"

namespace domainplan::cli {
namespace {

ApiAccess update_access(const po::variables_map& values, const StoredPlan& before, Process& process) {
  ApiAccess access = api_access(values, process);
  use_pinned_ledger(values, before, access);
  return access;
}

// The input files where any of them is given; then all that are needed have to be.
std::optional<UpdateInputs> given_inputs(const po::variables_map& values, const StoredPlan& before,
                                         Process& process, std::optional<ApiAccess>& access) {
  bool any = false;
  for (const char* option : {"customers", "personas", "bundles", "owned"})
    any = any || text(values, option).has_value();
  if (!any) return std::nullopt;
  IntakeFiles files = given_files(values, process);
  if (takes_bundles_from_api(values)) {
    access = update_access(values, before, process);
    fetch_bundles(files, values, *access, process, &before);
  }
  Intake intake = checked_intake(files, values, process);
  refuse_bad_rows(intake, values, process);
  return UpdateInputs{std::move(intake), std::move(files)};
}

UpdateRequest request_of(const po::variables_map& values, Process& process) {
  UpdateRequest request;
  request.only = texts(values, "only");
  request.rejected = listed_domains(values, "reject-file", process);
  for (const std::string& domain : texts(values, "reject"))
    request.rejected.push_back(domain_of(domain, "--reject"));
  request.change = given_options(values, process);
  request.pace.threads = number_or(values, "threads", 0);
  return request;
}

// "2 customers changed and were left as they are, as --only does not name them: acme, nordwind".
void report_held(const UpdateResult& result, Process& process) {
  const auto report = [&](UpdateState state, const char* what) {
    std::vector<std::string> customers;
    for (const auto& [customer, how] : result.held)
      if (how == state) customers.push_back(escaped(customer));
    if (!customers.empty())
      process.err << fmt::format("{} customer{} {}: {}\n", customers.size(), customers.size() == 1 ? "" : "s",
                                 what, fmt::join(customers, ", "));
  };
  report(UpdateState::sent, "whose order was sent, and stays as it is");
  report(UpdateState::unknown,
         "whose order was sent with an unknown outcome, and stays as it is: use submit");
  report(UpdateState::held,
         "whose receipt contradicts the order, which stays as it is: use submit --accept-receipt");
  report(UpdateState::ended, "whose order failed or was cancelled: plan again with --update --only");
  report(UpdateState::left, "changed, but not named by --only, and left as before");
}

}  // namespace

void add_update_options(po::options_description& options) {
  auto add = options.add_options();
  add("update", po::bool_switch(), "bring the finished plan in DIR up to date with changed files or options");
  add("only", many("CUSTOMER"), "with --update: change only this customer (may be repeated)");
  add("reject", many("DOMAIN"), "with --update: plan the customer that has this domain again without it");
  add("reject-file", many("FILE"), "reject every domain in FILE");
}

void check_update_options(const po::variables_map& values) {
  if (values["update"].as<bool>()) {
    for (const char* other : {"resume", "force", "dry-run"})
      if (values[other].as<bool>())
        throw UsageError(fmt::format("--update and --{} cannot be used together", other));
    if (text(values, "replay"))
      throw UsageError("--update and --replay cannot be used together: an update asks the API");
    return;
  }
  for (const char* option : {"only", "reject", "reject-file"})
    if (!texts(values, option).empty()) throw UsageError(fmt::format("--{} needs --update", option));
}

int run_update(const po::variables_map& values, Process& process) {
  const Format format = format_of(values, Format::text);
  const bool quiet = values["quiet"].as<bool>();
  UpdateRequest request = request_of(values, process);
  const std::string out = required(values, "out");
  const PlanLock lock(out);
  const StoredPlan before = read_plan(out);
  std::optional<ApiAccess> access;
  const auto inputs = given_inputs(values, before, process, access);
  if (!access) access = update_access(values, before, process);
  request.pace.batch_size = access->batch_size;
  request.pace.recheck_wait = access->recheck_wait;
  request.skip_bad_rows = values["skip-bad-rows"].as<bool>();
  Session& session = open_session(*access, process);
  const std::unique_ptr<Ledger> ledger = open_ledger(*access, process);
  request.ledger = ledger_use(values, *access, ledger.get(), &before);
  UpdateResult result;
  {
    ProgressLine progress(process.err, shows_progress(values, process));
    result = update(inputs, before, request, session, lock, observer_of(progress, quiet), process.stop);
  }
  report_duplicates(
      [&](const auto& warn) { return find_possible_duplicates(lock, session, warn, ledger.get()); }, session,
      quiet, process);
  const auto changes = difference(before, read_plan(out));
  print_differences(changes, format, process.out);
  if (!quiet) {
    print_findings(result.findings, process.err);
    report_held(result, process);
    if (inputs) warn_of_own_limits(inputs->intake.customers, request.ledger, process.err);
    const auto removed = static_cast<std::uint64_t>(
        std::count_if(changes.begin(), changes.end(),
                      [](const OrderDifference& one) { return one.change == OrderChange::removed; }));
    const std::uint64_t orders = result.summary.planned + removed;
    process.err << fmt::format("{} of {} order{} changed; ", changes.size(), orders, orders == 1 ? "" : "s")
                << summary_line(result.summary, escaped(out));
  }
  return result.summary.short_of_domains > 0 || !result.held.empty() ? kShort : kDone;
}

}  // namespace domainplan::cli
