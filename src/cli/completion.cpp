// completion: scripts for bash, zsh and fish, written from the option tables.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <ostream>

#include "cli/command.hpp"
#include "cli/option_table.hpp"
#include "domainplan/error.hpp"
#include "domainplan/nearest.hpp"

namespace domainplan::cli {
namespace {

std::vector<std::string> command_names() {
  std::vector<std::string> names;
  for (const Command& command : commands()) names.push_back(command.name);
  names.emplace_back("help");
  return names;
}

// The words that a command takes first: its subcommands, or for help and man the commands.
std::vector<std::string> first_words(const Command& command) {
  return command.name == "man" ? command_names() : command.subcommands;
}

std::vector<std::string> flags_of(const Command& command) {
  std::vector<std::string> flags;
  for (const OptionRow& row : option_table(command)) flags.push_back("--" + row.name);
  return flags;
}

// How a shell is made to offer words, files or folders.
struct Shell {
  std::string (*offer)(const std::vector<std::string>& words);
  std::string_view files, folders;
};

// The cases of a command: what may follow an option that takes a value, then its options, where one is begun,
// and its first words.
std::string command_case(const Command& command, const Shell& shell, std::string_view is_option,
                         std::string_view second_word) {
  std::string script = fmt::format("    {})\n      case \"$previous\" in\n", command.name);
  for (const OptionRow& row : option_table(command)) {
    if (row.value_name.empty() || row.is_optional) continue;
    const std::string offer = !row.choices.empty() ? shell.offer(row.choices)
                              : row.is_folder      ? std::string(shell.folders)
                              : row.is_file        ? std::string(shell.files)
                                                   : "";
    script += fmt::format("        --{}) {}{}return ;;\n", row.name, offer, offer.empty() ? "" : "; ");
  }
  script += fmt::format("      esac\n      {} && {}\n", is_option, shell.offer(flags_of(command)));
  if (const auto first = first_words(command); !first.empty())
    script += fmt::format("      {} && {}\n", second_word, shell.offer(first));
  return script + "      ;;\n";
}

// Every word in these scripts is a name of ours: no quoting is needed.
std::string bash_script() {
  const Shell bash{
      [](const std::vector<std::string>& words) {
        return fmt::format("COMPREPLY+=($(compgen -W \"{}\" -- \"$current\"))", fmt::join(words, " "));
      },
      // readline completes these itself, blanks and quotes included, where nothing else is offered.
      "compopt -o default", "compopt -o dirnames"};
  std::string script = fmt::format(
      "# bash completion for domainplan\n"
      "_domainplan() {{\n"
      "  local current=\"${{COMP_WORDS[COMP_CWORD]}}\" previous=\"${{COMP_WORDS[COMP_CWORD-1]}}\"\n"
      // In --format=json the = is a word of its own.
      "  if [[ $current == = ]]; then\n"
      "    current=\n"
      "  elif [[ $previous == = ]]; then\n"
      "    previous=\"${{COMP_WORDS[COMP_CWORD-2]}}\"\n"
      "  fi\n"
      "  COMPREPLY=()\n"
      "  if ((COMP_CWORD == 1)); then\n"
      "    {}\n"
      "    return\n"
      "  fi\n"
      "  case \"${{COMP_WORDS[1]}}\" in\n",
      bash.offer(command_names()));
  for (const Command& command : commands())
    script += command_case(command, bash, "[[ $current == -* ]]", "((COMP_CWORD == 2))");
  return script + fmt::format(
                      "    help) ((COMP_CWORD == 2)) && {}; return ;;\n"
                      "  esac\n"
                      "  [[ $current == -* ]] || {}\n"
                      "}}\n"
                      "complete -F _domainplan domainplan\n",
                      bash.offer(command_names()), bash.files);
}

std::string zsh_script() {
  const Shell zsh{[](const std::vector<std::string>& words) {
                    return fmt::format("compadd -- {}", fmt::join(words, " "));
                  },
                  "_files", "_files -/"};
  std::string script = fmt::format(
      "#compdef domainplan\n"
      "_domainplan() {{\n"
      "  local previous=\"${{words[CURRENT-1]}}\"\n"
      "  if [[ $PREFIX == --*=* ]]; then\n"
      "    previous=\"${{PREFIX%%=*}}\"\n"
      "    compset -P '*='\n"
      "  fi\n"
      "  if ((CURRENT == 2)); then\n"
      "    {}\n"
      "    return\n"
      "  fi\n"
      "  case \"${{words[2]}}\" in\n",
      zsh.offer(command_names()));
  for (const Command& command : commands())
    script += command_case(command, zsh, "[[ $PREFIX == -* ]]", "((CURRENT == 3))");
  return script + fmt::format(
                      "    help) ((CURRENT == 3)) && {}; return ;;\n"
                      "  esac\n"
                      "  [[ $PREFIX == -* ]] || {}\n"
                      "}}\n"
                      // As a function that zsh loads at its first use, it is in use already.
                      "if [[ ${{funcstack[1]}} == _domainplan ]]; then\n"
                      "  _domainplan \"$@\"\n"
                      "else\n"
                      "  compdef _domainplan domainplan\n"
                      "fi\n",
                      zsh.offer(command_names()), zsh.files);
}

// In single quotes, as fish reads them.
std::string fish_quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char c : text) {
    if (c == '\'' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + "'";
}

// The command is the first word: a folder may have the name of one.
std::string fish_script() {
  std::string script =
      "# fish completion for domainplan\n"
      "function __domainplan_command\n"
      "  set -l words (commandline -opc)\n"
      "  test (count $words) -ge 2; and test $words[2] = $argv[1]\n"
      "end\n"
      "function __domainplan_is_second\n"
      "  __domainplan_command $argv[1]; and test (count (commandline -opc)) -eq 2\n"
      "end\n";
  for (const Command& command : commands()) {
    script += fmt::format("complete -c domainplan -n __fish_use_subcommand -f -a {} -d {}\n", command.name,
                          fish_quoted(command.summary));
    const std::string seen = fmt::format("complete -c domainplan -n '__domainplan_command {}'", command.name);
    if (const auto first = first_words(command); !first.empty())
      script += fmt::format("complete -c domainplan -n '__domainplan_is_second {}' -a '{}'\n", command.name,
                            fmt::join(first, " "));
    for (const OptionRow& row : option_table(command)) {
      script += fmt::format("{} -l {} -d {}", seen, row.name, fish_quoted(row.description));
      if (!row.value_name.empty() && !row.is_optional) script += row.is_file ? " -r" : " -x";
      if (row.is_folder) script += " -a '(__fish_complete_directories)'";
      if (!row.choices.empty()) script += fmt::format(" -a '{}'", fmt::join(row.choices, " "));
      script += '\n';
    }
  }
  script += fmt::format(
      "complete -c domainplan -n __fish_use_subcommand -f -a help -d 'print the help of a command'\n"
      "complete -c domainplan -n '__domainplan_is_second help' -f -a '{}'\n",
      fmt::join(command_names(), " "));
  return script;
}

int run(const po::variables_map&, const std::vector<std::string>& arguments, Process& process) {
  if (arguments.empty()) throw UsageError("completion: missing argument: bash, zsh or fish");
  const std::string& shell = arguments.front();
  if (shell == "bash")
    process.out << bash_script();
  else if (shell == "zsh")
    process.out << zsh_script();
  else if (shell == "fish")
    process.out << fish_script();
  else {
    Nearest nearest(shell);
    for (const char* known : {"bash", "zsh", "fish"}) nearest.consider(known);
    throw UsageError(
        fmt::format("completion: unknown shell '{}'{}; use bash, zsh or fish", shell, nearest.question()),
        Subject{shell, "bash, zsh or fish"});
  }
  return kDone;
}

}  // namespace

Command completion_command() {
  return {.name = "completion",
          .synopsis = "completion bash|zsh|fish",
          .summary = "print a completion script for a shell",
          .about =
              "Prints a script that completes commands, options and their values.\n\n"
              "  source <(domainplan completion bash)\n"
              "  domainplan completion zsh > ~/.zfunc/_domainplan\n"
              "  domainplan completion fish > ~/.config/fish/completions/domainplan.fish",
          .options = po::options_description("Options", kHelpWidth),
          .most_arguments = 1,
          .run = run,
          .reader_gone = ReaderGone::end,
          .subcommands = {"bash", "zsh", "fish"}};
}

}  // namespace domainplan::cli
