#include "naming/brand.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "naming/romanise.hpp"

namespace domainplan {
namespace {

using icu::UnicodeString;

// Longer brands are cut: no name is made of so much.
constexpr std::size_t kMostBytes = 1000;

constexpr UChar32 kReplacement = 0xFFFD;  // what ICU reads bad bytes as

std::string utf8(const UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

UnicodeString unicode(std::string_view text) {
  return UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
}

bool is_mark(UChar32 c) { return (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0; }
bool is_letter_or_digit(UChar32 c) { return u_isalnum(c) || is_mark(c); }

// Apostrophes and their look-alikes join: L'Oréal is one word.
bool is_apostrophe(UChar32 c) {
  switch (c) {
    case '\'':
    case '`':
    case 0xB4:
    case 0x2018:
    case 0x2019:
    case 0x201B:
    case 0x2032:
    case 0x02B9:
    case 0x02BB:
    case 0x02BC:
    case 0x055A:
    case 0x05F3:
    case 0x05F4:
    case 0xFF07:
      return true;
    default:
      return false;
  }
}

// Characters that are part of no word and separate none.
bool is_ignored(UChar32 c) {
  return is_apostrophe(c) || c == 0xA9 || c == 0xAE || c == 0x2120 || c == 0x2122 ||  // © ® ℠ ™
         u_charType(c) == U_FORMAT_CHAR || (c >= 0xFE00 && c <= 0xFE0F) || c == 0x20E3;
}

bool is_sign(UChar32 c) { return c == '&' || c == '+' || c == '@' || c == '%'; }

// `text` composed, in compatibility form (㈱ → (株), full width → usual), without what is ignored.
UnicodeString cleaned(std::string_view text) {
  const UnicodeString raw = unicode(text.substr(0, kMostBytes));
  UnicodeString kept;
  for (int32_t at = 0; at < raw.length(); at = raw.moveIndex32(at, 1)) {
    const UChar32 c = raw.char32At(at);
    const bool inner_quote =
        c == '"' && at > 0 && u_isalnum(raw.char32At(at - 1)) && u_isalnum(raw.char32At(at + 1));
    if (c == kReplacement || c == 0)
      kept.append(UChar32{' '});
    else if (!is_ignored(c) && !inner_quote)
      kept.append(c);
  }
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* nfkc = icu::Normalizer2::getNFKCInstance(status);
  const UnicodeString composed = U_SUCCESS(status) ? nfkc->normalize(kept, status) : kept;
  return U_SUCCESS(status) ? composed : kept;
}

// Parts between white space, commas, semicolons and brackets.
std::vector<std::string> tokens_of(const UnicodeString& text) {
  std::vector<std::string> tokens;
  UnicodeString token;
  const auto flush = [&] {
    if (!token.isEmpty()) tokens.push_back(utf8(token));
    token.remove();
  };
  for (int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    const UChar32 c = text.char32At(at);
    const int8_t type = u_charType(c);
    if (u_isUWhiteSpace(c) || u_iscntrl(c) || c == ',' || c == ';' || c == 0x060C || c == 0x3001 ||
        type == U_START_PUNCTUATION || type == U_END_PUNCTUATION)
      flush();
    else
      token.append(c);
  }
  flush();
  return tokens;
}

// The tokens of a name while legal forms are dropped from its ends.
class FormDropper {
 public:
  FormDropper(const WordLists& lists, const std::vector<std::string>& tokens)
      : lists_(lists), tokens_(tokens), end_(tokens.size()) {
    for (const std::string& token : tokens) keys_.push_back(form_key(token));
  }

  // Drops forms as long as there are any, and with them what has no key (a lone dash).
  std::vector<std::string> drop(std::string& country) {
    while (begin_ < end_) {
      if (keys_[end_ - 1].empty()) {
        --end_;
      } else if (keys_[begin_].empty()) {
        ++begin_;
      } else if (const LegalForm* last = find(lists_.trailing, keys_[end_ - 1], true)) {
        end_ -= last->keys.size();
        if (country.empty()) country = last->country;
      } else if (const LegalForm* first = find(lists_.leading, keys_[begin_], false)) {
        begin_ += first->keys.size();
        if (country.empty()) country = first->country;
      } else {
        break;
      }
    }
    return {tokens_.begin() + offset(begin_), tokens_.begin() + offset(end_)};
  }

 private:
  using Forms = std::unordered_map<std::string, std::vector<LegalForm>>;
  static std::ptrdiff_t offset(std::size_t at) { return static_cast<std::ptrdiff_t>(at); }

  // The longest form with this edge that stands at the end (or the beginning) and is not all there is.
  const LegalForm* find(const Forms& forms, const std::string& edge, bool at_end) const {
    const auto known = forms.find(edge);
    if (known == forms.end()) return nullptr;
    for (const LegalForm& form : known->second) {
      const std::size_t size = form.keys.size();
      if (size >= end_ - begin_) continue;
      const std::size_t from = at_end ? end_ - size : begin_;
      const bool stands = std::equal(form.keys.begin(), form.keys.end(), keys_.begin() + offset(from));
      const bool leaves_name = at_end ? is_name(begin_, end_ - size) : is_name(begin_ + size, end_);
      if (stands && leaves_name) return &form;
    }
    return nullptr;
  }

  // Whether what stands there is more than an article and signs.
  bool is_name(std::size_t from, std::size_t to) const {
    return std::any_of(keys_.begin() + offset(from), keys_.begin() + offset(to), [&](const std::string& key) {
      return key.find_first_not_of("&+") != std::string::npos && !lists_.articles.contains(key);
    });
  }

  const WordLists& lists_;
  const std::vector<std::string>& tokens_;
  std::vector<std::string> keys_;
  std::size_t begin_ = 0;
  std::size_t end_;
};

// Whether the dot at `at` stands after a single letter (H.J. Heinz, U.S. Steel), so that it joins.
bool is_initials_dot(const UnicodeString& token, int32_t at) {
  const auto letter = [&](int32_t i) { return i >= 0 && i < token.length() && u_isalpha(token.char32At(i)); };
  const bool alone = letter(at - 1) && !letter(at - 2);
  const bool next_alone = at + 1 >= token.length() || (letter(at + 1) && !letter(at + 2));
  return alone && next_alone;
}

// Words of one token: punctuation and pictures split, & + @ % become words of their own.
void add_words(const UnicodeString& token, std::vector<BrandWord>& words) {
  UnicodeString word;
  const auto flush = [&] {
    if (!word.isEmpty()) words.push_back({utf8(word), false});
    word.remove();
  };
  for (int32_t at = 0; at < token.length(); at = token.moveIndex32(at, 1)) {
    const UChar32 c = token.char32At(at);
    if (is_letter_or_digit(c)) {
      word.append(c);
    } else if (is_sign(c)) {
      flush();
      words.push_back({std::string(1, static_cast<char>(c)), true});
    } else if (c != '.' || !is_initials_dot(token, at)) {
      flush();
    }
  }
  flush();
}

// `token` without an ending that makes it a website's name (Booking.com).
std::string_view without_dot_word(const WordLists& lists, std::string_view token) {
  const std::size_t dot = token.rfind('.');
  if (dot == std::string_view::npos || dot < 2) return token;
  return lists.dot_words.contains(form_key(token.substr(dot + 1))) ? token.substr(0, dot) : token;
}

std::vector<BrandWord> words_of(const WordLists& lists, const std::vector<std::string>& tokens) {
  std::vector<BrandWord> words;
  for (const std::string& token : tokens) add_words(unicode(without_dot_word(lists, token)), words);
  return words;
}

bool is_readable(const std::vector<BrandWord>& words) {
  return std::any_of(words.begin(), words.end(), [](const BrandWord& word) {
    return !word.sign && !romanised(word.text, Spelling::usual).empty();
  });
}

}  // namespace

Brand read_brand(const WordLists& lists, std::string_view text) {
  Brand brand;
  const UnicodeString whole = cleaned(text);
  UnicodeString unglued = whole;
  for (const LegalForm& form : lists.glued) {
    const UnicodeString glued = unicode(form.keys.front());
    if (unglued.indexOf(glued) < 0) continue;
    unglued.findAndReplace(glued, UnicodeString(" "));
    if (brand.country.empty()) brand.country = form.country;
  }
  const std::vector<std::string> tokens = tokens_of(unglued);
  brand.words = words_of(lists, FormDropper(lists, tokens).drop(brand.country));
  if (!is_readable(brand.words)) brand.words = words_of(lists, tokens_of(whole));
  brand.japanese = brand.country == "jp" || has_kana(text);
  return brand;
}

}  // namespace domainplan
