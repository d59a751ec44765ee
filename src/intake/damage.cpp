#include "intake/damage.hpp"

#include <algorithm>
#include <optional>
#include <string>

#include "core/html_character.hpp"
#include "core/text.hpp"
#include "domainplan/api_key.hpp"
#include "intake/error_values.hpp"

namespace domainplan {
namespace {

constexpr Damage kReplacement = {
    DiagnosticCode::lost_character,
    "the cell has the replacement character U+FFFD, so a letter was lost: type it again, and save the file "
    "as UTF-8"};
constexpr Damage kMisread = {
    DiagnosticCode::misread_encoding,
    "the cell is UTF-8 that was opened as Windows-1252 (it has 'Ã¼' instead of 'ü', or the like): open the "
    "original as UTF-8 and save it again"};
constexpr Damage kErrorValue = {
    DiagnosticCode::error_value,
    "the cell is the error value of a spreadsheet: correct the formula, or type the value"};
constexpr Damage kApiKey = {
    DiagnosticCode::api_key,
    "the cell has an API key: take it out, and make a new key, as others may have seen this one"};

// Punctuation that follows a letter in honest text, too: "CAFÉ™", "É»".
bool is_typographic(unsigned char byte) {
  static constexpr std::string_view kBytes =
      "\x85\x91\x92\x93\x94\x95\x96\x97\x99\x9B\xA9\xAB\xAE\xB0\xB7\xBB";
  return kBytes.find(static_cast<char>(byte)) != std::string_view::npos;
}

// Š, Œ, Ž and Ÿ, which follow a capital with an accent in honest text: KNÍŽKY, VÝŠKA.
bool is_capital_letter(unsigned char byte) {
  return byte == 0x8A || byte == 0x8C || byte == 0x8E || byte == 0x9F;
}

bool is_continuation(unsigned char byte) { return byte >= 0x80 && byte < 0xC0; }

// Bytes that a lead byte asks for; 0 where it is none.
std::size_t continuations_of(unsigned char lead) {
  if (lead >= 0xC2 && lead <= 0xDF) return 1;
  if (lead >= 0xE0 && lead <= 0xEF) return 2;
  return lead >= 0xF0 && lead <= 0xF4 ? 3 : 0;
}

// Whether a run is UTF-8 that lost bytes for which Windows-1252 has no character (81, 8D, 8F, 90, 9D), or
// that it has as a blank: one for each character at the most, with another beside it that is whole.
bool is_misread_with_gaps(std::string_view run) {
  std::size_t whole = 0, all = 0;
  for (std::size_t at = 0; at < run.size(); ++all) {
    const std::size_t wanted = continuations_of(static_cast<unsigned char>(run[at++]));
    std::size_t found = 0;
    bool typographic = true, honest = true;
    for (; found < wanted && at < run.size() && is_continuation(static_cast<unsigned char>(run[at]));
         ++found, ++at) {
      const auto byte = static_cast<unsigned char>(run[at]);
      typographic = typographic && is_typographic(byte);
      honest = honest && (is_typographic(byte) || is_capital_letter(byte));
    }
    if (wanted == 0 || found + 1 < wanted) return false;
    // A sign that is no letter stands at the end of a word, but not before another letter.
    if (found == wanted && (!honest || (typographic && at < run.size()))) ++whole;
  }
  return whole > 0 && all > 1;
}

// What stands beside a run of characters that are not ASCII.
struct Neighbours {
  bool small_before = false;   // a small letter of ASCII
  bool letter_before = false;  // that, a capital, or any character that is not ASCII
  char after = 0;              // an ASCII letter; else 0
};

bool is_small(char c) { return c >= 'a' && c <= 'z'; }

// Whether a character is what is left of one whose second byte was lost: Ã at the beginning of a word, among
// small letters or before an A (GarcÃa), and a capital at the end of a word of small ones (KovaÄ).
bool is_rest_of_misread(unsigned char byte, Neighbours beside) {
  const bool begins_word = !beside.letter_before && beside.after != 0;
  if (byte == 0xC3 && (begins_word || beside.small_before || is_small(beside.after) || beside.after == 'A'))
    return true;
  return (byte == 0xC2 || byte == 0xC4 || byte == 0xC5) && beside.small_before && beside.after == 0;
}

// Whether a run of characters, as Windows-1252 bytes, is UTF-8 that was misread.
bool is_misread_run(std::string_view run, Neighbours beside) {
  if (run.empty()) return false;
  const auto lead = static_cast<unsigned char>(run[0]);
  if (run.size() == 1) return is_rest_of_misread(lead, beside);
  if (run.starts_with("\xE2\x80")) return true;  // quotation marks, the last byte lost or not
  // ộ and the like of Vietnamese: » and º end words.
  if (beside.after != 0 && (run.starts_with("\xE1\xBA") || run.starts_with("\xE1\xBB"))) return true;
  if (!is_utf8(run)) return is_misread_with_gaps(run);
  std::size_t at = 0;
  next_code_point(run, at);
  if (at < run.size()) return true;  // two sequences in a row are not an accident
  if (lead == 0xC2 || lead == 0xC3 || lead == 0xE2) return true;
  // ę, ś, ő, ī, ș: within a word, punctuation is none, and no word of small letters ends in a capital one.
  if (lead >= 0xC4 && lead <= 0xC8 && (beside.small_before || beside.after != 0)) return true;
  const bool may_be_capital = lead >= 0xC9 && lead != 0xD0 && lead != 0xD1 && !beside.small_before;
  return !std::all_of(run.begin() + 1, run.end(), [&](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return is_typographic(byte) || (may_be_capital && is_capital_letter(byte));
  });
}

// `c` where it is an ASCII letter; else 0.
char ascii_letter(char32_t c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? static_cast<char>(c) : char{0};
}

bool is_misread(std::string_view cell) {
  std::string run;  // the last characters that are not ASCII, as Windows-1252
  Neighbours before;
  for (std::size_t at = 0; at < cell.size();) {
    const char32_t c = next_code_point(cell, at);
    const std::optional<unsigned char> byte = c < 0x80 ? std::nullopt : windows_1252_byte(c);
    if (byte) {
      run.push_back(static_cast<char>(*byte));
      continue;
    }
    before.after = ascii_letter(c);
    if (is_misread_run(run, before)) return true;
    run.clear();
    before = {c < 0x80 && is_small(static_cast<char>(c)), c >= 0x80 || ascii_letter(c) != 0, 0};
  }
  return is_misread_run(run, before);
}

}  // namespace

const Damage* damage_of(std::string_view cell) {
  if (has_api_key(cell)) return &kApiKey;
  if (const std::string_view text = trimmed(cell); is_error_value(text)) return &kErrorValue;
  if (is_ascii(cell)) return nullptr;
  if (cell.find("\xEF\xBF\xBD") != std::string_view::npos) return &kReplacement;
  return is_misread(cell) ? &kMisread : nullptr;
}

}  // namespace domainplan
