#include "cli/color.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ostream>

#include "cli/values.hpp"

namespace domainplan::cli {
namespace {

constexpr std::string_view kBegin = "\033[", kPlain = "\033[0m";

// What is not here is plain: the states that say neither good nor bad.
struct StateTone {
  std::string_view state;
  Tone tone;
};
constexpr std::array kTones = {
    // orders, imports and changes
    StateTone{"placed", Tone::good},
    StateTone{"placed before", Tone::good},
    StateTone{"completed", Tone::good},
    StateTone{"forwarded", Tone::good},
    StateTone{"forwarded before", Tone::good},
    StateTone{"swapped", Tone::good},
    StateTone{"swapped before", Tone::good},
    StateTone{"renamed", Tone::good},
    StateTone{"renamed before", Tone::good},
    StateTone{"active", Tone::good},
    StateTone{"created", Tone::underway},
    StateTone{"in progress", Tone::underway},
    StateTone{"action required", Tone::attention},
    StateTone{"cancel scheduled", Tone::attention},
    StateTone{"no replacement", Tone::attention},
    StateTone{"not connected", Tone::attention},
    StateTone{"not imported", Tone::attention},
    StateTone{"not placed", Tone::attention},
    StateTone{"not started", Tone::attention},
    StateTone{"order edited", Tone::attention},
    StateTone{"over limit", Tone::attention},
    StateTone{"partial success", Tone::attention},
    StateTone{"possible duplicate", Tone::attention},
    StateTone{"price changed", Tone::attention},
    StateTone{"replanned", Tone::attention},
    StateTone{"unconfirmed", Tone::attention},
    StateTone{"bad url", Tone::bad},
    StateTone{"failed", Tone::bad},
    StateTone{"invalid", Tone::bad},
    StateTone{"no longer available", Tone::bad},
    StateTone{"outcome unknown", Tone::bad},
    StateTone{"receipt mismatch", Tone::bad},
    StateTone{"refused", Tone::bad},
    // customers and names of a plan
    StateTone{"planned", Tone::good},
    StateTone{"selected", Tone::good},
    StateTone{"bad row", Tone::bad},
    StateTone{"brand check", Tone::attention},
    StateTone{"max checks", Tone::attention},
    StateTone{"not enough", Tone::attention},
    StateTone{"rough name", Tone::attention},
    StateTone{"shares", Tone::attention},
};

constexpr std::string_view sequence_of(Tone tone) {
  switch (tone) {
    case Tone::good:
      return "\033[32m";
    case Tone::underway:
      return "\033[36m";
    case Tone::attention:
      return "\033[33m";
    case Tone::bad:
      return "\033[31m";
    case Tone::plain:
      break;
  }
  return "";
}

// The streams keep it themselves, so that what prints a table need not know.
int color_slot() {
  static const int slot = std::ios_base::xalloc();
  return slot;
}

}  // namespace

bool is_dumb(const Process& process) {
  const std::string term = process.environment("TERM").value_or("");
  return term.empty() || term == "dumb";
}

void add_color_option(po::options_description& options) {
  options.add_options()("color", one("auto|always|never"),
                        "colour the states (default auto: on a terminal; env NO_COLOR, CLICOLOR_FORCE)");
}

std::optional<ColorVariable> color_variable(const Process& process) {
  if (const auto no = process.environment("NO_COLOR"); no && !no->empty())
    return ColorVariable{"never", "NO_COLOR"};
  if (const auto force = process.environment("CLICOLOR_FORCE"); force && !force->empty() && *force != "0")
    return ColorVariable{"always", "CLICOLOR_FORCE"};
  return std::nullopt;
}

void choose_colors(const po::variables_map& values, Process& process) {
  int mode = choice_or(values, "color", {"auto", "always", "never"}, 0);
  if (const auto variable = color_variable(process); mode == 0 && variable)
    mode = variable->value == "always" ? 1 : 2;
  const bool is_auto = mode == 0 && !is_dumb(process);
  use_color(process.out, mode == 1 || (is_auto && process.out_is_terminal));
  use_color(process.err, mode == 1 || (is_auto && process.err_is_terminal));
}

void use_color(std::ostream& stream, bool on) { stream.iword(color_slot()) = on ? 1 : 0; }

bool uses_color(std::ostream& stream) { return stream.iword(color_slot()) != 0; }

Tone tone_of(std::string_view state) {
  std::string words(state);
  std::replace(words.begin(), words.end(), '_', ' ');
  const auto* const found =
      std::find_if(kTones.begin(), kTones.end(), [&](const StateTone& one) { return one.state == words; });
  return found == kTones.end() ? Tone::plain : found->tone;
}

std::string colored(std::ostream& stream, const std::string& text, std::string_view state) {
  const std::string_view begin = uses_color(stream) ? sequence_of(tone_of(state)) : "";
  return begin.empty() || text.empty() ? text : fmt::format("{}{}{}", begin, text, kPlain);
}

std::size_t color_sequence(std::string_view text) {
  if (!text.starts_with(kBegin)) return 0;
  const std::size_t end = text.find_first_not_of("0123456789;", kBegin.size());
  return end != std::string_view::npos && text[end] == 'm' ? end + 1 : 0;
}

}  // namespace domainplan::cli
