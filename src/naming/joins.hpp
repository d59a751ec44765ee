// What arises where words meet without a space: rude words (pen + island), and other words (users + cript).
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace domainplan {

// Finds words of a list that reach over a join: an Aho-Corasick automaton over a to z, built once and shared.
class JoinWords {
 public:
  JoinWords() : JoinWords(std::vector<std::string_view>()) {}
  explicit JoinWords(const std::vector<std::string_view>& words);

  // Where the automaton stands after `text`; every other character than a to z begins anew.
  std::uint16_t after(std::string_view text, std::uint16_t from = 0) const;
  // Whether a word begins in what led to `left` and ends in `right`.
  bool reach_over(std::uint16_t left, std::string_view right) const;
  // The same for two texts.
  bool reach_over(std::string_view left, std::string_view right) const {
    return reach_over(after(left), right);
  }

 private:
  struct State {
    std::array<std::uint16_t, 26> next{};
    std::uint16_t back = 0;
    std::uint8_t depth = 0;
    std::uint8_t longest = 0;  // of the words that end here
  };
  std::vector<State> states_;
};

}  // namespace domainplan
