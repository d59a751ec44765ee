#include "domainplan/candidate.hpp"

namespace domainplan {

std::optional<Style> style_of(std::string_view pattern) {
  constexpr std::string_view stem = "{stem}";
  if (pattern == stem) return std::nullopt;
  if (pattern.find('-') != std::string_view::npos) return Style::hyphenated;
  for (const std::string_view word : {"{first}", "{last}", "{initial}"})
    if (pattern.find(word) != std::string_view::npos) return Style::persona;
  if (pattern.ends_with(stem)) return Style::prefixed;
  if (pattern.starts_with(stem)) return Style::suffixed;
  return std::nullopt;
}

}  // namespace domainplan
