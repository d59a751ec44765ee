#include "naming/brand.hpp"

#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>

#include "core/text.hpp"
#include "naming/brand_tokens.hpp"
#include "naming/han.hpp"
#include "naming/japanese.hpp"
#include "naming/legal_forms.hpp"
#include "naming/romanise.hpp"

namespace domainplan {
namespace {

using icu::UnicodeString;

std::string utf8(const UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

UnicodeString unicode(std::string_view text) {
  return UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
}

bool is_sign(UChar32 c) { return c == '&' || c == '+' || c == '@' || c == '%'; }

// Whether the dot at `at` stands after a single letter (H.J. Heinz, U.S. Steel), so that it joins.
bool is_initials_dot(const UnicodeString& token, int32_t at) {
  const auto letter = [&](int32_t i) { return i >= 0 && i < token.length() && u_isalpha(token.char32At(i)); };
  const bool alone = letter(at - 1) && !letter(at - 2);
  const bool next_alone = at + 1 >= token.length() || (letter(at + 1) && !letter(at + 2));
  return alone && next_alone;
}

bool is_quotation_mark(UChar32 c) {
  return c == '"' || c == 0x00AB || c == 0x00BB || (c >= 0x201C && c <= 0x201F);
}

// Words of one token: punctuation and pictures split, & + @ % become words of their own.
void add_words(const UnicodeString& token, BrandWords& words) {
  UnicodeString word;
  bool hyphen = false;
  bool quoted = false;
  const auto flush = [&] {
    if (word.isEmpty()) return;
    words.push_back({.text = utf8(word), .hyphened = hyphen, .quoted = quoted});
    word.remove();
    hyphen = false;
    quoted = false;
  };
  for (int32_t at = 0; at < token.length(); at = token.moveIndex32(at, 1)) {
    const UChar32 c = token.char32At(at);
    if (is_word_character(c)) {
      word.append(c);
    } else if (is_sign(c)) {
      flush();
      words.push_back({.text = std::string(1, static_cast<char>(c)), .sign = true});
    } else if (c != '.' || !is_initials_dot(token, at)) {
      quoted = word.isEmpty() && (quoted || is_quotation_mark(c));
      flush();
      hyphen = u_charType(c) == U_DASH_PUNCTUATION && at > 0;
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

bool is_readable(const BrandWords& words) {
  return std::any_of(words.begin(), words.end(), [](const BrandWord& word) {
    return !word.sign && !romanised(word.text, Spelling::usual).empty();
  });
}

// The names that the tokens hold, each as words: what stands between brackets, bars, slashes and dashes.
std::vector<BrandWords> names_of(const WordLists& lists, const std::vector<BrandToken>& tokens) {
  std::vector<BrandWords> names(1);
  for (const BrandToken& token : tokens) {
    if (token.begins_name && !names.back().empty()) names.emplace_back();
    const auto known = token.text.find('.') == std::string::npos ? lists.abbreviations.end()
                                                                 : lists.abbreviations.find(token.key);
    const std::string_view text =
        known == lists.abbreviations.end() ? without_dot_word(lists, token.text) : known->second;
    add_words(unicode(text), names.back());
  }
  if (names.back().empty()) names.pop_back();
  return names;
}

// Scripts that share their letters' looks with Latin are not distinguished within a word.
enum class Kind { neutral, latin, alike, other };

Kind kind_of(UChar32 c) {
  if (!u_isalpha(c)) return Kind::neutral;
  UErrorCode status = U_ZERO_ERROR;
  switch (uscript_getScript(c, &status)) {
    case USCRIPT_LATIN:
      return Kind::latin;
    case USCRIPT_CYRILLIC:
    case USCRIPT_GREEK:
      return Kind::alike;
    case USCRIPT_COMMON:
    case USCRIPT_INHERITED:
      return Kind::neutral;
    default:
      return Kind::other;
  }
}

// `word` in pieces of Latin letters and of other scripts.
BrandWords by_script(const BrandWord& word) {
  const UnicodeString text = unicode(word.text);
  BrandWords out;
  UnicodeString piece;
  Kind kind = Kind::neutral;
  for (int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    const UChar32 c = text.char32At(at);
    const Kind next = kind_of(c);
    if (next == Kind::alike || kind == Kind::alike) return {word};
    if (next != Kind::neutral && kind != Kind::neutral && next != kind) {
      out.push_back({.text = utf8(piece)});
      piece.remove();
    }
    piece.append(c);
    if (next != Kind::neutral) kind = next;
  }
  out.push_back({.text = utf8(piece)});
  return out;
}

bool is_number(const BrandWord& word) {
  return !word.text.empty() &&
         std::all_of(word.text.begin(), word.text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

// Whether the Latin words of a name in two scripts are its name, and not a category or one letter. A category
// with a number is one (759 Store).
bool is_latin_name(const WordLists& lists, const BrandWords& words) {
  const bool numbered = !words.empty() && is_number(words.front());
  return std::any_of(words.begin(), words.end(), [&](const BrandWord& word) {
    const std::string key = form_key(word.text);
    return has_latin(word.text) && key.size() >= 2 &&
           (numbered || (!lists.generic.contains(key) && !lists.small.contains(key)));
  });
}

// Up to four capitals, digits among them.
bool is_initials(const BrandWord& word) {
  constexpr std::size_t kMostInitials = 4;
  return word.text.size() <= kMostInitials && std::all_of(word.text.begin(), word.text.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
         });
}

// Whether the word at `index` is a number before a word in Latin letters, in a name that Latin letters do not
// spell (not so of Cyrillic and Greek).
bool begins_latin_name(const BrandWords& words, std::size_t index) {
  return index > 0 && index + 1 < words.size() && is_number(words[index]) && has_latin(words[index + 1].text);
}

// Of a name in two scripts the Latin part is the brand, the other a second name.
void split_scripts(const WordLists& lists, Brand& brand) {
  if (std::all_of(brand.words.begin(), brand.words.end(),
                  [](const BrandWord& word) { return is_ascii(word.text); }))
    return;
  BrandWords all;
  std::vector<bool> glued_letter;  // a single letter in a word of another script is a part of it (85度C)
  for (const BrandWord& word : brand.words) {
    BrandWords pieces = word.sign ? BrandWords{word} : by_script(word);
    for (const BrandWord& piece : pieces)
      glued_letter.push_back(pieces.size() > 1 && piece.text.size() == 1 && has_latin(piece.text));
    all.insert(all.end(), std::make_move_iterator(pieces.begin()), std::make_move_iterator(pieces.end()));
  }
  // A sign or a number goes with the word before it, or else with the one behind it. A number that stands
  // apart between Han, kana and the like and Latin words begins these (7天酒店 7 Days Inn).
  std::size_t lettered = 0;
  const auto has_letters = [&](std::size_t i) {
    return (has_latin(all[i].text) && !glued_letter[i]) || has_other_letters(all[i].text);
  };
  while (lettered < all.size() && !has_letters(lettered)) ++lettered;
  if (lettered == all.size()) return;
  bool in_other = has_other_letters(all[lettered].text);
  const bool is_far = std::any_of(all.begin(), all.end(),
                                  [](const BrandWord& word) { return is_named_otherwise(word.text); });
  BrandWords latin;
  BrandWords other;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const BrandWord& word = all[i];
    if (has_other_letters(word.text))
      in_other = true;
    else if ((has_latin(word.text) && !glued_letter[i]) || (in_other && is_far && begins_latin_name(all, i)))
      in_other = false;
    (in_other ? other : latin).push_back(word);
  }
  if (!is_readable(other) || !is_latin_name(lists, latin)) return;
  const bool glued = latin.size() == 1 && all.size() > brand.words.size() && is_initials(latin.front());
  while (!latin.empty() && latin.back().sign && latin.back().text == "&") latin.pop_back();
  while (!other.empty() && other.front().sign) other.erase(other.begin());
  brand.words = std::move(latin);
  brand.initials_glued = glued;
  if (glued) std::swap(all, other);  // NTTドコモ is rather nttdokomo than dokomo
  brand.others.insert(brand.others.begin(), std::move(all));
  brand.others.insert(brand.others.begin(), std::move(other));
}

bool is_all_han(const UnicodeString& text) {
  for (int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    UErrorCode status = U_ZERO_ERROR;
    if (uscript_getScript(text.char32At(at), &status) != USCRIPT_HAN) return false;
  }
  return !text.isEmpty();
}

bool is_chinese_place(const WordLists& lists, const UnicodeString& text) {
  for (const std::string& name : {utf8(text), simplified_han(utf8(text))})
    if (lists.is_place(name) || lists.is_place(name + "市")) return true;
  return false;
}

// The category word that a Chinese name of at least two more characters ends with; empty where there is none.
std::string_view last_category(const WordLists& lists, const UnicodeString& name) {
  for (const std::string& category : lists.han_generic) {
    const UnicodeString ending = unicode(category);
    if (name.length() >= ending.length() + 2 && name.endsWith(ending)) return category;
  }
  return {};
}

// The place at the end of a Chinese name, in characters: a country, or behind its category (深兰 + 科技 +
// 上海); 0: none.
int32_t trailing_place(const WordLists& lists, const UnicodeString& name) {
  for (int32_t size = std::min(4, name.length() - 2); size >= 2; --size) {
    const UnicodeString ending(name, name.length() - size);
    if (lists.is_country(utf8(ending))) return size;
    if (name.length() - size >= 4 && is_chinese_place(lists, ending) &&
        !last_category(lists, UnicodeString(name, 0, name.length() - size)).empty())
      return size;
  }
  return 0;
}

// The place that a Chinese name begins with (深圳市), in characters; 0 where there is none.
int32_t leading_place(const WordLists& lists, const UnicodeString& name) {
  constexpr int32_t kLongest = 4;
  // A district is known by its last character (海淀区).
  if (name.length() >= 5 && UnicodeString(u"区區县縣").indexOf(name.charAt(2)) >= 0) return 3;
  for (int32_t size = std::min(kLongest, name.length() - 2); size >= 2; --size) {
    if (!is_chinese_place(lists, UnicodeString(name, 0, size))) continue;
    const bool more = size < name.length() && UnicodeString(u"市省县縣區区").indexOf(name.charAt(size)) >= 0;
    return more && name.length() - size > 2 ? size + 1 : size;
  }
  return 0;
}

// A Chinese name as place, name and category words (深圳 + 华为 + 技术).
BrandWords chinese_words(const WordLists& lists, const BrandWord& word) {
  UnicodeString name = unicode(word.text);
  if (!is_all_han(name)) return {word};
  BrandWords out;
  const int32_t place = leading_place(lists, name);
  const auto is_category = [&](const UnicodeString& text) {
    return std::find(lists.han_generic.begin(), lists.han_generic.end(), utf8(text)) !=
           lists.han_generic.end();
  };
  if (is_category(name)) return {{.text = word.text, .generic = true}};
  if (place > 0 && !is_category(UnicodeString(name, place))) {  // 中国银行 is its name
    out.push_back({.text = utf8(UnicodeString(name, 0, place)), .place = true});
    name.remove(0, place);
  }
  name.truncate(name.length() - trailing_place(lists, name));
  BrandWords categories;
  while (!is_category(name)) {
    const std::string category(last_category(lists, name));
    if (category.empty()) break;
    categories.insert(
        categories.begin(),
        {.text = category, .generic = true, .corporate = !lists.han_of_the_name.contains(category)});
    name.truncate(name.length() - unicode(category).length());
  }
  const bool only_place = place > 0 && out.empty() && name.length() == place;  // 海淀区 of 海淀区贸易
  out.push_back(
      {.text = utf8(name), .place = only_place, .generic = is_category(name)});  // 国际 in 上海国际贸易
  out.insert(out.end(), categories.begin(), categories.end());
  return out;
}

// How many bytes of `word` are a country in Han after kana (ベロラ日本); 0: none.
std::size_t han_country_after_kana(const WordLists& lists, const std::string& word) {
  if (!has_kana(word)) return 0;
  const UnicodeString text = unicode(word);
  int32_t at = text.length();
  UErrorCode status = U_ZERO_ERROR;
  while (at > 0 && uscript_getScript(text.charAt(at - 1), &status) == USCRIPT_HAN) --at;
  const std::string country = utf8(UnicodeString(text, at));
  const bool after_kana = at > 0 && has_kana(utf8(UnicodeString(text, at - 1, 1)));
  return after_kana && lists.is_country(country) ? country.size() : 0;
}

// How many bytes of `word` are a trade that Thai writes before a name without a blank (ร้านกาแฟดอยช้าง); 0:
// none.
std::size_t glued_trade(const WordLists& lists, const std::string& word) {
  constexpr std::size_t kShortestName = 12;  // four characters
  for (const std::string& trade : lists.glued_trades)
    if (word.size() >= trade.size() + kShortestName && word.starts_with(trade)) {
      const UChar32 next = unicode(std::string_view(word).substr(trade.size())).char32At(0);
      const bool begins_syllable = next >= 0x0E01 && next <= 0x0E44 && (next < 0x0E30 || next > 0x0E3A);
      return begins_syllable ? trade.size() : 0;
    }
  return 0;
}

// `words` with a trade before a name and a country behind it, which scripts without blanks write in one word
// with it, as words of their own (벨로라코리아).
BrandWords with_edges_apart(const WordLists& lists, const BrandWords& words) {
  constexpr std::size_t kShortestName = 6;  // two characters
  BrandWords out;
  for (const BrandWord& word : words) {
    out.push_back(word);
    if (is_ascii(word.text)) continue;
    if (const std::size_t trade = glued_trade(lists, word.text); trade > 0) {
      out.back().text.resize(trade);
      out.push_back({.text = word.text.substr(trade)});
      continue;
    }
    std::size_t size = han_country_after_kana(lists, word.text);
    for (const std::string& country : lists.glued_countries)
      if (size == 0 && word.text.ends_with(country)) size = country.size();
    if (size == 0 || word.text.size() < size + kShortestName) continue;
    out.back().text.resize(word.text.size() - size);
    out.push_back({.text = word.text.substr(word.text.size() - size), .country = true});
  }
  return out;
}

// `words` with Japanese in kana, or Chinese in its parts.
BrandWords read_words(const WordLists& lists, const BrandWords& words, Brand& brand, bool is_name) {
  BrandWords out;
  for (const BrandWord& word : with_edges_apart(lists, words)) {
    const bool japanese = brand.japanese && (has_han(word.text) || has_kana(word.text));
    if (japanese) {
      const JapaneseReading reading = read_japanese(word.text);
      for (const JapaneseWord& one : reading.words)
        out.push_back({.text = one.kana, .country = word.country, .gloss = one.gloss});
      brand.rough = brand.rough || (is_name && reading.rough);
    } else if (has_han(word.text)) {
      for (BrandWord& part : chinese_words(lists, word)) out.push_back(std::move(part));
    } else {
      out.push_back(word);
    }
  }
  return out;
}

bool writes_chinese(std::string_view country) {
  return country == "cn" || country == "tw" || country == "hk" || country == "mo" || country == "sg";
}

const std::vector<LegalForm> kNoForms;

// Puts the first of several names that is in Latin letters before one in another script (ユニクロ（UNIQLO）),
// if it is a name.
void prefer_latin_name(const WordLists& lists, std::vector<BrandWords>& names) {
  const auto in_latin = [](const BrandWord& word) { return has_latin(word.text); };
  if (names.size() < 2 || std::any_of(names.front().begin(), names.front().end(), in_latin)) return;
  const auto latin = std::find_if(names.begin() + 1, names.end(), [&](const BrandWords& name) {
    std::string key;
    for (const BrandWord& word : name) key += form_key(word.text);
    const bool says_nothing = lists.is_place(key) || lists.is_english(key) || lists.articles.contains(key);
    return is_latin_name(lists, name) && !says_nothing &&
           std::none_of(name.begin(), name.end(), [&](const BrandWord& word) {
             return has_other_letters(word.text) || lists.former.contains(form_key(word.text));
           });
  });
  if (latin != names.end()) std::rotate(names.begin(), latin, latin + 1);
}

bool says_no_name(const WordLists& lists, const BrandToken& token) {
  const bool dotted = std::count(token.text.begin(), token.text.end(), '.') > 1;  // i.G.
  return lists.small.contains(token.key) || dotted;
}

// The tokens without forms as the brand's names, the first one first.
void add_names(const WordLists& lists, const WithoutForms& found, Brand& brand) {
  std::vector<BrandWords> names = names_of(lists, found.name);
  prefer_latin_name(lists, names);
  if (!names.empty()) {
    brand.words = std::move(names.front());
    brand.alternatives = names.size() > 1;
    for (std::size_t i = 1; i < names.size(); ++i)
      if (!lists.former.contains(form_key(names[i].front().text)))
        brand.others.push_back(std::move(names[i]));
  }
  if (std::vector<BrandWords> with_form = names_of(lists, found.with_form); !with_form.empty())
    brand.others.push_back(std::move(with_form.front()));
  // Velda GmbH Mikrotechnik: Velda, and then Velda Mikrotechnik. But in Liquidation, di Rossi, a Delaware
  // company: these say what the form is, or whose.
  if (!found.after.empty() && says_no_name(lists, found.after.front())) return;
  std::vector<BrandWords> after = names_of(lists, found.after);
  if (after.empty() || brand.words.empty()) return;
  if (!found.after.front().begins_name) {
    BrandWords both = brand.words;
    both.insert(both.end(), after.front().begin(), after.front().end());
    after.front() = std::move(both);
  }
  brand.others.insert(brand.others.end(), std::make_move_iterator(after.begin()),
                      std::make_move_iterator(after.end()));
}

}  // namespace

Brand read_brand(const WordLists& lists, std::string_view text, const BrandHints& hints) {
  Brand brand;
  const UnicodeString whole = cleaned_brand(text);
  UnicodeString unglued = whole;
  for (const LegalForm& form : is_ascii(text) ? kNoForms : lists.glued) {  // none of them is ASCII
    const UnicodeString glued = unicode(form.keys.front());
    if (unglued.indexOf(glued) < 0) continue;
    unglued.findAndReplace(glued, UnicodeString(" "));
    if (brand.country.empty()) brand.country = form.country;
  }
  const WithoutForms found = without_legal_forms(lists, brand_tokens(unglued), hints.country);
  if (brand.country.empty()) brand.country = found.country;
  add_names(lists, found, brand);
  if (!is_readable(brand.words)) {
    brand.others.clear();
    brand.words.clear();
    for (BrandWords& name : names_of(lists, brand_tokens(whole)))
      for (BrandWord& word : name) brand.words.push_back(std::move(word));
  }
  const std::string_view country = brand.country.empty() ? hints.country : std::string_view(brand.country);
  brand.japanese = country == "jp" || has_kana(text) || hints.japanese ||
                   (!writes_chinese(country) && has_japanese_han(text));
  split_scripts(lists, brand);
  brand.words = read_words(lists, brand.words, brand, true);
  for (BrandWords& other : brand.others) other = read_words(lists, other, brand, false);
  return brand;
}

}  // namespace domainplan
