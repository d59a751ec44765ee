// plan(): the files of a run, and the run itself between them.
#include "domainplan/plan.hpp"

#include <fmt/format.h>

#include <limits>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "partner/pacing.hpp"
#include "planning/driver.hpp"
#include "planning/flow_executor.hpp"
#include "planning/pinned.hpp"
#include "planning/replay.hpp"
#include "planning/report.hpp"
#include "planning/run_note.hpp"
#include "store/inputs.hpp"
#include "store/plan_folder.hpp"

namespace domainplan {
namespace {

// A name that the API left out of its answer counts as errored. The log says so, or a run that goes on would
// not know that it was asked.
std::string row_of_missing(const std::string& name) {
  return fmt::format(R"({{"domain":"{}","available":false,"reason":"errored"}})", name);
}

// What no customer of this run may be sold, whatever its turn.
std::vector<std::string> claimed_beforehand(const std::vector<Customer>& customers,
                                            const PlanOptions& options) {
  std::vector<std::string> names = options.claimed;
  for (const Customer& customer : customers)
    for (const OwnedDomain& owned : customer.owned) names.push_back(owned.domain);
  return names;
}

// The plan folder and the observer as the output of a run.
class FolderOutput final : public RunOutput {
 public:
  // `earlier`: calls of the parts of the run before an interruption. `network` may be null.
  FolderOutput(const Intake& intake, const PlanOptions& options, PlanFolder& folder, const Observer& observer,
               std::uint64_t earlier_calls, const Network* network)
      : intake_(intake),
        options_(options),
        pinned_options_(hashed_options(options)),
        folder_(folder),
        observer_(observer),
        earlier_calls_(earlier_calls),
        network_(network) {}

  void answered(const partner::AvailabilityRows& rows, std::chrono::system_clock::time_point at) override {
    std::vector<std::string> lines = rows.raw;
    for (const std::string& name : rows.missing) lines.push_back(row_of_missing(name));
    folder_.log().append(lines, at);
  }
  void progress(const Scheduler& scheduler) override {
    if (observer_.progress)
      observer_.progress({intake_.customers.size(), scheduler.settled(), scheduler.names_answered(),
                          earlier_calls_ + (network_ ? network_->calls() : 0)});
  }
  void warning(const std::string& text) override {
    if (observer_.warning) observer_.warning(text);
  }
  void settled(const CustomerPlan& plan) override {
    write_skipped_until(intake_.positions[plan.place()]);
    const CustomerResult result = result_of(plan);
    write_result(folder_, result, options_.choice, pinned_options_);
    add_result(summary_, result);
  }

  // What is in the summary of all customers, once all are settled.
  PlanSummary finish() {
    write_skipped_until(std::numeric_limits<std::size_t>::max());
    return summary_;
  }

 private:
  // shortfall.csv is in the order of the file, the skipped customers among the others.
  void write_skipped_until(std::size_t position) {
    for (; skipped_ < intake_.skipped.size() && intake_.skipped[skipped_].position < position; ++skipped_) {
      write_skipped(folder_, intake_.skipped[skipped_]);
      ++summary_.short_of_domains;
    }
  }

  const Intake& intake_;
  const PlanOptions& options_;
  std::string pinned_options_;  // as JSON
  PlanFolder& folder_;
  const Observer& observer_;
  std::uint64_t earlier_calls_;
  const Network* network_;
  PlanSummary summary_;
  std::size_t skipped_ = 0;
};

using Recorded = std::unordered_map<std::string, Fact>;

// The run itself. Either `recorded` is set, or source.api; then `recovered` is what an interrupted run had
// learnt.
PlanSummary run(const Intake& intake, const NamingRules& rules, const AnswerSource& source,
                std::optional<Recorded> recorded, Recovered recovered, const PlanOptions& options,
                PlanFolder& folder, const Observer& observer, std::stop_token stop) {
  const partner::CallCounts earlier{recovered.calls, recovered.retries, recovered.rate_limited};
  const std::unique_ptr<Executor> executor = make_flow_executor(options.threads);
  Driver* started = nullptr;  // before the first call
  std::optional<partner::Api> api;
  std::optional<ApiNetwork> network;
  if (!recorded) {
    partner::ApiOptions api_options = *source.api;
    const auto recent = ages(recovered, std::chrono::system_clock::now());
    api_options.recent_calls.insert(api_options.recent_calls.begin(), recent.begin(), recent.end());
    api_options.on_start = [&folder, &started](partner::Attempt attempt) {
      try {
        folder.log_call(std::chrono::system_clock::now(), name_of(attempt));
      } catch (...) {
        started->fail(std::current_exception());
      }
    };
    api.emplace(std::move(api_options));
    network.emplace(*api);
  }
  Network* const network_or_null = network ? &*network : nullptr;

  Scheduler scheduler(options, intake.customers.size(), claimed_beforehand(intake.customers, options));
  if (recorded)
    scheduler.replay(std::move(*recorded));
  else
    scheduler.resume(std::move(recovered));
  FolderOutput output(intake, options, folder, observer, earlier.calls, network_or_null);
  const PlanInputs inputs{intake.customers, rules, options};
  Driver driver(scheduler, *executor, network_or_null, output, &inputs);
  started = &driver;
  try {
    driver.run(stop);
  } catch (const Interrupted& interrupted) {
    throw Interrupted(interrupted.what(), Remedy::resume);
  }

  PlanSummary summary = output.finish();
  if (api) {
    const partner::CallCounts counts = api->counts();
    summary.calls = earlier.calls + counts.calls;
    summary.retries = earlier.retries + counts.retries;
    summary.rate_limited = earlier.rate_limited + counts.rate_limited;
  }
  summary.domains_checked = scheduler.names_answered();
  const auto batch_size = static_cast<std::uint64_t>(options.batch_size);
  summary.calls_bound = (scheduler.names_drawn() + batch_size - 1) / batch_size;
  return summary;
}

// What --resume does where nothing is left to do.
PlanSummary found_finished(PlanSummary summary, const IntakeFiles& files, const std::string& out) {
  if (summary.inputs_sha256 != inputs_sha256(files))
    throw UsageError(fmt::format(
        "--resume: {} holds the finished plan of other inputs; name another --out, or say --force to "
        "plan again",
        in_quotes(out, 300)));
  summary.was_finished = true;
  return summary;
}

}  // namespace

PlanSummary plan(const Intake& intake, const IntakeFiles& files, const NamingRules& rules,
                 const AnswerSource& source, const PlanOptions& options, const PlanLock& lock,
                 const Observer& observer, std::stop_token stop) {
  const auto began = std::chrono::steady_clock::now();
  if (source.api) partner::check_options(*source.api);
  std::optional<std::unordered_map<std::string, Fact>> recorded;
  if (source.replay) {
    recorded.emplace();
    for (const auto& [name, row] : read_recorded(*source.replay))
      recorded->emplace(name, fact_of(row, options.choice.currency));
  }
  if (options.resume)
    if (const auto finished = finished_summary(lock)) return found_finished(*finished, files, lock.folder());
  PlanFolder folder(lock, options.resume  ? FolderStart::resumed
                          : options.force ? FolderStart::again
                                          : FolderStart::fresh);
  const std::string note = run_note(files, intake, source, options);
  const auto window_began = std::chrono::system_clock::now() - partner::Pacing::kWindow;
  Recovered recovered = read_evidence(folder.log_path(), options.choice.currency, window_began);
  const bool has_evidence = recovered.calls > 0;
  add_call_log(folder.found_calls(), window_began, recovered);
  if (recovered.calls > 0) check_same_run(folder.found_note(), note);
  folder.keep_note(note);
  // What was recorded is this run's evidence too; it keeps the times at which it was true.
  if (source.replay && !has_evidence) folder.log().carry_over(source.replay->bytes);

  folder.begin(pinned_run(files, intake, source, options));
  for (const auto& [name, bytes] : store::input_files(intake.customers)) folder.add_input(name, bytes);
  if (options.naming.patterns) folder.add_input("patterns.json", options.naming.patterns->bytes);

  PlanSummary summary =
      run(intake, rules, source, std::move(recorded), std::move(recovered), options, folder, observer, stop);
  summary.api_url = source.api_url;
  summary.environment = source.environment;
  summary.customers = intake.customers.size() + intake.skipped.size();
  summary.currency = options.choice.currency;
  summary.inputs_sha256 = inputs_sha256(files);
  summary.elapsed_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  folder.publish(summary);
  return summary;
}

}  // namespace domainplan
