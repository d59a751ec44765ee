#include "intake/damage.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string>

#include "core/text.hpp"
#include "domainplan/api_key.hpp"

namespace domainplan {
namespace {

constexpr std::string_view kReplacement =
    "the cell has the replacement character U+FFFD, so a letter was lost: type it again, and save the file "
    "as "
    "UTF-8";
constexpr std::string_view kMisread =
    "the cell is UTF-8 that was opened as Windows-1252 (it has 'Ã¼' instead of 'ü', or the like): open the "
    "original as UTF-8 and save it again";
constexpr std::string_view kErrorValue =
    "the cell is the error value of a spreadsheet: correct the formula, or type the value";

constexpr std::string_view kApiKey =
    "the cell has an API key: take it out, and make a new key, as others may have seen this one";

// Bytes 0x80 to 0x9F.
constexpr std::array<char32_t, 32> kUpperControls = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

std::optional<unsigned char> windows_1252_byte(char32_t c) {
  if (c >= 0xA0 && c <= 0xFF) return static_cast<unsigned char>(c);
  if (c >= 0x80 && c < 0xA0) return static_cast<unsigned char>(c);  // decoded as Latin-1
  const auto found = std::find(kUpperControls.begin(), kUpperControls.end(), c);
  if (found == kUpperControls.end()) return std::nullopt;
  return static_cast<unsigned char>(0x80 + (found - kUpperControls.begin()));
}

// Punctuation that follows a letter in honest text, too: "CAFÉ™", "É»".
bool is_typographic(unsigned char byte) {
  static constexpr std::string_view kBytes =
      "\x85\x91\x92\x93\x94\x95\x96\x97\x99\x9B\xA9\xAB\xAE\xB0\xB7\xBB";
  return kBytes.find(static_cast<char>(byte)) != std::string_view::npos;
}

// What stands beside a run of characters that are not ASCII.
struct Neighbours {
  bool small_before = false;  // a small letter
  bool letter_after = false;
};

// Whether a run of characters, as Windows-1252 bytes, is UTF-8 that was misread.
bool is_misread_run(std::string_view run, Neighbours beside) {
  if (run.size() < 2 || !is_utf8(run)) return false;
  const auto lead = static_cast<unsigned char>(run[0]);
  std::size_t at = 0;
  next_code_point(run, at);
  if (at < run.size()) return true;  // two sequences in a row are not an accident
  if (lead == 0xC2 || lead == 0xC3 || lead == 0xE2) return true;
  // ę, ś, ő, ī, ș: within a word, punctuation is none, and no word of small letters ends in a capital one.
  if (lead >= 0xC4 && lead <= 0xC8 && (beside.small_before || beside.letter_after)) return true;
  return !std::all_of(run.begin() + 1, run.end(),
                      [](char c) { return is_typographic(static_cast<unsigned char>(c)); });
}

bool is_ascii_letter(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_misread(std::string_view cell) {
  std::string run;  // the last characters that are not ASCII, as Windows-1252
  bool small_before = false;
  for (std::size_t at = 0; at < cell.size();) {
    const char32_t c = next_code_point(cell, at);
    const std::optional<unsigned char> byte = c < 0x80 ? std::nullopt : windows_1252_byte(c);
    if (byte) {
      run.push_back(static_cast<char>(*byte));
      continue;
    }
    if (is_misread_run(run, {small_before, is_ascii_letter(c)})) return true;
    run.clear();
    small_before = c >= 'a' && c <= 'z';
  }
  return is_misread_run(run, {small_before, false});
}

// Error values as Excel, LibreOffice and Google Sheets write them: in capitals, by language (#REF!, #BEZUG!,
// #ИМЯ?, #N/A, #Δ/Υ), without the last mark, or as a cell that is too narrow or still being loaded.
bool is_error_value(std::string_view cell) {
  static constexpr std::array<std::string_view, 26> kOthers = {
      "#n/a",   "#n/a n/a", "#ref",    "#value", "#div/0",        "#name",   "#null",   "#num",     "#nv",
      "#spill", "#calc",    "#field",  "#n.v.",  "#getting_data", "#error",  "#saknas", "#puuttuu", "#yok",
      "#ref!",  "#name?",   "#value!", "#num!",  "#null!",        "#div/0!", "##error", "#nan"};
  constexpr std::size_t kLongest = 40;
  if (cell.empty() || cell.size() > kLongest) return false;
  const std::string lower = ascii_lower(cell);
  if (lower.starts_with("err:5") && lower.size() == 7)
    return lower.find_first_not_of("0123456789", 4) == std::string::npos;
  if (lower == "loading..." || lower == "loading\xE2\x80\xA6") return true;
  if (cell.size() < 3 || cell.front() != '#') return false;
  if (cell.find_first_not_of('#') == std::string_view::npos) return true;
  if (std::find(kOthers.begin(), kOthers.end(), lower) != kOthers.end()) return true;
  const auto is_small = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto is_letter = [](char c) {
    return (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
  };
  if (cell.find(' ') != std::string_view::npos || std::any_of(cell.begin(), cell.end(), is_small))
    return false;
  if (!is_letter(cell[1])) return false;
  if (cell.back() == '!' || cell.back() == '?') return true;
  // #I/T, #Δ/Υ; and the words for "not there" that end without a mark: #NENÍ_K_DISPOZICI, #HIÁNYZIK.
  const std::size_t slash = cell.find('/');
  if (slash != std::string_view::npos)
    return slash <= 3 && cell.size() - slash <= 3 &&
           std::all_of(cell.begin() + 1, cell.end(), [&](char c) { return is_letter(c) || c == '/'; });
  return cell.find('_') != std::string_view::npos || cell == "#HIÁNYZIK";
}

}  // namespace

char32_t windows_1252(unsigned char byte) {
  return byte >= 0x80 && byte < 0xA0 ? kUpperControls[byte - 0x80U] : byte;
}

bool has_api_key(std::string_view cell) {
  constexpr std::size_t kShortest = 4;
  constexpr std::string_view kOfKeys = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
  for (const std::string_view prefix : kApiKeyPrefixes)
    for (std::size_t at = cell.find(prefix); at != std::string_view::npos; at = cell.find(prefix, at)) {
      at += prefix.size();
      if (std::min(cell.find_first_not_of(kOfKeys, at), cell.size()) - at >= kShortest) return true;
    }
  return false;
}

std::string_view damage_of(std::string_view cell) {
  if (has_api_key(cell)) return kApiKey;
  if (const std::string_view text = trimmed(cell); is_error_value(text)) return kErrorValue;
  if (is_ascii(cell)) return {};
  if (cell.find("\xEF\xBF\xBD") != std::string_view::npos) return kReplacement;
  return is_misread(cell) ? kMisread : std::string_view();
}

}  // namespace domainplan
