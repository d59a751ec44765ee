// plan(): the files of a run, and the run itself between them.
#include "domainplan/plan.hpp"

#include <fmt/format.h>

#include "core/text.hpp"
#include "domainplan/check.hpp"
#include "domainplan/error.hpp"
#include "domainplan/ledger.hpp"
#include "domainplan/session.hpp"
#include "io/file.hpp"
#include "partner/pacing.hpp"
#include "planning/folder_output.hpp"
#include "planning/inventory.hpp"
#include "planning/ledger_state.hpp"
#include "planning/passwords.hpp"
#include "planning/pinned.hpp"
#include "planning/report.hpp"
#include "planning/run.hpp"
#include "store/inputs.hpp"
#include "store/ledger_log.hpp"
#include "store/paths.hpp"
#include "store/pinned_json.hpp"
#include "store/plan_folder.hpp"

namespace domainplan {
namespace {

using Differences = std::vector<PlanDifference>;

// What owners hold is reserved for every customer of the run, whatever its turn.
PlanOptions with_owned_reserved(PlanOptions options, const std::vector<Customer>& customers) {
  for (const Customer& customer : customers)
    for (const OwnedDomain& owned : customer.owned) options.reserved.insert(owned.domain);
  return options;
}

[[noreturn]] void refuse(const std::string& what, const std::string& folder, Differences found) {
  throw PlanDiffers(what, std::move(found), folder, Remedy::force);
}

void note_other_program(const PinnedPlan& before, const Observer& observer) {
  if (before.program != DOMAINPLAN_VERSION && observer.note)
    observer.note(
        fmt::format("the plan was begun by domainplan {}; this is {}", before.program, DOMAINPLAN_VERSION));
}

// What a run that goes on does where nothing is left to do. No call is made, so the account is not compared;
// with other naming data the plan is finished all the same.
PlanSummary found_finished(const PlanLock& lock, PlanSummary summary, const PinnedPlan& now,
                           const Observer& observer) {
  const std::string path = store::in_folder(lock.folder(), store::kPlanJson);
  PinnedPlan before = store::read_pinned(bytes_of_file(path), path);
  Differences found = differences(before, now);
  std::erase_if(found, [](const PlanDifference& one) {
    return one.kind == PlanDifference::Kind::data || one.name == "account";
  });
  if (!found.empty())
    refuse(fmt::format("{} holds a finished plan that was made otherwise", in_quotes(lock.folder(), 300)),
           lock.folder(), std::move(found));
  note_other_program(before, observer);
  summary.was_finished = true;
  return summary;
}

// Throws PlanDiffers where the run that left `note` was not this one.
void check_same_run(const std::string& folder, const std::string& note, const PinnedPlan& now,
                    const Observer& observer) {
  std::optional<PinnedPlan> before;
  try {
    before = store::read_pinned(note, store::in_folder(folder, store::kRun));
  } catch (const Error& error) {
    throw UsageError(fmt::format("{} holds an interrupted run, and what it was cannot be read: {}",
                                 in_quotes(folder, 300), error.what()),
                     folder, Remedy::force);
  }
  if (Differences found = differences(*before, now); !found.empty())
    refuse(fmt::format("{} holds an interrupted run that was made otherwise", in_quotes(folder, 300)), folder,
           std::move(found));
  note_other_program(*before, observer);
}

RecordedFacts recorded_facts(const InputFile& file, const std::string& currency) {
  RecordedFacts recorded;
  for (const auto& [name, row] : read_recorded(file)) recorded.facts.emplace(name, fact_of(row, currency));
  return recorded;
}

}  // namespace

PlanSummary plan(const Intake& intake, const IntakeFiles& files, const NamingRules& rules,
                 const AnswerSource& source, const PlanOptions& given, const PlanLock& lock,
                 const Observer& observer, std::stop_token stop) {
  const auto began = std::chrono::steady_clock::now();
  if (!source.replay) redact_passwords(intake.customers, *source.session);
  std::optional<RecordedFacts> recorded;  // a file that cannot be used is found first
  if (source.replay && given.inventory)
    throw UsageError(
        "the account's inventory is read from the API, and recorded answers are used without it");
  if (source.replay) recorded = recorded_facts(*source.replay, given.choice.currency);
  PinnedPlan pinned = pinned_run(files, source, {}, given);
  if (given.resume)
    if (auto finished = finished_summary(lock)) return found_finished(lock, *finished, pinned, observer);
  if (given.force && !source.replay) source.session->account();  // before anything is cleared away
  const auto earlier_plan = given.force ? ledger_snapshot(lock.folder()) : std::nullopt;
  PlanFolder folder(lock, given.resume  ? FolderStart::resumed
                          : given.force ? FolderStart::again
                                        : FolderStart::fresh);
  if (earlier_plan && source.ledger.ledger) source.ledger.ledger->release(earlier_plan->plan);
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
  } else if (options.inventory) {
    use_inventory(*source.session, rules, options, with_inventory, observer.note);
  }
  const std::string reserved = list_text(options.reserved);
  folder.keep_note(store::pinned_json(pinned), reserved, store::inventory_rows(customers));
  // What was recorded belongs to this run's log too; it keeps the times at which it was true.
  if (source.replay && !has_answers) folder.log().carry_over(source.replay->bytes);

  folder.begin(pinned);
  for (const auto& [name, bytes] : store::input_files(customers)) folder.add_input(name, bytes);
  if (options.naming.patterns) folder.add_input("patterns.json", options.naming.patterns->bytes);
  if (!options.avoided.empty()) folder.add_input("avoid.txt", list_text(options.avoided));
  if (!options.reserved_by.empty()) folder.add_input("reserved.txt", reserved);

  LedgerState shared = ledger_state(source, lock.folder());
  options.reserved.insert(shared.snapshot.reserved.begin(), shared.snapshot.reserved.end());
  recovered.shared = shared_facts(shared.snapshot, options.choice.currency);
  if (recorded)
    for (const auto& [name, fact] : recovered.shared) recorded->facts.insert_or_assign(name, fact);
  options = with_owned_reserved(std::move(options), customers);
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
                      observer, earlier.calls);
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
  summary.environment = std::string(name_of(source.environment));
  summary.currency = options.choice.currency;
  summary.inputs_sha256 = inputs_sha256(files);
  summary.elapsed_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  if (shared.worker) shared.worker->finish();
  folder.publish(summary);
  // What an earlier part of the run reserved and this one did not need.
  if (source.ledger.ledger) source.ledger.ledger->release_others(shared.snapshot.plan, output.registered());
  return summary;
}

}  // namespace domainplan
