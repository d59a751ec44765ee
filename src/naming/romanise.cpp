#include "naming/romanise.hpp"

#include <fmt/format.h>
#include <unicode/translit.h>
#include <unicode/uniset.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <memory>

#include "domainplan/error.hpp"
#include "naming/embedded.hpp"

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
    throw RunError(fmt::format("the transliteration rules {} cannot be used: {} in line {}", name,
                               u_errorName(status), where.line));
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
    if (U_FAILURE(status)) throw RunError(fmt::format("the character set {} cannot be used", pattern));
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

}  // namespace

std::vector<Spelling> spellings_of(std::string_view text, SpellingHints hints) {
  static const CharacterSet umlauts("[äöüÄÖÜ]");
  // Letters of languages that have umlauts and do not spell them out.
  static const CharacterSet not_german("[ığşçİĞŞÇåÅøØæÆőűŐŰõÕñÑáíóúýÁÍÓÚÝéèêëÉÈÊËžŽšŠčČ]");
  if (is_ascii(text)) return {Spelling::usual};
  const icu::UnicodeString whole = unicode(text);
  if (umlauts.meets(whole)) {
    if (not_german.meets(whole) && !hints.german) return {Spelling::usual};
    if (hints.german) return {Spelling::german, Spelling::usual};
    return {Spelling::usual, Spelling::german};
  }
  icu::UnicodeString lower = whole;
  lower.toLower();
  if (lower.indexOf(unicode("кс")) >= 0) return {Spelling::usual, Spelling::ks};
  return {Spelling::usual};
}

std::string romanised(std::string_view word, Spelling spelling) {
  static const CharacterSet ukrainian("[іїєґІЇЄҐ]");
  static const CharacterSet other_cyrillic("[ыэёъәғқңөұүһўЫЭЁЪӘҒҚҢӨҰҮҺЎ]");
  if (is_ascii(word)) return letters_and_digits(word);
  icu::UnicodeString text =
      unicode(" ") + unicode(word) + unicode(" ");  // the rules know a word's edges by them
  Transliterators& rules = Transliterators::of_this_thread();
  if (spelling == Spelling::german) rules.german(text);
  if (spelling == Spelling::ks) rules.ks(text);
  if (ukrainian.meets(text) && !other_cyrillic.meets(text)) rules.ukrainian(text);
  rules.to_latin(text);
  std::string out;
  text.toUTF8String(out);
  return letters_and_digits(out);
}

bool is_rough(std::string_view text) {
  static const CharacterSet rough(
      "[[:Arabic:][:Hebrew:][:Hangul:][:Thai:][:Lao:][:Khmer:][:Myanmar:][:Tibetan:][:Mongolian:]]");
  return meets(rough, text);
}

bool has_han(std::string_view text) {
  static const CharacterSet han("[:Han:]");
  return meets(han, text);
}

bool has_kana(std::string_view text) {
  static const CharacterSet kana("[[:Hiragana:][:Katakana:]]");
  return meets(kana, text);
}

}  // namespace domainplan
