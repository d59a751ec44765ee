#include "planning/hopes.hpp"

#include <algorithm>
#include <utility>

namespace domainplan {

std::size_t Hopes::add(std::size_t place, std::vector<std::string> names) {
  std::size_t last = place;
  for (const std::string& name : names) {
    std::set<std::size_t>& places = for_[name];
    places.insert(place);
    last = std::max(last, *places.rbegin());
  }
  of_.insert_or_assign(place, std::move(names));
  return last;
}

void Hopes::remove(std::size_t place) {
  const auto names = of_.extract(place);
  if (names.empty()) return;
  for (const std::string& name : names.mapped()) {
    const auto found = for_.find(name);
    found->second.erase(place);
    if (found->second.empty()) for_.erase(found);
  }
}

const std::set<std::size_t>& Hopes::for_name(const std::string& name) const {
  static const std::set<std::size_t> none;
  const auto found = for_.find(name);
  return found == for_.end() ? none : found->second;
}

}  // namespace domainplan
