#include "cli/parse.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <sstream>

#include "cli/files.hpp"
#include "cli/values.hpp"
#include "core/text.hpp"
#include "domainplan/error.hpp"

namespace domainplan::cli {
namespace {

constexpr const char* kArguments = "(arguments)";  // a name that nobody can type as an option

// One config file may serve all commands: an option of another command is passed over, an unknown one is a
// mistake.
bool is_option_of_any_command(const std::string& name) {
  return std::any_of(commands().begin(), commands().end(), [&](const Command& command) {
    return command.options.find_nothrow(name, false) != nullptr;
  });
}

// The ways to name a key are one setting: a file's must not stand beside another that beats it.
bool is_key_option(const std::string& name) { return name == "api-key-file" || name == "api-key-command"; }

bool key_is_given(const po::variables_map& values, Surroundings& around) {
  const auto variable = around.environment("PEEKER_API_KEY");
  return text(values, "api-key-file") || text(values, "api-key-command") || (variable && !variable->empty());
}

void store_config(const std::string& path, const po::options_description& options, po::variables_map& values,
                  Surroundings& around) {
  std::istringstream stream(read_file(path, around).bytes);
  const auto parsed = po::parse_config_file(stream, options, true);
  for (const auto& option : parsed.options)
    if (option.unregistered && !is_option_of_any_command(option.string_key))
      throw UsageError(
          fmt::format("--config {}: {} is no option", in_quotes(path), in_quotes(option.string_key)));
  const auto beaten = [&, has_key = key_is_given(values, around)](const std::string& name) {
    if (name == "sandbox") return has_key || text(values, "api-url").has_value();
    return has_key && is_key_option(name);
  };
  po::parsed_options known(&options);
  std::copy_if(parsed.options.begin(), parsed.options.end(), std::back_inserter(known.options),
               [&](const auto& option) { return !option.unregistered && !beaten(option.string_key); });
  po::store(known, values);
}

void store_environment(const po::options_description& options, po::variables_map& values,
                       Surroundings& around) {
  const auto url = around.environment("PEEKER_API_URL");
  if (!url || url->empty() || !options.find_nothrow("api-url", false)) return;
  po::parsed_options from_environment(&options);
  from_environment.options.emplace_back("api-url", std::vector<std::string>{*url});
  po::store(from_environment, values);
}

}  // namespace

po::options_description all_options(const Command& command) {
  po::options_description options(command.options), group("Everywhere", kHelpWidth);
  auto add = group.add_options();
  add("config", one("FILE"), "read options from a file of lines such as rate = 300");
  add("quiet", po::bool_switch(), "say nothing but errors");
  add("verbose", po::bool_switch(), "tell of every call, with its Peeker-Request-Id");
  add("help,h", po::bool_switch(), "this text");
  add("version", po::bool_switch(), "the version");
  options.add(group);
  return options;
}

Parsed parse(const Command& command, const std::vector<std::string>& words, Surroundings& around) try {
  const po::options_description visible = all_options(command);
  po::options_description options(visible);
  options.add_options()(kArguments, po::value<std::vector<std::string>>());
  po::positional_options_description positional;
  positional.add(kArguments, -1);

  Parsed parsed;
  namespace style = po::command_line_style;
  po::store(po::command_line_parser(words)
                .options(options)
                .positional(positional)
                .style(style::unix_style & ~style::allow_guessing)
                .run(),
            parsed.values);
  parsed.arguments = texts(parsed.values, kArguments);
  if (static_cast<int>(parsed.arguments.size()) > command.most_arguments)
    throw UsageError(fmt::format(
        "{}: {} is one word too many; see domainplan help {}", command.name,
        in_quotes(parsed.arguments[static_cast<std::size_t>(command.most_arguments)]), command.name));
  store_environment(options, parsed.values, around);
  if (const auto config = text(parsed.values, "config"))
    store_config(*config, options, parsed.values, around);
  return parsed;
} catch (const po::error& error) {
  throw UsageError(
      fmt::format("{}: {}; see domainplan help {}", command.name, escaped(error.what()), command.name));
}

}  // namespace domainplan::cli
