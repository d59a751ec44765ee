// Affixes that read as another word beside a stem: try + stbank (tryst bank), kavas + team (kava steam).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "naming/pattern.hpp"
#include "naming/word_lists.hpp"

namespace domainplan {

class Misreads {
 public:
  Misreads(const WordLists& lists, const std::vector<Pattern>& patterns);

  // For each pattern, by its index: 1 where its affix and `stem` read as another word, else 0.
  std::vector<std::uint8_t> of(std::string_view stem) const;

 private:
  using Indexes = std::vector<std::uint32_t>;
  void add_prefix(const SortedLines& words, const std::string& prefix, const Indexes& patterns);
  void add_suffixes(const SortedLines& words, const std::unordered_map<std::string, Indexes>& suffixes);

  std::size_t patterns_;
  std::unordered_map<std::string, Indexes> beginnings_;  // of a stem, with the prefixes they make a word of
  std::unordered_map<std::string, Indexes> endings_;     // of a stem, with the suffixes
};

}  // namespace domainplan
