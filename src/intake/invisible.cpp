#include "intake/invisible.hpp"

#include <fmt/format.h>
#include <unicode/uchar.h>

#include <algorithm>
#include <vector>

#include "core/text.hpp"

namespace domainplan {
namespace {

constexpr char32_t kNonJoiner = 0x200C;
constexpr char32_t kJoiner = 0x200D;
constexpr std::uint8_t kVirama = 9;  // Canonical_Combining_Class

using CodePoints = std::vector<char32_t>;

CodePoints code_points_of(std::string_view text) {
  CodePoints all;
  for (std::size_t at = 0; at < text.size();) all.push_back(next_code_point(text, at));
  return all;
}

bool is_no_break_space(char32_t c) { return c == 0xA0 || c == 0x2007 || c == 0x202F; }
bool is_blank(char32_t c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

int joining_type(char32_t c) { return u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_JOINING_TYPE); }

// The joining type of the next character in a direction that is not transparent; none at the end.
template <class Iterator>
int next_joining_type(Iterator at, Iterator end) {
  const auto found = std::find_if(at, end, [](char32_t c) { return joining_type(c) != U_JT_TRANSPARENT; });
  return found == end ? static_cast<int>(U_JT_NON_JOINING) : joining_type(*found);
}

// RFC 5892 appendices A.1 and A.2.
bool is_joiner_allowed(const CodePoints& text, std::size_t at) {
  if (at == 0) return false;
  if (u_getCombiningClass(static_cast<UChar32>(text[at - 1])) == kVirama) return true;
  if (text[at] == kJoiner) return false;
  const auto here = text.begin() + static_cast<std::ptrdiff_t>(at);
  const int before = next_joining_type(std::make_reverse_iterator(here), text.rend());
  const int after = next_joining_type(here + 1, text.end());
  return (before == U_JT_LEFT_JOINING || before == U_JT_DUAL_JOINING) &&
         (after == U_JT_RIGHT_JOINING || after == U_JT_DUAL_JOINING);
}

}  // namespace

bool is_invisible(char32_t c) {
  if (c < 0x34F) return c == 0xAD;  // most of all text
  return u_hasBinaryProperty(static_cast<UChar32>(c), UCHAR_DEFAULT_IGNORABLE_CODE_POINT);
}

bool may_have_invisible(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    if (static_cast<unsigned char>(text[at]) < 0x80) {
      ++at;
      continue;
    }
    const char32_t c = next_code_point(text, at);
    if (is_no_break_space(c) || (c != kBadCharacter && is_invisible(c))) return true;
  }
  return false;
}

std::string first_invisible(std::string_view text) {
  if (is_ascii(text)) return {};
  for (std::size_t at = 0; at < text.size();) {
    const char32_t c = next_code_point(text, at);
    if (c != kBadCharacter && is_invisible(c)) return fmt::format("U+{:04X}", static_cast<std::uint32_t>(c));
  }
  return {};
}

std::string with_plain_blanks(std::string_view text) {
  if (is_ascii(text)) return std::string(text);
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t from = at;
    if (is_no_break_space(next_code_point(text, at)))
      out += ' ';
    else
      out += text.substr(from, at - from);
  }
  return out;
}

VisibleText visible_text(std::string_view text, Joiners joiners) {
  if (is_ascii(text)) return {std::string(trimmed(text)), 0};
  const CodePoints all = code_points_of(text);
  VisibleText visible;
  CodePoints kept;
  for (std::size_t at = 0; at < all.size(); ++at) {
    const char32_t c = all[at];
    const bool joins = joiners == Joiners::kept_in_context && (c == kNonJoiner || c == kJoiner) &&
                       is_joiner_allowed(all, at);
    if (!is_invisible(c) || joins)
      kept.push_back(c);
    else
      ++visible.removed;
  }
  std::size_t first = 0, last = kept.size();
  const auto at_edge = [&](char32_t c) {
    if (is_no_break_space(c)) ++visible.removed;
    return is_no_break_space(c) || is_blank(c);
  };
  while (first < last && at_edge(kept[first])) ++first;
  while (first < last && at_edge(kept[last - 1])) --last;
  for (std::size_t at = first; at < last; ++at) append_utf8(visible.text, kept[at]);
  return visible;
}

}  // namespace domainplan
