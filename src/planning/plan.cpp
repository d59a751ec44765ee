// plan(): the files of a run, and the run itself between them.
#include "domainplan/plan.hpp"

#include <fmt/format.h>

#include <limits>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "partner/pacing.hpp"
#include "planning/driver.hpp"
#include "planning/flow_executor.hpp"
#include "planning/replay.hpp"
#include "planning/report.hpp"
#include "planning/run_note.hpp"
#include "store/plan_folder.hpp"
#include "store/summary_json.hpp"

namespace domainplan {
namespace {

// A name that the API left out of its answer counts as errored. The log says so, or a run that goes on would
// not know that it was asked.
std::string row_of_missing(const std::string& name) {
  return fmt::format(R"({{"domain":"{}","available":false,"reason":"errored"}})", name);
}

// What owners hold is reserved for every customer of the run, whatever its turn.
PlanOptions with_owned_reserved(PlanOptions options, const std::vector<Customer>& customers) {
  for (const Customer& customer : customers)
    for (const OwnedDomain& owned : customer.owned) options.reserved.insert(owned.domain);
  return options;
}

// The plan folder and the observer as the output of a run.
class FolderOutput final : public RunOutput {
 public:
  // `earlier`: calls of the parts of the run before an interruption. `network` may be null.
  FolderOutput(const Intake& intake, const PlanOptions& options, PlanFolder& folder, const Observer& observer,
               std::uint64_t earlier_calls, const Network* network)
      : intake_(intake),
        options_(options),
        folder_(folder),
        observer_(observer),
        earlier_calls_(earlier_calls),
        network_(network) {}

  void answered(const partner::AvailabilityRows& rows, std::chrono::system_clock::time_point at) override {
    std::vector<std::string> lines = rows.raw;
    for (const std::string& name : rows.missing) lines.push_back(row_of_missing(name));
    folder_.evidence().append(lines, at);
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
    write_result(folder_, result, options_.choice);
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
      folder_.write_shortfall_row(skipped_row(intake_.skipped[skipped_]));
      ++summary_.short_of_domains;
    }
  }

  const Intake& intake_;
  const PlanOptions& options_;
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
                std::optional<Recorded> recorded, Recovered recovered, const PlanOptions& given_options,
                PlanFolder& folder, const Observer& observer, std::stop_token stop) {
  const PlanOptions options = with_owned_reserved(given_options, intake.customers);
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

  Scheduler scheduler(options, intake.customers.size(), options.claimed);
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
PlanSummary found_finished(const std::string& json, const IntakeFiles& files, const std::string& out) {
  PlanSummary summary = store::read_summary(json, out + "/summary.json");
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
                 const AnswerSource& source, const PlanOptions& options, const std::string& out,
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
    if (const auto finished = finished_summary(out)) return found_finished(*finished, files, out);
  PlanFolder folder(out, options.resume  ? FolderStart::resumed
                         : options.force ? FolderStart::again
                                         : FolderStart::fresh);
  const std::string note = run_note(files, intake, source, options);
  const auto window_began = std::chrono::system_clock::now() - partner::Pacing::kWindow;
  Recovered recovered = read_evidence(folder.evidence_path(), options.choice.currency, window_began);
  const bool has_evidence = recovered.calls > 0;
  add_call_log(folder.found_calls(), window_began, recovered);
  if (recovered.calls > 0) {
    if (!folder.found_note().empty())
      check_same_run(folder.found_note(), note);
    else if (observer.warning)
      observer.warning(fmt::format("nothing says which run left the evidence in {}; it is taken for this one",
                                   in_quotes(out, 300)));
  }
  folder.keep_note(note);
  // What was recorded is this run's evidence too; it keeps the times at which it was true.
  if (source.replay && !has_evidence) folder.evidence().carry_over(source.replay->bytes);

  PlanSummary summary =
      run(intake, rules, source, std::move(recorded), std::move(recovered), options, folder, observer, stop);
  summary.api_url = source.api_url;
  summary.environment = source.environment;
  summary.customers = intake.customers.size() + intake.skipped.size();
  summary.currency = options.choice.currency;
  summary.inputs_sha256 = inputs_sha256(files);
  summary.elapsed_seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  folder.publish(store::summary_json(summary));
  return summary;
}

}  // namespace domainplan
