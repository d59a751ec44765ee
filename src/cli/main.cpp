// Dispatch, help, and the one map from errors to exit codes.
#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>

#include "cli/command.hpp"
#include "cli/diagnostics.hpp"
#include "cli/interrupt.hpp"
#include "cli/parse.hpp"
#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "intake/near.hpp"

namespace domainplan::cli {

const std::vector<Command>& commands() {
  static const std::vector<Command> all = {plan_command(),   generate_command(), check_command(),
                                           select_command(), bundles_command(),  import_command(),
                                           submit_command(), status_command(),   sandbox_command()};
  return all;
}

namespace {

const Command& command_named(const std::string& name) {
  Nearest nearest(name);
  for (const Command& command : commands()) {
    if (command.name == name) return command;
    nearest.consider(command.name);
  }
  throw UsageError(
      fmt::format("{} is no command{}; see domainplan --help", in_quotes(name), nearest.question()));
}

void print_overview(std::ostream& out) {
  out << "domainplan: from a CSV of customers to ready-to-submit domain orders\n\n"
         "usage: domainplan COMMAND [options]\n\n";
  for (const Command& command : commands()) out << fmt::format("  {:<10}{}\n", command.name, command.summary);
  out << "\n  domainplan help COMMAND   tells more\n"
         "\ntry it:\n"
         "  domainplan generate --brand Acme --limit 200 | domainplan check - --sandbox |\n"
         "    domainplan select --google 15 --microsoft 4 -\n"
         "\nexit codes: 0 done, 1 the run failed, 2 bad usage or input, 3 done but some fell short, 4 key "
         "refused,\n"
         "            130 interrupted\n";
}

void print_help(const Command& command, std::ostream& out) {
  out << fmt::format("usage: domainplan {}\n\n{}\n\n", command.synopsis, command.about);
  out << all_options(command);
}

int dispatch(const std::vector<std::string>& words, Surroundings& around) {
  if (words.empty()) {
    print_overview(around.err);
    return kBadInput;
  }
  const std::string& first = words.front();
  if (first == "--version" || first == "version") {
    around.out << "domainplan " << DOMAINPLAN_VERSION << '\n';
    return kDone;
  }
  if (first == "--help" || first == "-h" || first == "help") {
    if (words.size() > 1 && first == "help")
      print_help(command_named(words[1]), around.out);
    else
      print_overview(around.out);
    return kDone;
  }
  const Command& command = command_named(first);
  const Parsed parsed = parse(command, {words.begin() + 1, words.end()}, around);
  if (parsed.values["help"].as<bool>()) {
    print_help(command, around.out);
    return kDone;
  }
  if (parsed.values["version"].as<bool>()) {
    around.out << "domainplan " << DOMAINPLAN_VERSION << '\n';
    return kDone;
  }
  return command.run(parsed.values, parsed.arguments, around);
}

int told(std::ostream& err, const std::exception& error, ExitCode code) {
  err << "domainplan: " << error.what() << std::endl;
  return code;
}

int run(const std::vector<std::string>& words, Surroundings& around) {
  try {
    const int code = dispatch(words, around);
    around.out.flush();
    if (around.out) return code;
    if (errno != EPIPE) throw RunError("cannot write to standard output");
    // The reader has gone away, as head does: end as a program that minds SIGPIPE would.
    signal(SIGPIPE, SIG_DFL);
    raise(SIGPIPE);
    return kFailed;
  } catch (const InputError& error) {
    tell(error.diagnostics(), around.err);
    around.err.flush();
    return kBadInput;
  } catch (const UsageError& error) {
    return told(around.err, error, kBadInput);
  } catch (const KeyRefused& error) {
    return told(around.err, error, kRefused);
  } catch (const Interrupted& error) {
    return told(around.err, error, kInterrupted);
  } catch (const std::exception& error) {
    return told(around.err, error, kFailed);
  }
}

// Where a standard stream was closed, the next file opened would get its number, and what is printed there.
// Read-only, so that a result which has nowhere to go is an error.
void fill_standard_streams() {
  int descriptor = ::open("/dev/null", O_RDONLY);
  while (descriptor >= 0 && descriptor <= STDERR_FILENO) descriptor = ::open("/dev/null", O_RDONLY);
  if (descriptor >= 0) ::close(descriptor);
}

}  // namespace
}  // namespace domainplan::cli

int main(int count, char** words) {
  using namespace domainplan;
  cli::fill_standard_streams();
  std::ios::sync_with_stdio(false);
  static char output_buffer[256 * 1024];  // rows come by the hundred thousand
  std::cout.rdbuf()->pubsetbuf(output_buffer, sizeof output_buffer);
  cli::Surroundings around{.in = std::cin,
                           .out = std::cout,
                           .err = std::cerr,
                           .out_is_terminal = ::isatty(STDOUT_FILENO) == 1,
                           .err_is_terminal = ::isatty(STDERR_FILENO) == 1,
                           .environment = [](const std::string& name) -> std::optional<std::string> {
                             const char* const value = std::getenv(name.c_str());
                             return value ? std::optional<std::string>(value) : std::nullopt;
                           },
                           .stop = cli::stop_on_signals()};
  return cli::run({words + 1, words + count}, around);
}
