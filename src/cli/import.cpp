#include "domainplan/import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <ostream>
#include <utility>

#include "cli/api_access.hpp"
#include "cli/color.hpp"
#include "cli/command.hpp"
#include "cli/diagnostics.hpp"
#include "cli/files.hpp"
#include "cli/output.hpp"
#include "cli/progress.hpp"
#include "cli/values.hpp"
#include "cli/waits.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

std::map<std::string, std::size_t> counts_of(const std::vector<ImportedDomain>& domains) {
  std::map<std::string, std::size_t> states;
  for (const ImportedDomain& one : domains) ++states[one.state];
  return states;
}

// "498 completed, 2 failed"
std::string counted(const std::vector<ImportedDomain>& domains, std::ostream& err) {
  std::string text;
  for (const auto& [state, count] : counts_of(domains))
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, colored(err, escaped(state), state));
  return text;
}

int run(const po::variables_map& values, const std::vector<std::string>&, Process& process) {
  const Format format = format_of(values, process.out_is_terminal ? Format::text : Format::json);
  const bool quiet = values["quiet"].as<bool>();
  ImportOptions options;
  options.poll = std::chrono::milliseconds(std::llround(fraction_or(values, "poll", 60) * 1000));
  options.wait = !values["no-wait"].as<bool>();
  require(values, {"owned", "out"});
  const std::string out = *text(values, "out");
  std::vector<Diagnostic> bad_rows, notes;
  const auto owners = read_domain_owners(read_file(*text(values, "owned"), process), bad_rows, &notes);
  if (!quiet) report_rows(notes, "note: ", process.err);
  if (!bad_rows.empty()) throw InputError(std::move(bad_rows));

  ApiAccess access = api_access(values, process);
  demand_live(values, access);
  const auto note = [&](const std::string& text) {
    if (!quiet) process.err << text << std::endl;
  };
  Session& session = open_session(access, process);
  std::vector<ImportedDomain> domains;
  {
    ProgressLine line(process.err, shows_progress(values, process));
    std::size_t in_progress = 0;  // when it was last said
    const auto show = [&](const ImportProgress& now) {
      if (now.wait.count() > 0) begin_wait(now.wait, "next look");
      const std::string imports = fmt::format("{} of {} {} in progress", now.in_progress, now.imports,
                                              now.imports == 1 ? "import" : "imports");
      line.show(std::vector{imports, fmt::format("{} of {} domains", now.known, now.domains)});
      if (now.wait.count() > 0 && std::exchange(in_progress, now.in_progress) != now.in_progress)
        note(imports);
    };
    const auto found = [&](const std::string& import, std::size_t count) {
      note(fmt::format("{}: {} {}", escaped(import), count, count == 1 ? "domain" : "domains"));
    };
    domains = import_domains(session, owners, options, out, {.progress = show, .found = found});
  }

  std::vector<std::string> columns = {"customer", "domain", "state", "message", "nameservers"};
  const auto silent = [](const ImportedDomain& one) { return status_text(one).empty(); };
  if (format == Format::text && std::all_of(domains.begin(), domains.end(), silent))
    columns.erase(std::find(columns.begin(), columns.end(), "message"));
  RecordWriter writer(process.out, format, columns, "domains");
  bool needs_a_person = false;
  for (const ImportedDomain& one : domains) {
    // A domain whose nameservers are missing, or could not be read, is completed for nobody.
    const bool done = one.state == "completed" && !one.nameservers.empty();
    needs_a_person = needs_a_person || (!done && one.state != "in_progress");
    writer.add({{"customer", one.customer},
                {"domain", one.owned.domain},
                {"state", one.state},
                {"message", escaped(status_text(one))},
                {"nameservers", one.nameservers}});
  }
  nlohmann::ordered_json states = nlohmann::ordered_json::object();
  for (const auto& [state, count] : counts_of(domains)) states[state] = count;
  writer.finish({{"states", states}});
  note(fmt::format("{}; what the customers have to set is in {}/nameservers", counted(domains, process.err),
                   escaped(out)));
  return needs_a_person ? kShort : kDone;
}

}  // namespace

Command import_command() {
  Command command{.name = "import",
                  .synopsis = "import --owned F --out DIR [options]",
                  .summary = "import domains that customers own already",
                  .about =
                      R"(Imports the domains of owned.csv (customer,domain,usable_for) and waits until the API
reports their nameservers. DIR then holds the nameservers to set, in
nameservers/<customer>.txt for each customer and in nameservers.csv and .json for all; a
status.csv; and an owned.csv for plan. A second run finds the imports that exist and
makes no new ones. Exit code 3: a domain failed, or waits for its registrar.

  domainplan import --owned owned.csv --out import
  domainplan import --owned owned.csv --out import --no-wait --format csv)",
                  .options = po::options_description("Options", kHelpWidth),
                  .most_arguments = 0,
                  .run = run};
  auto add = command.options.add_options();
  add("owned", one("FILE"), "owned.csv: who owns which domain");
  add("out", one("DIR"), "the import's folder: new, empty, or an earlier import's");
  add("poll", one("S"), "seconds between progress checks (default 60)");
  add("no-wait", po::bool_switch(), "start the imports, or report their status, and return immediately");
  add_live_option(command.options);
  add_progress_option(command.options);
  add_format_option(command.options, "default: text on a terminal, else json");
  add_api_options(command.options);
  return command;
}

}  // namespace domainplan::cli
