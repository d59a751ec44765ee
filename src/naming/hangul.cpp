#include "naming/hangul.hpp"

#include <unicode/unistr.h>

#include <array>
#include <vector>

#include "naming/embedded.hpp"
#include "naming/sorted_lines.hpp"

namespace domainplan {
namespace {

// Unicode 15, section 3.12: a syllable is 0xAC00 + (initial * 21 + vowel) * 28 + final.
constexpr char16_t kFirst = 0xAC00;
constexpr char16_t kLast = 0xD7A3;
constexpr int kLongestLoanWord = 8;  // in syllables

constexpr std::array<std::string_view, 19> kInitials = {"g",  "kk", "n", "d",  "tt", "r", "m", "b", "pp", "s",
                                                        "ss", "",   "j", "jj", "ch", "k", "t", "p", "h"};
constexpr std::array<std::string_view, 21> kVowels = {"a",  "ae", "ya", "yae", "eo", "e",  "yeo",
                                                      "ye", "o",  "wa", "wae", "oe", "yo", "u",
                                                      "wo", "we", "wi", "yu",  "eu", "ui", "i"};
// A final before a consonant or at the end, and before a vowel, where it moves to the next syllable.
struct Final {
  std::string_view closed;
  std::string_view open;
};
constexpr std::array<Final, 28> kFinals = {
    {{"", ""},     {"k", "g"}, {"k", "kk"}, {"k", "ks"}, {"n", "n"},  {"n", "nj"}, {"n", "n"},
     {"t", "d"},   {"l", "r"}, {"k", "lg"}, {"m", "lm"}, {"l", "lb"}, {"l", "ls"}, {"l", "lt"},
     {"p", "lp"},  {"l", "r"}, {"m", "m"},  {"p", "b"},  {"p", "ps"}, {"t", "s"},  {"t", "ss"},
     {"ng", "ng"}, {"t", "j"}, {"t", "ch"}, {"k", "k"},  {"t", "t"},  {"p", "p"},  {"t", ""}}};
constexpr int kSilent = 11;               // the initial that only carries a vowel
constexpr int kFinalD = 7, kFinalT = 25;  // before i they turn into j and ch
constexpr int kVowelI = 20;
constexpr bool has_h(int final) { return final == 27 || final == 6 || final == 15; }

struct Syllable {
  int initial;
  int vowel;
  int final;
};

// How a final and the initial after it sound together.
std::string joined(const Syllable& left, const Syllable& right) {
  const Final& final = kFinals[static_cast<std::size_t>(left.final)];
  std::string_view closed = final.closed;
  const std::string_view initial = kInitials[static_cast<std::size_t>(right.initial)];
  if (right.initial == kSilent) {
    if (right.vowel == kVowelI && left.final == kFinalD) return "j";
    if (right.vowel == kVowelI && left.final == kFinalT) return "ch";
    return std::string(final.open);
  }
  if (has_h(left.final)) {
    const std::string_view kept = left.final == 27 ? std::string_view{} : closed;
    if (initial == "g") return std::string(kept) + "k";
    if (initial == "d") return std::string(kept) + "t";
    if (initial == "j") return std::string(kept) + "ch";
    if (initial == "s" && left.final == 27) return "ss";
    if (initial == "n" && left.final == 27) return "nn";
  }
  const bool nasal = initial == "n" || initial == "m";
  if (initial == "r") {
    if (closed == "l" || closed == "n") return "ll";
    if (closed == "k") return "ngn";
    if (closed == "p") return "mn";
    if (closed == "t") return "nn";
    if (!closed.empty()) return std::string(closed) + "n";  // m and ng
    return "r";
  }
  if (closed == "l" && initial == "n") return "ll";
  if (nasal && closed == "k") closed = "ng";
  if (nasal && closed == "t") closed = "n";
  if (nasal && closed == "p") closed = "m";
  return std::string(closed) + std::string(initial);
}

std::string romanised_syllables(const std::vector<Syllable>& syllables) {
  std::string out;
  for (std::size_t i = 0; i < syllables.size(); ++i) {
    if (i == 0) out += kInitials[static_cast<std::size_t>(syllables[i].initial)];
    out += kVowels[static_cast<std::size_t>(syllables[i].vowel)];
    if (i + 1 < syllables.size())
      out += joined(syllables[i], syllables[i + 1]);
    else
      out += kFinals[static_cast<std::size_t>(syllables[i].final)].closed;
  }
  return out;
}

}  // namespace

std::string hangul_latin(std::string_view text) {
  static const SortedLines loan_words(embedded::data_naming_hangul_loanwords_txt);
  const icu::UnicodeString word =
      icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
  std::string out;
  std::vector<Syllable> syllables;
  const auto flush = [&] {
    out += romanised_syllables(syllables);
    syllables.clear();
  };
  for (int32_t at = 0; at < word.length(); ++at) {
    bool loaned = false;
    for (int32_t size = std::min(kLongestLoanWord, word.length() - at); size >= 1 && !loaned; --size) {
      std::string part;
      word.tempSubString(at, size).toUTF8String(part);
      // A single syllable is a loan word only where it is a word by itself.
      if (size == 1 && word.length() > 1 && at + 1 < word.length()) continue;
      if (const auto loan = loan_words.value(part)) {
        flush();
        out += *loan;
        at += size - 1;
        loaned = true;
      }
    }
    const char16_t c = word.charAt(at);
    if (loaned || c < kFirst || c > kLast) continue;
    const int index = c - kFirst;
    syllables.push_back({index / (21 * 28), index / 28 % 21, index % 28});
  }
  flush();
  return out;
}

}  // namespace domainplan
