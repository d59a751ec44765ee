// One customer's way from names to an order.
//
// A draw takes candidates best first until they hold the selection that is wanted. Each name lowers what is missing by
// one at the most, and a wave is never larger than what is missing; so a draw always ends as the shortest prefix of the
// ranking that suffices, however the answers came in: a pure function of the customer and the facts.
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
#include "planning/eligibility.hpp"
#include "planning/owned_first.hpp"

namespace domainplan {

class Draw {
 public:
  // `place`: which of the run's customers this is, from 0. `customer` and `options` must outlive the draw.
  Draw(std::size_t place, const Customer& customer, const NamingRules& rules, const PlanOptions& options);

  // To be called when every name of the draw has been learnt: ends the draw, or lengthens it by a wave of names that
  // have to be learnt next.
  void advance();
  // Whether the draw has ended: it suffices, or there is nothing left to draw. selection() is then made.
  bool ended() const { return ended_; }

  std::size_t length() const { return length_; }
  // How many names, from the start of the draw, have been learnt.
  std::size_t learnt() const { return facts_.size(); }
  const Candidate& name(std::size_t rank) const { return names_[rank]; }
  // The name of a rank beyond the draw, for asking ahead; nothing where the draw could never get there.
  const Candidate* peek(std::size_t rank);
  // The next name's fact; `claimed` where an earlier customer has it and claims count already.
  void learn(const Fact& fact, bool claimed);

  // What the last advance() found missing.
  int missing_total() const { return missing_; }

  // Settling: from here on claims count. claim(rank) takes a name out of the draw; advance() then has to be called again.
  void claim(std::size_t rank);
  bool claims_count() const { return claims_count_; }
  void let_claims_count() { claims_count_ = true; }
  // Whether an earlier claim on this name would matter: it is eligible.
  bool is_eligible(std::size_t rank) const { return verdicts_[rank] == Verdict::eligible; }

  // The order, once ended: the domains for Google, then those for Microsoft, each owned ones first, by name, then by
  // rank. Empty where no order is possible.
  struct OrderLine {
    std::string_view domain;
    Provider provider;
    std::optional<std::size_t> rank;  // unset: owned
  };
  const std::vector<OrderLine>& order() const { return order_; }
  bool planned() const { return planned_; }

  const Customer& customer() const { return *customer_; }
  std::size_t place() const { return place_; }
  const Fact& fact(std::size_t rank) const { return facts_[rank]; }
  // Of a drawn name, `selected` included once the draw has ended with an order.
  Verdict verdict(std::size_t rank) const { return verdicts_[rank]; }

  // Why there is no order.
  enum class Shortfall : std::uint8_t { not_enough, max_checks, shares };
  Shortfall shortfall() const { return shortfall_; }
  Demand shortage() const { return shortage_; }

 private:
  bool name_exists(std::size_t rank);
  void add_item(std::size_t rank);
  Demand target(Demand rest) const;
  Demand least_missing(bool with_surplus, ShareCaps caps) const;
  void end();
  void make_order();
  void explain_shortfall();

  std::size_t place_;
  const Customer* customer_;
  const PlanOptions* options_;
  Terms terms_;
  ShareCaps caps_;
  OwnedUse owned_;
  CandidateStream stream_;
  bool stream_ended_ = false;
  bool ended_ = false, planned_ = false, claims_count_ = false;
  std::vector<Candidate> names_;  // as far as anyone looked
  std::size_t length_ = 0;        // names_[0, length_) is the draw
  std::vector<Fact> facts_;       // of the first names of the draw
  std::vector<Verdict> verdicts_;
  std::vector<Item> items_;       // the eligible ones
  std::unordered_map<std::string, int> tld_groups_, pattern_groups_;
  int missing_ = 0;
  std::vector<OrderLine> order_;
  Shortfall shortfall_ = Shortfall::not_enough;
  Demand shortage_;
};

}  // namespace domainplan
