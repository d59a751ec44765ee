#include "importing/sets.hpp"

#include <algorithm>

namespace domainplan {

std::vector<std::vector<std::string>> import_sets(const std::vector<std::vector<std::string>>& by_customer,
                                                  std::size_t most) {
  std::vector<std::vector<std::string>> sets;
  for (const std::vector<std::string>& domains : by_customer) {
    const bool fits_one = domains.size() <= most;
    if (!domains.empty() && (sets.empty() || (fits_one && sets.back().size() + domains.size() > most)))
      sets.emplace_back();
    for (const std::string& domain : domains) {
      if (sets.back().size() == most) sets.emplace_back();
      sets.back().push_back(domain);
    }
  }
  for (auto& set : sets) std::sort(set.begin(), set.end());
  return sets;
}

}  // namespace domainplan
