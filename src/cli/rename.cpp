#include "domainplan/rename.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "cli/change.hpp"
#include "cli/change_words.hpp"
#include "cli/command.hpp"
#include "cli/domain_lists.hpp"
#include "cli/files.hpp"
#include "cli/output.hpp"
#include "cli/values.hpp"
#include "domainplan/error.hpp"

namespace domainplan::cli {
namespace {

using Json = nlohmann::ordered_json;

void print(const std::string& domain, const std::vector<RenameResult>& results, Format format,
           Process& process) {
  std::vector<Json> records;
  for (const RenameResult& result : results) {
    std::string state(name_of(result.state));
    if (format == Format::text) std::replace(state.begin(), state.end(), '_', ' ');
    records.push_back({{"domain", domain},
                       {"swap", or_null(result.swap)},
                       {"state", state},
                       {"message", or_null(words_of(result))}});
  }
  print_records(process.out, format, {"domain", "swap", "state", "message"}, records, "swaps");
}

int run(const po::variables_map& values, const std::vector<std::string>& arguments, Process& process) {
  if (arguments.empty())
    throw UsageError(fmt::format("rename: missing argument: the domain whose people are renamed{}",
                                 text(values, "personas") ? "" : "; missing option: --personas"));
  require(values, {"personas"});
  const Format format = format_of(values, process.out_is_terminal ? Format::text : Format::json);
  RenameOptions options{.domain = domain_of(arguments.front(), "rename: the domain"),
                        .personas = read_persona_list(read_file(*text(values, "personas"), process))};
  const ChangeAccess access = change_access(values, process);
  options.state_folder = access.state_folder;
  options.poll = access.poll;
  options.wait = access.wait;
  options.waits_for_lock = reports_lock(process);
  bool declined = false;
  const auto agree = [&](const std::string& order) {
    declined = access.asks && !agreed(fmt::format("This renames the people of the inboxes on {} (order {}).",
                                                  options.domain, order),
                                      process);
    return !declined;
  };
  std::vector<RenameResult> results;
  try {
    rename_people(*access.api.session, options, agree, results);
  } catch (const Error&) {
    print(options.domain, results, format, process);
    throw;
  }
  print(options.domain, results, format, process);
  if (declined) {
    process.err << "nothing was renamed\n";
    return kFailed;
  }
  return std::any_of(results.begin(), results.end(),
                     [](const RenameResult& result) { return needs_person(result.state); })
             ? kShort
             : kDone;
}

}  // namespace

Command rename_command() {
  Command command{.name = "rename",
                  .synopsis = "rename DOMAIN --personas FILE [options]",
                  .summary = "rename the people of a live domain's inboxes",
                  .about =
                      R"(Renames the people of the inboxes on a live domain; DNS, order and warm-up stay. FILE
is a CSV with first_name, last_name and profile_picture_url, 1 to 10 rows, such as the
rows of one customer in personas.csv. If the answer to a rename is lost, its outcome is
looked up first; a rename that took effect is not repeated.

  domainplan rename getacme.com --personas new.csv
  domainplan rename getacme.com --personas new.csv --no-wait --format json)",
                  .options = po::options_description("Options", kHelpWidth),
                  .most_arguments = 1,
                  .run = run};
  command.options.add_options()("personas", one("FILE"), "the people, one per row");
  add_change_options(command.options);
  add_format_option(command.options, "default: text on a terminal, else json");
  add_api_options(command.options);
  return command;
}

}  // namespace domainplan::cli
