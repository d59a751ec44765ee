#include "planning/scheduler.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>
#include <utility>

#include "domainplan/error.hpp"

namespace domainplan {
namespace {

// How many customers are notified at once that a name they hoped for is gone. The others find out when their
// turn is nearer: among a thousand customers of one brand nearly all would be notified in vain.
constexpr std::size_t kRivalsNotified = 16;

// So many names without a usable row, and none with one, end a run even where other calls are under way.
constexpr std::size_t kTooManyUnusable = 1000;

}  // namespace

Scheduler::Scheduler(const PlanOptions& options, std::size_t customers, Names claimed)
    : batcher_(options.batch_size, options.recheck_wait),
      currency_(options.choice.currency),
      customers_(customers),
      window_(static_cast<std::size_t>(options.window)),
      owned_(std::make_move_iterator(claimed.begin()), std::make_move_iterator(claimed.end())) {}

Scheduler::Scheduler(std::span<const std::string> names, int batch_size,
                     std::chrono::milliseconds recheck_wait, int max_calls)
    : batcher_(batch_size, recheck_wait), list_(names), list_open_(names.size()), max_calls_(max_calls) {}

void Scheduler::replay(std::unordered_map<std::string, Fact> recorded) {
  is_replay_ = true;
  for (const auto& [name, fact] : recorded) facts_.entry(name).first = {fact, false};
}

void Scheduler::resume(Recovered recovered) {
  names_answered_ = recovered.known.size() + recovered.asked.size();
  for (const auto& [name, asks] : recovered.asked) answered_before_.insert(name);
  for (const auto& [name, fact] : recovered.known) {
    names_eligible_ += fact.said == Verdict::eligible;
    heard_ += fact.said != Verdict::invalid;
    facts_.entry(name).first = {fact, false};
  }
  for (const auto& [name, fact] : recovered.shared) facts_.entry(name).first = {fact, true};
  for (auto& [name, asks] : recovered.asked) batcher_.asked_before(name, asks);
}

Effects Scheduler::step(Event event) {
  std::visit([this](auto& one) { take(one); }, event);
  keep_going();
  look_up_again();
  effects_.ask = batcher_.take_calls();
  effects_.wait = batcher_.take_waits();
  effects_.cancel_waits = is_finished() && (batcher_.anything_waits() || looking_up_again_ > 0);
  return std::exchange(effects_, {});
}

void Scheduler::take(Returned& returned) {
  PlanPtr& plan = returned.plan;
  --away_;
  if (lose_to_claims(*plan)) {
    send_to_filter(std::move(plan));
  } else if (!plan->selected()) {
    ask_for_unknown(*plan);
    learn_what_is_known(plan);
  } else {
    selected_.emplace(plan->place(), plan);
    if (!is_replay_) ask_ahead_for_rivals(*selected_.at(add_hopes(*plan)), false);
  }
  settle_in_order();
}

void Scheduler::take(Answered& answer) {
  count_refusals(answer.rows, answer.is_last && batcher_.under_way() == 1);
  CallBatcher::Answers answers = batcher_.answered(std::move(answer.rows), answer.is_last, answer.at);
  if (!list_.empty()) {
    list_open_ -= answers.final.size();
    effects_.rows = std::move(answers.final);
    return;
  }
  for (const std::string& name : answers.put_off) {
    count_answer(name);
    facts_.at(name).state = Known::State::put_off;
  }
  for (const AvailabilityRow& row : answers.final) {
    count_answer(row.domain);
    const Fact fact = fact_of(row, currency_);
    names_eligible_ += fact.said == Verdict::eligible;
    Known& known = facts_.at(row.domain);
    known.learn(fact);
  }
  for (const std::string& name : answers.put_off) wake_those_who_wait_for(name);
  for (const AvailabilityRow& row : answers.final) wake_those_who_wait_for(row.domain);
}

// What others asked is a fact like any other, but the API was not asked for it.
void Scheduler::take(LookedUp& found) {
  (found.again ? looking_up_again_ : looking_up_) -= found.names.size();
  if (list_.empty() && settled_ == customers_) return;  // nobody needs them any more
  if (found.again)
    waited_ = found.asked_elsewhere.size() == found.names.size() ? kLongestWaitElsewhere : waited_ + 1;
  std::unordered_set<std::string_view> known(found.asked_elsewhere.begin(), found.asked_elsewhere.end());
  for (const AvailabilityRow& row : found.rows) {
    known.insert(row.domain);
    if (list_.empty()) facts_.at(row.domain) = {fact_of(row, currency_), true};
  }
  for (const std::string& name : found.names)
    if (!known.contains(name)) batcher_.want(name);
  elsewhere_.insert(elsewhere_.end(), found.asked_elsewhere.begin(), found.asked_elsewhere.end());
  if (list_.empty()) {
    for (const AvailabilityRow& row : found.rows) wake_those_who_wait_for(row.domain);
  } else {
    list_open_ -= found.rows.size();
    effects_.rows = std::move(found.rows);
  }
}

// A name that the API refuses, or answers with a row that cannot be used, is one result. When it is all of
// them, something else is wrong, and asking on would learn nothing: a callful was refused and no other call
// is under way that might say otherwise, or a thousand rows were of no use. (An unusable row is asked for
// again, so a few of them prove little.)
void Scheduler::count_refusals(const partner::AvailabilityRows& rows, bool is_only_call) {
  refused_ += rows.refused;
  unusable_ += rows.unusable;
  heard_ += rows.rows.size();
  if (rows.refused + rows.unusable > 0) refusal_ = rows.refusal;
  if (is_only_call && refused_ >= partner::kMostDomainsPerCall) check_refusals();
  if (refused_ + unusable_ >= kTooManyUnusable && refused_ + unusable_ == heard_) throw_no_usable_row();
}

void Scheduler::check_refusals() const {
  if (refused_ > 1 && refused_ == heard_) throw_no_usable_row();
}

void Scheduler::throw_no_usable_row() const {
  throw RunError(ErrorCode::api,
                 fmt::format("the API gave no usable row for {} names; the last error: {}", heard_, refusal_),
                 "/domains/availability");
}

// Nobody needs what is due when all is finished.
void Scheduler::take(Due due) {
  if (!is_finished()) batcher_.due(due.moment);
}

// Has an unknown name asked for, unless others know it.
void Scheduler::want(const std::string& name) {
  if (!looks_up_) return batcher_.want(name);
  wanted_.push_back(name);
  look_up_wanted();
}

void Scheduler::ask_for_unknown(const CustomerPlan& plan) {
  for (const std::size_t rank : plan.unlearnt()) {
    const std::string& name = plan.candidate(rank).domain;
    const auto [known, is_new] = facts_.entry(name);
    if (!is_new) continue;
    if (is_replay_)
      known.state = Known::State::known;  // and the fact is `not_recorded`
    else
      want(name);
  }
}

// A plan waits until all it has asked for is answered. Names that were put off do not hold it up: it goes on
// as if they could be chosen, and waits for them when there is nothing else to do.
void Scheduler::learn_what_is_known(const PlanPtr& plan) {
  std::optional<std::size_t> put_off;
  const std::vector<std::size_t> unlearnt = plan->unlearnt();
  for (const std::size_t rank : unlearnt) {
    const std::string& name = plan->candidate(rank).domain;
    const Known& known = facts_.at(name);
    if (known.state == Known::State::asked) return wait_for(name, plan);
    if (known.state == Known::State::known)
      plan->learn(rank, known.fact(), lost_to(name));
    else if (!put_off)
      put_off = rank;
  }
  if (plan->has_news())
    send_to_filter(plan);
  else
    wait_for(plan->candidate(put_off.value()).domain, plan);
}

void Scheduler::wait_for(const std::string& name, const PlanPtr& plan) {
  waiting_for_[name].push_back(plan);
  waiting_.emplace(plan->place(), plan);
}

void Scheduler::wake_those_who_wait_for(const std::string& name) {
  const auto waiters = waiting_for_.extract(name);
  if (waiters.empty()) return;
  for (const PlanPtr& plan : waiters.mapped()) {
    waiting_.erase(plan->place());
    learn_what_is_known(plan);
  }
}

void Scheduler::send_to_filter(PlanPtr plan) {
  ++away_;
  effects_.filter.push_back(std::move(plan));
}

// Each name once, whatever the answer.
void Scheduler::count_answer(const std::string& name) {
  if (facts_.at(name).state == Known::State::asked && answered_before_.erase(name) == 0) ++names_answered_;
}

// Strictly in the order of the file: the first customer that is not settled yet gets what no earlier one has.
void Scheduler::settle_in_order() {
  if (!reserving_.empty()) return;
  while (!selected_.empty() && selected_.begin()->first == settled_) {
    if (const auto lost = lost_before_.extract(settled_)) lose_to_other_plans(lost.mapped());
    if (has_lost(*selected_.begin()->second)) {
      PlanPtr plan = std::move(selected_.extract(selected_.begin()).mapped());
      hopes_.remove(plan->place());
      lose_to_claims(*plan);
      send_to_filter(std::move(plan));
      return;
    }
    if (reserves_) return reserve_in_order();
    settle(std::move(selected_.extract(selected_.begin()).mapped()));
  }
}

// As many customers at a time as are ready and do not depend on each other: one that wants a name of an
// earlier one has to wait until that one is known to have it.
void Scheduler::reserve_in_order() {
  constexpr std::size_t kMostAtOnce = 100;
  std::unordered_set<std::string> wanted;
  for (auto next = selected_.find(settled_); next != selected_.end() && reserving_.size() < kMostAtOnce;
       ++next) {
    const auto& [place, plan] = *next;
    if (place != settled_ + reserving_.size() || lost_before_.contains(place) || has_lost(*plan)) break;
    bool depends = false;
    for (std::size_t rank = 0; rank < plan->length() && !depends; ++rank)
      depends = plan->is_eligible(rank) && wanted.contains(plan->candidate(rank).domain);
    if (depends) break;
    for (const CustomerPlan::OrderLine& line : plan->order())
      if (line.rank) wanted.insert(line.domain);
    reserving_.push_back(plan);
  }
  effects_.reserve = reserving_;
}

void Scheduler::take(Reserved& reserved) {
  for (PlanPtr& plan : reserving_) {
    if (plan->place() - reserving_.front()->place() >= reserved.customers) break;
    selected_.erase(plan->place());
  }
  std::vector<PlanPtr> done = std::exchange(reserving_, {});
  done.resize(std::min(done.size(), reserved.customers));
  for (PlanPtr& plan : done) settle(std::move(plan));
  lose_to_other_plans(reserved.lost);
  settle_in_order();
}

// From here on nobody can have them.
void Scheduler::lose_to_other_plans(const Names& names) { reserved_.insert(names.begin(), names.end()); }

void Scheduler::settle(PlanPtr plan) {
  for (const CustomerPlan::OrderLine& line : plan->order())
    if (line.rank) facts_.at(line.domain).claimed = true;
  for (std::size_t rank = 0; rank < plan->length(); ++rank) {
    if (plan->ruled_out(plan->candidate(rank).domain)) continue;  // never asked about
    Known& known = facts_.at(plan->candidate(rank).domain);
    if (known.shared || known.said == Verdict::not_recorded) continue;
    if (!std::exchange(known.drawn, true)) ++names_drawn_;
  }
  ++settled_;
  hopes_.remove(plan->place());
  notify_rivals(*plan);
  effects_.write.push_back(std::move(plan));
}

std::optional<Verdict> Scheduler::lost_to(const std::string& name) const {
  if (reserved_.contains(name)) return Verdict::reserved;
  const Known* const known = facts_.find(name);
  if ((known && known->claimed) || owned_.contains(name)) return Verdict::claimed;
  return std::nullopt;
}

bool Scheduler::has_lost(const CustomerPlan& plan) const {
  for (std::size_t rank = 0; rank < plan.length(); ++rank)
    if (plan.is_eligible(rank) && lost_to(plan.candidate(rank).domain)) return true;
  return false;
}

// Takes what earlier customers claimed, or other plans reserved, out of the plan; whether there was any. All
// claims are earlier customers', as nobody is settled before its turn.
bool Scheduler::lose_to_claims(CustomerPlan& plan) const {
  bool lost = false;
  for (std::size_t rank = 0; rank < plan.length(); ++rank) {
    if (!plan.is_eligible(rank)) continue;
    const std::optional<Verdict> to = lost_to(plan.candidate(rank).domain);
    if (!to) continue;
    plan.lose(rank, *to);
    lost = true;
  }
  return lost;
}

// The next in line who hoped for what the winner got need not wait for their turn to draw on.
void Scheduler::notify_rivals(const CustomerPlan& winner) {
  std::set<std::size_t> rivals;  // the first of them all are among the first of each name
  for (const CustomerPlan::OrderLine& line : winner.order()) {
    std::size_t of_name = 0;
    for (const std::size_t place : hopes_.for_name(line.domain)) {
      if (++of_name > kRivalsNotified) break;
      rivals.insert(place);
    }
  }
  std::size_t notified = 0;
  for (const std::size_t place : rivals) {
    if (++notified > kRivalsNotified) return;
    PlanPtr rival = std::move(selected_.extract(place).mapped());
    hopes_.remove(place);
    lose_to_claims(*rival);
    send_to_filter(std::move(rival));
  }
}

}  // namespace domainplan
