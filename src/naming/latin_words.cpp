#include "naming/latin_words.hpp"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.hpp"

namespace domainplan {
namespace {

constexpr int kLongestParticle = 4;  // pour, para

UChar32 first_character(const BrandWord& word) {
  const auto first = static_cast<unsigned char>(word.text.front());
  return first < 0x80 ? first : icu::UnicodeString::fromUTF8(word.text).char32At(0);
}

bool begins_with_capital(const BrandWord& word) {
  return !word.text.empty() && u_isupper(first_character(word)) != 0;
}

bool begins_with_small_letter(const BrandWord& word) {
  return !word.text.empty() && u_islower(first_character(word)) != 0;
}

bool is_short(const BrandWord& word) {
  if (word.text.size() <= kLongestParticle) return true;
  return !is_ascii(word.text) && icu::UnicodeString::fromUTF8(word.text).countChar32() <= kLongestParticle;
}

bool is_cyrillic(const BrandWord& word) {
  const UChar32 first = word.text.empty() ? 0 : first_character(word);
  return first >= 0x400 && first < 0x530;
}

bool is_greek(const BrandWord& word) {
  const UChar32 first = word.text.empty() ? 0 : first_character(word);
  return first >= 0x370 && first < 0x400;
}

std::string lower_case(const std::string& text) {
  if (is_ascii(text)) return ascii_lower(text);
  std::string lower;
  icu::UnicodeString::fromUTF8(text).toLower().toUTF8String(lower);
  return lower;
}

bool is_german(std::string_view country) {
  return country == "de" || country == "at" || country == "ch" || country == "li";
}

}  // namespace

LatinWords::LatinWords(const WordLists& lists, const Brand& brand, std::string country, bool german)
    : lists_(lists), country_(std::move(country)), german_(german || is_german(country_)) {
  if (country_.empty() && has_bulgarian_word(brand.words)) country_ = "bg";
  const auto look_at = [&](const BrandWords& words) {
    for (const BrandWord& word : words) {
      const std::string lower = lower_case(word.text);
      german_ = german_ || lower.find("ß") != std::string::npos;
      german_words_ = german_words_ || is_german_word(lower);
      other_words_ = other_words_ || lists_.umlauts_kept.contains(lower);
    }
  };
  look_at(brand.words);
  for (const BrandWords& other : brand.others) look_at(other);
}

// A word of the list or with an ending of it, or a place that is listed with its umlauts spelled out, as only
// German ones are.
bool LatinWords::is_german_word(const std::string& lower) const {
  if (lists_.german.contains(lower)) return true;
  const bool ends_so = std::any_of(
      lists_.german_endings.begin(), lists_.german_endings.end(),
      [&](const std::string& ending) { return lower.size() > ending.size() && lower.ends_with(ending); });
  if (ends_so) return true;
  if (is_ascii(lower)) return false;
  const std::string spelled_out = romanised(lower, Spelling::german);
  return spelled_out != romanised(lower, Spelling::usual) && lists_.is_place(spelled_out);
}

bool LatinWords::has_bulgarian_word(const BrandWords& words) const {
  return std::any_of(words.begin(), words.end(), [&](const BrandWord& word) {
    return is_cyrillic(word) && lists_.bulgarian.contains(form_key(word.text));
  });
}

std::vector<Spelling> LatinWords::spellings(std::string_view text) const {
  return spellings_of(
      text,
      {.german = german_, .german_words = german_words_, .other_words = other_words_, .country = country_});
}

Words LatinWords::written(const BrandWords& words, Spelling spelling, bool say_signs) const {
  Words out;
  const bool capitals = std::any_of(words.begin(), words.end(), begins_with_capital);
  bool coupled = false;
  for (const BrandWord& word : words) {
    const bool other_letters = has_other_letters(word.text);
    // Words are known in their own script besides (България).
    const std::string key = other_letters ? form_key(word.text) : std::string();
    Word made{.text = {},
              .place = word.place || lists_.is_place(key),
              .generic = word.generic || lists_.generic.contains(key),
              .corporate = word.corporate,
              .country = word.country,
              .trade = lists_.trades.contains(key),
              .title = lists_.titles.contains(key),
              .everyday = is_everyday(word, key, spelling),
              .hyphened = word.hyphened,
              .quoted = word.quoted,
              .coupled = coupled,
              .accented = !is_ascii(word.text) && has_latin(word.text),
              .no_particle = is_named_otherwise(word.text),
              .other_letters = other_letters,
              .small_letters = capitals && begins_with_small_letter(word)};
    made.particle = made.small_letters && is_short(word);
    if (!word.sign) {
      Romanised latin = romanised_word(word.text, spelling);
      made.text = std::move(latin.text);
      made.syllables = std::move(latin.syllables);
    } else if (say_signs) {
      made.text = lists_.said(word.text, language_of(words));
      made.small_letters = true;
    }
    made.place = made.place || is_inflected_place(word, key, made.text);
    coupled = made.text.empty() && word.sign;
    if (!made.text.empty()) out.push_back(std::move(made));
  }
  mark_country(words, out);
  return out;
}

// Whether a word is one of a dictionary that its text in Latin letters does not show: in another script, or
// as its umlauts are spelled out (Metsä, metsae).
bool LatinWords::is_everyday(const BrandWord& word, std::string_view key, Spelling spelling) const {
  if (is_cyrillic(word) || is_greek(word)) return lists_.is_word_of_other_script(key);
  return spelling == Spelling::german && has_latin(word.text) && !is_ascii(word.text) &&
         lists_.is_word_abroad(romanised(word.text, Spelling::usual));
}

// Москвы and Κρήτης: of a place, as Russian and Greek say it.
bool LatinWords::is_inflected_place(const BrandWord& word, const std::string& key,
                                    const std::string& latin) const {
  if (word.sign || !has_other_letters(word.text)) return false;
  if (is_greek(word)) return latin.ends_with('s') && lists_.is_place(latin.substr(0, latin.size() - 1));
  if (!is_cyrillic(word)) return false;
  struct Ending {
    std::string_view of_place;
    std::array<std::string_view, 3> places;  // what stands there in the place's own name
  };
  static constexpr std::array<Ending, 4> kEndings = {
      {{"ы", {"а", "ы", "ы"}}, {"и", {"а", "я", "ь"}}, {"а", {"", "о", ""}}, {"я", {"ь", "й", "е"}}}};
  return std::any_of(kEndings.begin(), kEndings.end(), [&](const Ending& ending) {
    if (!key.ends_with(ending.of_place)) return false;
    const std::string base = key.substr(0, key.size() - ending.of_place.size());
    return std::any_of(ending.places.begin(), ending.places.end(),
                       [&](std::string_view place) { return lists_.is_place(base + std::string(place)); });
  });
}

// The country in whose language the signs between `words` are said: that of their letters, where it shows.
std::string_view LatinWords::language_of(const BrandWords& words) const {
  for (const BrandWord& word : words) {
    if (is_cyrillic(word)) return "ru";
    if (is_greek(word)) return "gr";
  }
  const bool german = german_ || (german_words_ && !other_words_);
  return german && country_.empty() ? std::string_view("de") : country_;
}

// Marks the words at the end that are a country in their own script (المملكة المتحدة).
void LatinWords::mark_country(const BrandWords& words, Words& out) const {
  constexpr std::size_t kLongest = 4;
  std::string key;
  for (std::size_t size = 1; size <= std::min({kLongest, words.size(), out.size()}); ++size) {
    const BrandWord& word = words[words.size() - size];
    if (word.sign || !has_other_letters(word.text)) break;
    key.insert(0, form_key(word.text));
    if (!lists_.is_country(key)) continue;
    for (std::size_t i = 1; i <= size; ++i) out[out.size() - i].country = true;
  }
}

std::string text_of(const BrandWords& words) {
  std::string out;
  for (const BrandWord& word : words) out += word.text + " ";
  return out;
}

BrandWords with_initials_joined(const BrandWords& words) {
  const auto is_short = [](const BrandWord& word) {
    return !word.sign && romanised(word.text, Spelling::usual).size() <= 2;
  };
  BrandWords out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool joins = words[i].text == "&" && i > 0 && i + 1 < words.size() && is_short(words[i - 1]) &&
                       is_short(words[i + 1]);
    if (joins)
      out.back().text += words[++i].text;
    else
      out.push_back(words[i]);
  }
  return out;
}

}  // namespace domainplan
