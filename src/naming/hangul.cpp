#include "naming/hangul.hpp"

#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "naming/embedded.hpp"
#include "naming/sorted_lines.hpp"

namespace domainplan {
namespace {

// Unicode 15, section 3.12: a syllable is 0xAC00 + (initial * 21 + vowel) * 28 + final.
constexpr char16_t kFirst = 0xAC00;
constexpr char16_t kLast = 0xD7A3;
constexpr int kLongestWord = 8;  // of the list, in syllables
constexpr int kLongestRun = 64;  // that is taken apart into words
constexpr int kTellingLoan = 3;  // a loan word of so many syllables ends no other word
constexpr int kSureLoan = 4;     // one of so many is in no other word

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
constexpr int kFinalJ = 22, kFinalNj = 5;
constexpr int kInitialH = 18;
constexpr int kVowelI = 20, kVowelYeo = 6;
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
  // An h makes ch of the j or d before it: 맞히다 machida, 굳히다 guchida.
  if (right.initial == kInitialH) {
    if (left.final == kFinalJ) return "ch";
    if (left.final == kFinalNj) return "nch";
    if (left.final == kFinalD && (right.vowel == kVowelI || right.vowel == kVowelYeo)) return "ch";
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

const SortedLines& words() {
  static const SortedLines lines(embedded::data_naming_hangul_words_txt);
  return lines;
}

std::optional<std::string_view> entry(const icu::UnicodeString& text, int32_t from, int32_t size) {
  std::string part;
  text.tempSubString(from, size).toUTF8String(part);
  return words().value(part);
}

bool is_loan(std::string_view value) {
  return !value.empty() && value.front() >= 'a' && value.front() <= 'z';
}
bool is_sound(std::string_view value) { return !value.empty() && !is_loan(value); }

// A part of a word: a loan word in its English spelling, or syllables that are said as they are written.
struct Part {
  std::string_view loan = {};
  int32_t from = 0;
  int32_t size = 0;
};

// `text` from `from` on as the fewest words of the list; with_korean: words of Korean may be among them, a
// loan word of one syllable then may not. Nothing where it is no such words.
std::vector<Part> words_from(const icu::UnicodeString& text, int32_t from, bool with_korean) {
  const int32_t length = text.length() - from;
  if (length <= 0 || length > kLongestRun) return {};
  constexpr int kNone = kLongestRun + 1;
  std::vector<int> fewest(static_cast<std::size_t>(length) + 1, kNone);
  std::vector<Part> first(static_cast<std::size_t>(length));
  fewest.back() = 0;
  for (int32_t at = length; at-- > 0;) {
    const auto here = static_cast<std::size_t>(at);
    for (int32_t size = std::min(kLongestWord, length - at); size >= 1; --size) {
      const int rest = fewest[here + static_cast<std::size_t>(size)];
      if (rest + 1 >= fewest[here]) continue;
      const auto value = entry(text, from + at, size);
      if (!value || (is_loan(*value) ? with_korean && size == 1 : !with_korean)) continue;
      fewest[here] = rest + 1;
      first[here] = {is_loan(*value) ? *value : std::string_view(), from + at, size};
    }
  }
  if (fewest.front() >= kNone) return {};
  std::vector<Part> out;
  for (int32_t at = 0; at < length; at += out.back().size) out.push_back(first[static_cast<std::size_t>(at)]);
  return out;
}

// A loan word is taken only where the whole word is loan words, or these and words of Korean that are known:
// 스타 of 스타킹 is no star. One of three syllables or more may also stand behind what is not known
// (하이브 + 엔터테인먼트), and one of four anywhere (한빛 + 소프트웨어 + 연구소).
std::vector<Part> parts_of(const icu::UnicodeString& text) {
  if (std::vector<Part> loans = words_from(text, 0, false); !loans.empty()) return loans;
  if (std::vector<Part> known = words_from(text, 0, true); !known.empty()) return known;
  for (int32_t from = 1; from + kTellingLoan <= text.length(); ++from) {
    std::vector<Part> loans = words_from(text, from, false);
    if (loans.empty() || loans.front().size < kTellingLoan) continue;
    loans.insert(loans.begin(), {{}, 0, from});
    return loans;
  }
  const int32_t length = std::min(text.length(), kLongestRun);
  for (int32_t from = 0; from + kSureLoan <= length; ++from)
    for (int32_t size = std::min(kLongestWord, length - from); size >= kSureLoan; --size) {
      const auto value = entry(text, from, size);
      if (!value || !is_loan(*value)) continue;
      std::vector<Part> parts;
      if (from > 0) parts.push_back({{}, 0, from});
      parts.push_back({*value, from, size});
      if (const int32_t end = from + size; end < text.length())
        parts.push_back({{}, end, text.length() - end});
      return parts;
    }
  return {{{}, 0, text.length()}};
}

// 신문로 sinmunno: the name of a road sounds apart from 로, unless it is one syllable (전라, 진로).
bool is_apart_from_road(const icu::UnicodeString& text, int32_t at) {
  static const icu::UnicodeString not_roads = icu::UnicodeString::fromUTF8("진난선원신간혼산전언");
  constexpr char16_t kRoad = u'로';
  return at >= 2 && at + 1 == text.length() && text.charAt(at) == kRoad &&
         (text.charAt(at - 1) - kFirst) % 28 == 4 && not_roads.indexOf(text.charAt(at - 1)) < 0;
}

// `part` of `text` with what is said otherwise than it is written.
icu::UnicodeString said(const icu::UnicodeString& text, const Part& part) {
  icu::UnicodeString out;
  for (int32_t at = part.from; at < part.from + part.size;) {
    int32_t taken = 0;
    for (int32_t size = std::min(kLongestWord, part.from + part.size - at); size >= 2 && taken == 0; --size)
      if (const auto value = entry(text, at, size); value && is_sound(*value)) {
        out += icu::UnicodeString::fromUTF8({value->data(), static_cast<int32_t>(value->size())});
        taken = size;
      }
    if (taken == 0) out += is_apart_from_road(text, at) ? u'노' : text.charAt(at);
    at += std::max(taken, 1);
  }
  return out;
}

std::vector<Syllable> syllables_in(const icu::UnicodeString& text) {
  std::vector<Syllable> out;
  for (int32_t at = 0; at < text.length(); ++at) {
    const char16_t c = text.charAt(at);
    if (c < kFirst || c > kLast) continue;
    const int index = c - kFirst;
    out.push_back({index / (21 * 28), index / 28 % 21, index % 28});
  }
  return out;
}

}  // namespace

std::vector<std::string> hangul_syllables(std::string_view utf8) {
  const auto text = icu::UnicodeString::fromUTF8({utf8.data(), static_cast<int32_t>(utf8.size())});
  std::vector<std::string> out;
  icu::UnicodeString korean;
  const auto add_korean = [&] {
    add_romanised(syllables_in(korean), out);
    korean.remove();
  };
  for (const Part& part : parts_of(text)) {
    if (part.loan.empty()) {
      korean += said(text, part);  // what follows may change its sound
      continue;
    }
    add_korean();
    out.emplace_back(part.loan);
  }
  add_korean();
  return out;
}

std::string hangul_latin(std::string_view text) {
  std::string out;
  for (const std::string& piece : hangul_syllables(text)) out += piece;
  return out;
}

}  // namespace domainplan
