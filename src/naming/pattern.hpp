// Patterns: how a stem becomes a label.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "naming/settings.hpp"

namespace domainplan {

inline constexpr std::size_t kLongestAffix = 20;
inline constexpr std::size_t kMostPatterns = 20'000;  // with their affixes filled in

// A pattern with its affix filled in, and a word of the persona's still open where it has one.
struct Pattern {
  std::string text;    // as candidates name it: "get{stem}"
  std::string before;  // what stands before {stem}, and what after it; may hold {first}, {last} and {initial}
  std::string after;
  int weight = 0;
  bool hyphen = false;
  bool persona = false;
  // The affix where there is exactly one beside the stem, a literal ("get", "hq"), and on which side it is.
  std::string affix = {};
  bool is_prefix = false;
  std::size_t affix_number = 0;  // the same for the same affix, below the number of patterns
};

// Whether `text` can be an affix: letters a to z and digits.
bool is_affix(std::string_view text);

// What is wrong with a pattern's text; empty where nothing is.
std::string pattern_mistake(std::string_view text);

// The words of a pattern that are not placeholders, without hyphens.
std::vector<std::string> literals_of(std::string_view pattern);

// How many patterns the settings give, with their affixes filled in.
std::size_t count_patterns(const Settings& settings);

// All patterns that the settings give, heaviest first, each text once.
std::vector<Pattern> patterns_of(const Settings& settings);

// `text` with every `placeholder` in it replaced by `value`.
std::string filled(std::string_view text, std::string_view placeholder, std::string_view value);

}  // namespace domainplan
