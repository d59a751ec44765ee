#include "domainplan/nearest.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "core/text.hpp"

namespace domainplan {
namespace {
constexpr std::size_t kMostEdits = 2;      // of a word of 5 letters or more; of 3 and 4: one
constexpr std::size_t kLongestWord = 256;  // what is longer is not a slip of the hand
}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit) {
  const std::size_t too_far = limit + 1;
  if (std::max(a.size(), b.size()) - std::min(a.size(), b.size()) > limit) return too_far;
  std::vector<std::size_t> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0U : 1U)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        now[j] = std::min(now[j], before[j - 2] + 1);
    }
    if (*std::min_element(now.begin(), now.end()) > limit) return too_far;
    std::swap(before, last);
    std::swap(last, now);
  }
  return last[b.size()];
}

Nearest::Nearest(std::string_view word)
    : word_(ascii_lower(word)), allowed_(word.size() >= 5 ? kMostEdits : word.size() / 3) {}

void Nearest::consider(std::string_view known) {
  if (word_.size() > kLongestWord || known.size() > word_.size() + allowed_ ||
      word_.size() > known.size() + allowed_)
    return;
  const std::size_t distance = edit_distance(word_, ascii_lower(known), allowed_);
  if (distance > allowed_ || (found() && distance == allowed_)) return;
  best_ = known;
  allowed_ = distance;
}

std::string Nearest::question() const {
  return found() ? fmt::format(" (did you mean {}?)", in_quotes(best_)) : std::string();
}

}  // namespace domainplan
