#include <fmt/format.h>

#include <map>
#include <ostream>
#include <set>

#include "cli/change.hpp"
#include "cli/change_words.hpp"
#include "cli/color.hpp"
#include "cli/command.hpp"
#include "cli/diagnostics.hpp"
#include "cli/files.hpp"
#include "cli/output.hpp"
#include "cli/values.hpp"
#include "domainplan/error.hpp"
#include "domainplan/forwarding.hpp"
#include "domainplan/name_list.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string target_of(const std::string& url) {
  try {
    return forwarding_target(url);
  } catch (const UsageError& error) {
    throw UsageError(fmt::format("--to: {}", error.what()), Subject{"--to", error.expected()});
  }
}

// A line of the list: a domain, or why it is none.
std::vector<ListedName> listed_names(const po::variables_map& values, Process& process) {
  std::vector<ListedName> names;
  read_name_list(read_file(*text(values, "domains"), process),
                 [&](ListedName&& name) { names.push_back(std::move(name)); });
  return names;
}

std::vector<std::string> domains_in(const std::vector<ListedName>& names) {
  std::vector<std::string> domains;
  std::set<std::string> seen;
  for (const ListedName& name : names)
    if (name.invalid.empty() && seen.insert(name.name).second) domains.push_back(name.name);
  return domains;
}

// Prints a row for each line of the list when it goes out of scope, also where an error ends the run.
class ForwardPrinter {
 public:
  ForwardPrinter(Process& process, Format format, bool quiet, const std::vector<ListedName>& names)
      : process_(process), format_(format), quiet_(quiet), names_(names) {}
  ~ForwardPrinter() {
    try {
      print();
    } catch (const std::exception&) {
      mark_failed(process_.out);
    }
  }
  ForwardPrinter(const ForwardPrinter&) = delete;
  ForwardPrinter& operator=(const ForwardPrinter&) = delete;

  std::vector<ForwardResult> results;

  bool needs_person() const {
    for (const ListedName& name : names_)
      if (!name.invalid.empty()) return true;
    for (const ForwardResult& result : results)
      if (domainplan::needs_person(result.state)) return true;
    return false;
  }

 private:
  void print() {
    std::map<std::string, const ForwardResult*> by_domain;
    for (const ForwardResult& result : results) by_domain[result.domain] = &result;
    std::vector<Json> records;
    std::map<std::string, std::size_t> counts;
    for (const ListedName& name : names_) {
      const auto found = by_domain.find(name.name);
      const ForwardResult none{.domain = name.name};
      const ForwardResult& result = found == by_domain.end() ? none : *found->second;
      const bool is_valid = name.invalid.empty();
      std::string state = is_valid ? std::string(name_of(result.state)) : "invalid";
      if (format_ == Format::text) std::replace(state.begin(), state.end(), '_', ' ');
      ++counts[state];
      records.push_back({{"domain", name.name},
                         {"state", state},
                         {"reason", or_null(result.reason)},
                         {"message", or_null(is_valid ? words_of(result) : escaped(name.invalid))}});
    }
    print_records(process_.out, format_, {"domain", "state", "reason", "message"}, records, "domains");
    if (quiet_) return;
    std::string summary;
    for (const auto& [state, count] : counts)
      summary +=
          fmt::format("{}{} {}", summary.empty() ? ": " : ", ", count, colored(process_.err, state, state));
    process_.err << fmt::format("{} {}{}\n", records.size(), records.size() == 1 ? "domain" : "domains",
                                summary)
                 << std::flush;
  }

  Process& process_;
  const Format format_;
  const bool quiet_;
  const std::vector<ListedName>& names_;
};

int run(const po::variables_map& values, const std::vector<std::string>&, Process& process) {
  require(values, {"domains", "to"});
  const Format format = format_of(values, process.out_is_terminal ? Format::text : Format::json);
  const std::string url = target_of(*text(values, "to"));
  const std::vector<ListedName> names = listed_names(values, process);
  const ChangeAccess access = change_access(values, process);
  ForwardOptions options{.state_folder = access.state_folder, .poll = access.poll, .wait = access.wait};
  ForwardHooks hooks;
  hooks.warning = [&](const Notice& warning) { report_warning(warning, process.err); };
  hooks.waits_for_lock = reports_lock(process);
  if (access.asks)
    hooks.confirm = [&](std::size_t count) {
      return agreed(fmt::format("This points {} live {} at {}.", count, count == 1 ? "domain" : "domains",
                                escaped(url)),
                    process);
    };
  ForwardPrinter printer(process, format, values["quiet"].as<bool>(), names);
  if (!forward_domains(*access.api.session, domains_in(names), url, options, hooks, printer.results)) {
    process.err << "nothing was sent\n";
    return kFailed;
  }
  return printer.needs_person() ? kShort : kDone;
}

}  // namespace

Command forward_command() {
  Command command{.name = "forward",
                  .synopsis = "forward --domains FILE --to URL [options]",
                  .summary = "point live domains at another URL",
                  .about =
                      R"(Points the domains of a list (one per line, ndjson with a domain, or csv with that
column) at URL, 25 in a call, and follows each job to its end. After an interruption a
second run sends only the domains that do not have the URL yet. Exit code 3: a domain
was not forwarded; its row has the reason and the remedy.

  domainplan forward --domains domains.txt --to https://www.acme.com
  domainplan domains --user ops@acme.com --format csv |
    domainplan forward --domains - --to https://www.acme.com)",
                  .options = po::options_description("Options", kHelpWidth),
                  .most_arguments = 0,
                  .run = run};
  auto add = command.options.add_options();
  add("domains", one("FILE"), "the domains, or - for standard input");
  add("to", one("URL"), "where they forward to: http or https");
  add_change_options(command.options);
  add_format_option(command.options, "default: text on a terminal, else json");
  add_api_options(command.options);
  return command;
}

}  // namespace domainplan::cli
