// config: every option's value in force, and where it comes from.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "cli/color.hpp"
#include "cli/command.hpp"
#include "cli/option_table.hpp"
#include "cli/output.hpp"
#include "cli/parse.hpp"
#include "cli/settings.hpp"
#include "cli/values.hpp"
#include "domainplan/ledger.hpp"

namespace domainplan::cli {
namespace {

struct Value {
  std::string value, source;
};
using Values = std::map<std::string, std::vector<Value>>;  // by option

// The options of all commands, each once.
po::options_description every_option() {
  po::options_description all;
  for (const Command& command : commands()) {
    const po::options_description options = all_options(command);
    for (const auto& option : options.options())
      if (!all.find_nothrow(option->long_name(), false)) all.add(option);
  }
  return all;
}

// A value as it may be shown: a URL without the user and the password before its host.
std::string shown_value(const std::string& option, const std::string& value) {
  if (option == "ledger") return shown_ledger_address(value);
  const std::size_t scheme = value.find("://");
  if (scheme == std::string::npos) return value;
  const std::size_t begin = scheme + 3, end = std::min(value.find_first_of("/?#", begin), value.size());
  const std::size_t at = value.rfind('@', end);
  if (at == std::string::npos || at < begin) return value;
  return value.substr(0, begin) + "[redacted]" + value.substr(at);
}

// What the environment and the config file set. Of an option, the first source beats the others.
Values values_set(const po::variables_map& values, Process& process) {
  Values found;
  po::variables_map stored;
  // A file that the environment names is a setting, too.
  if (const auto config = text(values, "config");
      config && config != process.environment("DOMAINPLAN_CONFIG"))
    stored.emplace("config", values["config"]);
  for (const Setting& setting : store_settings(every_option(), stored, process)) {
    std::vector<Value>& known = found[setting.option];
    if (!known.empty() && known.front().source != setting.source) continue;
    known.push_back({shown_value(setting.option, setting.value), setting.source});
  }
  return found;
}

// What is neither an option nor a setting, and decides all the same.
void add_other_variables(const po::variables_map& values, Values& found, Process& process) {
  const auto config = text(values, "config");
  if (config && (found["config"].empty() || found["config"].front().value != *config))
    found["config"] = {{*config, "command line"}};
  if (const auto path = default_config(process); path && !config) found["config"] = {{*path, "default"}};
  if (const auto color = color_variable(process); color && found["color"].empty())
    found["color"] = {{color->value, color->name}};
  if (const auto file = process.environment("SSL_CERT_FILE");
      file && !file->empty() && found["ca-cert"].empty())
    found["ca-cert"] = {{*file, "SSL_CERT_FILE"}};
  std::erase_if(found, [](const auto& option) { return option.second.empty(); });
}

// The defaults of an option, each with the commands that have it.
using Defaults = std::map<std::string, std::map<std::string, std::vector<std::string>>>;

Defaults all_defaults() {
  Defaults defaults;
  for (const Command& command : commands())
    for (const OptionRow& row : option_table(command)) {
      if (row.name == "help" || row.name == "version" || is_command_line_only(row.name)) continue;
      defaults[row.name][row.value_name.empty() ? "false" : row.default_value].push_back(command.name);
    }
  return defaults;
}

int run(const po::variables_map& values, const std::vector<std::string>&, Process& process) {
  const Format format = format_of(values, process.out_is_terminal ? Format::text : Format::json);
  Values found = values_set(values, process);
  add_other_variables(values, found, process);
  for (const auto& [option, by_value] : all_defaults()) {
    if (found.contains(option)) continue;
    for (const auto& [value, names] : by_value) {
      std::string source = value.empty() ? "not set" : "default";
      if (by_value.size() > 1) source += fmt::format(" ({})", fmt::join(names, ", "));
      found[option].push_back({value, source});
    }
  }
  RecordWriter writer(process.out, format, {"option", "value", "source"}, "options");
  std::size_t count = 0;
  for (const auto& [option, all] : found)
    for (const auto& [value, source] : all) {
      writer.add({{"option", option}, {"value", or_null(value)}, {"source", source}});
      ++count;
    }
  writer.finish({{"count", count}});
  return kDone;
}

}  // namespace

Command config_command() {
  Command command{.name = "config",
                  .synopsis = "config [options]",
                  .summary = "print the value of every option, and where it comes from",
                  .about =
                      R"(Prints the value of each option and where it comes from: a variable
DOMAINPLAN_<OPTION>, the config file, or the default. Where the default depends on the
command, the commands are named. Flags beat the environment, which beats the config
file. Options that allow spending (such as --live) are accepted on the command line only.
A value that a command would refuse is an error here too, and so is an API key.

  DOMAINPLAN_RATE=300 domainplan config
  domainplan config --config team.conf --format json)",
                  .options = po::options_description("Options", kHelpWidth),
                  .run = run,
                  .reader_gone = ReaderGone::end};
  add_format_option(command.options, "default: text on a terminal, else json");
  return command;
}

}  // namespace domainplan::cli
