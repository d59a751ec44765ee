// One customer's way from names to an order.
//
// A draw takes candidates best first until they hold the selection that is wanted. A name that is not known
// yet counts as if it could be chosen, so a draw never takes a name that it would not take knowing
// everything: what is learnt, or claimed by an earlier customer, can only lengthen it. Each name lowers what
// is missing by one at the most, and a wave is never larger than what is missing. So in the end the draw is
// the shortest prefix of the ranking that suffices: a pure function of the customer, the facts and the
// claims, whatever came first.
//
// A Draw is handed from stage to stage of the pipeline and belongs to one of them at a time.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "domainplan/naming.hpp"
#include "domainplan/plan.hpp"
#include "planning/market.hpp"
#include "planning/owned_first.hpp"

namespace domainplan {

class Draw {
 public:
  // `place`: which of the run's customers this is, from 0. `customer` and `options` must outlive the draw.
  Draw(std::size_t place, const Customer& customer, const NamingRules& rules, const PlanOptions& options);

  // Looks at what has been learnt and claimed: lengthens the draw by a wave of names, or, where nothing more
  // has to be learnt, ends it. Where it does neither, it waits for names that it has.
  void advance();
  // Whether the draw has ended: it suffices, or there is nothing left to draw. The order is then made.
  bool ended() const { return ended_; }
  // Whether something has been learnt or claimed since the last advance().
  bool has_news() const { return has_news_; }

  // The names of the draw, by rank.
  std::size_t length() const { return drawn_.size(); }
  const Candidate& name(std::size_t rank) const { return names_[rank]; }
  // The ranks of the names that have not been learnt, best first.
  const std::vector<std::size_t>& unlearnt() const { return unlearnt_; }
  // What is known of these names; the order is that of unlearnt(). `claimed`: an earlier customer has it.
  void learn(std::size_t rank, const Fact& fact, bool claimed);
  // An earlier customer has got this name, which takes it out of the choice.
  void claim(std::size_t rank);

  // What the last advance() found missing, in domains.
  int missing_total() const { return missing_; }
  // The name of any rank, for asking ahead; nothing where the draw could never get there.
  const Candidate* peek(std::size_t rank);
  bool is_eligible(std::size_t rank) const { return drawn_[rank].verdict == Verdict::eligible; }
  // Whether a name of which this is known could be chosen, claims aside.
  bool would_be_eligible(const Fact& fact) const { return judge(fact, terms_) == Verdict::eligible; }

  // The order, once ended: the domains for Google, then those for Microsoft, each owned ones first, by name,
  // then by rank. Empty where no order is possible.
  struct OrderLine {
    std::string domain;
    Provider provider;
    std::optional<std::size_t> rank;  // unset: owned
  };
  const std::vector<OrderLine>& order() const { return order_; }
  bool planned() const { return planned_; }
  // Where the order may not be the best one: see Selection.
  std::optional<std::int64_t> gap() const { return gap_; }

  const Customer& customer() const { return *customer_; }
  std::size_t place() const { return place_; }
  const Fact& fact(std::size_t rank) const { return drawn_[rank].fact; }
  // Of a learnt name, `selected` aside.
  Verdict verdict(std::size_t rank) const { return *drawn_[rank].verdict; }

  // Why there is no order.
  enum class Shortfall : std::uint8_t { not_enough, max_checks, shares };
  Shortfall shortfall() const { return shortfall_; }
  Demand shortage() const { return shortage_; }

 private:
  // A name of the draw.
  struct Drawn {
    int tld, pattern;  // its groups
    Fact fact = {};
    std::optional<Verdict> verdict = {};  // unset: not learnt
  };

  bool name_exists(std::size_t rank);
  void lengthen(int wave);
  // The names that can be chosen; those that are not learnt count as if they could.
  std::vector<Item> items() const;
  Demand target(Demand rest) const;
  Demand least_missing(const std::vector<Item>& items, bool with_surplus, ShareCaps caps) const;
  void make_order(const std::vector<Item>& items);
  void explain_shortfall(const std::vector<Item>& items);

  std::size_t place_;
  const Customer* customer_;
  const PlanOptions* options_;
  Terms terms_;
  ShareCaps caps_;
  OwnedUse owned_;
  CandidateStream stream_;
  bool stream_ended_ = false;
  std::vector<Candidate> names_;  // as far as anyone looked
  std::vector<Drawn> drawn_;      // the first of them: the draw
  std::vector<std::size_t> unlearnt_;
  std::unordered_map<std::string, int> tld_groups_, pattern_groups_;
  bool has_news_ = false, ended_ = false, planned_ = false;
  int missing_ = 0;
  std::vector<OrderLine> order_;
  std::optional<std::int64_t> gap_;
  Shortfall shortfall_ = Shortfall::not_enough;
  Demand shortage_;
};

}  // namespace domainplan
