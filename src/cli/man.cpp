// man: manual pages in roff, written from the commands and their option tables.
#include <fmt/format.h>

#include <ostream>

#include "cli/command.hpp"
#include "cli/option_table.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

// Text for roff: a backslash and a hyphen are escaped, and a line never begins with a control character.
std::string roff(std::string_view text) {
  std::string result;
  bool line_begins = true;
  for (const char c : text) {
    if (line_begins && (c == '.' || c == '\'')) result += "\\&";
    if (c == '\\')
      result += "\\e";
    else if (c == '-')
      result += "\\-";
    else
      result += c;
    line_begins = c == '\n';
  }
  return result;
}

std::string heading(std::string_view page, std::string_view name, std::string_view summary) {
  return fmt::format(".TH {} 1 \"2026\" \"domainplan {}\" \"domainplan manual\"\n.SH NAME\n{} \\- {}\n", page,
                     DOMAINPLAN_VERSION, roff(name), roff(summary));
}

// The paragraphs of `about`; lines that begin with a blank are examples.
std::string description(std::string_view about) {
  std::string text;
  bool in_example = false;
  while (!about.empty()) {
    const std::size_t end = std::min(about.find('\n'), about.size());
    const std::string_view line = about.substr(0, end);
    about.remove_prefix(std::min(end + 1, about.size()));
    const bool is_example = line.starts_with(' ');
    if (is_example != in_example && (is_example || !line.empty()))
      text += is_example ? ".PP\n.nf\n" : ".fi\n";
    if (is_example || !line.empty()) in_example = is_example;
    text += line.empty() ? ".PP\n" : roff(line) + '\n';
  }
  return text + (in_example ? ".fi\n" : "");
}

constexpr std::string_view kExitStatus =
    ".SH EXIT STATUS\n"
    "0 done; 1 the run failed; 2 bad usage or bad input; 3 done, but something needs a person; 4 the key was "
    "refused; 130 interrupted.\n";

std::string page_of(const Command& command) {
  std::string page = heading(fmt::format("domainplan-{}", command.name),
                             fmt::format("domainplan-{}", command.name), command.summary);
  page += fmt::format(".SH SYNOPSIS\n.B domainplan {}\n.SH DESCRIPTION\n{}.SH OPTIONS\n",
                      roff(command.synopsis), description(command.about));
  for (const OptionRow& row : option_table(command))
    page += fmt::format(".TP\n.B \\-\\-{}{}\n{}\n", roff(row.name),
                        row.value_name.empty()
                            ? ""
                            : fmt::format("{}\\fI{}\\fR", row.is_optional ? "" : " ", roff(row.value_name)),
                        roff(row.description));
  page += kExitStatus;
  return page + ".SH SEE ALSO\n.BR domainplan (1)\n";
}

std::string overview() {
  std::string page =
      heading("domainplan", "domainplan", "from a CSV of customers to ready-to-submit domain orders");
  page += ".SH SYNOPSIS\n.B domainplan\n.I COMMAND\n[options]\n.SH COMMANDS\n";
  for (const Command& command : commands())
    page += fmt::format(".TP\n.BR domainplan\\-{} (1)\n{}\n", roff(command.name), roff(command.summary));
  page +=
      ".SH ENVIRONMENT\n"
      ".TP\n.B PEEKER_API_KEY\nThe key of the Partner API.\n"
      ".TP\n.B PEEKER_API_URL\nThe base URL of the Partner API.\n"
      ".TP\n.BI DOMAINPLAN_ OPTION\nThe value of an option, such as DOMAINPLAN_MAX_CHECKS for "
      "\\-\\-max\\-checks.\n"
      ".TP\n.BR NO_COLOR \", \" CLICOLOR_FORCE\nNo colours; colours also where the output is not a "
      "terminal.\n"
      ".SH FILES\n.TP\n.I $XDG_CONFIG_HOME/domainplan/config\nOptions, a line each: rate = 300\n";
  page += kExitStatus;
  return page;
}

int run(const po::variables_map&, const std::vector<std::string>& arguments, Process& process) {
  process.out << (arguments.empty() ? overview() : page_of(command_named(arguments.front())));
  return kDone;
}

}  // namespace

Command man_command() {
  return {.name = "man",
          .synopsis = "man [COMMAND]",
          .summary = "print a manual page",
          .about =
              "Prints the manual page of a command, or of the program, in roff.\n\n"
              "  domainplan man plan | man -l -\n"
              "  domainplan man > domainplan.1",
          .options = po::options_description("Options", kHelpWidth),
          .most_arguments = 1,
          .run = run,
          .reader_gone = ReaderGone::end};
}

}  // namespace domainplan::cli
