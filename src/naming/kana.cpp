#include "naming/kana.hpp"

#include <unicode/unistr.h>

#include <array>

namespace domainplan {
namespace {

// U+30A1 (small a) to U+30FA, in Unicode's order. Small vowels and small ya, yu, yo stand with a capital:
// they change the syllable before them.
constexpr std::array<std::string_view, 90> kSyllables = {
    "A",  "a",  "I",   "i",  "U",  "u",   "E",  "e",   "O",  "o",  "ka", "ga", "ki", "gi", "ku",
    "gu", "ke", "ge",  "ko", "go", "sa",  "za", "shi", "ji", "su", "zu", "se", "ze", "so", "zo",
    "ta", "da", "chi", "ji", "Q",  "tsu", "zu", "te",  "de", "to", "do", "na", "ni", "nu", "ne",
    "no", "ha", "ba",  "pa", "hi", "bi",  "pi", "fu",  "bu", "pu", "he", "be", "pe", "ho", "bo",
    "po", "ma", "mi",  "mu", "me", "mo",  "Ya", "ya",  "Yu", "yu", "Yo", "yo", "ra", "ri", "ru",
    "re", "ro", "Wa",  "wa", "i",  "e",   "o",  "n",   "vu", "ka", "ke", "va", "vi", "ve", "vo"};

std::string_view syllable_of(char16_t c) {
  if (c >= 0x3041 && c <= 0x3096) c = static_cast<char16_t>(c + 0x60);  // Hiragana
  return c >= 0x30A1 && c <= 0x30FA ? kSyllables[c - 0x30A1] : std::string_view{};
}

// Puts a small vowel after a syllable: fu + i → fi, te + i → ti, u + e → we.
void add_small_vowel(std::string& syllable, char vowel) {
  if (!syllable.empty() && syllable.back() == vowel) return;  // it only lengthens
  if (syllable == "u" || syllable == "i") {
    syllable[0] = syllable[0] == 'u' ? 'w' : 'y';
  } else if (syllable == "ku" || syllable == "gu") {
    syllable[1] = 'w';
  } else if (!syllable.empty()) {
    syllable.pop_back();
  }
  syllable += vowel;
}

// Puts a small ya, yu or yo after a syllable: ki + yo → kyo, shi + yo → sho, de + yu → dyu.
void add_small_y(std::string& syllable, char vowel) {
  const bool plain = syllable == "shi" || syllable == "chi" || syllable == "ji";
  if (!syllable.empty()) syllable.pop_back();
  if (!plain) syllable += 'y';
  syllable += vowel;
}

}  // namespace

std::vector<std::string> kana_syllables(std::string_view text) {
  const icu::UnicodeString kana =
      icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
  std::vector<std::string> out;
  std::string last;  // the syllable that may still change
  bool doubles = false;
  std::string doubled;  // the consonant of `last` that a small tsu doubles
  const auto flush = [&] {
    if (last == "n" && !out.empty())
      out.back() += last;
    else if (!last.empty())
      out.push_back(doubled + last);
    last.clear();
    doubled.clear();
  };
  for (int32_t i = 0; i < kana.length(); ++i) {
    const std::string_view next = syllable_of(kana.charAt(i));
    if (next.empty()) continue;
    if (next == "Q") {
      flush();
      doubles = true;
    } else if (next.size() == 1 && next[0] < 'a') {
      add_small_vowel(last, static_cast<char>(next[0] - 'A' + 'a'));
    } else if (next[0] == 'Y') {
      add_small_y(last, next[1]);
    } else {
      flush();
      last = next[0] == 'W' ? "wa" : std::string(next);
      const bool consonant = std::string_view("aiueon").find(last[0]) == std::string_view::npos;
      if (doubles && consonant) doubled = last.starts_with("ch") ? 't' : last[0];
      doubles = false;
    }
  }
  flush();
  return out;
}

std::string kana_latin(std::string_view text) {
  std::string out;
  for (const std::string& syllable : kana_syllables(text)) out += syllable;
  return out;
}

}  // namespace domainplan
