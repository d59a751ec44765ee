// Thai writes no space between words, and not every vowel. Words are found with ICU's dictionary; a word is
// read syllable by syllable: a vowel sign before its consonant, the consonant or a cluster of two, the signs
// after it, and a final consonant where the next one does not begin a syllable of its own.
#include "naming/thai.hpp"

#include <unicode/brkiter.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <iterator>
#include <memory>
#include <utility>

#include "naming/embedded.hpp"
#include "naming/sorted_lines.hpp"

namespace domainplan {
namespace {

constexpr char16_t kFirstConsonant = 0x0E01;
constexpr std::array<std::string_view, 46> kInitials = {
    "k",  "kh", "kh", "kh",  "kh", "kh",  "ng", "ch", "ch", "ch", "s", "ch", "y", "d",  "t", "th",
    "th", "th", "n",  "d",   "t",  "th",  "th", "th", "n",  "b",  "p", "ph", "f", "ph", "f", "ph",
    "m",  "y",  "r",  "rue", "l",  "lue", "w",  "s",  "s",  "s",  "h", "l",  "",  "h"};
constexpr std::array<std::string_view, 46> kFinals = {
    "k", "k", "k", "k", "k", "k", "ng", "t", "t", "t", "t", "t", "n", "t", "t", "t",
    "t", "t", "n", "t", "t", "t", "t",  "t", "n", "p", "p", "p", "p", "p", "p", "p",
    "m", "i", "n", "",  "n", "",  "o",  "t", "t", "t", "",  "n", "",  ""};
enum : char16_t {
  kTho = 0x0E17,
  kYo = 0x0E22,
  kRo = 0x0E23,
  kLo = 0x0E25,
  kWo = 0x0E27,
  kSo = 0x0E28,
  kHo = 0x0E2B,
  kO = 0x0E2D,
  kA = 0x0E30,
  kShortA = 0x0E31,
  kLongA = 0x0E32,
  kAm = 0x0E33,
  kI = 0x0E34,
  kLongI = 0x0E35,
  kUe = 0x0E36,
  kLongUe = 0x0E37,
  kU = 0x0E38,
  kLongU = 0x0E39,
  kE = 0x0E40,
  kAe = 0x0E41,
  kOVowel = 0x0E42,
  kAiMuan = 0x0E43,
  kAiMalai = 0x0E44,
  kShort = 0x0E47,
  kSilencer = 0x0E4C
};

bool is_consonant(char16_t c) { return c >= kFirstConsonant && c <= 0x0E2E; }
bool is_vowel_before(char16_t c) { return c >= kE && c <= kAiMalai; }
bool is_tone_mark(char16_t c) { return c >= 0x0E48 && c <= 0x0E4B; }
bool is_sign_after(char16_t c) { return (c >= kA && c <= 0x0E3A) || c == kShort; }

class Word {
 public:
  // Tone marks say nothing in Latin letters, but stand on the last consonant before the vowel; a silenced
  // consonant goes with its sign.
  explicit Word(const icu::UnicodeString& word) {
    for (int32_t i = 0; i < word.length(); ++i) {
      const char16_t c = word.charAt(i);
      if (c == kSilencer) {
        while (!text_.empty() && is_sign_after(text_.back())) text_.pop_back();
        if (!text_.empty()) text_.pop_back();
        toned_.resize(std::min(toned_.size(), text_.size()));
      } else if (is_consonant(c) || is_vowel_before(c) || is_sign_after(c)) {
        text_ += c;
      } else if (is_tone_mark(c)) {
        toned_.resize(text_.size());
        if (!text_.empty()) toned_.back() = true;
      }
    }
  }

  ThaiReading read() {
    while (at_ < text_.size()) {
      const std::size_t begin = reading_.text.size();
      if (is_vowel_before(peek()))
        read_after(text_[at_++]);
      else if (is_consonant(peek()))
        read_after(0);
      else
        ++at_;  // a stray sign
      if (reading_.text.size() > begin) reading_.pieces.push_back(reading_.text.substr(begin));
    }
    return std::move(reading_);
  }

 private:
  char16_t peek(std::size_t ahead = 0) const {
    return at_ + ahead < text_.size() ? text_[at_ + ahead] : u'\0';
  }

  // A consonant that begins a syllable of its own carries a vowel.
  bool begins_syllable(std::size_t ahead) const {
    const char16_t next = peek(ahead + 1);
    return is_sign_after(next) || (next == kO && !is_sign_after(peek(ahead + 2)) && peek(ahead) != kO) ||
           (peek(ahead) == kRo && next == kRo);
  }

  void add(std::string_view latin) { reading_.text += latin; }

  // ทร is s in some native words, and thr in the rest.
  bool is_native_s() const {
    const auto is_next = [&](std::u16string_view text) { return text_.compare(at_, text.size(), text) == 0; };
    const char16_t before = at_ > 0 ? text_[at_ - 1] : u'\0';
    if (before == kAe) return is_next(u"ทรก");
    if (before == kAiMalai) return at_ + 2 == text_.size();
    if (before == kOVowel) return is_next(u"ทรม") && !is_consonant(peek(3));
    return is_next(u"ทราบ") || is_next(u"ทราม") || is_next(u"ทราย") || is_next(u"ทรุด") || is_next(u"ทรัพ");
  }

  // Whether two consonants begin a syllable together.
  static bool is_cluster(std::string_view first, char16_t second) {
    const bool k = first == "k" || first == "kh";
    const bool p = first == "p" || first == "ph";
    if (second == kWo) return k;
    if (second == kLo) return k || p;
    return second == kRo && (k || p || first == "t" || first == "th");
  }

  void add_initial(bool vowel_before) {
    const char16_t first = peek();
    const char16_t second = peek(1);
    const bool native_s = first == kTho && second == kRo && is_native_s();
    const bool alone = at_ < toned_.size() && toned_[at_];  // แห่ง is haeng, แหล่ง laeng
    ++at_;
    const auto latin = [](char16_t c) { return kInitials[static_cast<std::size_t>(c - kFirstConsonant)]; };
    const bool carries =
        !alone && (vowel_before ? is_consonant(second) && !is_sign_after(peek()) : begins_syllable(0));
    const std::string_view first_latin = is_consonant(first) ? latin(first) : std::string_view{};
    if (first == kHo && is_consonant(second) && second != kO && carries &&
        std::u16string_view(u"งญนมยรลว").find(second) != std::u16string_view::npos) {
      add(latin(second));  // a silent h
      ++at_;
    } else if (carries && first == kSo && second == kRo && peek(1) == kLongI) {
      add("s");  // ศรี
      ++at_;
    } else if (carries && is_cluster(first_latin, second)) {
      add(native_s ? "s" : first_latin);
      if (!native_s) add(latin(second));
      ++at_;
    } else {
      add(first_latin);
    }
  }

  void add_final() {
    if (!is_consonant(peek()) || begins_syllable(0)) return;
    // Between two consonants without a sign the first ends this syllable, unless it must begin the next.
    add(kFinals[static_cast<std::size_t>(peek() - kFirstConsonant)]);
    ++at_;
    if (is_sign_after(peek())) ++at_;  // a short, silent i or u after the final
  }

  void read_after(char16_t before) {
    if (!is_consonant(peek())) return;
    add_initial(before != 0);
    const auto take = [&](char16_t c) { return peek() == c ? (++at_, true) : false; };
    switch (before) {
      case kAiMuan:
      case kAiMalai:
        add("ai");
        take(kYo);
        return;
      case kAe:
        add("ae");
        if (take(kA)) return;
        take(kShort);
        add_final();
        return;
      case kOVowel:
        add("o");
        if (!take(kA)) add_final();
        return;
      case kE:
        read_after_e();
        return;
      default:
        read_without_vowel_before();
    }
  }

  void read_after_e() {
    const auto take = [&](char16_t c) { return peek() == c ? (++at_, true) : false; };
    if (peek() == kLongI && peek(1) == kYo) {
      at_ += 2;
      add("ia");
    } else if (peek() == kLongUe && peek(1) == kO) {
      at_ += 2;
      add("uea");
    } else if (take(kLongA)) {
      add(take(kA) ? "o" : "ao");
      return;
    } else if (take(kA)) {
      add("e");
      return;
    } else if (take(kI)) {
      add("oe");
    } else if (peek() == kO && (peek(1) == kA || !is_sign_after(peek(1)))) {
      ++at_;
      add("oe");
      if (take(kA)) return;
    } else if (take(kYo)) {
      add("oei");
      return;
    } else {
      take(kShort);
      add("e");
    }
    add_final();
  }

  void read_without_vowel_before() {
    const auto take = [&](char16_t c) { return peek() == c ? (++at_, true) : false; };
    if (take(kA)) {
      add("a");
    } else if (take(kShortA)) {
      if (peek() == kWo && peek(1) == kA) {
        at_ += 2;
        add("ua");
      } else if (take(kWo)) {
        add("ua");
      } else {
        add("a");
        add_final();
      }
    } else if (take(kLongA)) {
      add("a");
      add_final();
    } else if (take(kAm)) {
      add("am");
    } else if (take(kI) || take(kLongI)) {
      add("i");
      add_final();
    } else if (take(kUe)) {
      add("ue");
      add_final();
    } else if (take(kLongUe)) {
      add("ue");
      if (peek() == kO) ++at_;
      add_final();
    } else if (take(kU) || take(kLongU)) {
      add("u");
      add_final();
    } else if (take(kShort)) {
      take(kO);
      add("o");
      add_final();
    } else if (peek() == kO && !is_sign_after(peek(1))) {
      ++at_;
      add("o");
      add_final();
    } else if (peek() == kWo && is_consonant(peek(1)) && !begins_syllable(1)) {
      ++at_;
      add("ua");
      add_final();
    } else if (peek() == kRo && peek(1) == kRo) {
      at_ += 2;
      add(is_consonant(peek()) && !begins_syllable(0) ? "a" : "an");
      add_final();
    } else {
      // No vowel is written: o before a final, a otherwise.
      reading_.rough = true;
      const bool closed = is_consonant(peek()) && !begins_syllable(0);
      add(closed ? "o" : "a");
      if (closed) add_final();
    }
  }

  std::u16string text_;
  std::vector<bool> toned_;  // whether a tone mark stands on the character; may be shorter than text_
  std::size_t at_ = 0;
  ThaiReading reading_;
};

constexpr std::size_t kLongestPiece = 16;  // of a word that is not cut

struct KnownWord {
  int32_t length = 0;  // 0: there is none
  std::string_view latin = {};
};

// The longest word of the list that `text` has at `from`; what follows it begins a syllable.
KnownWord known_word(const icu::UnicodeString& text, int32_t from) {
  static const SortedLines known(embedded::data_naming_thai_words_txt);
  constexpr int32_t kLongest = 12;
  for (int32_t length = std::min(kLongest, text.length() - from); length >= 2; --length) {
    const char16_t next = text.charAt(from + length);  // U+FFFF behind the end
    const bool goes_on = is_sign_after(next) || (next >= kShort && next <= 0x0E4E);
    if (goes_on) continue;
    std::string key;
    icu::UnicodeString(text, from, length).toUTF8String(key);
    if (const auto latin = known.value(key)) return {length, *latin};
  }
  return {};
}

}  // namespace

icu::UnicodeString with_thai_am(icu::UnicodeString text) {
  if (text.indexOf(char16_t{0x0E4D}) < 0) return text;
  const UChar apart[] = {0x0E4D, kLongA};
  const UChar together[] = {kAm};
  return text.findAndReplace(icu::UnicodeString(apart, 2), icu::UnicodeString(together, 1));
}

ThaiReading thai_latin(std::string_view text) {
  thread_local const std::unique_ptr<icu::BreakIterator> words = [] {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::BreakIterator> made(icu::BreakIterator::createWordInstance("th", status));
    return U_SUCCESS(status) ? std::move(made) : nullptr;
  }();
  const icu::UnicodeString whole =
      with_thai_am(icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())}));
  ThaiReading reading;
  const auto read = [&](int32_t from, int32_t to) {
    if (from >= to) return;
    ThaiReading one = Word(icu::UnicodeString(whole, from, to - from)).read();
    reading.text += one.text;
    reading.rough = reading.rough || one.rough;
    if (one.text.size() > kLongestPiece)
      std::move(one.pieces.begin(), one.pieces.end(), std::back_inserter(reading.pieces));
    else if (!one.text.empty())
      reading.pieces.push_back(std::move(one.text));
  };
  if (words) words->setText(whole);
  int32_t unread = 0;  // from here on
  int32_t from = 0;
  while (from < whole.length()) {
    if (const KnownWord word = known_word(whole, from); word.length > 0) {
      read(unread, from);
      reading.text += word.latin;
      reading.pieces.emplace_back(word.latin);
      from += word.length;
      unread = from;
      continue;
    }
    from = words ? words->following(from) : whole.length();
    if (from == icu::BreakIterator::DONE) from = whole.length();
    read(unread, from);
    unread = from;
  }
  return reading;
}

}  // namespace domainplan
