// A command of the program: what it is called, which options it takes, what it does.
#pragma once

#include <boost/program_options.hpp>
#include <functional>
#include <iosfwd>
#include <optional>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace domainplan::cli {

namespace po = boost::program_options;

// What a command does when the reader of stdout goes away, as head does.
enum class ReaderGone {
  stop,  // it ends as if interrupted: what it holds is put in order
  end,   // it holds nothing, and ends at once, whatever it is doing
  stay   // it is a server, and serves on
};

// The process that a command runs in: its streams, environment and signals. Nothing reaches for globals.
struct Process {
  std::istream& in;
  std::ostream& out;  // results, and nothing else
  std::ostream& err;  // everything else
  bool out_is_terminal = false;
  bool err_is_terminal = false;
  std::function<std::optional<std::string>(const std::string& name)> environment;
  std::stop_token stop;  // asked for on SIGINT and SIGTERM
  // What the process does about a reader of `out` that goes away; may be empty.
  std::function<void(ReaderGone)> watch_reader = {};
  bool in_is_read = false;  // `in` can be read once
  int in_descriptor = -1;   // of `in`, if it has one: waiting for it ends where a stop is asked for
};

constexpr unsigned kHelpWidth = 80;  // columns

struct Command {
  std::string name;
  std::string synopsis;  // "plan --customers F --personas F --bundles F --out DIR [options]"
  std::string summary;   // one line, for the list of commands
  std::string about;     // for `help COMMAND`: what it does and an example
  po::options_description options;
  int most_arguments = 0;  // words that are not options
  // Returns the exit code.
  std::function<int(const po::variables_map&, const std::vector<std::string>& arguments, Process&)> run;
  ReaderGone reader_gone = ReaderGone::stop;
  // Words that may come first among the arguments, such as "list" and "show".
  std::vector<std::string> subcommands = {};
  // Earlier names of options, still accepted with a note: {"again", "allow-duplicate"}.
  std::vector<std::pair<std::string, std::string>> old_spellings = {};
};

Command plan_command();
Command generate_command();
Command check_command();
Command select_command();
Command bundles_command();
Command import_command();
Command explain_command();
Command diff_command();
Command report_command();
Command submit_command();
Command status_command();
Command users_command();
Command domains_command();
Command renewals_command();
Command forward_command();
Command swap_command();
Command rename_command();
Command cancel_command();
Command ledger_command();
Command webhook_command();
Command sandbox_command();
Command completion_command();
Command man_command();
Command config_command();

// The command of this name. Throws UsageError with the nearest one.
const Command& command_named(const std::string& name);

// All commands, in the order of an operator's day.
const std::vector<Command>& commands();

// Exit codes; errors are mapped to theirs in main.cpp and nowhere else.
enum ExitCode { kDone = 0, kFailed = 1, kBadInput = 2, kShort = 3, kRefused = 4, kInterrupted = 130 };

}  // namespace domainplan::cli
