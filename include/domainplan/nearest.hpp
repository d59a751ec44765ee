// "Did you mean": the known word nearest to one that is not known.
#pragma once

#include <string>
#include <string_view>

namespace domainplan {

// How many letters must be changed, added, left out or swapped with their neighbour to get from `a` to `b`
// (optimal string alignment over bytes); some number above `limit` where there are more.
std::size_t edit_distance(std::string_view a, std::string_view b, std::size_t limit);

// The nearest of the words considered, ignoring case: at most two edits away, fewer for short words. Among
// equals the first.
class Nearest {
 public:
  explicit Nearest(std::string_view word);
  void consider(std::string_view known);  // which is copied
  bool found() const { return !best_.empty(); }
  std::string_view word() const { return best_; }
  // " (did you mean 'x'?)", or nothing.
  std::string question() const;

 private:
  std::string word_;
  std::string best_;
  std::size_t allowed_;  // edits that a next word may need
};

}  // namespace domainplan
