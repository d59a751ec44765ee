#include "naming/brand_parts.hpp"

#include <algorithm>

namespace domainplan {
namespace {

constexpr std::size_t kLongestPlace = 4;  // in words
constexpr std::size_t kLongestTrade = 3;
constexpr std::size_t kShortestOfTrade = 5;  // letters

Words slice(const Words& words, std::size_t from, std::size_t to) {
  return {words.begin() + static_cast<std::ptrdiff_t>(from), words.begin() + static_cast<std::ptrdiff_t>(to)};
}

// Whether a word joins two as & does. One letter does in small letters only (Model Y, Vitamin E).
bool says_and(const Word& word) {
  static constexpr std::string_view kWords[] = {"and", "a",   "e",  "en", "es",  "et", "i", "ja",
                                                "kai", "och", "og", "un", "und", "ve", "y"};
  return (word.text.size() > 1 || word.small_letters) &&
         std::find(std::begin(kWords), std::end(kWords), word.text) != std::end(kWords);
}

bool is_vowel(std::string_view text, std::size_t at) {
  return at < text.size() && std::string_view("aeiouy").find(text[at]) != std::string_view::npos;
}

// Where `text` may be cut to at most `longest` letters: before a consonant that a vowel follows, which begins
// a syllable. An h after a consonant is a part of it (sh).
std::size_t syllable_edge(std::string_view text, std::size_t longest) {
  constexpr std::size_t kLongestSyllable = 8;
  for (std::size_t at = longest; at > 0 && at + kLongestSyllable > longest; --at) {
    if (is_vowel(text, at) || (text[at] == 'h' && !is_vowel(text, at - 1))) continue;
    const std::size_t next = text.substr(at + 1).starts_with('h') ? at + 2 : at + 1;
    if (is_vowel(text, next)) return at;
  }
  return longest;
}

// `word` cut to `longest` letters: between syllables where they are known.
std::string cut(const Word& word, std::size_t longest) {
  if (word.text.size() <= longest) return word.text;
  std::string out;
  for (const std::string& syllable : word.syllables) {
    if (out.size() + syllable.size() > longest) break;
    out += syllable;
  }
  return out.empty() ? word.text.substr(0, syllable_edge(word.text, longest)) : out;
}

}  // namespace

std::string joined(const Words& words) {
  std::string out;
  for (const Word& word : words) out += word.text;
  return out;
}

NameWords::NameWords(const WordLists& lists, const Settings& settings)
    : lists_(lists), blocked_(lists.blocked.begin(), lists.blocked.end()) {
  for (const auto* affixes : {&settings.prefixes, &settings.suffixes})
    for (const Weighted& affix : *affixes) affixes_.insert(affix.text);
}

bool NameWords::is_distinctive(const Word& word) const {
  // What reads as another language's word in Latin letters is none of it (ベロラ, Swedish beröra).
  return !word.everyday && is_distinctive_label(word) &&
         (word.other_letters || !lists_.is_word_abroad(word.text));
}

bool NameWords::is_distinctive_label(const Word& word) const {
  return word.text.size() >= 3 && word.text.find_first_not_of("0123456789") != std::string::npos &&
         !word.place && !is_category(word) && !is_article(word) && !is_small(word) &&
         !lists_.common.contains(word.text) && !affixes_.contains(word.text) &&
         !blocked_.contains(word.text) && !lists_.is_english(word.text) && !lists_.is_place(word.text);
}

bool NameWords::is_telling(const Words& words) const {
  if (!words.empty() && leading_place(words) == words.size()) return false;  // Los Angeles
  if (words.size() > 1 && (lists_.common.contains(joined(words)) || lists_.generic.contains(joined(words))))
    return false;  // cà phê, world wide
  if (std::any_of(words.begin(), words.end(), [&](const Word& word) { return is_distinctive(word); }))
    return true;
  return std::count_if(words.begin(), words.end(), [&](const Word& word) {
           return !is_category(word) && !is_article(word) && !is_small(word);
         }) >= 2;
}

std::size_t NameWords::leading_place(const Words& words) const {
  for (std::size_t size = std::min(kLongestPlace, words.size()); size >= 1; --size) {
    if (size < words.size() && words[size].hyphened) continue;  // Baden-Württembergische
    if (size == 1 && words.front().place) return 1;
    const std::string text = joined(slice(words, 0, size));
    if (text.size() >= 4 && lists_.is_place(text)) return size;
  }
  return 0;
}

std::size_t NameWords::trailing_country(const Words& words) const {
  const auto own = std::find_if(words.rbegin(), words.rend(), [](const Word& word) { return !word.country; });
  if (own != words.rbegin()) {
    const auto size = static_cast<std::size_t>(own - words.rbegin());
    return is_coupled(words, words.size() - size) ? 0 : size;
  }
  for (std::size_t size = std::min(kLongestPlace, words.size()); size >= 1; --size)
    if (!words[words.size() - size].hyphened && !is_coupled(words, words.size() - size) &&
        lists_.is_country(joined(slice(words, words.size() - size, words.size()))))
      return size;
  return 0;
}

bool NameWords::is_trade(const Word& word) const {
  constexpr std::size_t kLongestName = 14, kShortestFirstPart = 3;
  if (word.trade) return true;
  if (word.no_particle) return false;
  if (is_generic(word) || lists_.trades.contains(word.text) || word.text.size() > kLongestName) return true;
  return std::any_of(
      lists_.trade_endings.begin(), lists_.trade_endings.end(), [&](const std::string& ending) {
        return word.text.size() >= ending.size() + kShortestFirstPart && word.text.ends_with(ending);
      });
}

bool NameWords::is_listed_trade(const Word& word) const {
  return word.trade || (!word.no_particle && lists_.trades.contains(word.text));
}

bool NameWords::is_category(const Word& word) const {
  return is_generic(word) || is_listed_trade(word) || is_trade_behind(word);
}

bool NameWords::is_trade_behind(const Word& word) const {
  return !word.other_letters && lists_.trades_behind.contains(word.text);
}

// How many words from `at` on name a trade together (Diş Hekimliği); 0 where they do not.
std::size_t NameWords::trade_phrase(const Words& words, std::size_t at) const {
  for (std::size_t size = std::min(kLongestTrade, words.size() - at); size >= 2; --size)
    if (lists_.trade_phrases.contains(joined(slice(words, at, at + size)))) return size;
  return 0;
}

// How many words at the end say what the company does, behind a name (Velora Plumbing, Velora Real Estate); 0
// where they do not.
std::size_t NameWords::trailing_trade(const Words& words) const {
  for (std::size_t size = std::min(kLongestTrade, words.size() - 1); size >= 2; --size)
    if (lists_.trade_phrases.contains(joined(slice(words, words.size() - size, words.size())))) return size;
  return is_category(words.back()) ? 1 : 0;
}

// Whether a word stands behind & or a word for it, so that both are one name (Дом & Сад).
bool NameWords::is_coupled(const Words& words, std::size_t at) const {
  return words[at].coupled || (at > 0 && says_and(words[at - 1]));
}

// Whether the last `size` words are what a phrase before them is about (Museum of Natural + Sciences), so
// that it would break off without them.
bool NameWords::belongs_to_phrase(const Words& words, std::size_t size) const {
  const std::size_t end = words.size() - size;
  if (end < 3 || is_connector(words[end - 1]) || is_distinctive(words[end - 1]) || is_corporate(words[end]))
    return false;
  for (std::size_t at = 1; at + 1 < end; ++at) {
    if (!is_connector(words[at]) || says_and(words[at])) continue;
    if (words[at].text == "of" || words[at].text == "for" || is_generic(words[at - 1])) return true;
  }
  return false;
}

bool NameWords::is_like_adjective(const Word& word) const {
  static constexpr std::string_view kEndings[] = {"able", "al", "ary", "ed",   "ern", "ful",
                                                  "ible", "ic", "ive", "less", "ous"};
  static constexpr std::string_view kCommon[] = {
      "ancient", "big",    "bright", "clean", "early", "fair",  "fast",  "fine",  "free", "fresh", "good",
      "great",   "modern", "new",    "old",   "open",  "quick", "smart", "small", "true", "young"};
  constexpr std::size_t kShortest = 6;
  if (std::find(std::begin(kCommon), std::end(kCommon), word.text) != std::end(kCommon)) return true;
  return word.text.size() >= kShortest && lists_.is_english(word.text) &&
         std::any_of(std::begin(kEndings), std::end(kEndings),
                     [&](std::string_view ending) { return word.text.ends_with(ending); });
}

bool NameWords::breaks_off(const Words& words, std::size_t at) const {
  if (at == 0 || at >= words.size() || words[at - 1].no_particle) return false;
  if (words[at].hyphened || is_connector(words[at - 1])) return true;
  std::size_t begin = at;  // of the phrase that the last word stands in
  while (begin > 0 && !is_connector(words[begin - 1])) --begin;
  if (is_connector(words[at])) return !says_and(words[at]) && !is_telling(slice(words, begin, at));
  std::size_t end = at;
  while (end < words.size() && !is_connector(words[end])) ++end;
  const auto all_from = [&](auto is_one) {
    return std::all_of(words.begin() + static_cast<std::ptrdiff_t>(at),
                       words.begin() + static_cast<std::ptrdiff_t>(end), is_one);
  };
  if (begin > 1 && !says_and(words[begin - 1]))  // the first word is an article
    return !all_from([&](const Word& word) { return is_corporate(word) || is_placed(word); });
  if (all_from([&](const Word& word) { return is_category(word); })) return false;
  const Words phrase = slice(words, begin, at);
  return is_like_adjective(phrase.back()) ||
         std::none_of(phrase.begin(), phrase.end(),
                      [&](const Word& word) { return is_distinctive(word) || is_placed(word); });
}

// The first word from `at` on behind a person's titles and what leads to them (du Dr Lefort); `at` where
// there are none, or nothing is behind them.
std::size_t NameWords::behind_titles(const Words& words, std::size_t at) const {
  const auto is_title = [&](std::size_t index) {
    return words[index].title || lists_.titles.contains(words[index].text);
  };
  std::size_t name = at;
  while (name + 1 < words.size() && is_small(words[name])) ++name;
  if (!is_title(name)) return at;
  while (name < words.size() && is_title(name)) ++name;
  return name < words.size() ? name : at;
}

// Whether a word is a place, its article before it or not (d'Italia).
bool NameWords::is_placed(const Word& word) const {
  const std::string_view text = word.text;
  const bool elided = text.starts_with('d') || text.starts_with('l');
  return word.place || word.country || lists_.is_place(text) || (elided && lists_.is_country(text.substr(1)));
}

// Whether the word at `at` is an adjective of the trade that follows it (Строительная компания).
bool NameWords::describes(const Words& words, std::size_t at) const {
  static constexpr std::string_view kEndings[] = {"aya", "oe", "yy",  "iy", "yi",
                                                  "na",  "ne", "ska", "ki", "ko"};
  if (!is_trade(words[at + 1])) return false;
  return words[at].other_letters &&
         std::any_of(std::begin(kEndings), std::end(kEndings),
                     [&](std::string_view ending) { return words[at].text.ends_with(ending); });
}

// How many words at the beginning are one and those in small letters that follow it, before one that is not
// (Agence immobilière Duvernay).
std::size_t NameWords::leading_small_letters(const Words& words) const {
  constexpr std::size_t kFewest = 5;
  std::size_t at = 1, letters = 0;
  for (; at < words.size() && words[at].small_letters; ++at)
    if (!is_small(words[at])) letters += words[at].text.size();
  return at < words.size() && letters >= kFewest && !is_small(words[at - 1]) ? at : 0;
}

// Whether a small word is an article or a preposition that a name begins with (De Linde, Al Mulino, Zum
// Hirschen): it has a capital, but for the van of Dutch surnames.
bool NameWords::begins_name(const Word& word) {
  static constexpr std::string_view kFirst[] = {"al",  "aux", "chez", "da",  "das", "de",  "den", "der",
                                                "die", "do",  "el",   "het", "il",  "im",  "la",  "las",
                                                "le",  "les", "lo",   "los", "the", "van", "zum", "zur"};
  return (!word.small_letters || word.text == "van") &&
         std::find(std::begin(kFirst), std::end(kFirst), word.text) != std::end(kFirst);
}

std::size_t NameWords::leading_trade(const Words& words) const {
  for (std::size_t at = 1; at < words.size(); ++at)
    if (words[at].quoted) return at;
  const bool is_unread = words.front().no_particle && !words.front().trade;
  if (is_corporate(words.front()) && is_like_adjective(words.front())) return 0;  // Limited Edition Books
  if (words.size() < 2 || is_unread || is_placed(words.front())) return 0;
  const std::size_t small_letters = leading_small_letters(words);
  std::size_t end = small_letters;
  for (std::size_t at = end; at + 1 < words.size(); ++at) {
    if (const std::size_t size = trade_phrase(words, at); size > 0 && at + size < words.size()) {
      end = at + size;
      at = end - 1;
      continue;
    }
    const Word& word = words[at];
    // A longer word that is none of a name says more of the trade (Cabinet dentaire Lefort).
    const auto goes_on = [&] {
      return small_letters == 0 && end == at && at > 0 && word.text.size() >= kShortestOfTrade &&
             !word.other_letters && !is_placed(word) && !lists_.common.contains(word.text) &&
             lists_.is_word_abroad(word.text) && is_distinctive(words[at + 1]);
    };
    if (is_trade(word) || goes_on())
      end = at + 1;
    else if (!describes(words, at) && !(at > 0 && is_small(word) && word.text != "of" && word.text != "for"))
      break;
  }
  if (end > 0) end = behind_titles(words, end);
  // House of Velora and Banca d'Italia are all one name, and International Business Machines too.
  const bool has_name = std::any_of(words.begin() + static_cast<std::ptrdiff_t>(end), words.end(),
                                    [&](const Word& word) { return !is_generic(word) && !is_small(word); });
  const bool leads_on = is_small(words[end]) && !begins_name(words[end]);
  return has_name && end > 0 && !leads_on && (small_letters > 0 || !is_placed(words[end])) ? end : 0;
}

Words NameWords::without_ending(Words words) const {
  while (words.size() > 1) {
    const std::size_t country = trailing_country(words);
    const std::size_t trade = trailing_trade(words);
    if (country > 0 && country < words.size())
      words.resize(words.size() - country);
    else if (trade > 0 && !belongs_to_phrase(words, trade))
      words.resize(words.size() - trade);
    else if (is_small(words.back()))
      words.pop_back();
    else
      break;
  }
  return words;
}

Words NameWords::up_to_couple(const Words& words) const {
  constexpr std::size_t kShortestName = 3;
  std::size_t at = words.size();
  while (at > 0 && !(at >= 3 && says_and(words[at - 2]))) --at;
  if (at == 0 || is_category(words[at - 3]) || is_listed_trade(words[at - 1])) return {};
  if (words[at - 3].text.size() < kShortestName || words[at - 1].text.size() < kShortestName)
    return {};  // H&E
  const std::size_t size = std::max(at, without_ending(words).size());
  return size < words.size() ? slice(words, 0, size) : Words();
}

std::string safely_joined(const JoinWords& rude, const Words& words, std::size_t longest) {
  std::string out;
  bool hyphen = false;
  for (const Word& word : words) {
    if (out.empty()) {
      out = cut(word, longest);
      if (out.size() < word.text.size()) break;
      continue;
    }
    const bool joins_badly = rude.reach_over(out, word.text);
    if (joins_badly && hyphen) return {};
    if (out.size() + word.text.size() + (joins_badly ? 1 : 0) > longest) break;
    if (joins_badly) out += '-';
    hyphen = hyphen || joins_badly;
    out += word.text;
  }
  return out;
}

}  // namespace domainplan
