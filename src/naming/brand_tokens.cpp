#include "naming/brand_tokens.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>

#include "naming/thai.hpp"
#include "naming/word_lists.hpp"

namespace domainplan {
namespace {

using icu::UnicodeString;

// Longer brands are cut: no name is made of so much.
constexpr std::size_t kMostBytes = 1000;

constexpr UChar32 kReplacement = 0xFFFD;  // what ICU reads bad bytes as
constexpr UChar32 kFractionSlash = 0x2044;

std::string utf8(const UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

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

// How a fraction is said; null where `c` is none.
const char* said_fraction(UChar32 c) {
  switch (c) {
    case 0xBC:
      return " quarter ";
    case 0xBD:
      return " half ";
    case 0xBE:
      return " threequarters ";
    case 0x2153:
      return " third ";
    case 0x2154:
      return " twothirds ";
    case 0x215B:
      return " eighth ";
    default:  // the rest are said by nobody
      return (c >= 0x2150 && c <= 0x215F) || c == 0x2189 ? " " : nullptr;
  }
}

// The letter or word that a character stands for between its neighbours: Ca$h → cash, C# → csharp, P!nk →
// pink, #1 → number1; null where it stands for itself.
const char* stood_for(UChar32 before, UChar32 c, UChar32 after) {
  const bool letter_before = u_isalpha(before) != 0;
  const bool letter_after = u_isalpha(after) != 0;
  if (c == '$') {
    if (letter_before || letter_after) return "s";
    return u_isdigit(after) ? " dollar " : nullptr;
  }
  if (c == '#') {
    if (letter_before && !letter_after && !u_isdigit(after)) return "sharp";
    return !letter_before && u_isdigit(after) ? " number" : nullptr;
  }
  if (c == '!' && letter_before && letter_after) return "i";
  if (c == 0x2116) return "";  // № is not Latin where other letters stand beside it
  if (c == 0x20AC && letter_before && letter_after) return "e";
  return said_fraction(c);
}

bool is_slash_or_dash(UChar32 c) {
  return c == '/' || c == '\\' || c == ':' || c == 0x2022 || c == 0xB7 || u_charType(c) == U_DASH_PUNCTUATION;
}

// Whether a token is nothing but slashes or dashes: it stands between two names.
bool is_divider(const UnicodeString& token) {
  for (int32_t at = 0; at < token.length(); at = token.moveIndex32(at, 1))
    if (!is_slash_or_dash(token.char32At(at))) return false;
  return true;
}

// Doing business as, trading as: another name follows.
bool is_other_name(const UnicodeString& token) {
  UnicodeString lower = token;
  lower.toLower();
  if (lower == u"d/b/a" || lower == u"t/a" || lower == u"a/k/a" || lower == u"f/k/a") return true;
  return token == u"dba" || token == u"aka" || token == u"fka";  // capitals may be a name's initials
}

// Whether a slash parts two names (Velora/Zantrix), and not two letters or numbers (A/B, 24/7).
bool parts_names(const UnicodeString& token) {
  constexpr int32_t kShortestName = 3;
  int32_t size = 0;
  bool letter = false;
  for (int32_t at = 0; at <= token.length(); at = at < token.length() ? token.moveIndex32(at, 1) : at + 1) {
    const UChar32 c = at < token.length() ? token.char32At(at) : '/';
    if (c != '/') {
      ++size;
      letter = letter || u_isalpha(c);
    } else if (size < kShortestName || !letter) {
      return false;
    } else {
      size = 0;
      letter = false;
    }
  }
  return token.indexOf(u'/') >= 0;
}

class Tokens {
 public:
  void add(UChar32 c) { token_.append(c); }

  void end() {
    if (token_.isEmpty()) return;
    if (is_divider(token_) || (!out_.empty() && is_other_name(token_))) {
      begins_name_ = true;
    } else if (token_ == "1/2" || token_ == "3/4" || token_ == "1/4") {
      push(token_.charAt(0) == '3' ? "threequarters" : token_.charAt(2) == '2' ? "half" : "quarter");
    } else if (parts_names(token_)) {
      UnicodeString all = std::move(token_);
      int32_t from = 0;
      for (int32_t at = all.indexOf(u'/'); at >= 0; at = all.indexOf(u'/', from)) {
        push(utf8(UnicodeString(all, from, at - from)));
        begins_name_ = true;
        from = at + 1;
      }
      push(utf8(UnicodeString(all, from)));
    } else {
      const bool colon = token_.endsWith(":");
      push(utf8(token_));
      begins_name_ = colon;
    }
    token_.remove();
  }

  void divide() {
    end();
    begins_name_ = true;
  }
  void comma() {
    end();
    after_comma_ = true;
  }

  std::vector<BrandToken> take() {
    end();
    return std::move(out_);
  }

 private:
  void push(std::string text) {
    std::string key = form_key(text);
    out_.push_back({std::move(text), std::move(key), begins_name_ && !out_.empty(), after_comma_});
    begins_name_ = false;
    after_comma_ = false;
  }

  std::vector<BrandToken> out_;
  UnicodeString token_;
  bool begins_name_ = false;
  bool after_comma_ = false;
};

}  // namespace

bool is_word_character(UChar32 c) { return u_isalnum(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0; }

UnicodeString cleaned_brand(std::string_view text) {
  text = text.substr(0, kMostBytes);
  const UnicodeString raw = UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
  UnicodeString kept;
  for (int32_t at = 0; at < raw.length(); at = raw.moveIndex32(at, 1)) {
    const UChar32 c = raw.char32At(at);
    const UChar32 before = at > 0 ? raw.char32At(raw.moveIndex32(at, -1)) : ' ';
    const int32_t next = raw.moveIndex32(at, 1);
    const UChar32 after = next < raw.length() ? raw.char32At(next) : ' ';
    const bool inner_quote = c == '"' && u_isalnum(before) && u_isalnum(after);
    if (const char* letters = stood_for(before, c, after); letters != nullptr)
      kept.append(UnicodeString(letters, -1, US_INV));
    else if (c == kReplacement || c == 0)
      kept.append(UChar32{' '});
    else if (!is_ignored(c) && !inner_quote)
      kept.append(c);
  }
  return with_thai_am(compatible(kept).findAndReplace(UnicodeString(kFractionSlash), UnicodeString(u"/")));
}

UnicodeString compatible(const UnicodeString& text) {
  // ICU makes its tables when they are first asked for; as a static, one thread does it for all.
  static const icu::Normalizer2* const nfkc = [] {
    UErrorCode status = U_ZERO_ERROR;
    const icu::Normalizer2* const found = icu::Normalizer2::getNFKCInstance(status);
    return U_SUCCESS(status) ? found : nullptr;
  }();
  if (!nfkc) return text;
  UErrorCode status = U_ZERO_ERROR;
  UnicodeString composed = nfkc->normalize(text, status);
  return U_SUCCESS(status) ? composed : text;
}

std::vector<BrandToken> brand_tokens(const UnicodeString& text) {
  Tokens tokens;
  for (int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    const UChar32 c = text.char32At(at);
    const int8_t type = u_charType(c);
    if (c == 0x201E)  // „, an opening quotation mark as “ is
      tokens.add(c);
    else if (type == U_START_PUNCTUATION || type == U_END_PUNCTUATION || c == '|' || c == 0xFF5C)
      tokens.divide();
    else if (c == ',' || c == ';' || c == 0x060C || c == 0x3001)
      tokens.comma();
    else if (u_isUWhiteSpace(c) || u_iscntrl(c))
      tokens.end();
    else
      tokens.add(c);
  }
  return tokens.take();
}

}  // namespace domainplan
