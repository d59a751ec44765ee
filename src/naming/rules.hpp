// What NamingRules holds.
#pragma once

#include <re2/re2.h>

#include <memory>
#include <string_view>
#include <vector>

#include "domainplan/naming.hpp"
#include "naming/brand_parts.hpp"
#include "naming/misreads.hpp"
#include "naming/pattern.hpp"
#include "naming/settings.hpp"
#include "naming/word_lists.hpp"

namespace domainplan {

using Expressions = std::vector<std::shared_ptr<const re2::RE2>>;

struct NamingRules::Data {
  std::shared_ptr<const WordLists> words;
  Settings settings;
  std::shared_ptr<const std::vector<Pattern>> patterns;  // what the settings give
  std::shared_ptr<const Misreads> misreads;              // of their affixes
  std::shared_ptr<const NameWords> name_words;
  std::size_t styles = 0;  // how many different ones the patterns have
  std::vector<Diagnostic> warnings;
  Expressions include;
  Expressions exclude;

  // Whether the filters let a domain through.
  bool matches(std::string_view domain) const;
};

// The weights that a preference of TLDs gets: falling evenly from the best of `like`, as its own do.
std::vector<Weighted> weighted_tlds(const std::vector<std::string>& tlds, const std::vector<Weighted>& like);

}  // namespace domainplan
