#include "planning/desk.hpp"

#include <algorithm>
#include <utility>

namespace domainplan {
namespace {

// How many names a customer has to see for each one it still misses, roughly: used only to guess which names to
// fill a call with.
constexpr int kNamesSeenForEachMissing = 2;

}  // namespace

Desk::Desk(const PlanOptions& options, std::size_t customers, std::vector<std::string> taken_by_owners, Hooks hooks)
    : hooks_(std::move(hooks)),
      asker_(options.batch_size, options.recheck_wait,
             {hooks_.send, hooks_.wait, [this](AvailabilityRow row) { learnt(std::move(row)); }}),
      currency_(options.choice.currency),
      customers_(customers),
      window_(static_cast<std::size_t>(options.window)),
      claims_(std::make_move_iterator(taken_by_owners.begin()), std::make_move_iterator(taken_by_owners.end())) {}

void Desk::only_these(std::unordered_map<std::string, Fact> recorded) {
  recorded_only_ = true;
  for (auto& [name, fact] : recorded) facts_.emplace(name, Known{fact, true});
}

void Desk::drawn(DrawPtr draw) {
  --away_;
  if (draw->ended())
    ended_.emplace(draw->place(), std::move(draw));
  else
    look_up(draw);
  settle_in_order();
  keep_going();
}

void Desk::answered(partner::AvailabilityRows rows) {
  asker_.answered(std::move(rows));
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
  for (std::size_t rank = draw->learnt(); rank < draw->length(); ++rank) {
    const std::string& name = draw->name(rank).domain;
    const auto [entry, is_new] = facts_.try_emplace(name);
    if (!is_new) continue;
    if (recorded_only_)
      entry->second.is_known = true;  // and the fact is `not_recorded`
    else
      asker_.want(name);
  }
  learn_what_is_known(draw);
}

void Desk::learn_what_is_known(const DrawPtr& draw) {
  while (draw->learnt() < draw->length()) {
    const std::string& name = draw->name(draw->learnt()).domain;
    const Known& known = facts_.at(name);
    if (!known.is_known) {
      waiting_for_[name].push_back(draw);
      waiting_.emplace(draw->place(), draw);
      return;
    }
    draw->learn(known.fact, draw->claims_count() && claims_.contains(name));
  }
  send_to_advance(draw);
}

void Desk::send_to_advance(DrawPtr draw) {
  ++away_;
  hooks_.advance(std::move(draw));
}

void Desk::learnt(AvailabilityRow row) {
  ++names_answered_;
  facts_[row.domain] = {fact_of(row, currency_), true};
  const auto waiters = waiting_for_.extract(row.domain);
  if (waiters.empty()) return;
  for (const DrawPtr& draw : waiters.mapped()) {
    waiting_.erase(draw->place());
    learn_what_is_known(draw);
  }
}

// Strictly in the order of the file: the first customer that is not settled yet gets what no earlier one has.
void Desk::settle_in_order() {
  while (!ended_.empty() && ended_.begin()->first == settled_) {
    DrawPtr draw = std::move(ended_.begin()->second);
    ended_.erase(ended_.begin());
    if (lost_to_claims(*draw)) {
      send_to_advance(std::move(draw));
      return;
    }
    for (const Draw::OrderLine& line : draw->order())
      if (line.rank) claims_.emplace(line.domain);
    ++settled_;
    hooks_.settled(std::move(draw));
  }
}

// Takes what earlier customers claimed out of the draw; whether there was any.
bool Desk::lost_to_claims(Draw& draw) const {
  bool lost = false;
  draw.let_claims_count();
  for (std::size_t rank = 0; rank < draw.length(); ++rank) {
    if (!draw.is_eligible(rank) || !claims_.contains(draw.name(rank).domain)) continue;
    draw.claim(rank);
    lost = true;
  }
  return lost;
}

// A call that is not full waits as long as anything is under way that could fill it; then it goes, with names
// that its customers would draw next.
void Desk::keep_going() {
  while (started_ < customers_ && started_ - written_ < window_) {
    ++away_;
    hooks_.start(started_++);
  }
  if (away_ > 0 || !asker_.quiet() || asker_.packed() == 0) return;
  fill_open_call();
  asker_.flush();
}

// A call costs the same with 19 names as with 50. The room goes to those who will probably need it most.
void Desk::fill_open_call() {
  struct Ahead {
    int need;          // names this customer will probably ask for beyond those it waits for
    std::size_t rank;  // where it would go on
    Draw* draw;
    bool operator<(const Ahead& other) const {  // the heap's top: the greatest need, then the earliest customer
      return need != other.need ? need < other.need : draw->place() > other.draw->place();
    }
  };
  std::vector<Ahead> heap;
  for (const auto& [place, draw] : waiting_) {
    const int under_way = static_cast<int>(draw->length() - draw->learnt());
    heap.push_back({draw->missing_total() * kNamesSeenForEachMissing - under_way, draw->length(), draw.get()});
  }
  std::make_heap(heap.begin(), heap.end());
  while (!heap.empty() && asker_.packed() > 0) {  // a call that is full goes out, and none is packed any more
    std::pop_heap(heap.begin(), heap.end());
    Ahead& best = heap.back();
    const Candidate* next = best.draw->peek(best.rank);
    if (!next) {
      heap.pop_back();
      continue;
    }
    if (facts_.try_emplace(next->domain).second) asker_.want(next->domain);
    ++best.rank;
    --best.need;
    std::push_heap(heap.begin(), heap.end());
  }
}

}  // namespace domainplan
