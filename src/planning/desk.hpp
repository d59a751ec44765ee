// The one place that decides: who is asked for, what is known, and who gets what.
//
// The desk owns the facts, the calls being packed, the claims and the order of settling. It runs in a serial
// node of the pipeline, so nothing in it needs a lock. Draws come to it when they want facts or have ended,
// and leave it through hooks. Timing decides only which call learns a fact: a draw depends on facts alone,
// and settling goes by the order of the file.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "planning/asker.hpp"
#include "planning/draw.hpp"
#include "planning/name_table.hpp"
#include "planning/recovered.hpp"

namespace domainplan {

using DrawPtr = std::shared_ptr<Draw>;  // shared only because a flow graph copies its messages

class Desk {
 public:
  struct Hooks {
    std::function<void(std::size_t index)>
        start;                             // make the draw of a customer, advance it, and bring it: drawn()
    std::function<void(DrawPtr)> advance;  // advance it, and bring it: drawn()
    std::function<void(DrawPtr)> settled;  // write it down; written() follows
    std::function<void(std::vector<std::string>)> send;  // as Asker::Hooks
    std::function<void(Asker::Moment)> wait;             // likewise
  };

  // `taken_by_owners`: every owned domain of the run; no customer can be sold one.
  Desk(const PlanOptions& options, std::size_t customers, std::vector<std::string> taken_by_owners,
       Hooks hooks);
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  // Replay: these are all the facts there are; names without one are `not_recorded`.
  void only_these(std::unordered_map<std::string, Fact> recorded);

  // What an interrupted run had learnt.
  void go_on_from(Recovered recovered);

  // What happens, told from one thread at a time. begin() comes first.
  void begin() { keep_going(); }
  void drawn(DrawPtr draw);
  void answered(partner::AvailabilityRows rows, bool is_last);  // as Asker::answered()
  void due(Asker::Moment until);
  void written();

  std::size_t settled() const { return settled_; }
  // Whether all customers are settled and no call is under way. Names may still wait to be asked again, which
  // nobody needs.
  bool done() const { return settled_ == customers_ && asker_.quiet(); }
  int calls_under_way() const { return asker_.under_way(); }
  std::uint64_t names_answered() const { return names_answered_; }
  // Different names that were drawn by settled customers and got an answer.
  std::uint64_t names_drawn() const { return names_drawn_; }

 private:
  struct Known {
    enum class State : std::uint8_t { asked, put_off, known };
    Fact fact;
    State state = State::asked;
    bool drawn = false;    // by a settled customer
    bool claimed = false;  // likewise, in its order
  };

  void look_up(const DrawPtr& draw);
  void learn_what_is_known(const DrawPtr& draw);
  void wait_for(const std::string& name, const DrawPtr& draw);
  void wake_those_who_wait_for(const std::string& name);
  void learnt(const AvailabilityRow& row);
  void put_off(const std::string& name);
  void count_answer(const std::string& name);
  void send_to_advance(DrawPtr draw);

  void settle_in_order();
  void settle(DrawPtr draw);
  bool is_claimed(const std::string& name) const;
  bool lose_to_claims(Draw& draw) const;
  void tell_rivals(const Draw& winner);

  int chance_of_unknown() const;
  std::size_t hope(const Draw& draw);
  void forget_hopes(const Draw& draw);
  void ask_ahead_for_rivals(Draw& draw, bool until_call_is_full);
  void keep_going();
  bool all_wait_to_ask_again() const;
  void fill_open_call();

  Hooks hooks_;
  Asker asker_;
  std::string currency_;
  std::size_t customers_, window_;
  std::size_t started_ = 0, settled_ = 0, written_ = 0;
  int away_ = 0;  // draws that are being made or advanced elsewhere
  bool recorded_only_ = false;
  std::uint64_t names_answered_ = 0, names_drawn_ = 0, names_eligible_ = 0;

  NameTable<Known> facts_;
  std::unordered_set<std::string> answered_before_;  // by an interrupted run, but not finally
  // Draws at the desk, each under the one name it waits for.
  std::unordered_map<std::string, std::vector<DrawPtr>> waiting_for_;
  std::map<std::size_t, DrawPtr> waiting_;  // the same draws, by their place in the file
  std::map<std::size_t, DrawPtr> ended_;    // not settled yet, by their place in the file
  // What those that have ended would choose if nobody else came first: the places of those who hope for a
  // name, and the names that each hopes for.
  std::unordered_map<std::string, std::vector<std::size_t>> hopes_;
  std::unordered_map<std::size_t, std::vector<std::string>> hopes_of_;
  std::unordered_set<std::string> owned_;  // claimed from the start
};

}  // namespace domainplan
