#include "naming/hangul.hpp"

#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cstddef>
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
constexpr int kVowelEu = 18;
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

// Adds what `syllables` sound like to `out`, in pieces that nothing joins.
void add_romanised(const std::vector<Syllable>& syllables, std::vector<std::string>& out) {
  std::string piece;
  for (std::size_t i = 0; i < syllables.size(); ++i) {
    if (i == 0) piece += kInitials[static_cast<std::size_t>(syllables[i].initial)];
    piece += kVowels[static_cast<std::size_t>(syllables[i].vowel)];
    const std::string_view closed = kFinals[static_cast<std::size_t>(syllables[i].final)].closed;
    if (i + 1 == syllables.size()) {
      out.push_back(piece.append(closed));
      return;
    }
    const std::string both = joined(syllables[i], syllables[i + 1]);
    const std::string_view initial = kInitials[static_cast<std::size_t>(syllables[i + 1].initial)];
    if (both.size() == closed.size() + initial.size() && both.starts_with(closed) &&
        both.ends_with(initial)) {
      out.push_back(piece.append(closed));
      piece = initial;
    } else {
      piece += both;
    }
  }
}

// A part of a word: a loan word in its English spelling, or syllables that are no loan word.
struct Part {
  std::string_view loan = {};
  std::vector<Syllable> syllables = {};
};

std::vector<Syllable> syllables_in(const icu::UnicodeString& word, int32_t from, int32_t to) {
  std::vector<Syllable> out;
  for (int32_t at = from; at < to; ++at) {
    const char16_t c = word.charAt(at);
    if (c < kFirst || c > kLast) continue;
    const int index = c - kFirst;
    out.push_back({index / (21 * 28), index / 28 % 21, index % 28});
  }
  return out;
}

// Whether a syllable writes a consonant that Korean cannot end with or put before another: 스, 트.
bool is_bare_consonant(const Syllable& one) {
  return one.vowel == kVowelEu && one.final == 0 && one.initial != kSilent;
}

// Whether syllables that are no loan word of the list end a foreign word all the same, as 벅스 does. One that
// begins with two consonants (드롭) is a word of its own.
bool ends_foreign_word(const std::vector<Syllable>& syllables) {
  return !is_bare_consonant(syllables.front()) &&
         std::any_of(syllables.begin(), syllables.end(), is_bare_consonant);
}

std::vector<Part> parts_of(const icu::UnicodeString& word) {
  static const SortedLines loan_words(embedded::data_naming_hangul_loanwords_txt);
  std::vector<Part> out;
  const auto add = [&](std::vector<Syllable> syllables) {
    if (out.empty() || !out.back().loan.empty()) out.emplace_back();
    std::vector<Syllable>& last = out.back().syllables;
    last.insert(last.end(), syllables.begin(), syllables.end());
  };
  for (int32_t at = 0; at < word.length();) {
    int32_t taken = 0;
    for (int32_t size = std::min(kLongestLoanWord, word.length() - at); size >= 1 && taken == 0; --size) {
      std::string part;
      word.tempSubString(at, size).toUTF8String(part);
      // A single syllable is a loan word only where it is a word by itself.
      if (size == 1 && word.length() > 1 && at + 1 < word.length()) continue;
      if (const auto loan = loan_words.value(part)) {
        out.push_back({*loan, syllables_in(word, at, at + size)});
        taken = size;
      }
    }
    if (taken == 0) add(syllables_in(word, at, at + 1));
    at += std::max(taken, 1);
  }
  return out;
}

// 스타 + 벅스 is no star: before syllables that are foreign and not in the list, what looks like a loan word
// is a part of theirs.
void join_foreign(std::vector<Part>& parts) {
  for (std::size_t at = parts.size(); at-- > 1;) {
    Part& before = parts[at - 1];
    Part& part = parts[at];
    if (before.loan.empty() || !part.loan.empty() || part.syllables.empty() ||
        !ends_foreign_word(part.syllables))
      continue;
    before.loan = {};
    before.syllables.insert(before.syllables.end(), part.syllables.begin(), part.syllables.end());
    parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(at));
  }
}

}  // namespace

std::vector<std::string> hangul_syllables(std::string_view text) {
  std::vector<Part> parts =
      parts_of(icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())}));
  join_foreign(parts);
  std::vector<std::string> out;
  for (const Part& part : parts) {
    if (!part.loan.empty())
      out.emplace_back(part.loan);
    else
      add_romanised(part.syllables, out);
  }
  return out;
}

std::string hangul_latin(std::string_view text) {
  std::string out;
  for (const std::string& piece : hangul_syllables(text)) out += piece;
  return out;
}

}  // namespace domainplan
