#include "submission/spending.hpp"

#include <algorithm>

#include "submission/cents.hpp"

namespace domainplan {

void Spending::count(const std::string& customer, const Figure& figure, std::optional<Cents> billed) {
  counted_[customer] = {figure, std::max<Cents>(0, billed.value_or(0))};
}

Cents Spending::figure(const Figure& figure) const {
  return saturating_sum(figure.registrations, prices.known_part_of(figure.licences));
}

Cents Spending::counted(const std::string& customer) const {
  const auto found = counted_.find(customer);
  return found == counted_.end() ? 0 : std::max(figure(found->second.figure), found->second.billed);
}

Cents Spending::total() const {
  Cents sum = 0;
  for (const auto& [customer, counted] : counted_)
    sum = saturating_sum(sum, std::max(figure(counted.figure), counted.billed));
  return sum;
}

bool Spending::fits(const Figure& figure) const {
  return !limit_ || saturating_sum(total(), this->figure(figure)) <= *limit_;
}

}  // namespace domainplan
