#include "naming/romanise.hpp"

#include <fmt/format.h>
#include <unicode/translit.h>
#include <unicode/uniset.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <array>
#include <memory>
#include <unordered_map>

#include "domainplan/error.hpp"
#include "naming/embedded.hpp"
#include "naming/han.hpp"
#include "naming/hangul.hpp"
#include "naming/kana.hpp"
#include "naming/thai.hpp"

namespace domainplan {
namespace {

using TransliteratorPtr = std::unique_ptr<icu::Transliterator>;

TransliteratorPtr transliterator_of(const char* name, std::string_view rules) {
  UErrorCode status = U_ZERO_ERROR;
  UParseError where{};
  const icu::UnicodeString text =
      icu::UnicodeString::fromUTF8({rules.data(), static_cast<int32_t>(rules.size())});
  TransliteratorPtr made(icu::Transliterator::createFromRules(name, text, UTRANS_FORWARD, where, status));
  if (U_FAILURE(status) || !made)
    throw RunError(ErrorCode::internal,
                   fmt::format("the transliteration rules {} cannot be used: {} in line {}", name,
                               u_errorName(status), where.line),
                   name);
  return made;
}

// ICU's transliterators are costly to make and not to be shared between threads: one set a thread, each
// made when it is first needed.
class Transliterators {
 public:
  static Transliterators& of_this_thread() {
    thread_local Transliterators own;
    return own;
  }
  void to_latin(icu::UnicodeString& text) {
    run(to_latin_, "to_latin", embedded::data_naming_to_latin_txt, text);
  }
  void german(icu::UnicodeString& text) { run(german_, "german", embedded::data_naming_german_txt, text); }
  void ukrainian(icu::UnicodeString& text) {
    run(ukrainian_, "ukrainian", embedded::data_naming_ukrainian_txt, text);
  }
  void ks(icu::UnicodeString& text) { run(ks_, "ks", embedded::data_naming_ks_txt, text); }
  void bulgarian(icu::UnicodeString& text) {
    run(bulgarian_, "bulgarian", embedded::data_naming_bulgarian_txt, text);
  }
  void serbian(icu::UnicodeString& text) {
    run(serbian_, "serbian", embedded::data_naming_serbian_txt, text);
  }
  void armenian(icu::UnicodeString& text) {
    run(armenian_, "armenian", embedded::data_naming_armenian_txt, text);
  }
  void indic(icu::UnicodeString& text) { run(indic_, "indic", embedded::data_naming_indic_txt, text); }
  void tamil(icu::UnicodeString& text) { run(tamil_, "tamil", embedded::data_naming_tamil_txt, text); }

 private:
  static void run(TransliteratorPtr& rules, const char* name, std::string_view source,
                  icu::UnicodeString& text) {
    if (!rules) rules = transliterator_of(name, source);
    rules->transliterate(text);
  }

  TransliteratorPtr to_latin_;
  TransliteratorPtr german_;
  TransliteratorPtr ukrainian_;
  TransliteratorPtr ks_;
  TransliteratorPtr bulgarian_;
  TransliteratorPtr serbian_;
  TransliteratorPtr armenian_;
  TransliteratorPtr indic_;
  TransliteratorPtr tamil_;
};

// A set of characters in ICU's notation, made once.
class CharacterSet {
 public:
  explicit CharacterSet(const char* pattern) : set_(make(pattern)) {}
  bool meets(const icu::UnicodeString& text) const { return set_->containsSome(text) != 0; }

 private:
  static std::unique_ptr<icu::UnicodeSet> make(const char* pattern) {
    UErrorCode status = U_ZERO_ERROR;
    auto set = std::make_unique<icu::UnicodeSet>(icu::UnicodeString::fromUTF8(pattern), status);
    if (U_FAILURE(status))
      throw RunError(ErrorCode::internal, fmt::format("the character set {} cannot be used", pattern),
                     pattern);
    set->freeze();  // a frozen set may be shared between threads
    return set;
  }
  std::unique_ptr<icu::UnicodeSet> set_;
};

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

icu::UnicodeString unicode(std::string_view text) {
  return icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
}

bool meets(const CharacterSet& set, std::string_view text) {
  return !is_ascii(text) && set.meets(unicode(text));
}

std::string letters_and_digits(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
      out += c;
    else if (c >= 'A' && c <= 'Z')
      out += static_cast<char>(c - 'A' + 'a');
  }
  return out;
}

// The scripts that are read by rules of their own; all others are ICU's.
enum class Reader : std::uint8_t { none, icu, han, kana, hangul, thai };

Reader reader_of(UChar32 c) {
  if (c < 0x0E00) return Reader::icu;
  if (c == 0x30FC) return Reader::kana;  // the mark of a long vowel
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(c, &status)) {
    case USCRIPT_HAN:
      return Reader::han;
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
      return Reader::kana;
    case USCRIPT_HANGUL:
      return Reader::hangul;
    case USCRIPT_THAI:
      return Reader::thai;
    default:
      return Reader::icu;
  }
}

std::string romanised_by_icu(const icu::UnicodeString& word, Spelling spelling) {
  static const CharacterSet ukrainian("[іїєґІЇЄҐ]");
  static const CharacterSet other_cyrillic("[ыэёъәғқңөұүһўЫЭЁЪӘҒҚҢӨҰҮҺЎ]");
  static const CharacterSet armenian("[:Armenian:]");
  static const CharacterSet indic(
      "[[:Devanagari:][:Bengali:][:Gujarati:][:Gurmukhi:][:Oriya:][:Telugu:][:Kannada:]"
      "[:Malayalam:]]");
  static const CharacterSet tamil("[:Tamil:]");
  icu::UnicodeString text = unicode(" ") + word + unicode(" ");  // the rules know a word's edges by them
  Transliterators& rules = Transliterators::of_this_thread();
  switch (spelling) {
    case Spelling::usual:
    case Spelling::ukrainian:
      break;
    case Spelling::german:
      rules.german(text);
      break;
    case Spelling::ks:
      rules.ks(text);
      break;
    case Spelling::bulgarian:
      rules.bulgarian(text);
      break;
    case Spelling::serbian:
      rules.serbian(text);
      break;
  }
  if ((spelling == Spelling::ukrainian || ukrainian.meets(text)) && !other_cyrillic.meets(text))
    rules.ukrainian(text);
  if (armenian.meets(text)) rules.armenian(text);
  if (indic.meets(text)) rules.indic(text);
  if (tamil.meets(text)) rules.tamil(text);
  rules.to_latin(text);
  std::string out;
  text.toUTF8String(out);
  return letters_and_digits(out);
}

std::vector<std::string> read_part(const icu::UnicodeString& part, Reader reader, Spelling spelling) {
  std::string utf8;
  part.toUTF8String(utf8);
  switch (reader) {
    case Reader::none:
      return {};
    case Reader::icu:
      return {romanised_by_icu(part, spelling)};
    case Reader::kana:
      return kana_syllables(utf8);
    case Reader::hangul:
      return hangul_syllables(utf8);
    case Reader::thai:
      return thai_latin(utf8).pieces;
    case Reader::han:
      return han_syllables(utf8);
  }
  return {};
}

// As romanised_word(), of a word that is not ASCII.
Romanised read_word(std::string_view word, Spelling spelling) {
  const icu::UnicodeString text = unicode(word);
  Romanised out;
  Reader reader = Reader::none;
  int32_t from = 0;
  bool by_syllables = false;
  const auto add = [&](const icu::UnicodeString& part) {
    by_syllables = by_syllables || (reader != Reader::none && reader != Reader::icu);
    for (std::string& piece : read_part(part, reader, spelling)) {
      out.text += piece;
      out.syllables.push_back(std::move(piece));
    }
  };
  for (int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    const Reader next = reader_of(text.char32At(at));
    if (next == reader) continue;
    add(icu::UnicodeString(text, from, at - from));
    reader = next;
    from = at;
  }
  add(icu::UnicodeString(text, from));
  if (!by_syllables) out.syllables.clear();
  return out;
}

// Whether ъ stands between two consonants, as it does in Bulgarian only.
bool has_bulgarian_vowel(icu::UnicodeString lower) {
  lower.toLower();
  static const CharacterSet consonants("[бвгджзйклмнпрстфхцчшщ]");
  for (int32_t at = lower.indexOf(u'ъ'); at >= 0; at = lower.indexOf(u'ъ', at + 1)) {
    const auto consonant = [&](int32_t i) {
      return i >= 0 && i < lower.length() && consonants.meets(icu::UnicodeString(lower.charAt(i)));
    };
    if (consonant(at - 1) && consonant(at + 1)) return true;
  }
  return false;
}

}  // namespace

std::vector<Spelling> spellings_of(std::string_view text, SpellingHints hints) {
  static const CharacterSet umlauts("[äöüÄÖÜ]");
  static const CharacterSet sharp_s("[ßẞ]");
  // Letters of languages that have umlauts and do not spell them out, and others that German has in loan
  // words only.
  static const CharacterSet own_letters("[ığşİĞŞåÅőűŐŰõÕ]");
  static const CharacterSet not_german("[çÇøØæÆñÑáíóúýÁÍÓÚÝéèêëÉÈÊËžŽšŠčČ]");
  static const CharacterSet cyrillic("[:Cyrillic:]");
  static const CharacterSet serbian("[ђљњћџјѓќѕЂЉЊЋЏЈЃЌЅ]");
  static const CharacterSet not_bulgarian("[ыэёіїєґўЫЭЁІЇЄҐЎ]");
  if (is_ascii(text)) return {Spelling::usual};
  const icu::UnicodeString whole = unicode(text);
  if (umlauts.meets(whole)) {
    constexpr std::array<std::string_view, 10> kOwnUmlauts = {"tr", "az", "tm", "se", "fi",
                                                              "ee", "hu", "is", "sk", "es"};
    if (hints.german || sharp_s.meets(whole)) return {Spelling::german, Spelling::usual};
    if (hints.other_words || own_letters.meets(whole) ||
        std::find(kOwnUmlauts.begin(), kOwnUmlauts.end(), hints.country) != kOwnUmlauts.end())
      return {Spelling::usual};
    if (hints.german_words) return {Spelling::german, Spelling::usual};
    if (not_german.meets(whole)) return {Spelling::usual};
    return {Spelling::usual, Spelling::german};
  }
  if (!cyrillic.meets(whole)) return {Spelling::usual};
  const std::string_view country = hints.country;
  if (serbian.meets(whole) || country == "rs" || country == "mk" || country == "me" || country == "ba")
    return {Spelling::serbian};
  if (!not_bulgarian.meets(whole) && (country == "bg" || has_bulgarian_vowel(whole)))
    return {Spelling::bulgarian};
  icu::UnicodeString lower = whole;
  lower.toLower();
  const Spelling first = country == "ua" ? Spelling::ukrainian : Spelling::usual;
  if (lower.indexOf(unicode("кс")) >= 0) return {first, Spelling::ks};
  return {first};
}

Romanised romanised_word(std::string_view word, Spelling spelling) {
  if (is_ascii(word)) return {letters_and_digits(word)};
  // A brand's words are asked for several times, and many brands have words in common; ICU takes its time.
  constexpr std::size_t kMostKnown = 4096, kLongestKnown = 200;
  if (word.size() > kLongestKnown) return read_word(word, spelling);
  thread_local std::unordered_map<std::string, Romanised> known;
  std::string key(1, static_cast<char>(spelling));
  key += word;
  if (const auto found = known.find(key); found != known.end()) return found->second;
  if (known.size() >= kMostKnown) known.clear();
  return known.emplace(std::move(key), read_word(word, spelling)).first->second;
}

std::string romanised(std::string_view word, Spelling spelling) {
  return romanised_word(word, spelling).text;
}

namespace {

// Whether ICU reads some of `text` in a script of which people leave vowels out, or which it knows too little
// of.
bool is_read_badly(std::string_view text) {
  // Letters of all scripts but those that have tables of their own, or one that ICU reads as their readers
  // do.
  static const CharacterSet rough(
      "[[[:L:][:M:]]-[:Common:]-[:Inherited:]-[:Latin:]-[:Greek:]-[:Cyrillic:]-[:Armenian:]-[:Georgian:]"
      "-[:Han:]-[:Hiragana:]-[:Katakana:]-[:Hangul:]-[:Bopomofo:]-[:Thai:]-[:Devanagari:]-[:Bengali:]"
      "-[:Gujarati:]-[:Gurmukhi:]-[:Oriya:]-[:Tamil:]-[:Telugu:]-[:Kannada:]-[:Malayalam:]]");
  static const CharacterSet thai("[:Thai:]");
  return meets(rough, text) || (meets(thai, text) && thai_latin(text).rough);
}

}  // namespace

bool is_rough(std::string_view text) {
  // The scripts of data/naming/indic.txt and tamil.txt: which a is said, and which sound a letter of Tamil
  // has, is a rule's guess.
  static const CharacterSet indian(
      "[[:Devanagari:][:Bengali:][:Gujarati:][:Gurmukhi:][:Oriya:][:Tamil:][:Telugu:][:Kannada:]"
      "[:Malayalam:]]");
  return meets(indian, text) || is_read_badly(text);
}

bool is_named_otherwise(std::string_view text) {
  static const CharacterSet others("[[:Han:][:Hiragana:][:Katakana:][:Hangul:][:Thai:]]");
  return is_read_badly(text) || meets(others, text);
}

bool has_han(std::string_view text) {
  static const CharacterSet han("[:Han:]");
  return meets(han, text);
}

bool has_kana(std::string_view text) {
  static const CharacterSet kana("[[:Hiragana:][:Katakana:]]");
  return meets(kana, text);
}

bool has_latin(std::string_view text) {
  static const CharacterSet latin("[:Latin:]");
  if (is_ascii(text))
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
  return latin.meets(unicode(text));
}

bool has_other_letters(std::string_view text) {
  static const CharacterSet others("[[:L:]-[:Latin:]-[:Lm:]]");
  return meets(others, text);
}

}  // namespace domainplan
