// Which labels are made of common words: those are what everybody registered long ago.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>

namespace domainplan::sandbox {

class Words {
 public:
  // `list` holds one lower-case word a line.
  explicit Words(std::string_view list);

  // The fewest words that make up `label` (at most 63 characters) without a rest, hyphens left out; 0: it
  // cannot be done.
  int fewest_in(std::string_view label) const;

 private:
  std::unordered_set<std::string_view> words_;  // views into the list
  std::size_t longest_ = 0;
};

}  // namespace domainplan::sandbox
