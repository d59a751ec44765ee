#include "naming/brand_parts.hpp"

#include <algorithm>

namespace domainplan {
namespace {

constexpr std::size_t kLongestPlace = 4;  // in words

Words slice(const Words& words, std::size_t from, std::size_t to) {
  return {words.begin() + static_cast<std::ptrdiff_t>(from), words.begin() + static_cast<std::ptrdiff_t>(to)};
}

// `word` cut to `longest` letters: between syllables where they are known.
std::string cut(const Word& word, std::size_t longest) {
  if (word.text.size() <= longest) return word.text;
  std::string out;
  for (const std::string& syllable : word.syllables) {
    if (out.size() + syllable.size() > longest) break;
    out += syllable;
  }
  return out.empty() ? word.text.substr(0, longest) : out;
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
  return is_distinctive_label(word) && !lists_.is_word_abroad(word.text);
}

bool NameWords::is_distinctive_label(const Word& word) const {
  return word.text.size() >= 3 && !word.place && !is_generic(word) && !is_article(word) && !is_small(word) &&
         !lists_.common.contains(word.text) && !affixes_.contains(word.text) &&
         !blocked_.contains(word.text) && !lists_.is_english(word.text) && !lists_.is_place(word.text);
}

bool NameWords::is_telling(const Words& words) const {
  if (!words.empty() && leading_place(words) == words.size()) return false;     // Los Angeles
  if (words.size() > 1 && lists_.common.contains(joined(words))) return false;  // cà phê
  if (std::any_of(words.begin(), words.end(), [&](const Word& word) { return is_distinctive(word); }))
    return true;
  return std::count_if(words.begin(), words.end(), [&](const Word& word) {
           return !is_generic(word) && !is_article(word) && !is_small(word);
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
  for (std::size_t size = std::min(kLongestPlace, words.size()); size >= 1; --size)
    if (!words[words.size() - size].hyphened &&
        lists_.is_country(joined(slice(words, words.size() - size, words.size()))))
      return size;
  return 0;
}

Words NameWords::without_ending(Words words) const {
  while (words.size() > 1) {
    if (const std::size_t country = trailing_country(words); country > 0 && country < words.size())
      words.resize(words.size() - country);
    else if (is_generic(words.back()) || is_small(words.back()))
      words.pop_back();
    else
      break;
  }
  return words;
}

std::string safely_joined(const JoinWords& rude, const Words& words, std::size_t longest) {
  std::string out;
  bool hyphen = false;
  for (const Word& word : words) {
    if (out.empty()) {
      out = cut(word, longest);
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
