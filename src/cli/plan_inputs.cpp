#include "cli/plan_inputs.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <filesystem>

#include "cli/diagnostics.hpp"
#include "cli/domain_lists.hpp"
#include "cli/files.hpp"
#include "cli/ledger_access.hpp"
#include "cli/planning_options.hpp"
#include "cli/values.hpp"
#include "domainplan/account_bundles.hpp"
#include "domainplan/error.hpp"
#include "domainplan/passwords.hpp"
#include "domainplan/session.hpp"
#include "domainplan/stored_plan.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

constexpr const char* kApi = "api";  // in place of a file of bundles

}  // namespace

void add_plan_file_options(po::options_description& options) {
  auto file = options.add_options();
  file("customers", one("FILE"), "customers.csv: who needs an order");
  file("personas", one("FILE"), "personas.csv: 1 to 10 personas per customer");
  file("bundles", one("FILE"), "bundles.json (the body of GET /bundles), bundles.csv, or api to fetch them");
  file("owned", one("FILE"), "owned.csv: domains that customers already own, which are used first");
  file("secrets-dir", one("DIR"), "a further folder, besides that of customers.csv, for file:PATH passwords");
}

IntakeFiles given_files(const po::variables_map& values, Process& process) {
  require(values, {"customers", "personas", "bundles"});
  IntakeFiles files{read_file(*text(values, "customers"), process),
                    read_file(*text(values, "personas"), process),
                    {},
                    std::nullopt};
  if (const auto owned = text(values, "owned")) files.owned = read_file(*owned, process);
  if (!takes_bundles_from_api(values)) files.bundles = read_file(*text(values, "bundles"), process);
  return files;
}

bool takes_bundles_from_api(const po::variables_map& values) { return text(values, "bundles") == kApi; }

void fetch_bundles(IntakeFiles& files, const po::variables_map& values, ApiAccess& access, Process& process,
                   const StoredPlan* before) {
  if (!access.api)
    throw UsageError(
        "--bundles api asks the API, and --replay makes no call: save them with 'domainplan bundles list "
        "--format json' and give that file");
  Session& session = open_session(access, process);
  redact_passwords(files.customers,
                   secret_sources(process, files.customers.name, text(values, "secrets-dir")), session);
  if (before) redact_passwords(*before, session);
  session.account();  // a key that is refused is found by the first call
  const AccountBundles listed = list_bundles(session);
  for (const Notice& warning : listed.warnings) report_warning(warning, process.err);
  files.bundles = {kApi, bundles_json(listed.bundles)};
}

Intake checked_intake(const IntakeFiles& files, const po::variables_map& values, Process& process) {
  Intake intake =
      read_intake(files, secret_sources(process, files.customers.name, text(values, "secrets-dir")));
  if (!values["quiet"].as<bool>()) {
    report_rows(intake.warnings, "warning: ", process.err);
    report_rows(intake.notes, "note: ", process.err);
  }
  return intake;
}

void add_selection_options(po::options_description& options) {
  po::options_description names = naming_group(), choice = choice_group(), reserved("Reserved", kHelpWidth);
  auto name = names.add_options();
  name("max-checks", one("N"), "at most N candidates for each customer (default 1000)");
  name("avoid", many("FILE"),
       "domains that must never be ordered: burned, blocklisted, rejected (may be repeated)");
  choice.add_options()(
      "surplus", one("P"),
      "look at P percent more candidates than are needed (default: 0, or 25 with --prefer price)");
  auto add = reserved.add_options();
  add("reserved-by", many("DIR"), "do not use the domains of this plan folder (may be repeated)");
  add("inventory", po::bool_switch(),
      "use the account's ready domains first: those of the user or the brand");
  add("reserve-days", one("N"), "days for which the ledger reserves the selected domains (default 14)");
  add_trust_option(reserved);
  add_month_option(reserved);
  options.add(names).add(choice).add(reserved);
}

std::function<void(PlanOptions&)> given_options(const po::variables_map& values, Process& process) {
  const NamingSources naming = naming_sources(values, process);
  const auto avoided = listed_domains(values, "avoid", process);
  std::unordered_set<std::string> reserved;
  std::vector<std::string> reserved_by;
  // A run that goes on has its own list; where none is there, plan() reads the folders.
  const bool may_go_on =
      values.count("resume") > 0 && values["resume"].as<bool>() && !values["dry-run"].as<bool>();
  for (const std::string& folder : texts(values, "reserved-by")) {
    if (!may_go_on) reserved.merge(domains_of_plan(folder));
    reserved_by.push_back(std::filesystem::absolute(folder).lexically_normal().string());
  }
  return [=, &values](PlanOptions& options) {
    options.choice = choice_options(values, options.choice);
    const int surplus = options.choice.prefer == Prefer::price ? 25 : 0;
    options.surplus = number_or(values, "surplus", text(values, "prefer") ? surplus : options.surplus);
    options.max_checks = number_or(values, "max-checks", options.max_checks);
    if (!naming.tlds.empty()) options.naming.tlds = naming.tlds;
    if (!naming.include.empty()) options.naming.include = naming.include;
    if (!naming.exclude.empty()) options.naming.exclude = naming.exclude;
    if (naming.patterns) options.naming.patterns = naming.patterns;
    if (values["strict-names"].as<bool>()) options.strict_names = true;
    if (values["inventory"].as<bool>()) options.inventory = true;
    if (const auto given = texts(values, "brand-ok"); !given.empty()) options.brand_ok = given;
    if (!texts(values, "avoid").empty()) options.avoided = {avoided.begin(), avoided.end()};
    if (reserved_by.empty()) return;
    options.reserved_by = reserved_by;
    options.reserved = reserved;
  };
}

PlanOptions selection_options(const po::variables_map& values, Process& process) {
  PlanOptions options;
  given_options(values, process)(options);
  return options;
}

void refuse_bad_rows(const Intake& intake, const po::variables_map& values, Process& process) {
  if (intake.bad_rows.empty()) return;
  // Where a header is wrong, no row is left to be planned without the bad ones.
  const bool unreadable = intake.unusable || (intake.customers.empty() && intake.skipped.empty());
  if (unreadable || !values["skip-bad-rows"].as<bool>())
    throw InputError(intake.bad_rows, unreadable ? Remedy::none : Remedy::skip_bad_rows);
  report_rows(intake.bad_rows, "", process.err);
  const std::size_t rows = count_rows(intake.bad_rows);
  process.err << fmt::format("{} bad row{}; customers without an order: {}\n", rows, rows == 1 ? "" : "s",
                             intake.skipped.size());
}

std::optional<std::map<std::string, std::string>> report_duplicates(const FindDuplicates& find,
                                                                    Session& session, bool quiet,
                                                                    Process& process) {
  const auto warn = [&](const auto& what) {
    if (!quiet) report_warning(what, process.err);
  };
  try {
    if (session.account().permission == Permission::limited) {
      if (!quiet)
        process.err << "note: this key may only check prices: possible duplicates were not looked for\n";
      return std::nullopt;
    }
    std::map<std::string, std::string> texts;
    for (const auto& [customer, duplicate] : find(warn)) {
      warn(fmt::format("{} may be a duplicate: {}", customer, text_of(duplicate)));
      texts[customer] = escaped(text_of(duplicate));
    }
    return texts;
  } catch (const Interrupted&) {
    throw;
  } catch (const Error& error) {
    warn(fmt::format("possible duplicates were not looked for: {}", error.what()));
    return std::nullopt;
  }
}

}  // namespace domainplan::cli
