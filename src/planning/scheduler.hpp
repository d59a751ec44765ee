// What is done next in a run: which names are asked for, which customer gets what, and when it is over.
//
// Effects step(Event) is all there is to it. The scheduler holds everything that changes during a run: the
// facts, the calls being packed, the claims, the order of settling, the counts. It has no thread, lock, hook
// or clock; times come with the events. One caller at a time.
//
// Timing decides only which call learns a fact, never a result: a customer's plan depends on facts alone, and
// customers are settled in the order of the file.
#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <variant>
#include <vector>

#include "planning/call_batcher.hpp"
#include "planning/customer_plan.hpp"
#include "planning/hopes.hpp"
#include "planning/name_table.hpp"
#include "planning/recovered.hpp"

namespace domainplan {

// Shared only because the stages of a flow graph copy what they hand on.
using PlanPtr = std::shared_ptr<CustomerPlan>;

// What happened. Started comes first, and once.
struct Started {};
// A plan that was drawn or filtered, or one that was selected, is back.
struct Returned {
  PlanPtr plan;
};
// Rows of a call have come. `is_last`: no more will come of it.
struct Answered {
  partner::AvailabilityRows rows;
  bool is_last = false;
  Moment at;
};
// A moment of Effects::wait has come.
struct Due {
  Moment moment;
};
// One of Effects::write is on disk.
struct Written {};
// Of the customers of Effects::reserve the first `customers` have their names. Another plan has `lost`, names
// of the next one, where there is a next one.
struct Reserved {
  std::size_t customers = 0;
  Names lost;
};
// What other processes know of `names`, which are those of Effects::look_up, or of Effects::look_up_again.
struct LookedUp {
  Names names;
  std::vector<AvailabilityRow> rows;
  Names asked_elsewhere = {};  // of these another process will have an answer soon
  bool again = false;
};
using Event = std::variant<Started, Returned, Answered, Due, Written, Reserved, LookedUp>;

// Names that another plan was found to have when the customer at a place was about to be settled, by place.
using NamesLost = std::map<std::size_t, Names>;

// What has to be done about it; the event that follows in brackets.
struct Effects {
  std::vector<std::size_t> draw;      // begin the plans of these customers and draw [Returned]
  std::vector<PlanPtr> filter;        // filter these; then draw or select as they want [Returned]
  std::vector<Names> ask;             // make these calls [Answered, once or more]
  std::vector<Moment> wait;           // [Due]
  Names look_up;                      // ask others for answers to these names [LookedUp]
  Names look_up_again;                // the same after a pause, unless cancel_waits comes first [LookedUp]
  std::vector<PlanPtr> reserve;       // reserve the names of these customers, one after another [Reserved]
  std::vector<PlanPtr> write;         // write these settled customers, in this order [Written, for each]
  std::vector<AvailabilityRow> rows;  // of a list of names: final rows
  bool cancel_waits = false;          // all is done; nobody needs what the waits and pauses are for
};

class Scheduler {
 public:
  // A run for `customers` customers. `claimed`: domains that none of them can be sold.
  Scheduler(const PlanOptions& options, std::size_t customers, Names claimed);
  // A run for a list of different names, which must outlive the scheduler. At most `max_calls` are under way.
  Scheduler(std::span<const std::string> names, int batch_size, std::chrono::milliseconds recheck_wait,
            int max_calls);

  // Before the first step. Replay: these are all the facts there are; names without one are `not_recorded`.
  void replay(std::unordered_map<std::string, Fact> recorded);
  // Before the first step. What an interrupted run had learnt.
  void resume(Recovered recovered);
  // Before the first step. The names of each customer are reserved before it is settled. `lost`: what an
  // earlier part of the run, or a recorded one, lost to other plans.
  void reserve_names() { reserves_ = true; }
  void lose_names(NamesLost lost) { lost_before_ = std::move(lost); }

  // Before the first step. A name is looked up among the answers that other processes were given before it is
  // asked for; what another process is about to ask for is waited for. As names that are looked up here are
  // kept from the others, that is done as late as possible: when less than `max_calls` are under way.
  void look_up_first(int max_calls) {
    looks_up_ = true;
    max_calls_ = max_calls;
  }

  // Throws RunError where the API gives no usable row, so that asking on would be a waste.
  Effects step(Event event);

  // At the end of a run: throws RunError where more than one name was asked for and every one was refused.
  void check_refusals() const;

  std::size_t settled() const { return settled_; }
  std::uint64_t names_answered() const { return names_answered_; }
  // Different names that settled customers took and that got an answer.
  std::uint64_t names_drawn() const { return names_drawn_; }

 private:
  struct Known {
    enum class State : std::uint8_t { asked, put_off, known };
    Known() = default;
    Known(const Fact& fact, bool is_shared) : shared(is_shared) { learn(fact); }
    void learn(const Fact& fact) {
      price_cents = fact.price_cents;
      renewal_price_cents = fact.renewal_price_cents;
      said = fact.said;
      usable_for = fact.usable_for;
      state = State::known;
    }
    Fact fact() const { return {price_cents, renewal_price_cents, said, usable_for}; }

    // A Fact, without its padding: a plan of 100,000 customers holds millions of them.
    Cents price_cents = Fact::kNoPrice;
    Cents renewal_price_cents = Fact::kNoPrice;
    Verdict said = Verdict::not_recorded;
    ProviderSet usable_for;

    State state = State::asked;
    bool drawn = false;    // by a settled customer
    bool claimed = false;  // likewise, in its order
    bool shared = false;   // another process asked
  };
  static_assert(sizeof(Known) == 24);

  void take(Started) {}
  void take(Returned& returned);
  void take(Answered& answer);
  void take(Due due);
  void take(Written) { ++written_; }
  void take(Reserved& reserved);
  void take(LookedUp& found);

  // Looking up facts and waiting for them: scheduler.cpp.
  void want(const std::string& name);
  void look_up_wanted();
  void look_up_again();
  bool is_waiting_elsewhere() const;
  void ask_for_unknown(const CustomerPlan& plan);
  void learn_what_is_known(const PlanPtr& plan);
  void wait_for(const std::string& name, const PlanPtr& plan);
  void wake_those_who_wait_for(const std::string& name);
  void count_answer(const std::string& name);
  void count_refusals(const partner::AvailabilityRows& rows, bool is_only_call);
  [[noreturn]] void throw_no_usable_row() const;
  void send_to_filter(PlanPtr plan);

  // Who gets what: scheduler.cpp.
  void settle_in_order();
  void settle(PlanPtr plan);
  void reserve_in_order();
  void lose_to_other_plans(const Names& names);
  std::optional<Verdict> lost_to(const std::string& name) const;
  bool has_lost(const CustomerPlan& plan) const;
  bool lose_to_claims(CustomerPlan& plan) const;
  void notify_rivals(const CustomerPlan& winner);

  // Keeping everybody busy: scheduler_ahead.cpp.
  void keep_going();
  void keep_customers_going();
  void keep_list_going();
  bool is_finished() const;
  int chance_of_unknown() const;
  std::size_t add_hopes(const CustomerPlan& plan);
  void ask_ahead_for_rivals(CustomerPlan& plan, bool until_call_is_full);
  bool all_wait_to_ask_again() const;
  void fill_open_call();
  bool open_call_has_room() const;

  CallBatcher batcher_;
  Effects effects_;  // of this step

  // Customers.
  std::string currency_;
  std::size_t customers_ = 0, window_ = 0;
  std::size_t started_ = 0, settled_ = 0, written_ = 0;
  int away_ = 0;  // plans that are in a stage
  bool is_replay_ = false, looks_up_ = false;
  // Names that are to be looked up, and how many are being looked up.
  std::deque<std::string> wanted_;
  std::size_t looking_up_ = 0;
  // Names that other processes ask for, how many of them are being looked up again, and how often that was
  // done while a call with room waited for them alone.
  Names elsewhere_;
  std::size_t looking_up_again_ = 0;
  int waited_ = 0;
  static constexpr int kLongestWaitElsewhere = 5;
  std::uint64_t names_answered_ = 0, names_drawn_ = 0, names_eligible_ = 0;
  NameTable<Known> facts_;
  std::unordered_set<std::string> answered_before_;  // by an interrupted run, but not finally
  // Plans that wait here, each under the one name it waits for, and the same by their place in the file.
  std::unordered_map<std::string, std::vector<PlanPtr>> waiting_for_;
  std::map<std::size_t, PlanPtr> waiting_;
  std::map<std::size_t, PlanPtr> selected_;   // not settled yet, by their place in the file
  Hopes hopes_;                               // of those
  std::unordered_set<std::string> owned_;     // claimed from the start
  std::unordered_set<std::string> reserved_;  // by other plans, as was found out during the run
  bool reserves_ = false;
  std::vector<PlanPtr> reserving_;  // the first that are not settled, while their names are being reserved
  NamesLost lost_before_;

  // A list of names.
  std::span<const std::string> list_;
  std::size_t list_next_ = 0, list_open_ = 0;

  int max_calls_ = 0;  // of a list, or where names are looked up

  // Names that the API refused as such, and rows that could not be used, of all that were heard.
  std::size_t refused_ = 0, unusable_ = 0, heard_ = 0;
  std::string refusal_;
};

}  // namespace domainplan
