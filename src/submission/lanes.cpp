#include "submission/lanes.hpp"

#include <algorithm>

namespace domainplan {
namespace {

bool has_any(const std::map<std::size_t, std::string>& orders, const std::set<std::string>& names) {
  return std::any_of(orders.begin(), orders.end(),
                     [&](const auto& order) { return names.contains(order.second); });
}

}  // namespace

bool Lanes::may_begin(const std::set<std::string>& names, bool alone) const {
  if (is_blocked() || !has_room()) return false;
  if (alone && !(under_way_.empty() && lost_.empty())) return false;
  return !has_any(under_way_, names) && !waits_for(names);
}

bool Lanes::waits_for(const std::set<std::string>& names) const {
  return has_any(lost_, names) || has_any(given_up_, names);
}

void Lanes::begin(std::size_t order, const std::string& user) { under_way_[order] = user; }

void Lanes::settle(std::size_t order) {
  const bool was_sent = under_way_.erase(order) + lost_.erase(order) + given_up_.erase(order) > 0;
  // Once no order is begun, one of those whose answers were lost has to be settled.
  if (was_sent && (!is_blocked() || in_a_row_.contains(order))) in_a_row_.clear();
}

void Lanes::lose(std::size_t order) {
  const auto sent = under_way_.find(order);
  if (sent == under_way_.end()) return;
  if (lost_.emplace(order, sent->second).second) in_a_row_.insert(order);
  under_way_.erase(sent);
}

void Lanes::give_up(std::size_t order) {
  if (const auto lost = lost_.extract(order)) given_up_.emplace(order, lost.mapped());
  under_way_.erase(order);
}

void Lanes::inherit(std::size_t order, const std::string& user) { lost_.emplace(order, user); }

}  // namespace domainplan
