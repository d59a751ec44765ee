#include "domainplan/plan.hpp"

#include <fmt/format.h>

#include <ostream>

#include "cli/api_access.hpp"
#include "cli/command.hpp"
#include "cli/diagnostics.hpp"
#include "cli/files.hpp"
#include "cli/ledger_access.hpp"
#include "cli/name_warnings.hpp"
#include "cli/notice_words.hpp"
#include "cli/output.hpp"
#include "cli/plan_inputs.hpp"
#include "cli/plan_update.hpp"
#include "cli/planning_options.hpp"
#include "cli/progress.hpp"
#include "cli/values.hpp"
#include "domainplan/error.hpp"
#include "domainplan/estimate.hpp"
#include "domainplan/name_holds.hpp"
#include "domainplan/possible_duplicates.hpp"
#include "domainplan/stored_plan.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

PlanOptions plan_options(const po::variables_map& values, Process& process) {
  PlanOptions options = selection_options(values, process);
  options.threads = number_or(values, "threads", 0);
  options.force = values["force"].as<bool>();
  options.resume = values["resume"].as<bool>();
  if (options.force && options.resume) throw UsageError("--force and --resume cannot be used together");
  return options;
}

// What an estimate can go by.
KnownAnswers known_answers(const po::variables_map& values, Process& process) {
  if (const auto replay = text(values, "replay"))
    return {.use = KnownAnswers::Use::replay,
            .rows = read_file(*replay, process),
            .ledger = *replay == "-" ? std::nullopt : ledger_log_beside(*replay)};
  KnownAnswers known = values["resume"].as<bool>() ? answers_in(*text(values, "out")) : KnownAnswers{};
  if (known.use != KnownAnswers::Use::finished) known.prices = prices_in_ledger(values, process);
  return known;
}

// What a run would do, without doing it.
int print_estimate(const RunEstimate& estimate, const std::string& currency, Format format,
                   std::ostream& out) {
  nlohmann::ordered_json record = {{"customers", estimate.customers},
                                   {"skipped", estimate.skipped},
                                   {"domains", estimate.domains},
                                   {"estimated_checks", estimate.checks},
                                   {"estimated_calls", estimate.calls},
                                   {"estimated_minutes", estimate.minutes},
                                   {"cost_from_cents", nullptr},
                                   {"cost_to_cents", nullptr},
                                   {"currency", currency}};
  if (estimate.cost) {
    record["cost_from_cents"] = estimate.cost->from;
    record["cost_to_cents"] = estimate.cost->to;
  }
  if (format != Format::text) {
    print_record(out, format, record);
    return kDone;
  }
  out << fmt::format("customers         {}\n", estimate.customers);
  if (estimate.skipped > 0) out << fmt::format("of them skipped   {}\n", estimate.skipped);
  out << fmt::format("domains needed    {}\n", estimate.domains);
  out << fmt::format("estimated checks  {}\n", estimate.checks);
  out << fmt::format("estimated calls   {}\n", estimate.calls);
  out << fmt::format("estimated minutes {}\n", estimate.minutes);
  if (estimate.cost)
    out << fmt::format("estimated cost    {} to {}\n", money(estimate.cost->from, currency),
                       money(estimate.cost->to, currency));
  return kDone;
}

// Estimated order sizes are reported: the vendor's may differ.
void report_estimates(const Intake& intake, ProgressLine& progress) {
  std::vector<std::string> reported;
  for (const Customer& customer : intake.customers) {
    const Bundle& bundle = customer.bundle;
    if (!bundle.estimated || std::find(reported.begin(), reported.end(), bundle.id) != reported.end())
      continue;
    reported.push_back(bundle.id);
    progress.note(
        fmt::format("note: bundle {} states no required domains; {} Google and {} Microsoft are an estimate",
                    escaped(in_quotes(bundle.name)), bundle.required.google, bundle.required.microsoft));
  }
}

// An owned domain that is to be avoided is in no order.
void note_unused(const Intake& intake, const PlanOptions& options, Process& process) {
  for (const Customer& customer : intake.customers)
    for (const OwnedDomain& owned : customer.owned)
      if (options.avoided.contains(owned.domain))
        process.err << fmt::format("note: {} of {} is to be avoided, and is not used\n", owned.domain,
                                   customer.key);
}

// Without a session, which the run needs unless it replays.
AnswerSource answer_source(const ApiAccess& access, LedgerUse ledger) {
  return {.session = nullptr,
          .replay = access.replay,
          .api_url = access.api_url,
          .environment = access.environment,
          .ledger = std::move(ledger),
          .ledger_log = access.replay && access.replay->name != "-" ? ledger_log_beside(access.replay->name)
                                                                    : std::nullopt};
}

// Refuses what --resume refuses; of the API and the ledger only what the options say.
void check_resumed_run(const po::variables_map& values, const IntakeFiles& files, const PlanOptions& options,
                       Process& process) {
  std::optional<ApiAccess> access = access_if_named(values, process);
  std::optional<AnswerSource> source;
  if (access) {
    access->ledger = ledger_in_any_run(values, *access);
    source = answer_source(*access, ledger_use(values, *access, nullptr));
  }
  Observer observer;
  observer.note = [&](const Notice& note) { process.err << fmt::format("note: {}\n", words_of(note)); };
  if (values["quiet"].as<bool>()) observer.note = {};
  check_resumed(*text(values, "out"), files, source, options, observer);
}

// The object of summary.json, for programs; a person has read its figures already.
void print_summary(const PlanSummary& summary, Format format, Process& process) {
  if (format == Format::text) return;
  const std::string bytes = summary_json(summary);
  if (format == Format::json) {
    process.out << bytes;
    return;
  }
  const auto record = nlohmann::ordered_json::parse(bytes);
  std::vector<std::string> columns;
  for (const auto& [name, value] : record.items()) columns.push_back(name);
  RecordWriter writer(process.out, format, columns);
  writer.add(record);
  writer.finish();
}

int print_end(const PlanSummary& summary, const std::string& out, const po::variables_map& values,
              const ChoiceOptions& choice, Process& process, bool made_calls = true) {
  if (!values["quiet"].as<bool>()) {
    for (const auto& [customer, gap] : summary.unproven)
      process.err << fmt::format("warning: {}: {}\n", customer, gap_text(gap, choice));
    if (summary.was_finished)
      process.err << fmt::format("{} holds the finished plan already{}\n", escaped(out),
                                 made_calls ? "" : ": no call was made");
    process.err << (process.err_is_terminal ? closing_summary(summary, escaped(out))
                                            : summary_line(summary, escaped(out)));
  }
  print_summary(summary, format_of(values, Format::text), process);
  return summary.short_of_domains > 0 ? kShort : kDone;
}

// Submit holds what is above the limit of the month.
void warn_of_month(const po::variables_map& values, Ledger* ledger, const PlanSummary& summary,
                   Process& process) {
  const std::optional<Cents> limit = month_limit(values);
  if (!limit) return;
  if (!ledger) {
    process.err << "warning: --max-month-cents was not checked: there is no ledger\n";
    return;
  }
  const auto now = std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
  const Cents spent = ledger->spent_in_month(now, summary.currency);
  if (spent <= *limit && summary.cost_cents <= *limit - spent) return;
  process.err << fmt::format(
      "warning: the ledger's orders of this month come to {} and this plan costs {}: more than the limit of "
      "{} a "
      "month; submit holds what does not fit\n",
      money(spent, summary.currency), money(summary.cost_cents, summary.currency),
      money(*limit, summary.currency));
}

// A run that ended between the plan and this kept names that the plan does not need.
void release_surplus_of(const ApiAccess& access, const std::string& folder, bool quiet, Process& process) {
  try {
    if (const auto ledger = open_ledger_of_plan(access, folder, process))
      if (const std::size_t released = release_surplus(*ledger, folder); released > 0 && !quiet)
        process.err << fmt::format("note: {} reserved domain{} that the plan does not need released\n",
                                   released, released == 1 ? "" : "s");
  } catch (const Error& error) {
    report_warning(fmt::format("names that the plan does not need may stay reserved: {}", error.what()),
                   process.err);
  }
}

int run(const po::variables_map& values, const std::vector<std::string>&, Process& process) {
  const Format format = format_of(values, Format::text);
  check_update_options(values);
  if (values["update"].as<bool>()) return run_update(values, process);
  PlanOptions options = plan_options(values, process);
  options.skip_bad_rows = values["skip-bad-rows"].as<bool>();
  const bool dry_run = values["dry-run"].as<bool>();
  const bool quiet = values["quiet"].as<bool>();

  std::vector<std::string> needed = {"customers", "personas", "bundles"};
  if (!dry_run || options.resume) needed.emplace_back("out");
  require(values, needed);
  const NamingRules rules = naming_rules(options.naming);
  if (!quiet) report_rows(rules.warnings(), "warning: ", process.err);
  const std::string out = text(values, "out").value_or("");
  std::optional<PlanLock> lock;  // before anything is called
  if (!dry_run) lock.emplace(out);
  IntakeFiles files = given_files(values, process);
  std::optional<ApiAccess> reached;
  // A plan that is finished makes no call, not even one that names the account's ledger; only an interruption
  // may have left it without a look for duplicates.
  if (options.resume && !dry_run) {
    reached = api_access(values, process);
    ProgressLine notes(process.err, false);
    if (auto summary = finished_plan(files, !takes_bundles_from_api(values),
                                     answer_source(*reached, ledger_use(values, *reached, nullptr)), options,
                                     *lock, observer_of(notes, quiet))) {
      release_surplus_of(*reached, out, quiet, process);
      const bool looks = !summary->possible_duplicates && !reached->replay;
      if (looks) {
        Session& session = open_session(*reached, process);
        summary->possible_duplicates = report_duplicates(
            [&](const auto& warn) {
              const auto ledger = open_ledger_of_plan(*reached, out, process);
              return find_possible_duplicates(*lock, session, warn, ledger.get());
            },
            session, quiet, process);
      }
      return print_end(*summary, out, values, options.choice, process, looks);
    }
  }
  if (takes_bundles_from_api(values)) {
    if (!reached) reached = api_access(values, process);
    fetch_bundles(files, values, *reached, process);
  }
  Intake intake = checked_intake(files, values, process);
  refuse_bad_rows(intake, values, process);
  accept_brands(intake, options.brand_ok);
  {
    const std::vector<NameFinding> findings = review_customers(rules, intake, options.threads);
    if (!quiet) print_findings(findings, process.err);
    hold_customers(intake, findings, options.strict_names);
  }
  if (!quiet) note_unused(intake, options, process);
  if (dry_run) {
    if (options.resume) check_resumed_run(values, files, options, process);
    options.batch_size = number_or(values, "batch-size", 50);
    return print_estimate(
        estimate_run(intake, rules, options, number_or(values, "rate", 600), known_answers(values, process)),
        options.choice.currency, format, process.out);
  }

  ApiAccess access = reached ? std::move(*reached) : api_access(values, process);
  options.batch_size = access.batch_size;
  options.recheck_wait = access.recheck_wait;
  const std::unique_ptr<Ledger> ledger = open_ledger(access, process);
  AnswerSource source = answer_source(access, ledger_use(values, access, ledger.get()));
  if (!access.replay) source.session = &open_session(access, process);
  PlanSummary summary;
  {
    ProgressLine progress(process.err, shows_progress(values, process));
    if (!quiet) report_estimates(intake, progress);
    summary = plan(intake, std::move(files), rules, source, options, *lock, observer_of(progress, quiet),
                   process.stop);
  }
  if (!access.replay)
    summary.possible_duplicates = report_duplicates(
        [&](const auto& warn) {
          return find_possible_duplicates(*lock, {intake.customers, options.reserved_by, summary},
                                          open_session(access, process), warn, ledger.get());
        },
        open_session(access, process), quiet, process);
  if (!quiet) warn_of_month(values, ledger.get(), summary, process);
  if (!quiet) warn_of_own_limits(intake.customers, source.ledger, process.err);
  return print_end(summary, out, values, options.choice, process);
}

}  // namespace

Command plan_command() {
  Command command{.name = "plan",
                  .synopsis = "plan --customers F --personas F --bundles F [--owned F] --out DIR [options]",
                  .summary = "turn a CSV of customers into ready-to-submit orders",
                  .about =
                      R"(Makes names for every customer, checks which are available, and selects exactly the
domains that each bundle needs. DIR then holds an order for each customer (orders/),
plan.csv, candidates.csv, shortfall.csv, summary.json and the availability log,
availability.ndjson. Nothing is ordered: see domainplan submit. Exit code 3: a
customer got no order.

  domainplan plan --customers customers.csv --personas personas.csv \
    --bundles bundles.json --sandbox --out plan
  domainplan plan --customers customers.csv --personas personas.csv \
    --bundles api --tlds com,io --max-price-cents 2000 --out plan
  domainplan plan --update --reject getacme.com --out plan)",
                  .options = po::options_description("Files", kHelpWidth),
                  .most_arguments = 0,
                  .run = run};
  po::options_description run_options("Run", kHelpWidth);
  add_plan_file_options(command.options);
  auto file = command.options.add_options();
  file("out", one("DIR"), "the plan folder: new or empty, except with --resume, --update or --force");
  auto add = run_options.add_options();
  add("dry-run", po::bool_switch(),
      "print estimates only; make no calls (except for --bundles api) and write nothing; the cost is "
      "estimated from --replay, from the run that --resume would continue, or from the ledger's prices");
  add("skip-bad-rows", po::bool_switch(), "plan the good rows; the others go to shortfall.csv");
  add("resume", po::bool_switch(), "continue an interrupted run of the same inputs in DIR, or start one");
  add("force", po::bool_switch(), "replace an earlier plan in DIR");
  add_update_options(run_options);
  add("threads", one("N"), "worker threads (default: one per core)");
  add_progress_option(run_options);
  add_format_option(run_options, "the plan's summary, or what an update changed (default: text)");
  add_selection_options(command.options);
  add_api_options(command.options);
  add_asking_options(command.options);
  add_replay_option(command.options);
  command.options.add(run_options);
  return command;
}

}  // namespace domainplan::cli
