// Which orders may be under way together. Pure.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>

#include "domainplan/submit.hpp"

namespace domainplan {

class Lanes {
 public:
  // `names` are all names of one user, of which begin() and inherit() were given any.

  // Whether an order of a user may be begun now: fewer than kMostUnderWay are under way, none of them is this
  // user's, no answer for this user is lost, and the vendor has not lost kMostLostInARow answers one after
  // another. `alone`: only while nothing is under way and no answer is missing.
  bool may_begin(const std::set<std::string>& names, bool alone) const;

  // An order goes out. `again`: its answer was lost before.
  void begin(std::size_t order, const std::string& user);
  // Its outcome is known.
  void settle(std::size_t order);
  // Its answer was lost; it is no longer under way, but its user stays blocked.
  void lose(std::size_t order);
  // Nobody waits for a lost answer any more: what became of the order stays unknown, and its user blocked.
  void give_up(std::size_t order);
  // An order that an earlier run has lost.
  void inherit(std::size_t order, const std::string& user);

  // Whether the same bytes may go again now.
  bool has_room() const { return under_way_.size() < kMostUnderWay; }
  // Whether the outcome of an order of the user is unknown, or not known yet.
  bool waits_for(const std::set<std::string>& names) const;
  std::size_t under_way() const { return under_way_.size(); }
  std::size_t lost() const { return lost_.size(); }
  bool is_lost(std::size_t order) const { return lost_.contains(order); }
  // Whether the vendor has lost so many answers in a row that no order is begun.
  bool is_blocked() const { return in_a_row_.size() >= static_cast<std::size_t>(kMostLostInARow); }

 private:
  std::map<std::size_t, std::string> under_way_;  // their users
  std::map<std::size_t, std::string> lost_;       // of these some may be under way again
  std::map<std::size_t, std::string> given_up_;
  std::set<std::size_t> in_a_row_;  // whose answers were lost one after another
};

}  // namespace domainplan
