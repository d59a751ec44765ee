#include "naming/pattern.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/text.hpp"

namespace domainplan {
namespace {

constexpr std::string_view kStem = "{stem}";
constexpr std::string_view kPrefix = "{prefix}";
constexpr std::string_view kSuffix = "{suffix}";
constexpr std::string_view kPersona[] = {"{first}", "{last}", "{initial}"};
constexpr std::size_t kLongestPattern = 80;

bool is_placeholder(std::string_view text) {
  return text == kStem || text == kPrefix || text == kSuffix ||
         std::find(std::begin(kPersona), std::end(kPersona), text) != std::end(kPersona);
}

bool is_letter_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// The pieces of a pattern: placeholders with their braces, and the text between them. An open brace without
// its partner gives a piece that is neither.
std::vector<std::string_view> pieces_of(std::string_view text) {
  std::vector<std::string_view> pieces;
  while (!text.empty()) {
    std::size_t end = text.front() == '{' ? text.find('}') + 1 : text.find('{');
    if (end == 0 || end == std::string_view::npos) end = text.size();
    pieces.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return pieces;
}

std::size_t count_of(const std::vector<std::string_view>& pieces, std::string_view piece) {
  return static_cast<std::size_t>(std::count(pieces.begin(), pieces.end(), piece));
}

// Every way to fill `placeholder`; the pattern itself where it has none.
std::vector<Weighted> expanded(const std::vector<Weighted>& patterns, std::string_view placeholder,
                               const std::vector<Weighted>& affixes) {
  std::vector<Weighted> out;
  for (const Weighted& pattern : patterns) {
    if (pattern.text.find(placeholder) == std::string::npos) {
      out.push_back(pattern);
      continue;
    }
    for (const Weighted& affix : affixes)
      out.push_back({filled(pattern.text, placeholder, affix.text), pattern.weight + affix.weight});
  }
  return out;
}

Pattern compiled(const Weighted& from) {
  Pattern pattern{.text = from.text, .before = {}, .after = {}, .weight = from.weight};
  const std::size_t at = from.text.find(kStem);
  pattern.before = from.text.substr(0, at);
  pattern.after = from.text.substr(at + kStem.size());
  pattern.hyphen = from.text.find('-') != std::string::npos;
  for (const std::string_view word : kPersona)
    pattern.persona = pattern.persona || from.text.find(word) != std::string::npos;
  if (!pattern.persona && pattern.before.empty() != pattern.after.empty()) {
    pattern.is_prefix = pattern.after.empty();
    pattern.affix = pattern.is_prefix ? pattern.before : pattern.after;
    std::erase(pattern.affix, '-');
  }
  return pattern;
}

}  // namespace

bool is_affix(std::string_view text) {
  return !text.empty() && text.size() <= kLongestAffix &&
         std::all_of(text.begin(), text.end(), is_letter_or_digit);
}

std::string pattern_mistake(std::string_view text) {
  if (text.size() > kLongestPattern)
    return fmt::format("{} is longer than {} characters", in_quotes(text), kLongestPattern);
  const std::vector<std::string_view> pieces = pieces_of(text);
  for (const std::string_view piece : pieces) {
    if (piece.find_first_of("{}") != std::string_view::npos) {
      if (!is_placeholder(piece))
        return fmt::format(
            "{} in {} is unknown; placeholders are {{stem}}, {{prefix}}, {{suffix}}, {{first}}, {{last}}, "
            "{{initial}}",
            in_quotes(piece), in_quotes(text));
    } else if (!std::all_of(piece.begin(), piece.end(),
                            [](char c) { return is_letter_or_digit(c) || c == '-'; })) {
      return fmt::format("{} may hold letters a to z, digits, one hyphen and placeholders", in_quotes(text));
    }
  }
  if (count_of(pieces, kStem) != 1) return fmt::format("{} must hold {{stem}} once", in_quotes(text));
  if (count_of(pieces, kPrefix) > 1 || count_of(pieces, kSuffix) > 1)
    return fmt::format("{} may hold {{prefix}} and {{suffix}} once each", in_quotes(text));
  if (std::count(text.begin(), text.end(), '-') > 1)
    return fmt::format("{} has more than one hyphen; a name has one at the most", in_quotes(text));
  if (text.front() == '-' || text.back() == '-')
    return fmt::format("{} begins or ends with a hyphen, which no host name does", in_quotes(text));
  return {};
}

std::vector<std::string> literals_of(std::string_view pattern) {
  std::vector<std::string> out;
  for (const std::string_view piece : pieces_of(pattern)) {
    if (piece.starts_with('{')) continue;
    for (const std::string_view word : split(piece, "-")) out.emplace_back(word);
  }
  return out;
}

std::size_t count_patterns(const Settings& settings) {
  std::size_t count = 0;
  for (const Weighted& pattern : settings.patterns) {
    const bool prefix = pattern.text.find(kPrefix) != std::string::npos;
    const bool suffix = pattern.text.find(kSuffix) != std::string::npos;
    count += (prefix ? settings.prefixes.size() : 1) * (suffix ? settings.suffixes.size() : 1);
  }
  return count;
}

std::vector<Pattern> patterns_of(const Settings& settings) {
  std::vector<Weighted> texts = expanded(settings.patterns, kPrefix, settings.prefixes);
  texts = expanded(texts, kSuffix, settings.suffixes);
  std::sort(texts.begin(), texts.end(), [](const Weighted& a, const Weighted& b) {
    return a.weight != b.weight ? a.weight > b.weight : a.text < b.text;
  });
  std::vector<Pattern> patterns;
  std::set<std::string> seen;
  for (const Weighted& text : texts)
    if (seen.insert(text.text).second) patterns.push_back(compiled(text));
  std::map<std::string_view, std::size_t> numbers;
  for (Pattern& pattern : patterns)
    pattern.affix_number = numbers.emplace(pattern.affix, numbers.size()).first->second;
  return patterns;
}

std::string filled(std::string_view text, std::string_view placeholder, std::string_view value) {
  std::string out;
  for (std::size_t at = text.find(placeholder); at != std::string_view::npos; at = text.find(placeholder)) {
    out += text.substr(0, at);
    out += value;
    text.remove_prefix(at + placeholder.size());
  }
  out += text;
  return out;
}

}  // namespace domainplan
