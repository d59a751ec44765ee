#include "naming/misreads.hpp"

#include <algorithm>
#include <bitset>

namespace domainplan {
namespace {

constexpr std::size_t kShortestWord = 4;
constexpr std::size_t kMostOfStem = 6;  // letters of the stem that the other word takes

// Which pairs of letters the suffixes end with, to pass over most words of a dictionary at once.
class LastLetters {
 public:
  void add(std::string_view word) { seen_.set(index(word)); }
  bool has(std::string_view word) const { return seen_.test(index(word)); }

 private:
  static std::size_t index(std::string_view word) {
    const auto letter = [&](std::size_t back) {
      return static_cast<std::size_t>(static_cast<unsigned char>(word[word.size() - back]) & 31U);
    };
    return letter(2) * 32 + letter(1);
  }
  std::bitset<1024> seen_;
};

}  // namespace

Misreads::Misreads(const WordLists& lists, const std::vector<Pattern>& patterns)
    : patterns_(patterns.size()) {
  std::unordered_map<std::string, Indexes> prefixes;
  std::unordered_map<std::string, Indexes> suffixes;
  for (std::uint32_t i = 0; i < patterns.size(); ++i) {
    const Pattern& pattern = patterns[i];
    if (pattern.affix.size() < 2 || pattern.hyphen) continue;
    (pattern.is_prefix ? prefixes : suffixes)[pattern.affix].push_back(i);
  }
  for (const SortedLines* words : {&lists.english, &lists.rarer_english}) {
    for (const auto& [prefix, indexes] : prefixes) add_prefix(*words, prefix, indexes);
    add_suffixes(*words, suffixes);
  }
}

void Misreads::add_prefix(const SortedLines& words, const std::string& prefix, const Indexes& patterns) {
  for (std::size_t i = words.lower_bound(prefix); i < words.size(); ++i) {
    const std::string_view word = words.line(i).first;
    if (!word.starts_with(prefix)) break;
    if (word.size() < kShortestWord || word.size() == prefix.size()) continue;
    if (word.size() - prefix.size() > kMostOfStem) continue;
    Indexes& known = beginnings_[std::string(word.substr(prefix.size()))];
    known.insert(known.end(), patterns.begin(), patterns.end());
  }
}

void Misreads::add_suffixes(const SortedLines& words,
                            const std::unordered_map<std::string, Indexes>& suffixes) {
  if (suffixes.empty()) return;
  LastLetters last;
  std::size_t shortest = SIZE_MAX;
  for (const auto& [suffix, indexes] : suffixes) {
    last.add(suffix);
    shortest = std::min(shortest, suffix.size());
  }
  std::string ending;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const std::string_view word = words.line(i).first;
    if (word.size() < kShortestWord || !last.has(word)) continue;
    for (std::size_t taken = 1; taken <= kMostOfStem && taken + shortest <= word.size(); ++taken) {
      ending.assign(word.substr(taken));
      const auto known = suffixes.find(ending);
      if (known == suffixes.end()) continue;
      Indexes& out = endings_[std::string(word.substr(0, taken))];
      out.insert(out.end(), known->second.begin(), known->second.end());
    }
  }
}

std::vector<std::uint8_t> Misreads::of(std::string_view stem) const {
  std::vector<std::uint8_t> out(patterns_);
  const auto mark = [&](const std::unordered_map<std::string, Indexes>& from, std::string_view part) {
    if (const auto known = from.find(std::string(part)); known != from.end())
      for (const std::uint32_t index : known->second) out[index] = 1;
  };
  for (std::size_t size = 1; size <= std::min(kMostOfStem, stem.size()); ++size) {
    mark(beginnings_, stem.substr(0, size));
    mark(endings_, stem.substr(stem.size() - size));
  }
  return out;
}

}  // namespace domainplan
