#include "naming/joins.hpp"

#include <algorithm>

namespace domainplan {
namespace {

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
std::size_t index_of(char c) { return static_cast<std::size_t>(c - 'a'); }

}  // namespace

JoinWords::JoinWords(const std::vector<std::string_view>& words) : states_(1) {
  for (const std::string_view word : words) {
    if (!std::all_of(word.begin(), word.end(), is_letter)) continue;
    std::uint16_t at = 0;
    for (const char c : word) {
      if (states_[at].next[index_of(c)] == 0) {
        states_[at].next[index_of(c)] = static_cast<std::uint16_t>(states_.size());
        State state;
        state.depth = static_cast<std::uint8_t>(states_[at].depth + 1);
        states_.push_back(state);
      }
      at = states_[at].next[index_of(c)];
    }
    states_[at].longest = states_[at].depth;
  }
  // By depth, so that where a state falls back to is done before it.
  std::vector<std::uint16_t> queue;
  for (const std::uint16_t child : states_[0].next)
    if (child != 0) queue.push_back(child);
  for (std::size_t i = 0; i < queue.size(); ++i) {
    const std::uint16_t at = queue[i];
    const State fallback = states_[states_[at].back];
    states_[at].longest = std::max(states_[at].longest, fallback.longest);
    for (std::size_t c = 0; c < 26; ++c) {
      std::uint16_t& child = states_[at].next[c];
      if (child == 0) {
        child = fallback.next[c];
      } else {
        states_[child].back = fallback.next[c];
        queue.push_back(child);
      }
    }
  }
}

std::uint16_t JoinWords::after(std::string_view text, std::uint16_t from) const {
  for (const char c : text) from = is_letter(c) ? states_[from].next[index_of(c)] : std::uint16_t{0};
  return from;
}

bool JoinWords::reach_over(std::uint16_t left, std::string_view right) const {
  std::size_t taken = 0;
  for (const char c : right) {
    if (states_[left].depth <= taken || !is_letter(c)) return false;
    left = states_[left].next[index_of(c)];
    if (states_[left].longest > ++taken) return true;
  }
  return false;
}

}  // namespace domainplan
