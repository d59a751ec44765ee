// The part of the scheduler that keeps everybody busy: it begins customers, and fills calls that have room
// with names that will probably be needed. It is only asking: who gets what is decided by settle_in_order().
#include <algorithm>
#include <utility>

#include "planning/scheduler.hpp"

namespace domainplan {
namespace {

// Guesses are made in thousandths of a domain: a name that is not known yet is worth its chance to be
// eligible.
constexpr int kOneDomain = 1000;

// Selected customers that a call with room is filled for: those whose turn comes next. Where thousands are
// selected, looking at all of them for each call would cost more than the calls.
constexpr int kMostRivals = 200;

// Names that are looked up at a time.
constexpr std::size_t kMostLookedUp = 2000;

}  // namespace

void Scheduler::keep_going() {
  if (list_.empty())
    keep_customers_going();
  else
    keep_list_going();
}

// Names may still wait to be asked again, which nobody needs.
bool Scheduler::is_finished() const {
  return settled_ == customers_ && list_open_ == 0 && batcher_.under_way() == 0 && looking_up_ == 0;
}

// Names are handed out as there is room for calls, so that the memory stays warm.
void Scheduler::keep_list_going() {
  look_up_wanted();
  while (list_next_ < list_.size() && batcher_.under_way() < max_calls_ && wanted_.empty())
    want(list_[list_next_++]);
  if (batcher_.under_way() == 0 && looking_up_ == 0) batcher_.flush();
}

// As many as fit into the calls that may be made now. What is asked for elsewhere counts as well, so that a
// run keeps near to the first customer that is not settled, and looks few names up again.
void Scheduler::look_up_wanted() {
  if (list_.empty() && settled_ == customers_) wanted_.clear();  // nobody needs them any more
  const auto has_room = [this] {
    return batcher_.under_way() < max_calls_ &&
           looking_up_ + elsewhere_.size() + looking_up_again_ < kMostLookedUp &&
           looking_up_ + batcher_.packed() < batcher_.names_of(max_calls_ - batcher_.under_way());
  };
  for (; !wanted_.empty() && has_room(); ++looking_up_) {
    effects_.look_up.push_back(std::move(wanted_.front()));
    wanted_.pop_front();
  }
}

// All at once, so that there is one pause at a time.
void Scheduler::look_up_again() {
  if (elsewhere_.empty() || looking_up_again_ > 0 || is_finished()) return;
  looking_up_again_ = elsewhere_.size();
  effects_.look_up_again = std::exchange(elsewhere_, {});
}

// A call that is not full waits as long as anything is under way that could fill it; then it goes, with names
// that its customers would take next. It also waits for other processes, but not for long: they may wait for
// just these names. Then it goes as it is.
void Scheduler::keep_customers_going() {
  look_up_wanted();
  while (started_ < customers_ && started_ - written_ < window_) {
    ++away_;
    effects_.draw.push_back(started_++);
  }
  if (batcher_.under_way() > 0 || batcher_.packed() == 0) {
    waited_ = 0;
    return;
  }
  if (away_ > 0 || !reserving_.empty() || looking_up_ > 0 || all_wait_to_ask_again()) return;
  if (is_waiting_elsewhere()) {
    if (waited_ >= kLongestWaitElsewhere) batcher_.flush();
    return;
  }
  fill_open_call();
  if (looking_up_ == 0) batcher_.flush();
}

bool Scheduler::is_waiting_elsewhere() const { return !elsewhere_.empty() || looking_up_again_ > 0; }

// As far as this run has seen the market; before it has seen any, one in two. Where next to nothing is
// available, asking far ahead would not help either.
int Scheduler::chance_of_unknown() const {
  constexpr int kLeast = kOneDomain / 50;
  return std::max(static_cast<int>((names_eligible_ + 10) * kOneDomain / (names_answered_ + 20)), kLeast);
}

// Notes what a plan would get if there were no others; returns the place of the last customer with a hope in
// common, who has the most to lose.
std::size_t Scheduler::add_hopes(const CustomerPlan& plan) {
  std::vector<std::string> names;
  for (const CustomerPlan::OrderLine& line : plan.order())
    if (line.rank) names.push_back(line.domain);
  return hopes_.add(plan.place(), std::move(names));
}

// Of customers who hope for the same names, the first in the file will get them, and the others will draw on,
// one after another, once it is their turn. What they will then need to know is asked for now: as many names
// more as there are hopes to be lost. (A rival that loses in its turn may take what this one would then hope
// for: that is seen when it has.)
void Scheduler::ask_ahead_for_rivals(CustomerPlan& plan, bool until_call_is_full) {
  const int chance = chance_of_unknown();
  int lost_hopes = 0;
  for (const std::string& name : hopes_.of(plan.place())) {
    const std::set<std::size_t>& rivals = hopes_.for_name(name);
    const bool is_earlier = !rivals.empty() && *rivals.begin() < plan.place();
    if (is_earlier || lost_to(name)) lost_hopes += kOneDomain;
  }
  for (std::size_t rank = plan.length(); lost_hopes > 0; ++rank) {
    const Candidate* const next = plan.peek(rank);
    if (!next) return;
    if (plan.ruled_out(next->domain)) continue;
    if (lost_to(next->domain) || !hopes_.for_name(next->domain).empty()) continue;
    const auto [known, is_new] = facts_.entry(next->domain);
    if (is_new) want(next->domain);
    if (until_call_is_full && !open_call_has_room()) return;
    if (known.state != Known::State::known)
      lost_hopes -= chance;
    else if (plan.would_be_eligible(known.fact()))
      lost_hopes -= kOneDomain;
  }
}

// Where everybody left has to wait for a row that will be asked for again, what is packed goes with those
// rows, in one call.
bool Scheduler::all_wait_to_ask_again() const {
  if (started_ < customers_ || waiting_.size() < customers_ - settled_) return false;
  return std::all_of(waiting_.begin(), waiting_.end(), [&](const auto& entry) {
    const CustomerPlan& plan = *entry.second;
    return std::any_of(plan.unlearnt().begin(), plan.unlearnt().end(), [&](std::size_t rank) {
      const std::string& name = plan.candidate(rank).domain;
      return facts_.at(name).state == Known::State::put_off && batcher_.waits(name);
    });
  });
}

// With names that are being looked up; some of them will not need to be asked for, and then it is filled on.
bool Scheduler::open_call_has_room() const { return batcher_.has_room_for(looking_up_ + wanted_.size()); }

// A call costs the same with 19 names as with 50. The room goes to those who will probably need it most, then
// to those whose turn comes next, then to whoever waits.
void Scheduler::fill_open_call() {
  struct Ahead {
    int need;          // names this customer will probably ask for beyond those it waits for
    std::size_t rank;  // where it would go on
    CustomerPlan* plan;
    // The heap's top: the greatest need, then the earliest customer.
    bool operator<(const Ahead& other) const {
      return need != other.need ? need < other.need : plan->place() > other.plan->place();
    }
  };
  const int chance = chance_of_unknown();
  std::vector<Ahead> heap;
  for (const auto& [place, plan] : waiting_) {
    const int asked = static_cast<int>(plan->unlearnt().size());
    heap.push_back({plan->missing_total() * kOneDomain / chance - asked, plan->length(), plan.get()});
  }
  std::make_heap(heap.begin(), heap.end());
  bool rivals_asked = false;
  while (!heap.empty() && open_call_has_room()) {
    if (heap.front().need <= 0 && !std::exchange(rivals_asked, true)) {
      int rivals = 0;
      for (const auto& [place, plan] : selected_) {
        if (++rivals > kMostRivals || !open_call_has_room()) break;
        ask_ahead_for_rivals(*plan, true);
      }
      continue;
    }
    std::pop_heap(heap.begin(), heap.end());
    Ahead& best = heap.back();
    const Candidate* const next = best.plan->peek(best.rank);
    if (!next) {
      heap.pop_back();
      continue;
    }
    ++best.rank;
    if (!best.plan->ruled_out(next->domain)) {
      if (facts_.entry(next->domain).second) want(next->domain);
      --best.need;
    }
    std::push_heap(heap.begin(), heap.end());
  }
}

}  // namespace domainplan
