#include "cli/color.hpp"

#include <catch2/catch.hpp>
#include <sstream>

#include "cli/live_line.hpp"
#include "cli/output.hpp"
#include "cli/parse.hpp"
#include "cli/wrap.hpp"
#include "domainplan/cancel.hpp"
#include "domainplan/forwarding.hpp"
#include "domainplan/rename.hpp"
#include "domainplan/submit.hpp"
#include "domainplan/swap.hpp"
#include "scratch_folder.hpp"
#include "terminal.hpp"

using namespace domainplan;
using namespace domainplan::cli;

namespace {

// Whether standard output has colours for these words and variables.
bool has_color(const std::vector<std::string>& words, std::map<std::string, std::string> environment,
               bool is_terminal) {
  std::istringstream in;
  std::ostringstream out, err;
  Process process{.in = in,
                  .out = out,
                  .err = err,
                  .out_is_terminal = is_terminal,
                  .environment = [&](const std::string& name) -> std::optional<std::string> {
                    const auto found = environment.find(name);
                    return found == environment.end() ? std::nullopt : std::optional(found->second);
                  },
                  .stop = {}};
  choose_colors(parse(command_named("status"), words, process).values, process);
  return uses_color(out);
}

template <class State, std::size_t count>
void check_tones(const std::array<std::string_view, count>& names) {
  for (std::size_t i = 0; i < count; ++i) {
    if (names[i] == "not_sent") continue;  // it depends on the run
    INFO(names[i]);
    const Tone tone = tone_of(names[i]);
    CHECK((tone == Tone::attention || tone == Tone::bad) == needs_person(static_cast<State>(i)));
  }
}

}  // namespace

TEST_CASE("a state that needs a person is never shown as done, and no other as one that does") {
  std::array<std::string_view, kSubmitStates> names;
  for (std::size_t i = 0; i < names.size(); ++i) names[i] = name_of(static_cast<SubmitState>(i));
  check_tones<SubmitState>(names);
  check_tones<SwapState>(kSwapStateNames);
  check_tones<ForwardState>(kForwardStateNames);
  check_tones<RenameState>(kRenameStateNames);
  check_tones<CancelState>(kCancelStateNames);
  CHECK(tone_of("in_progress") == tone_of("in progress"));
  CHECK(tone_of("a state of next year") == Tone::plain);
}

TEST_CASE("colours are for terminals that know them, unless an option or a variable says otherwise") {
  const std::map<std::string, std::string> xterm = {{"TERM", "xterm"}};
  CHECK(has_color({}, xterm, true));
  CHECK(!has_color({}, xterm, false));
  CHECK(!has_color({}, {{"TERM", "dumb"}}, true));
  CHECK(!has_color({}, {}, true));
  CHECK(!has_color({}, {{"TERM", "xterm"}, {"NO_COLOR", "1"}}, true));
  CHECK(has_color({}, {{"TERM", "xterm"}, {"NO_COLOR", ""}}, true));
  CHECK(has_color({}, {{"CLICOLOR_FORCE", "1"}}, false));
  CHECK(!has_color({}, {{"CLICOLOR_FORCE", "0"}}, false));
  CHECK(!has_color({}, {{"CLICOLOR_FORCE", "1"}, {"NO_COLOR", "1"}}, true));
  CHECK(has_color({"--color", "always"}, {{"NO_COLOR", "1"}, {"TERM", "dumb"}}, false));
  CHECK(!has_color({"--color=never"}, {{"CLICOLOR_FORCE", "1"}, {"TERM", "xterm"}}, true));
  CHECK(has_color({}, {{"DOMAINPLAN_COLOR", "always"}, {"NO_COLOR", "1"}}, false));
  CHECK(!has_color({"--color", "auto"}, {{"NO_COLOR", "1"}, {"TERM", "xterm"}}, true));
}

TEST_CASE("an unknown value of --color is reported with the nearest one") {
  const Ran ran = Terminal().run({"generate", "--brand", "Acme", "--color", "alway"});
  CHECK(ran.code == 2);
  CHECK_THAT(ran.err, Catch::Contains("--color: 'alway' is not one of auto, always, never") &&
                          Catch::Contains("'always'"));
}

TEST_CASE("a table has its states in colour and everything else plain, and its columns stay in line") {
  std::ostringstream out;
  const std::vector<std::vector<std::string>> rows = {
      {"failed", "failed", "x"}, {"b", "placed", "y"}, {"c", "unheard of", "z"}};
  print_table(out, {"name", "state", "note"}, rows);
  const std::string plain = out.str();
  CHECK(plain.find('\033') == std::string::npos);
  out.str("");
  use_color(out, true);
  print_table(out, {"name", "state", "note"}, rows);
  CHECK(out.str() ==
        "name    state       note\n"
        "failed  \033[31mfailed\033[0m      x\n"
        "b       \033[32mplaced\033[0m      y\n"
        "c       unheard of  z\n");
}

TEST_CASE("programs get no colours, whatever is asked for") {
  for (const Format format : {Format::json, Format::ndjson, Format::csv}) {
    std::ostringstream out;
    use_color(out, true);
    print_records(out, format, {"state"}, {{{"state", "failed"}}}, "list");
    print_record(out, format, {{"state", "failed"}});
    CHECK(out.str().find('\033') == std::string::npos);
  }
}

TEST_CASE("colours take no columns, and a line that is cut ends them") {
  const std::string line = "\033[31mfailed\033[0m order";
  CHECK(columns_of(line) == 12);
  CHECK(fitted({line}, 12) == line);
  CHECK(fitted({line}, 3) == "\033[31mfai\033[0m");
  CHECK(color_sequence("\033[31") == 0);
  CHECK(color_sequence("\033[2Jx") == 0);
}
