// Dispatch and help.
#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <sstream>

#include "cli/color.hpp"
#include "cli/command.hpp"
#include "cli/error_output.hpp"
#include "cli/interrupt.hpp"
#include "cli/option_values.hpp"
#include "cli/parse.hpp"
#include "cli/run.hpp"
#include "cli/values.hpp"
#include "cli/wrap.hpp"
#include "domainplan/api_key.hpp"
#include "domainplan/error.hpp"
#include "domainplan/nearest.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {

const std::vector<Command>& commands() {
  static const std::vector<Command> all = {
      plan_command(),    generate_command(),   check_command(),   select_command(),   bundles_command(),
      import_command(),  explain_command(),    diff_command(),    report_command(),   submit_command(),
      status_command(),  users_command(),      domains_command(), renewals_command(), forward_command(),
      swap_command(),    rename_command(),     cancel_command(),  ledger_command(),   webhook_command(),
      sandbox_command(), completion_command(), man_command(),     config_command()};
  return all;
}

const Command& command_named(const std::string& name) {
  const auto found = std::find_if(commands().begin(), commands().end(),
                                  [&](const Command& command) { return command.name == name; });
  if (found != commands().end()) return *found;
  // What comes with an option may be a secret.
  const bool is_option = name.starts_with('-');
  const std::string shown = is_option ? name.substr(0, name.find('=')) : name;
  Nearest nearest(shown);
  if (is_option)
    for (const char* const option : {"--help", "--version"}) nearest.consider(option);
  else
    for (const Command& command : commands()) nearest.consider(command.name);
  throw UsageError(
      fmt::format("unknown {} {}{}; {} domainplan --help", is_option ? "option" : "command", in_quotes(shown),
                  is_option ? " before a command" : "",
                  nearest.found() ? fmt::format("did you mean {}? See", in_quotes(nearest.word())) : "see"),
      Subject{shown, std::string(nearest.found() ? nearest.word() : "")});
}

namespace {

void print_overview(std::ostream& out) {
  out << "domainplan: from a CSV of customers to ready-to-submit domain orders\n\n"
         "usage: domainplan COMMAND [options]\n\n";
  for (const Command& command : commands()) out << fmt::format("  {:<12}{}\n", command.name, command.summary);
  out << "\nRun 'domainplan help COMMAND' for its options.\n"
         "\nexample:\n"
         "  domainplan generate --brand Acme --limit 200 | domainplan check - --sandbox |\n"
         "    domainplan select --google 15 --microsoft 4 -\n"
         "\nexit codes: 0 done, 1 the run failed, 2 bad usage or bad input, 3 done, but\n"
         "  something needs a person, 4 the key was refused, 130 interrupted\n";
}

// Boost writes "-h [ --help ]" and "--switch [=false]"; the columns stay where they are.
std::string usual_notation(const po::options_description& options) {
  std::ostringstream stream;
  stream << options;
  std::string text = stream.str();
  const auto replace = [&](std::string_view from, std::string_view to) {
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
      text.replace(at, from.size(), to);
  };
  replace("-h [ --help ]", "-h, --help   ");
  replace(" [=false] ", "[=false]  ");
  return text;
}

void print_help(const Command& command, std::ostream& out) {
  out << filled(fmt::format("usage: domainplan {}", command.synopsis), kHelpWidth, 2) << "\n\n"
      << wrapped(command.about, kHelpWidth) << '\n';
  out << usual_notation(all_options(command));
}

// A key is never passed on the command line, where other users of the machine can see it.
void refuse_keys(const std::vector<std::string>& words) {
  for (const std::string& word : words) {
    const std::size_t equals = word.starts_with("--") ? word.find('=') : std::string::npos;
    const std::string_view value =
        std::string_view(word).substr(equals == std::string::npos ? 0 : equals + 1);
    if (begins_like_api_key(value))
      throw UsageError(
          "an API key is on the command line: put it in PEEKER_API_KEY or in a file for --api-key-file, "
          "and make a new key, as others may have seen this one");
  }
}

// `json_errors` is set to what --format, the environment and the config file say, once that is known.
int dispatch(const std::vector<std::string>& words, Process& process, bool& json_errors) {
  if (words.empty()) {
    print_overview(process.err);
    return kBadInput;
  }
  const std::string& first = words.front();
  if (first == "--version" || first == "version") {
    process.out << "domainplan " << DOMAINPLAN_VERSION << '\n';
    return kDone;
  }
  if (first == "--help" || first == "-h" || first == "help") {
    if (words.size() > 1 && first == "help" && words[1] != "help")
      print_help(command_named(words[1]), process.out);
    else
      print_overview(process.out);
    return kDone;
  }
  const Command& command = command_named(first);
  refuse_keys({words.begin() + 1, words.end()});
  const Parsed parsed = parse(command, {words.begin() + 1, words.end()}, process);
  if (const auto format = text(parsed.values, "format")) json_errors = *format == "json";
  choose_colors(parsed.values, process);
  if (parsed.values["help"].as<bool>()) {
    print_help(command, process.out);
    return kDone;
  }
  if (parsed.values["version"].as<bool>()) {
    process.out << "domainplan " << DOMAINPLAN_VERSION << '\n';
    return kDone;
  }
  check_values(all_options(command), parsed.values);
  if (process.watch_reader) process.watch_reader(command.reader_gone);
  return command.run(parsed.values, parsed.arguments, process);
}

// Whether --format json is among the words, or the environment says so, for errors that come before the
// options are known.
bool wants_json(const std::vector<std::string>& words, const Process& process) {
  for (std::size_t i = 0; i < words.size(); ++i)
    if (words[i] == "--format=json" ||
        (words[i] == "--format" && i + 1 < words.size() && words[i + 1] == "json"))
      return true;
  const bool is_given = std::any_of(words.begin(), words.end(), [](const std::string& word) {
    return word == "--format" || word.starts_with("--format=");
  });
  return !is_given && process.environment("DOMAINPLAN_FORMAT") == "json";
}

}  // namespace

int run(const std::vector<std::string>& words, Process& process) {
  bool json_errors = wants_json(words, process);
  const std::string command = words.empty() ? "" : words.front();
  try {
    const int code = dispatch(words, process, json_errors);
    process.out.flush();
    if (!process.out) throw std::ios_base::failure("cannot write to standard output");
    return code;
  } catch (const std::ios_base::failure&) {
    if (reader_is_gone()) end_by_sigpipe();
    process.out.exceptions(std::ios::goodbit);  // it is reported once
    return report_error(RunError(ErrorCode::disk, "cannot write to standard output"), json_errors,
                        process.err);
  } catch (const Interrupted& error) {
    if (reader_is_gone()) end_by_sigpipe();
    return report_error(error, json_errors, process.err, command);
  } catch (const std::exception& error) {
    return report_error(error, json_errors, process.err, command);
  } catch (...) {
    return report_error(RunError(ErrorCode::internal, "unknown exception"), json_errors, process.err,
                        command);
  }
}

}  // namespace domainplan::cli
