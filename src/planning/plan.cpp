// plan(): the files of a run, and the run itself between them.
#include "domainplan/plan.hpp"
#include "domainplan/passwords.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "domainplan/check.hpp"
#include "domainplan/error.hpp"
#include "domainplan/ledger.hpp"
#include "domainplan/session.hpp"
#include "domainplan/stored_plan.hpp"
#include "io/file.hpp"
#include "io/sha256.hpp"
#include "partner/pacing.hpp"
#include "planning/folder_output.hpp"
#include "planning/inventory.hpp"
#include "planning/ledger_state.hpp"
#include "planning/pinned.hpp"
#include "planning/report.hpp"
#include "planning/reserved_names.hpp"
#include "planning/run.hpp"
#include "planning/same_run.hpp"
#include "planning/settings.hpp"
#include "store/inputs.hpp"
#include "store/ledger_log.hpp"
#include "store/paths.hpp"
#include "store/pinned_json.hpp"
#include "store/plan_folder.hpp"

namespace domainplan {
namespace {

RecordedFacts recorded_facts(const InputFile& file, const std::string& currency) {
  RecordedFacts recorded;
  for (const auto& [name, row] : read_recorded(file)) recorded.facts.emplace(name, fact_of(row, currency));
  return recorded;
}

// The files of inputs/ that a run may write.
std::vector<std::string_view> inputs_of(const std::vector<Customer>& customers, const PlanOptions& options) {
  std::vector<std::string_view> inputs = {store::kCustomersInput, store::kPersonasInput,
                                          store::kBundlesInput};
  if (std::any_of(customers.begin(), customers.end(), [](const Customer& one) { return !one.owned.empty(); }))
    inputs.push_back(store::kOwnedInput);
  if (options.inventory) inputs.push_back(store::kInventoryInput);
  if (options.naming.patterns) inputs.push_back(store::kPatternsInput);
  if (!options.avoided.empty()) inputs.push_back(store::kAvoidInput);
  if (!options.reserved_by.empty()) inputs.push_back(store::kReservedInput);
  return inputs;
}

}  // namespace

std::optional<PlanSummary> finished_plan(const IntakeFiles& files, bool has_bundles,
                                         const AnswerSource& source, const PlanOptions& options,
                                         const PlanLock& lock, const Observer& observer) {
  std::optional<PlanSummary> summary = finished_summary(lock);
  if (!summary) return std::nullopt;
  check_same_plan(lock.folder(), pinned_run(files, source, {}, options), has_bundles, observer);
  summary->was_finished = true;
  return summary;
}

PlanSummary plan(const Intake& intake, IntakeFiles files, const NamingRules& rules,
                 const AnswerSource& source, const PlanOptions& given, const PlanLock& lock,
                 const Observer& observer, std::stop_token stop) {
  const auto began = std::chrono::steady_clock::now();
  if (!source.replay) redact_passwords(intake.customers, *source.session);
  std::optional<RecordedFacts> recorded;  // a file that cannot be used is found first
  if (source.replay && given.inventory)
    throw UsageError("the account's inventory is read from the API, and recorded answers are used without it",
                     source.replay->name);
  if (source.replay) recorded = recorded_facts(*source.replay, given.choice.currency);
  PinnedPlan pinned = pinned_run(files, source, {}, given);
  if (given.resume)
    if (auto finished = finished_plan(files, true, source, given, lock, observer)) return *finished;
  const std::string inputs_digest = inputs_sha256(files);
  files = {};  // the run is long, and may need the memory
  if (given.force || given.resume) {
    std::vector<std::string> keys;
    for (const Customer& customer : intake.customers) keys.push_back(customer.key);
    demand_room(lock, keys, inputs_of(intake.customers, given));
  }
  if (given.force && !source.replay) source.session->account();  // before anything is cleared away
  std::vector<std::string> earlier_plans;
  if (given.force && source.ledger.ledger) earlier_plans = plans_here(*source.ledger.ledger, lock.folder());
  PlanFolder folder(lock, given.resume  ? FolderStart::resumed
                          : given.force ? FolderStart::again
                                        : FolderStart::fresh);
  for (const std::string& earlier : earlier_plans) source.ledger.ledger->release(earlier);
  if (!source.replay) pinned.account = source.session->account().id;
  const auto window_began = std::chrono::system_clock::now() - partner::Pacing::kWindow;
  Recovered recovered = read_availability_log(folder.log_path(), given.choice.currency, window_began);
  const bool has_answers = recovered.calls > 0;
  add_call_log(folder.found_calls(), window_began, recovered);
  PlanOptions options = given;
  std::vector<Customer> with_inventory;
  if (options.inventory) with_inventory = intake.customers;
  const std::vector<Customer>& customers = options.inventory ? with_inventory : intake.customers;
  const bool is_resumed = recovered.calls > 0 || ledger_snapshot(lock.folder()).has_value();
  if (is_resumed) {
    check_same_run(lock.folder(), folder.found_note(), pinned, observer);
    options.reserved = list_of(folder.found_reserved());
    if (options.inventory && !folder.found_inventory().empty())
      store::add_inventory_rows(folder.found_inventory(),
                                store::in_folder(lock.folder(), store::kRunInventory), with_inventory);
  } else if (given.resume) {
    for (const std::string& other : options.reserved_by) options.reserved.merge(domains_of_plan(other));
  }
  if (!is_resumed && options.inventory) {
    use_inventory(*source.session, rules, options, with_inventory, observer);
  }
  const std::string reserved = list_text(options.reserved);
  if (!options.reserved_by.empty()) pinned.reserved_sha256 = sha256_hex(reserved);
  folder.keep_note(store::pinned_json(pinned), reserved, store::inventory_rows(customers));
  // What was recorded belongs to this run's log too; it keeps the times at which it was true.
  if (source.replay && !has_answers) folder.log().carry_over(source.replay->bytes);

  folder.begin(pinned);
  if (options.naming.patterns) folder.add_input(store::kPatternsInput, options.naming.patterns->bytes);
  if (!options.avoided.empty()) folder.add_input(store::kAvoidInput, list_text(options.avoided));
  if (!options.reserved_by.empty()) folder.add_input(store::kReservedInput, reserved);

  LedgerState shared = ledger_state(source, lock.folder());
  options.reserved.insert(shared.snapshot.reserved.begin(), shared.snapshot.reserved.end());
  if (options.inventory && source.ledger.ledger)
    if (const auto lost = reserve_inventory(source.ledger, shared.snapshot.plan, with_inventory);
        !lost.empty()) {
      folder.keep_note(store::pinned_json(pinned), reserved, store::inventory_rows(customers));
      if (observer.note) observer.note({.code = NoticeCode::ready_domains_taken, .names = lost});
    }
  for (const auto& [name, bytes] : store::input_files(customers)) folder.add_input(name, bytes);
  recovered.shared = shared_facts(shared.snapshot, options.choice.currency);
  if (recorded)
    for (const auto& [name, fact] : recovered.shared) recorded->facts.insert_or_assign(name, fact);
  reserve_owned(options, customers);  // for every customer of the run, whatever its turn
  const PlanInputs inputs{customers, {{rules, options}}};
  std::vector<PlannedPlace> places;
  for (const std::size_t position : intake.positions) places.push_back({position});
  std::vector<UnplannedCustomer> others;
  for (const SkippedCustomer& skipped : intake.skipped)
    others.push_back({skipped.position, [&skipped](PlanFolder& to, PlanSummary& summary) {
                        write_skipped(to, skipped, summary);
                      }});
  const partner::CallCounts earlier{recovered.calls, recovered.retries, recovered.rate_limited};
  FolderOutput output(folder, inputs, std::move(places), std::move(others), {hashed_options(options)},
                      observer, source.ledger.ledger != nullptr, earlier.calls);
  RunCounts counts;
  try {
    counts = run_customers(
        inputs,
        recorded ? Facts(std::move(*recorded)) : asked_facts(*source.session, std::move(recovered), folder),
        options.claimed, output, stop,
        {.ledger = shared.worker.get(), .lost = by_place(shared.snapshot, intake.customers)});
  } catch (const Interrupted& interrupted) {
    throw Interrupted(interrupted.what(), Remedy::resume);
  }

  PlanSummary summary = output.finish();
  if (!source.replay) {
    summary.calls = earlier.calls + counts.calls.calls;
    summary.retries = earlier.retries + counts.calls.retries;
    summary.rate_limited = earlier.rate_limited + counts.calls.rate_limited;
  }
  summary.domains_checked = counts.names_answered;
  const auto batch_size = static_cast<std::uint64_t>(options.batch_size);
  summary.calls_bound = (counts.names_drawn + batch_size - 1) / batch_size;
  summary.api_url = source.api_url;
  summary.environment = source.environment;
  summary.currency = options.choice.currency;
  summary.inputs_sha256 = inputs_digest;
  if (source.replay) summary.possible_duplicates.emplace();
  summary.elapsed_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  if (shared.worker) shared.worker->finish();
  folder.publish(summary);
  // What an earlier part of the run reserved and this one did not need.
  if (source.ledger.ledger) source.ledger.ledger->release_others(shared.snapshot.plan, output.ordered());
  return summary;
}

}  // namespace domainplan
