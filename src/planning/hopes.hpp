// What customers that are selected but not settled would get if no one came before them. Where two hope for
// the same name, the earlier one in the file will get it.
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace domainplan {

class Hopes {
 public:
  // Adds the customer at `place`, who hopes for `names`. Returns the last place among those who hope for one
  // of them: the customer with the most to lose.
  std::size_t add(std::size_t place, std::vector<std::string> names);
  // The customer at `place` no longer hopes for anything.
  void remove(std::size_t place);

  // What the customer at `place` hopes for. Throws std::out_of_range where it was not added.
  const std::vector<std::string>& of(std::size_t place) const { return of_.at(place); }
  // The places of those who hope for a name.
  const std::set<std::size_t>& for_name(const std::string& name) const;

 private:
  std::unordered_map<std::string, std::set<std::size_t>> for_;
  std::unordered_map<std::size_t, std::vector<std::string>> of_;
};

}  // namespace domainplan
