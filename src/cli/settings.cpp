#include "cli/settings.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>

#include "cli/config_file.hpp"
#include "cli/files.hpp"
#include "cli/option_values.hpp"
#include "cli/parse.hpp"
#include "cli/values.hpp"
#include "domainplan/api_key.hpp"
#include "domainplan/error.hpp"
#include "domainplan/nearest.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

using Code = DiagnosticCode;

// These allow spending or deleting, so each run states them anew: on the command line only.
constexpr std::array<std::string_view, 8> kCommandLineOnly = {"live",
                                                              "yes",
                                                              "force",
                                                              "allow-duplicate",
                                                              "accept-edited",
                                                              "accept-receipt",
                                                              "confirm-not-placed",
                                                              "max-increase-cents"};

// A setting that cannot be used, of which more can be said than that its value is bad.
class BadSetting : public UsageError {
 public:
  BadSetting(Code code, const std::string& message, std::string expected = {})
      : UsageError(message, Subject{{}, std::move(expected)}), what(code) {}
  const Code what;
};

// What is wrong with the settings, in their order.
class Faults {
 public:
  // Runs `check`, and adds what it throws. `place`: what its messages begin with; `row`: the same as data.
  template <class Check>
  void collect(const std::string& place, Diagnostic row, Check check) try {
    check();
  } catch (const UsageError& error) {
    all_.push_back(escaped(error.what()));
    row.message = without_place(all_.back(), place, row.column);
    row.expected = error.expected();
    if (const auto* const bad = dynamic_cast<const BadSetting*>(&error)) {
      row.code = bad->what;
      row.value.clear();
    }
    rows_.push_back(std::move(row));
  }
  // Throws UsageError where there are any.
  void report() const {
    constexpr std::size_t kMost = 20;
    if (all_.empty()) return;
    std::string text = fmt::format("{}", fmt::join(all_.begin(), all_.begin() + shown(kMost), "\n"));
    if (all_.size() > kMost) text += fmt::format("\nand {} more", all_.size() - kMost);
    throw SettingsError(text, rows_);
  }

 private:
  // "config:2:8: rate: 'abc' is not a number" → "'abc' is not a number"
  static std::string without_place(std::string_view text, std::string_view place, std::string_view key) {
    if (text.starts_with(place)) text.remove_prefix(place.size());
    text.remove_prefix(std::min(text.find_first_not_of(":0123456789 "), text.size()));
    const std::string begin = std::string(key) + ": ";
    if (text.starts_with(begin)) text.remove_prefix(begin.size());
    return std::string(text);
  }
  std::ptrdiff_t shown(std::size_t most) const {
    return static_cast<std::ptrdiff_t>(std::min(all_.size(), most));
  }
  std::vector<std::string> all_;
  std::vector<Diagnostic> rows_;
};

// The keys of a config file, each with the options of this name: one file may serve all commands.
using Keys = std::map<std::string, std::vector<boost::shared_ptr<po::option_description>>>;

const Keys& all_keys() {
  static const Keys keys = [] {
    Keys found;
    for (const Command& command : commands()) {
      const po::options_description options = all_options(command);
      for (const auto& option : options.options()) found[option->long_name()].push_back(option);
    }
    for (const char* of_the_command_line : {"help", "version", "config"}) found.erase(of_the_command_line);
    return found;
  }();
  return keys;
}

// What would be right for a key that is none.
std::string nearest_key(const std::string& name) {
  Nearest nearest(name);
  for (const auto& [key, options] : all_keys())
    if (!is_command_line_only(key)) nearest.consider(key);
  return nearest.found() ? nearest.question() : "; domainplan help COMMAND lists the options";
}

// The ways to name a key are one setting: a file's must not stand beside another that beats it.
bool is_key_option(const std::string& name) { return name == "api-key-file" || name == "api-key-command"; }

bool key_is_given(const po::variables_map& values, Process& process) {
  const auto variable = process.environment("PEEKER_API_KEY");
  return text(values, "api-key-file") || text(values, "api-key-command") || (variable && !variable->empty());
}

// Whether the command line, or the environment before the file, has set it.
bool is_set(const po::variables_map& values, const std::string& name) {
  const auto found = values.find(name);
  return found != values.end() && !found->second.defaulted();
}

// The value of a setting as `option` stores it; empty where a switch is off. A switch takes yes, true or 1,
// or no, false or 0. Throws UsageError, which begins with `place`.
std::string stored_value(const po::option_description& option, const std::string& value,
                         const std::string& place) {
  if (option.semantic()->max_tokens() > 0) {
    check_value(option, value, place);
    return value;
  }
  const std::string word = ascii_lower(value);
  if (word == "yes" || word == "true" || word == "1") return "true";
  if (word == "no" || word == "false" || word == "0") return "";
  throw UsageError(fmt::format("{}: {} is not yes or no", place, in_quotes(value)),
                   Subject{place, "yes or no"});
}

// Throws UsageError where no command has an option `name` that takes the value.
void check_for_others(const std::string& name, const std::string& value, const std::string& place) {
  const auto& options = all_keys().at(name);
  for (const auto& option : options) try {
      stored_value(*option, value, place);
      return;
    } catch (const UsageError&) {
      if (option == options.back()) throw;
    }
}

// The value of a setting; nothing where the command has no such option, or a switch is off. Throws
// UsageError, which begins with `place`; a value that another beats is not looked at, but for secrets.
std::optional<std::string> checked(const po::options_description& options, const po::variables_map& values,
                                   const std::string& name, const std::string& value,
                                   const std::string& place) {
  if (without_api_keys(value) != value)
    throw BadSetting(
        Code::api_key,
        fmt::format("{} holds an API key; keep it in PEEKER_API_KEY, or in a file that --api-key-file names",
                    place));
  if (is_set(values, name)) return std::nullopt;
  const po::option_description* const option = options.find_nothrow(name, false);
  if (!option) check_for_others(name, value, place);
  std::string stored = option ? stored_value(*option, value, place) : "";
  return stored.empty() ? std::nullopt : std::optional(std::move(stored));
}

// Whether the option, or one of this name of another command, takes a list.
bool may_be_repeated(const std::string& name) {
  using List = po::typed_value<std::vector<std::string>>;
  const auto& options = all_keys().at(name);
  return std::any_of(options.begin(), options.end(), [](const auto& option) {
    return dynamic_cast<const List*>(option->semantic().get()) != nullptr;
  });
}

// What was stored before beats what is stored now.
void store(const std::vector<Setting>& settings, const po::options_description& options,
           po::variables_map& values) {
  po::parsed_options parsed(&options);
  for (const Setting& setting : settings)
    parsed.options.emplace_back(setting.option, std::vector<std::string>{setting.value});
  po::store(parsed, values);
}

// DOMAINPLAN_MAX_CHECKS is --max-checks.
std::string variable_of(std::string name) {
  std::transform(name.begin(), name.end(), name.begin(), [](char c) {
    return c == '-' ? '_' : static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  });
  return "DOMAINPLAN_" + name;
}

std::vector<Setting> settings_of_environment(const po::options_description& options,
                                             const po::variables_map& values, Process& process,
                                             Faults& faults) {
  std::vector<Setting> settings;
  for (const auto& option : options.options()) {
    const std::string& name = option->long_name();
    if (name != "config" && !all_keys().contains(name)) continue;
    std::string variable = variable_of(name);
    auto value = process.environment(variable);
    if (name == "api-url")
      if (const auto url = process.environment("PEEKER_API_URL"); url && !url->empty())
        value = url, variable = "PEEKER_API_URL";
    if (!value || value->empty()) continue;
    faults.collect(
        variable, {.file = variable, .line = 0, .column = {}, .message = {}, .value = *value}, [&] {
          if (is_command_line_only(name))
            throw BadSetting(Code::command_line_only,
                             fmt::format("{}: --{} is accepted on the command line only", variable, name));
          if (const auto stored = checked(options, values, name, *value, variable))
            settings.push_back({name, *stored, variable});
        });
  }
  return settings;
}

// Throws UsageError for a line that is no setting of any command. `place`: the file and line.
void check_key(const ConfigLine& line, const std::string& place) {
  const auto refuse = [&](std::size_t column, Code code, const std::string& why,
                          const std::string& expected = {}) {
    throw BadSetting(code, fmt::format("{}:{}: {}", place, column, why), expected);
  };
  if (!line.has_equals)
    refuse(line.key_column, Code::key_and_value,
           fmt::format("{} is not KEY = VALUE, such as rate = 300", in_quotes(line.key)),
           "KEY = VALUE, such as rate = 300");
  if (line.key.empty())
    refuse(line.key_column, Code::key_and_value,
           fmt::format("the key before '=' is missing; write one such as rate = {}",
                       line.value.empty() ? "300" : escaped(line.value)),
           "KEY = VALUE, such as rate = 300");
  if (!all_keys().contains(line.key))
    refuse(line.key_column, Code::unknown_key,
           fmt::format("unknown key {}{}", in_quotes(line.key), nearest_key(line.key)));
  if (is_command_line_only(line.key))
    refuse(line.key_column, Code::command_line_only,
           fmt::format("--{} is accepted on the command line only", line.key));
  if (line.value.empty())
    refuse(line.value_column, Code::missing,
           fmt::format("{}: the value after '=' is missing; write one, or remove the line", line.key));
}

std::vector<Setting> settings_of_config(const std::string& path, const po::options_description& options,
                                        const po::variables_map& values, Process& process, Faults& faults) {
  const auto is_beaten = [&, has_key = key_is_given(values, process)](const std::string& name) {
    if (name == "sandbox") return has_key || text(values, "api-url").has_value();
    return has_key && is_key_option(name);
  };
  std::vector<Setting> settings;
  std::map<std::string, std::size_t> lines;  // by key, the first
  for (const ConfigLine& line : config_lines(read_settings_file("--config", path, process))) {
    const std::string place = fmt::format("{}:{}", escaped(path), line.line);
    Diagnostic row{.file = path, .line = line.line, .column = line.key, .message = {}, .value = line.value};
    faults.collect(place, std::move(row), [&] {
      check_key(line, place);
      const auto [first, is_first] = lines.emplace(line.key, line.line);
      if (!is_first && !may_be_repeated(line.key))
        throw BadSetting(Code::repeated,
                         fmt::format("{}:{}: the key {} is there twice, first in line {}", place,
                                     line.key_column, in_quotes(line.key), first->second));
      const auto stored = checked(options, values, line.key, line.value,
                                  fmt::format("{}:{}: {}", place, line.value_column, line.key));
      if (stored && !is_beaten(line.key)) settings.push_back({line.key, *stored, escaped(path)});
    });
  }
  return settings;
}

}  // namespace

bool is_command_line_only(std::string_view name) {
  return std::find(kCommandLineOnly.begin(), kCommandLineOnly.end(), name) != kCommandLineOnly.end();
}

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

std::vector<Setting> store_settings(const po::options_description& options, po::variables_map& values,
                                    Process& process) {
  Faults faults;
  std::vector<Setting> settings = settings_of_environment(options, values, process, faults);
  store(settings, options, values);
  const auto config = text(values, "config");
  if (const auto path = config ? config : default_config(process)) {
    const std::vector<Setting> from_file = settings_of_config(*path, options, values, process, faults);
    store(from_file, options, values);
    settings.insert(settings.end(), from_file.begin(), from_file.end());
  }
  faults.report();
  return settings;
}

}  // namespace domainplan::cli
