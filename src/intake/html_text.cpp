#include "intake/html_text.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "core/html_character.hpp"
#include "core/text.hpp"

namespace domainplan {
namespace {

constexpr int kMostRounds = 4;  // "&amp;amp;" and the like
constexpr std::size_t kLongestTag = 512;

// Elements that may stand in a name or beside it. Another word in angle brackets is the name's own.
constexpr std::array<std::string_view, 43> kElements = {
    "a",     "abbr", "b",    "big",   "body", "br",    "cite", "code",   "div",   "em",   "font",
    "h1",    "h2",   "h3",   "h4",    "h5",   "h6",    "head", "html",   "i",     "img",  "ins",
    "label", "li",   "mark", "meta",  "ol",   "p",     "s",    "script", "small", "span", "strong",
    "style", "sub",  "sup",  "table", "td",   "title", "tr",   "u",      "ul",    "wbr"};
// Those of them that do not part two words.
constexpr std::array<std::string_view, 20> kInline = {
    "a",    "abbr", "b",     "big",  "cite",   "code", "em",  "font", "i",   "ins",
    "mark", "s",    "small", "span", "strong", "sub",  "sup", "u",    "wbr", "label"};

template <std::size_t Size>
bool contains(const std::array<std::string_view, Size>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }

bool is_letter_or_digit(char c) { return is_capital(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

// The reference that the text, an ampersand and more, begins with. One without a semicolon must end where its
// word does, and is no initials: Caf&eacute Lune. R&D, AT&T and R&LT Ltd have none.
std::optional<HtmlCharacter> entity_at(std::string_view text) {
  constexpr std::string_view kNoCharacter = "\xEF\xBF\xBD";
  std::optional<HtmlCharacter> found = html_character(text);
  if (!found || found->closed) return found;
  const std::string_view rest = text.substr(found->size, 1);
  const std::string_view name = found->name;
  const bool is_meant =
      name.starts_with('#')
          ? (rest.empty() || !is_letter_or_digit(rest[0])) && found->text != kNoCharacter
          : (rest.empty() || std::string_view(" &<").find(rest) != std::string_view::npos) &&
                !std::all_of(name.begin(), name.end(), is_capital);
  return is_meant ? found : std::nullopt;
}

std::string without_entities(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t start = std::min(text.find('&'), text.size());
    out += text.substr(0, start);
    text.remove_prefix(start);
    if (text.empty()) break;
    const std::optional<HtmlCharacter> found = entity_at(text);
    if (!found) {
      out += text.front();
      text.remove_prefix(1);
      continue;
    }
    out += found->text;
    text.remove_prefix(found->size);
  }
  return out;
}

// How long the tag or comment is that the text begins with, and what stands for it; 0 where there is none.
std::pair<std::size_t, std::string_view> tag_at(std::string_view text) {
  if (text.starts_with("<!--")) {
    const std::size_t end = text.substr(0, kLongestTag).find("-->");
    return {end == std::string_view::npos ? 0 : end + 3, ""};
  }
  const std::size_t end = text.substr(0, kLongestTag).find('>');
  if (end == std::string_view::npos) return {0, ""};
  std::string_view inside = text.substr(1, end - 1);
  if (inside.starts_with('/')) inside.remove_prefix(1);
  const std::string name = ascii_lower(inside.substr(0, inside.find_first_of(" \t\r\n/")));
  if (!contains(kElements, name)) return {0, ""};
  return {end + 1, contains(kInline, name) ? "" : " "};
}

std::string without_tags(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t start = std::min(text.find('<'), text.size());
    out += text.substr(0, start);
    text.remove_prefix(start);
    if (text.empty()) break;
    const auto [size, instead] = tag_at(text);
    out += size > 0 ? instead : text.substr(0, 1);
    text.remove_prefix(std::max<std::size_t>(size, 1));
  }
  return out;
}

}  // namespace

std::string text_of_html(std::string_view html) {
  std::string text(html);
  for (int round = 0; round < kMostRounds; ++round) {
    if (text.find('&') == std::string::npos && text.find('<') == std::string::npos) break;
    std::string next = without_entities(without_tags(text));
    if (next == text) break;
    text = std::move(next);
  }
  return text == html ? text : std::string(trimmed(text));
}

}  // namespace domainplan
