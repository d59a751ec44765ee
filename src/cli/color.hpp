// Colours on a terminal: whether a stream shows them, and the colour of each state.
#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>
#include <string_view>

#include "cli/command.hpp"

namespace domainplan::cli {

void add_color_option(po::options_description& options);

// Turns colours on or off for the process's streams: as --color says, else NO_COLOR (off), else
// CLICOLOR_FORCE (on), else on where the stream is a terminal that is not dumb. Throws UsageError.
void choose_colors(const po::variables_map& values, Process& process);

// "always" or "never" where a variable other than DOMAINPLAN_COLOR decides, and its name.
struct ColorVariable {
  std::string value, name;
};
std::optional<ColorVariable> color_variable(const Process& process);

// Whether TERM says that the terminal knows no control sequences.
bool is_dumb(const Process& process);

// Off for a stream until it is turned on.
void use_color(std::ostream& stream, bool on);
bool uses_color(std::ostream& stream);

enum class Tone : std::uint8_t {
  plain,
  good,       // done, as it should be
  underway,   // nobody has to act
  attention,  // held, or a person has to act
  bad         // failed, or not known
};

// Of a state, status, verdict or reason of ours or the vendor's, with blanks or underscores; plain where it
// is not known.
Tone tone_of(std::string_view state);

// `text` in the colour of `state`, if the stream uses colours.
std::string colored(std::ostream& stream, const std::string& text, std::string_view state);

// How many bytes at the beginning of `text` change its colour; 0: none.
std::size_t color_sequence(std::string_view text);

}  // namespace domainplan::cli
