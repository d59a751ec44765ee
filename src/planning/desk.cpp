#include "planning/desk.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace domainplan {
namespace {

// Guesses are made in thousandths of a domain: a name that is not known yet is worth its chance to be
// eligible.
constexpr int kOneDomain = 1000;

// How many customers are told at once that a name they hoped for is gone. The others find out when their turn
// is nearer: among a thousand customers of one brand nearly all would be told in vain.
constexpr int kRivalsTold = 16;

}  // namespace

Desk::Desk(const PlanOptions& options, std::size_t customers, std::vector<std::string> taken_by_owners,
           Hooks hooks)
    : hooks_(std::move(hooks)),
      asker_(options.batch_size, options.recheck_wait,
             {hooks_.send, hooks_.wait, [this](AvailabilityRow row) { learnt(row); },
              [this](const std::string& name) { put_off(name); }}),
      currency_(options.choice.currency),
      customers_(customers),
      window_(static_cast<std::size_t>(options.window)),
      owned_(std::make_move_iterator(taken_by_owners.begin()),
             std::make_move_iterator(taken_by_owners.end())) {}

void Desk::only_these(std::unordered_map<std::string, Fact> recorded) {
  recorded_only_ = true;
  for (const auto& [name, fact] : recorded) facts_.entry(name).first = {fact, Known::State::known};
}

void Desk::go_on_from(Recovered recovered) {
  names_answered_ = recovered.known.size() + recovered.asked.size();
  for (const auto& [name, asks] : recovered.asked) answered_before_.insert(name);
  for (const auto& [name, fact] : recovered.known) names_eligible_ += fact.said == Verdict::eligible;
  for (const auto& [name, fact] : recovered.known) facts_.entry(name).first = {fact, Known::State::known};
  for (auto& [name, asks] : recovered.asked) asker_.asked_before(name, asks);
}

void Desk::drawn(DrawPtr draw) {
  --away_;
  if (lose_to_claims(*draw)) {
    send_to_advance(std::move(draw));
  } else if (!draw->ended()) {
    look_up(draw);
  } else {
    ended_.emplace(draw->place(), draw);
    if (!recorded_only_) ask_ahead_for_rivals(*ended_.at(hope(*draw)), false);
  }
  settle_in_order();
  keep_going();
}

void Desk::answered(partner::AvailabilityRows rows, bool is_last) {
  asker_.answered(std::move(rows), is_last);
  keep_going();
}

void Desk::due(Asker::Moment until) {
  asker_.due(until);
  keep_going();
}

void Desk::written() {
  ++written_;
  keep_going();
}

void Desk::look_up(const DrawPtr& draw) {
  for (const std::size_t rank : draw->unlearnt()) {
    const std::string& name = draw->name(rank).domain;
    const auto [known, is_new] = facts_.entry(name);
    if (!is_new) continue;
    if (recorded_only_)
      known.state = Known::State::known;  // and the fact is `not_recorded`
    else
      asker_.want(name);
  }
  learn_what_is_known(draw);
}

// A draw waits until its wave has been answered. Names that were put off do not hold it up: it goes on as if
// they could be chosen, and waits for them when there is nothing else to do.
void Desk::learn_what_is_known(const DrawPtr& draw) {
  std::optional<std::size_t> put_off;
  const std::vector<std::size_t> unlearnt = draw->unlearnt();
  for (const std::size_t rank : unlearnt) {
    const std::string& name = draw->name(rank).domain;
    const Known& known = facts_.at(name);
    if (known.state == Known::State::asked) return wait_for(name, draw);
    if (known.state == Known::State::known)
      draw->learn(rank, known.fact, known.claimed || owned_.contains(name));
    else if (!put_off)
      put_off = rank;
  }
  if (draw->has_news())
    send_to_advance(draw);
  else
    wait_for(draw->name(put_off.value()).domain, draw);
}

void Desk::wait_for(const std::string& name, const DrawPtr& draw) {
  waiting_for_[name].push_back(draw);
  waiting_.emplace(draw->place(), draw);
}

void Desk::wake_those_who_wait_for(const std::string& name) {
  const auto waiters = waiting_for_.extract(name);
  if (waiters.empty()) return;
  for (const DrawPtr& draw : waiters.mapped()) {
    waiting_.erase(draw->place());
    learn_what_is_known(draw);
  }
}

void Desk::send_to_advance(DrawPtr draw) {
  ++away_;
  hooks_.advance(std::move(draw));
}

void Desk::learnt(const AvailabilityRow& row) {
  count_answer(row.domain);
  const Fact fact = fact_of(row, currency_);
  names_eligible_ += fact.said == Verdict::eligible;
  Known& known = facts_.at(row.domain);
  known.fact = fact;
  known.state = Known::State::known;
  wake_those_who_wait_for(row.domain);
}

// Each name once, whatever the answer.
void Desk::count_answer(const std::string& name) {
  if (facts_.at(name).state == Known::State::asked && answered_before_.erase(name) == 0) ++names_answered_;
}

void Desk::put_off(const std::string& name) {
  count_answer(name);
  facts_.at(name).state = Known::State::put_off;
  wake_those_who_wait_for(name);
}

// Strictly in the order of the file: the first customer that is not settled yet gets what no earlier one has.
void Desk::settle_in_order() {
  while (!ended_.empty() && ended_.begin()->first == settled_) {
    DrawPtr draw = std::move(ended_.begin()->second);
    ended_.erase(ended_.begin());
    forget_hopes(*draw);
    if (lose_to_claims(*draw)) {
      send_to_advance(std::move(draw));
      return;
    }
    settle(std::move(draw));
  }
}

void Desk::settle(DrawPtr draw) {
  for (const Draw::OrderLine& line : draw->order())
    if (line.rank) facts_.at(line.domain).claimed = true;
  for (std::size_t rank = 0; rank < draw->length(); ++rank) {
    Known& known = facts_.at(draw->name(rank).domain);
    if (known.fact.said != Verdict::not_recorded && !std::exchange(known.drawn, true)) ++names_drawn_;
  }
  ++settled_;
  tell_rivals(*draw);
  hooks_.settled(std::move(draw));
}

bool Desk::is_claimed(const std::string& name) const {
  const Known* const known = facts_.find(name);
  return (known && known->claimed) || owned_.contains(name);
}

// Takes what earlier customers claimed out of the draw; whether there was any. All claims are earlier
// customers', as nobody is settled before its turn.
bool Desk::lose_to_claims(Draw& draw) const {
  bool lost = false;
  for (std::size_t rank = 0; rank < draw.length(); ++rank) {
    if (!draw.is_eligible(rank) || !is_claimed(draw.name(rank).domain)) continue;
    draw.claim(rank);
    lost = true;
  }
  return lost;
}

// The next in line who hoped for what the winner got need not wait for their turn to draw on.
void Desk::tell_rivals(const Draw& winner) {
  std::set<std::size_t> rivals;
  for (const Draw::OrderLine& line : winner.order())
    if (const auto found = hopes_.find(line.domain); found != hopes_.end())
      rivals.insert(found->second.begin(), found->second.end());
  int told = 0;
  for (const std::size_t place : rivals) {
    if (++told > kRivalsTold) return;
    DrawPtr rival = std::move(ended_.extract(place).mapped());
    forget_hopes(*rival);
    lose_to_claims(*rival);
    send_to_advance(std::move(rival));
  }
}

// Of customers who hope for the same names, the first in the file will get them, and the others will draw on,
// one after another, once it is their turn. What they will then need to know is asked for now: as many names
// more as there are hopes to be lost. (A rival that loses in its turn may take what this one would then hope
// for: that is seen when it has.) It is only asking: who gets what is decided by settle_in_order().
void Desk::ask_ahead_for_rivals(Draw& draw, bool until_call_is_full) {
  const int chance = chance_of_unknown();
  int lost_hopes = 0;
  for (const std::string& name : hopes_of_.at(draw.place())) {
    const std::vector<std::size_t>& rivals = hopes_.at(name);
    const bool lost = is_claimed(name) || std::any_of(rivals.begin(), rivals.end(), [&](std::size_t place) {
                        return place < draw.place();
                      });
    if (lost) lost_hopes += kOneDomain;
  }
  for (std::size_t rank = draw.length(); lost_hopes > 0; ++rank) {
    const Candidate* const next = draw.peek(rank);
    if (!next) return;
    if (is_claimed(next->domain) || hopes_.contains(next->domain)) continue;
    const auto [known, is_new] = facts_.entry(next->domain);
    if (is_new) asker_.want(next->domain);
    if (until_call_is_full && asker_.packed() == 0) return;
    if (known.state != Known::State::known)
      lost_hopes -= chance;
    else if (draw.would_be_eligible(known.fact))
      lost_hopes -= kOneDomain;
  }
}

// So far as this run has seen the market; before it has seen any, one in two. Where next to nothing can be
// had, asking far ahead would not help either.
int Desk::chance_of_unknown() const {
  constexpr int kLeast = kOneDomain / 50;
  return std::max(static_cast<int>((names_eligible_ + 10) * kOneDomain / (names_answered_ + 20)), kLeast);
}

// Notes what a draw would choose if there were no others; returns the place of the last customer with a hope
// in common, who has the most to lose.
std::size_t Desk::hope(const Draw& draw) {
  std::size_t last = draw.place();
  std::vector<std::string>& hopes = hopes_of_[draw.place()];
  for (const Draw::OrderLine& line : draw.order()) {
    if (!line.rank) continue;
    std::vector<std::size_t>& rivals = hopes_[line.domain];
    rivals.push_back(draw.place());
    last = std::max(last, *std::max_element(rivals.begin(), rivals.end()));
    hopes.push_back(line.domain);
  }
  return last;
}

void Desk::forget_hopes(const Draw& draw) {
  const auto hopes = hopes_of_.extract(draw.place());
  if (hopes.empty()) return;
  for (const std::string& name : hopes.mapped()) {
    const auto found = hopes_.find(name);
    std::erase(found->second, draw.place());
    if (found->second.empty()) hopes_.erase(found);
  }
}

// A call that is not full waits as long as anything is under way that could fill it; then it goes, with names
// that its customers would draw next.
void Desk::keep_going() {
  while (started_ < customers_ && started_ - written_ < window_) {
    ++away_;
    hooks_.start(started_++);
  }
  if (away_ > 0 || !asker_.quiet() || asker_.packed() == 0 || all_wait_to_ask_again()) return;
  fill_open_call();
  asker_.flush();
}

// Where everybody left has to wait for a row that will be asked again, what is packed goes with those rows,
// in one call.
bool Desk::all_wait_to_ask_again() const {
  if (started_ < customers_ || waiting_.size() < customers_ - settled_) return false;
  return std::all_of(waiting_.begin(), waiting_.end(), [&](const auto& entry) {
    const Draw& draw = *entry.second;
    return std::any_of(draw.unlearnt().begin(), draw.unlearnt().end(), [&](std::size_t rank) {
      const std::string& name = draw.name(rank).domain;
      return facts_.at(name).state == Known::State::put_off && asker_.waits(name);
    });
  });
}

// A call costs the same with 19 names as with 50. The room goes to those who will probably need it most, then
// to those whose turn comes next, then to whoever waits.
void Desk::fill_open_call() {
  struct Ahead {
    int need;          // names this customer will probably ask for beyond those it waits for
    std::size_t rank;  // where it would go on
    Draw* draw;
    bool operator<(
        const Ahead& other) const {  // the heap's top: the greatest need, then the earliest customer
      return need != other.need ? need < other.need : draw->place() > other.draw->place();
    }
  };
  const int chance = chance_of_unknown();
  std::vector<Ahead> heap;
  for (const auto& [place, draw] : waiting_) {
    const int under_way = static_cast<int>(draw->unlearnt().size());
    heap.push_back({draw->missing_total() * kOneDomain / chance - under_way, draw->length(), draw.get()});
  }
  std::make_heap(heap.begin(), heap.end());
  bool rivals_asked = false;
  while (!heap.empty() && asker_.packed() > 0) {  // a call that is full goes out, and none is packed any more
    if (heap.front().need <= 0 && !std::exchange(rivals_asked, true)) {
      for (auto next = ended_.begin(); next != ended_.end() && asker_.packed() > 0; ++next)
        ask_ahead_for_rivals(*next->second, true);
      continue;
    }
    std::pop_heap(heap.begin(), heap.end());
    Ahead& best = heap.back();
    const Candidate* const next = best.draw->peek(best.rank);
    if (!next) {
      heap.pop_back();
      continue;
    }
    if (facts_.entry(next->domain).second) asker_.want(next->domain);
    ++best.rank;
    --best.need;
    std::push_heap(heap.begin(), heap.end());
  }
}

}  // namespace domainplan
