// A registrable domain that could be ordered for a customer.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace domainplan {

struct Candidate {
  std::string domain;   // registrable domain in canonical form
  int score = 0;        // 0 or more; higher is better
  std::string pattern;  // the pattern that made it, as in the patterns file; empty where unknown
};

// How a pattern makes a name look.
enum class Style : std::uint8_t {
  hyphenated,  // contains a hyphen
  persona,     // contains {first}, {last} or {initial}
  prefixed,    // ends with {stem}
  suffixed     // begins with {stem}
};

// The first style that `pattern` matches; none for the bare {stem}, an empty pattern, and one that matches no
// style.
std::optional<Style> style_of(std::string_view pattern);

}  // namespace domainplan
