#include "cli/parse.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <set>
#include <sstream>
#include <string_view>

#include "cli/error_output.hpp"
#include "cli/files.hpp"
#include "cli/values.hpp"
#include "domainplan/error.hpp"
#include "domainplan/nearest.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

constexpr const char* kArguments = "(arguments)";  // a name that nobody can type as an option

// These allow spending or deleting, so each run states them anew: on the command line only.
constexpr std::array<std::string_view, 8> kCommandLineOnly = {"live",
                                                              "yes",
                                                              "force",
                                                              "allow-duplicate",
                                                              "accept-edited",
                                                              "accept-receipt",
                                                              "confirm-not-placed",
                                                              "max-increase-cents"};

bool is_command_line_only(std::string_view name) {
  return std::find(kCommandLineOnly.begin(), kCommandLineOnly.end(), name) != kCommandLineOnly.end();
}

// One config file may serve all commands: an option of another command is passed over, an unknown one is a
// mistake.
bool is_option_of_any_command(const std::string& name) {
  return std::any_of(commands().begin(), commands().end(), [&](const Command& command) {
    return command.options.find_nothrow(name, false) != nullptr;
  });
}

Nearest nearest_option(const po::options_description& options, const std::string& name) {
  Nearest nearest(name);
  for (const auto& option : options.options())
    if (option->long_name() != kArguments) nearest.consider(option->long_name());
  return nearest;
}

// The ways to name a key are one setting: a file's must not stand beside another that beats it.
bool is_key_option(const std::string& name) { return name == "api-key-file" || name == "api-key-command"; }

bool key_is_given(const po::variables_map& values, Process& process) {
  const auto variable = process.environment("PEEKER_API_KEY");
  return text(values, "api-key-file") || text(values, "api-key-command") || (variable && !variable->empty());
}

// A value that would put a secret where others read it. Throws UsageError.
void refuse_secret(const std::string& name, const std::string& value, const std::string& source) {
  if (without_keys(value) != value)
    throw UsageError(fmt::format(
        "{}: {} holds an API key; keep it in PEEKER_API_KEY, or in a file that --api-key-file names", source,
        name));
}

// Checks what the environment or a config file sets; nothing where the command has no such option, or a
// switch is off. A switch takes yes, true or 1, or no, false or 0. Throws UsageError.
std::optional<Setting> setting(const po::options_description& options, const std::string& name,
                               const std::string& value, const std::string& source) {
  if (is_command_line_only(name))
    throw UsageError(fmt::format("{}: --{} is accepted on the command line only", source, name));
  refuse_secret(name, value, source);
  const po::option_description* const option = options.find_nothrow(name, false);
  if (!option) return std::nullopt;
  if (option->semantic()->max_tokens() > 0) return Setting{name, value, source};
  const std::string word = ascii_lower(value);
  if (word == "yes" || word == "true" || word == "1") return Setting{name, "true", source};
  if (word == "no" || word == "false" || word == "0") return std::nullopt;
  throw UsageError(fmt::format("{}: {} is not yes or no", source, in_quotes(value)));
}

// Whether an option takes a list; one of another command may.
bool may_be_repeated(const po::options_description& options, const std::string& name) {
  const po::option_description* const option = options.find_nothrow(name, false);
  if (!option) return true;
  using List = po::typed_value<std::vector<std::string>>;
  return dynamic_cast<const List*>(option->semantic().get()) != nullptr;
}

// What was stored before beats what is stored now.
void store(const std::vector<Setting>& settings, const po::options_description& options,
           po::variables_map& values) {
  po::parsed_options parsed(&options);
  for (const Setting& setting : settings)
    parsed.options.emplace_back(setting.option, std::vector<std::string>{setting.value});
  po::store(parsed, values);
}

// The default config file, where there is one that can be read.
std::optional<std::string> default_config(Process& process) {
  const auto folder = process.environment("XDG_CONFIG_HOME"), home = process.environment("HOME");
  std::string path;
  if (folder && !folder->empty())
    path = *folder;
  else if (home && !home->empty())
    path = *home + "/.config";
  else
    return std::nullopt;
  path += "/domainplan/config";
  std::error_code ignored;
  if (!std::filesystem::exists(path, ignored)) return std::nullopt;
  return path;
}

// DOMAINPLAN_MAX_CHECKS is --max-checks.
std::string variable_of(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(), [](char c) {
    return c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  });
  return "DOMAINPLAN_" + name;
}

std::vector<Setting> settings_of_environment(const po::options_description& options, Process& process) {
  std::vector<Setting> settings;
  for (const auto& option : options.options()) {
    const std::string& name = option->long_name();
    std::string variable = variable_of(name);
    auto value = process.environment(variable);
    if (name == "api-url")
      if (const auto url = process.environment("PEEKER_API_URL"); url && !url->empty())
        value = url, variable = "PEEKER_API_URL";
    if (!value || value->empty()) continue;
    if (auto one = setting(options, name, *value, variable)) settings.push_back(std::move(*one));
  }
  return settings;
}

std::vector<Setting> settings_of_config(const std::string& path, const po::options_description& options,
                                        const po::variables_map& values, Process& process) {
  std::istringstream stream(read_settings_file("--config", path, process));
  const auto parsed = po::parse_config_file(stream, options, true);
  const auto beaten = [&, has_key = key_is_given(values, process)](const std::string& name) {
    if (name == "sandbox") return has_key || text(values, "api-url").has_value();
    return has_key && is_key_option(name);
  };
  std::vector<Setting> settings;
  std::set<std::string> seen;
  for (const auto& option : parsed.options) {
    const std::string& name = option.string_key;
    if (!seen.insert(name).second && !may_be_repeated(options, name))
      throw UsageError(fmt::format("{}: the key {} is there twice", in_quotes(path), in_quotes(name)));
    if (option.unregistered && !is_option_of_any_command(name))
      throw UsageError(fmt::format("{}: unknown key {}{}", in_quotes(path), in_quotes(name),
                                   nearest_option(options, name).question()));
    if (beaten(name)) continue;
    if (auto one = setting(options, name, option.value.empty() ? "yes" : option.value.front(), escaped(path)))
      settings.push_back(std::move(*one));
  }
  return settings;
}

// Old spellings become today's, with a note.
std::vector<std::string> with_new_spellings(const Command& command, std::vector<std::string> words,
                                            Process& process) {
  for (std::string& word : words) {
    if (word == "--") break;
    for (const auto& [old_name, name] : command.old_spellings)
      if (word == "--" + old_name || word.starts_with("--" + old_name + "=")) {
        word.replace(2, old_name.size(), name);
        process.err << fmt::format("note: --{} is now --{}\n", old_name, name) << std::flush;
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
      "read options from a file of lines such as rate = 300 (default: domainplan/config in "
      "$XDG_CONFIG_HOME)");
  add("quiet", po::bool_switch(), "print nothing but results and errors");
  add("verbose", po::bool_switch(), "report every call, with its Peeker-Request-Id");
  add("help,h", po::bool_switch(), "print this help");
  add("version", po::bool_switch(), "print the version");
  if (command.options.options().empty()) return group;  // no heading without an option
  po::options_description options(command.options);
  options.add(group);
  return options;
}

std::vector<Setting> store_settings(const po::options_description& options, po::variables_map& values,
                                    Process& process) {
  std::vector<Setting> settings = settings_of_environment(options, process);
  store(settings, options, values);
  const auto config = text(values, "config");
  if (const auto path = config ? config : default_config(process)) {
    const std::vector<Setting> from_file = settings_of_config(*path, options, values, process);
    store(from_file, options, values);
    settings.insert(settings.end(), from_file.begin(), from_file.end());
  }
  return settings;
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
  store_settings(options, parsed.values, process);
  return parsed;
} catch (const po::unknown_option& error) {
  // Boost gives the name as it was typed, dashes included.
  std::string name = error.get_option_name();
  name.erase(0, name.find_first_not_of('-'));
  const Nearest nearest = nearest_option(all_options(command), name);
  throw UsageError(fmt::format(
      "{}: unknown option {}{}; see domainplan help {}", command.name, in_quotes(error.get_option_name()),
      nearest.found() ? fmt::format("; did you mean '--{}'?", nearest.word()) : "", command.name));
} catch (const po::error& error) {
  throw UsageError(
      fmt::format("{}: {}; see domainplan help {}", command.name, escaped(error.what()), command.name));
}

}  // namespace domainplan::cli
