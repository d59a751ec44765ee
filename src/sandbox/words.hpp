// Which labels are made of common words: those are what everybody registered long ago.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace domainplan::sandbox {

class Words {
 public:
  // `list` holds one word a line, of the letters a to z, two of them at least.
  explicit Words(std::string_view list);

  // The fewest words that make up `label` (at most 63 characters) without a rest, hyphens left out; 0: it
  // cannot be done.
  int fewest_in(std::string_view label) const;

 private:
  // A tree of the words' beginnings: every name of a call goes through it.
  struct Node {
    std::array<std::uint16_t, 26> next{};  // by letter; 0: no word goes on with it
    bool is_word = false;
  };
  std::vector<Node> nodes_{1};
};

}  // namespace domainplan::sandbox
