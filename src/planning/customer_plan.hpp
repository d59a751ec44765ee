// One customer's way from candidates to an order.
//
// A plan takes candidates best first until they hold the selection that is wanted. A name that is not known
// yet counts as if it could be chosen, so a plan never takes a name that it would not take knowing
// everything: what is learnt, or claimed by an earlier customer, can only lengthen it. Each name lowers what
// is missing by one at most, and no more names are taken at a time than are missing. So in the end the plan
// is the shortest prefix of the ranking that suffices: a pure function of the customer, the facts and the
// claims, whatever came first.
//
// It is handed from stage to stage of the run (draw, filter, select, write) and to the scheduler between
// them, and belongs to one of them at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "domainplan/naming.hpp"
#include "domainplan/plan.hpp"
#include "planning/market.hpp"
#include "planning/owned_first.hpp"
#include "planning/selection_problem.hpp"

namespace domainplan {

class CustomerPlan {
 public:
  // `place`: which of the run's customers this is, from 0. `customer` and `options` must outlive the plan.
  CustomerPlan(std::size_t place, const Customer& customer, const NamingRules& rules,
               const PlanOptions& options);

  // The stages. draw() takes as many more candidates as are missing, as far as there are any. filter()
  // decides which of the names learnt since are eligible, and counts again what is missing. select() makes
  // the order, or finds out why there is none.
  void draw();
  void filter();
  void select();
  // Whether names are missing, as far as the last filter() knows.
  bool wants_more() const { return missing_ > 0; }
  // Whether everything is learnt about the candidates taken.
  bool all_learnt() const { return unlearnt_.empty(); }

  // Whether the order is made, or known to be impossible; false again once a name of it is claimed.
  bool selected() const { return selected_; }
  // Whether something has been learnt or claimed since the last filter().
  bool has_news() const { return has_news_; }

  // The candidates taken, by rank.
  std::size_t length() const { return drawn_.size(); }
  const Candidate& candidate(std::size_t rank) const { return candidates_[rank]; }
  // The ranks of those that have not been learnt, best first.
  const std::vector<std::size_t>& unlearnt() const { return unlearnt_; }
  // What is known of one of these. `lost`: claimed or reserved, where somebody else has it.
  void learn(std::size_t rank, const Fact& fact, std::optional<Verdict> lost);
  // Somebody else has got this name, which takes it out of the choice: an earlier customer (`claimed`), or
  // another plan (`reserved`).
  void lose(std::size_t rank, Verdict to);

  // What the last filter() found missing, in domains.
  int missing_total() const { return missing_; }
  // The candidate of any rank, for asking ahead; null where the plan could never get there.
  const Candidate* peek(std::size_t rank);
  bool is_eligible(std::size_t rank) const { return drawn_[rank].verdict == Verdict::eligible; }
  // The verdict of a name that is not asked about: avoided or reserved, in this order; nothing where it is to
  // be asked about.
  std::optional<Verdict> ruled_out(const std::string& domain) const;
  // Whether a name of which this is known could be chosen, claims aside.
  bool would_be_eligible(const Fact& fact) const { return judge(fact, terms_) == Verdict::eligible; }

  // Once, when 200 names were answered and each that has a price is above the cap on the first year's: the
  // lowest price.
  std::optional<Cents> take_cheapest_above_cap();

  // The order, once selected: the domains for Google, then those for Microsoft, each owned ones first, by
  // name, then by rank. Empty where no order is possible.
  struct OrderLine {
    std::string domain;
    Provider provider;
    std::optional<std::size_t> rank;  // unset: owned
  };
  const std::vector<OrderLine>& order() const { return order_; }
  bool has_order() const { return has_order_; }
  // Where the order may not be the best one: see Selection.
  std::optional<std::int64_t> gap() const { return gap_; }

  const Customer& customer() const { return *customer_; }
  // What the choice is bound to.
  const Terms& terms() const { return terms_; }
  ShareCaps caps() const { return caps_; }
  const PlanOptions& options() const { return *options_; }
  const NamingRules& rules() const { return rules_; }
  // What is to be registered beside the owned domains: see OwnedUse::rest.
  const std::vector<Demand>& demands() const { return owned_.rest; }
  std::size_t place() const { return place_; }
  const Fact& fact(std::size_t rank) const { return drawn_[rank].fact; }
  // Of a learnt name, `selected` aside.
  Verdict verdict(std::size_t rank) const { return *drawn_[rank].verdict; }

  // Why there is no order, and how many domains are missing.
  enum class Shortfall : std::uint8_t { not_enough, max_checks, shares };
  Shortfall shortfall() const { return shortfall_; }
  Demand shortage() const { return shortage_; }

 private:
  // A candidate that was taken.
  struct Drawn {
    selection::Groups groups;
    Fact fact = {};
    std::optional<Verdict> verdict = {};  // unset: not learnt, or not filtered yet
  };
  struct Learnt {
    std::size_t rank;
    std::optional<Verdict> lost;
  };

  bool is_owned(const std::string& domain) const;
  bool candidate_exists(std::size_t rank);
  // The names that can be chosen; those that are not learnt count as if they could.
  std::vector<Item> items() const;
  Demand least_missing(const std::vector<Item>& items, bool with_surplus, ShareCaps caps) const;
  void make_order(const std::vector<Item>& items, std::vector<std::size_t> chosen);
  void explain_shortfall(const std::vector<Item>& items);

  std::size_t place_;
  const Customer* customer_;
  const PlanOptions* options_;
  NamingRules rules_;
  const std::unordered_set<std::string>* rejected_ = nullptr;  // for this customer; null: none
  Terms terms_;
  ShareCaps caps_;
  OwnedUse owned_;
  CandidateStream stream_;
  bool stream_ended_ = false;
  std::vector<Candidate> candidates_;  // as far as anyone looked
  std::vector<Drawn> drawn_;           // of the first of them: those taken
  std::vector<std::size_t> unlearnt_;
  std::vector<Learnt> learnt_;  // since the last filter()
  selection::Families families_;
  // Of the names that were answered.
  int answered_ = 0;
  std::optional<Cents> cheapest_;
  bool warned_of_prices_ = false;
  bool has_news_ = false, selected_ = false, has_order_ = false;
  int missing_ = 0;
  std::vector<OrderLine> order_;
  std::optional<std::int64_t> gap_;
  Shortfall shortfall_ = Shortfall::not_enough;
  Demand shortage_;
};

}  // namespace domainplan
