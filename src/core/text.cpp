#include "core/text.hpp"

#include <fmt/format.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "domainplan/api_key.hpp"

namespace domainplan {
namespace {

bool drives_a_terminal(UChar32 c) {
  return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0x061C || (c >= 0x200E && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

// The code point at `at`, which moves behind it; below 0 for bytes that are not UTF-8.
UChar32 next_character(std::string_view text, std::size_t& at) {
  UChar32 c = 0;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"  // ICU's macro narrows by design
  U8_NEXT(text.data(), at, text.size(), c);
#pragma GCC diagnostic pop
  return c;
}

// Calls visit(code point or below 0 for a bad byte, the bytes) for each character.
template <class Visit>
void each_character(std::string_view text, Visit visit) {
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t start = at;
    const UChar32 c = next_character(text, at);
    if (c < 0) at = start + 1;
    visit(c, text.substr(start, at - start));
  }
}

// A bad byte as people can read it.
std::string hex_of(std::string_view byte) {
  return fmt::format("\\x{:02x}", static_cast<unsigned char>(byte[0]));
}

bool is_plain_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return c >= ' ' && c <= '~'; });
}

}  // namespace

std::string as_utf8(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  each_character(text, [&](UChar32 c, std::string_view bytes) {
    if (c < 0)
      out += hex_of(bytes);
    else
      out += bytes;
  });
  return out;
}

bool is_printable(std::string_view text) {
  if (is_plain_ascii(text)) return true;  // most texts, and much faster
  bool printable = true;
  each_character(
      text, [&](UChar32 c, std::string_view) { printable = printable && c >= 0 && !drives_a_terminal(c); });
  return printable;
}

std::string escaped(std::string_view text) {
  if (is_plain_ascii(text)) return std::string(text);
  std::string out;
  out.reserve(text.size());
  each_character(text, [&](UChar32 c, std::string_view bytes) {
    if (c < 0)
      out += hex_of(bytes);
    else if (!drives_a_terminal(c))
      out += bytes;
    else if (c == '\n')
      out += "\\n";
    else if (c == '\t')
      out += "\\t";
    else if (c == '\r')
      out += "\\r";
    else if (c < 0x100)
      out += fmt::format("\\x{:02x}", static_cast<unsigned>(c));
    else
      out += fmt::format("\\u{{{:x}}}", static_cast<unsigned>(c));
  });
  return out;
}

std::string in_quotes(std::string_view text, std::size_t limit) {
  const std::string shown = without_api_keys(text);
  std::string kept;
  std::size_t count = 0;
  bool cut = false;
  each_character(shown, [&](UChar32, std::string_view bytes) {
    if (count++ < limit)
      kept += bytes;
    else
      cut = true;
  });
  return fmt::format("'{}{}'", as_utf8(kept), cut ? "…" : "");
}

std::string in_quotes(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ", ") + in_quotes(text);
  return out;
}

bool is_utf8(std::string_view text) {
  if (is_ascii(text)) return true;  // most texts, and much faster
  std::size_t at = 0;
  while (at < text.size())
    if (next_character(text, at) < 0) return false;
  return true;
}

bool is_ascii(std::string_view text) {
  unsigned char all = 0;
  for (const char c : text) all = static_cast<unsigned char>(all | static_cast<unsigned char>(c));
  return all < 0x80;
}

char32_t next_code_point(std::string_view text, std::size_t& at) {
  const std::size_t start = at;
  const UChar32 c = next_character(text, at);
  if (c >= 0) return static_cast<char32_t>(c);
  at = start + 1;
  return kBadCharacter;
}

void append_utf8(std::string& text, char32_t code_point) {
  char bytes[U8_MAX_LENGTH];
  std::size_t size = 0;
  UBool failed = false;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"  // ICU's macro narrows by design
  U8_APPEND(bytes, size, sizeof bytes, static_cast<UChar32>(code_point), failed);
#pragma GCC diagnostic pop
  if (!failed) text.append(bytes, size);
}

std::string_view trimmed(std::string_view text) {
  const auto is_plain = [](char c) { return c > ' ' && c < 0x7F; };
  if (text.empty() || (is_plain(text.front()) && is_plain(text.back()))) return text;
  constexpr std::string_view blanks[] = {" ", "\t", "\n", "\r", "\f", "\v", "\xC2\xA0", "\xEF\xBB\xBF"};
  for (bool again = true; again;) {
    again = false;
    for (const std::string_view blank : blanks) {
      if (text.starts_with(blank)) text.remove_prefix(blank.size()), again = true;
      if (text.ends_with(blank)) text.remove_suffix(blank.size()), again = true;
    }
  }
  return text;
}

std::string ascii_lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
}

std::vector<std::string_view> split(std::string_view text, std::string_view separators) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find_first_of(separators), text.size());
    if (end > 0) parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

std::string in_words(std::string_view code) {
  std::string words(code);
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

std::string money(std::int64_t cents, std::string_view currency) {
  const bool negative = cents < 0;
  // Not -cents, which the lowest value does not have.
  const std::uint64_t amount =
      negative ? std::uint64_t{0} - static_cast<std::uint64_t>(cents) : static_cast<std::uint64_t>(cents);
  std::string units = std::to_string(amount / 100);
  for (std::size_t at = units.size(); at > 3; at -= 3) units.insert(at - 3, 1, ',');
  return fmt::format("{}{}.{:02}{}{}", negative ? "-" : "", units, amount % 100, currency.empty() ? "" : " ",
                     currency);
}

}  // namespace domainplan
