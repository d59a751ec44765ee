#include "cli/plan_inputs.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/diagnostics.hpp"
#include "cli/files.hpp"
#include "cli/planning_options.hpp"
#include "cli/values.hpp"
#include "domainplan/error.hpp"
#include "partner/bundles.hpp"

namespace domainplan::cli {
namespace {

// `--bundles api`: the API's own bundles, all pages, as a file. The calls take up the rate of the run.
InputFile bundles_of(ApiAccess& access, Surroundings& around) {
  if (!access.api)
    throw UsageError(
        "--bundles api asks the API, and --replay makes no call: save them with 'domainplan bundles list "
        "--format json' and give that file");
  partner::Client client(*access.api, around.stop);
  const auto bundles = partner::list_bundles(client);
  for (const partner::Odd& odd : bundles.odd)
    around.err << fmt::format("warning: {}: {}; left out\n", odd.place, odd.reason);
  InputFile file{"api", partner::whole_bundles_body(bundles.items)};
  access.api->recent_calls.resize(client.api().counts().calls);
  return file;
}

}  // namespace

void add_plan_file_options(po::options_description& options) {
  auto file = options.add_options();
  file("customers", one("FILE"), "customers.csv: who needs an order");
  file("personas", one("FILE"), "personas.csv: 1 to 10 for each customer");
  file("bundles", one("FILE"), "bundles.json (the body of GET /bundles), bundles.csv, or api: ask for them");
  file("owned", one("FILE"), "owned.csv: domains the customers own already, used first");
  file("secrets-dir", one("DIR"), "a folder for passwords given as file:PATH, besides that of customers.csv");
}

IntakeFiles plan_files(const po::variables_map& values, Surroundings& around,
                       std::optional<ApiAccess>& access) {
  require(values, {"customers", "personas", "bundles"});
  IntakeFiles files{read_file(*text(values, "customers"), around),
                    read_file(*text(values, "personas"), around),
                    {},
                    std::nullopt};
  if (const auto owned = text(values, "owned")) files.owned = read_file(*owned, around);
  if (const std::string bundles = *text(values, "bundles"); bundles == "api")
    files.bundles = bundles_of(access.emplace(api_access(values, around)), around);
  else
    files.bundles = read_file(bundles, around);
  return files;
}

Intake checked_intake(const IntakeFiles& files, const po::variables_map& values, Surroundings& around) {
  Intake intake =
      read_intake(files, secret_sources(around, files.customers.name, text(values, "secrets-dir")));
  if (!values["quiet"].as<bool>()) {
    report_rows(intake.warnings, "warning: ", around.err);
    report_rows(intake.notes, "note: ", around.err);
  }
  return intake;
}

void add_drawing_options(po::options_description& options) {
  add_choice_options(options);
  auto add = options.add_options();
  add("max-checks", one("N"), "a customer's draw ends there (default 1000)");
  add("surplus", one("P"), "percent of names drawn beyond the need (default 0, with --prefer price 25)");
}

PlanOptions drawing_options(const po::variables_map& values, Surroundings& around) {
  PlanOptions options;
  options.choice = choice_options(values);
  options.surplus = number_or(values, "surplus", 0, 1000, options.choice.prefer == Prefer::price ? 25 : 0);
  options.max_checks = number_or(values, "max-checks", 1, 1'000'000, 1000);
  options.naming = naming_sources(values, around);
  options.strict_names = values["strict-names"].as<bool>();
  options.brand_ok = texts(values, "brand-ok");
  return options;
}

}  // namespace domainplan::cli
