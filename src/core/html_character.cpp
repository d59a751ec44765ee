#include "core/html_character.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <vector>

#include "core/text.hpp"

namespace domainplan {
namespace embedded {
extern const std::string_view data_html_named_characters_txt;
}
namespace {

constexpr std::size_t kLongestName = 31;     // CounterClockwiseContourIntegral
constexpr std::size_t kLongestBareName = 6;  // brvbar
constexpr std::size_t kMostDigits = 12;      // of a number, leading zeros included
constexpr char32_t kNoCharacter = 0xFFFD;

// Bytes 0x80 to 0x9F.
constexpr std::array<char32_t, 32> kUpperControls = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

struct NamedCharacter {
  std::string_view name;
  std::string text;
  bool bare = false;  // needs no semicolon
};

// Each line is a name, one or two code points in base 16, and "bare" where no semicolon is needed. The lines
// are in the order of their names' bytes.
std::vector<NamedCharacter> read_names() {
  std::vector<NamedCharacter> names;
  for (const std::string_view line : split(embedded::data_html_named_characters_txt, "\n")) {
    const std::vector<std::string_view> words = split(line, " ");
    NamedCharacter& one = names.emplace_back();
    one.name = words.front();
    for (std::size_t i = 1; i < words.size(); ++i) {
      std::uint32_t code = 0;
      if (words[i] == "bare")
        one.bare = true;
      else if (std::from_chars(words[i].data(), words[i].data() + words[i].size(), code, 16).ec ==
               std::errc())
        append_utf8(one.text, code);
    }
  }
  return names;
}

// Null where no character has the name.
const NamedCharacter* named_character(std::string_view name) {
  static const std::vector<NamedCharacter> names = read_names();
  const auto found =
      std::lower_bound(names.begin(), names.end(), name,
                       [](const NamedCharacter& one, std::string_view sought) { return one.name < sought; });
  return found != names.end() && found->name == name ? &*found : nullptr;
}

char32_t numbered_character(std::uint32_t number) {
  if (number == 0 || number > 0x10FFFF || (number >= 0xD800 && number < 0xE000)) return kNoCharacter;
  return number < 0x100 ? windows_1252(static_cast<unsigned char>(number)) : char32_t{number};
}

// Of "&#…".
std::optional<HtmlCharacter> numeric_reference(std::string_view text) {
  const bool is_hex = text.size() > 2 && (text[2] == 'x' || text[2] == 'X');
  const std::string_view digits = text.substr(is_hex ? 3 : 2, kMostDigits);
  std::uint32_t number = 0;
  const auto [end, error] =
      std::from_chars(digits.data(), digits.data() + digits.size(), number, is_hex ? 16 : 10);
  if (end == digits.data()) return std::nullopt;
  const auto size = static_cast<std::size_t>(end - text.data());
  HtmlCharacter found{
      .name = text.substr(1, size - 1), .text = {}, .size = size, .closed = text.substr(size, 1) == ";"};
  append_utf8(found.text, error == std::errc() ? numbered_character(number) : kNoCharacter);
  if (found.closed) ++found.size;
  return found;
}

std::optional<HtmlCharacter> named_reference(std::string_view text) {
  text.remove_prefix(1);
  const std::size_t end = text.substr(0, kLongestName + 1).find(';');
  if (end != std::string_view::npos)
    if (const NamedCharacter* const one = named_character(text.substr(0, end)))
      return HtmlCharacter{.name = text.substr(0, end), .text = one->text, .size = end + 2, .closed = true};
  for (std::size_t size = std::min(kLongestBareName, text.size()); size >= 2; --size) {
    const NamedCharacter* const one = named_character(text.substr(0, size));
    if (one && one->bare)
      return HtmlCharacter{
          .name = text.substr(0, size), .text = one->text, .size = size + 1, .closed = false};
  }
  return std::nullopt;
}

}  // namespace

std::optional<HtmlCharacter> html_character(std::string_view text) {
  if (text.size() < 3 || text[0] != '&') return std::nullopt;
  return text[1] == '#' ? numeric_reference(text) : named_reference(text);
}

char32_t windows_1252(unsigned char byte) {
  return byte >= 0x80 && byte < 0xA0 ? kUpperControls[byte - 0x80U] : byte;
}

std::optional<unsigned char> windows_1252_byte(char32_t c) {
  if (c >= 0x80 && c <= 0xFF) return static_cast<unsigned char>(c);  // below 0xA0: decoded as Latin-1
  const auto* const found = std::find(kUpperControls.begin(), kUpperControls.end(), c);
  if (found == kUpperControls.end()) return std::nullopt;
  return static_cast<unsigned char>(0x80 + (found - kUpperControls.begin()));
}

}  // namespace domainplan
