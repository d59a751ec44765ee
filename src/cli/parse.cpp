#include "cli/parse.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "cli/color.hpp"
#include "cli/settings.hpp"
#include "cli/values.hpp"
#include "domainplan/error.hpp"
#include "domainplan/nearest.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

constexpr const char* kArguments = "(arguments)";  // a name that nobody can type as an option

// "" where none is near. For one near an old spelling it is today's.
std::string nearest_option(const Command& command, const std::string& name) {
  Nearest nearest(name);
  const po::options_description options = all_options(command);
  for (const auto& option : options.options()) nearest.consider(option->long_name());
  for (const auto& spelling : command.old_spellings) nearest.consider(spelling.first);
  for (const auto& [old_name, today] : command.old_spellings)
    if (nearest.word() == old_name) return today;
  return std::string(nearest.word());
}

// Old spellings become today's, with a note unless --quiet is among the words.
std::vector<std::string> with_new_spellings(const Command& command, std::vector<std::string> words,
                                            Process& process) {
  const bool quiet = std::find(words.begin(), words.end(), "--quiet") != words.end();
  for (std::string& word : words) {
    if (word == "--") break;
    for (const auto& [old_name, name] : command.old_spellings)
      if (word == "--" + old_name || word.starts_with("--" + old_name + "=")) {
        word.replace(2, old_name.size(), name);
        if (!quiet) process.err << fmt::format("note: --{} is now --{}\n", old_name, name) << std::flush;
        break;
      }
  }
  return words;
}

}  // namespace

po::options_description all_options(const Command& command) {
  po::options_description group("Common options", kHelpWidth);
  auto add = group.add_options();
  add("config", one("FILE"),
      "read options from a file of lines such as rate = 300 (default: domainplan/config under "
      "$XDG_CONFIG_HOME)");
  add_color_option(group);
  add("quiet", po::bool_switch(), "print only results and errors");
  add("verbose", po::bool_switch(), "report every call, with its Peeker-Request-Id");
  add("help,h", po::bool_switch(), "print this help");
  add("version", po::bool_switch(), "print the version");
  if (command.options.options().empty()) return group;  // no heading without an option
  po::options_description options(command.options);
  options.add(group);
  return options;
}

Parsed parse(const Command& command, const std::vector<std::string>& words, Process& process) try {
  const po::options_description visible = all_options(command);
  po::options_description options(visible);
  options.add_options()(kArguments, po::value<std::vector<std::string>>());
  po::positional_options_description positional;
  positional.add(kArguments, -1);

  Parsed parsed;
  namespace style = po::command_line_style;
  po::store(po::command_line_parser(with_new_spellings(command, words, process))
                .options(options)
                .positional(positional)
                .style(style::unix_style & ~style::allow_guessing)
                .run(),
            parsed.values);
  parsed.arguments = texts(parsed.values, kArguments);
  if (static_cast<int>(parsed.arguments.size()) > command.most_arguments)
    throw UsageError(fmt::format(
        "{}: unexpected argument {}; see domainplan help {}", command.name,
        in_quotes(parsed.arguments[static_cast<std::size_t>(command.most_arguments)]), command.name));
  // Help is there for a person whose settings are wrong, too.
  if (!parsed.values["help"].as<bool>() && !parsed.values["version"].as<bool>())
    store_settings(options, parsed.values, process);
  return parsed;
} catch (const po::unknown_option& error) {
  // Boost gives the word as it was typed, with dashes and value. The value may be a secret.
  const std::string typed = error.get_option_name().substr(0, error.get_option_name().find('='));
  std::string name = typed;
  name.erase(0, name.find_first_not_of('-'));
  const std::string nearest = nearest_option(command, name);
  throw UsageError(
      fmt::format("{}: unknown option {}; {} domainplan help {}", command.name, in_quotes(typed),
                  nearest.empty() ? "see" : fmt::format("did you mean '--{}'? See", nearest), command.name),
      Subject{typed, nearest.empty() ? "" : "--" + nearest});
} catch (const po::error& error) {
  throw UsageError(
      fmt::format("{}: {}; see domainplan help {}", command.name, escaped(error.what()), command.name));
}

}  // namespace domainplan::cli
