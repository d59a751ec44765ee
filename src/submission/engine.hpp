// The course of a submission: which order goes when, and what is done with each answer. It holds all state of
// a run and touches the world through SubmitWorld alone, so that a test can put any world around it.
//
//   look (and ask) → lock the account → look → begin, answer, look for lost answers … → done
#pragma once

#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "domainplan/ledger.hpp"
#include "domainplan/notice.hpp"
#include "domainplan/submit.hpp"
#include "submission/account_lock.hpp"
#include "submission/duplicates.hpp"
#include "submission/lanes.hpp"
#include "submission/lost_answer.hpp"
#include "submission/lost_search.hpp"
#include "submission/month.hpp"
#include "submission/outgoing.hpp"
#include "submission/receipt_check.hpp"
#include "submission/recheck.hpp"
#include "submission/spending.hpp"
#include "submission/world.hpp"

namespace domainplan {

// What a submission is about.
struct Submission {
  std::vector<Outgoing>
      orders;  // in the order of the plan; those that SubmitOptions::only leaves out are not
  // What orders that are not among these cost, as far as the plan says: by customer. The journal knows which
  // of them were sent.
  std::map<std::string, Figure> elsewhere = {};
  // Users with an order that is not among these and whose outcome is unknown: as user_name() has them.
  std::set<std::string> waiting_users = {};
  JournalledOrders others = {};  // of other folders
  // The orders that the ledger has; empty: no ledger. Asked after the account's lock is taken.
  std::function<std::vector<LedgerOrder>()> ledger_orders = {};
  // By customer. Without a ledger nobody knows what a customer has ordered, and these orders are held.
  std::map<std::string, Cents> month_limits = {};
  std::map<std::string, PossibleDuplicate> repeated_rows = {};
  JournalOwner owner = {};  // whose key it is
  bool binds_account = false;
  std::uint64_t rate = 600;  // calls a minute, for the preview
};

class Engine {
 public:
  Engine(Submission submission, Journal& journal, SubmitWorld& world, AccountLock& lock,
         const SubmitOptions& options, const SubmitHooks& hooks);

  // Whether any order waits to be sent or to be found; where none does, run() makes no call.
  bool has_work() const;
  // Refuses an order before the run, such as for a bad URL. It is among those to be sent.
  std::vector<const Outgoing*> to_be_sent() const;
  void hold(const std::string& customer, SubmitState state, const SubmitReason& reason);

  // Sends. Throws as submit() does; what is known is in results() in any case.
  SubmitEnd run();

  // What would be sent.
  SubmitPreview preview() const;
  // In the order of the plan.
  std::vector<SubmitResult> results() const;
  // Orders that can be planned again: what stands against them.
  const std::map<std::string, Objection>& objections() const { return objections_; }
  // The domains of failed and cancelled orders that the vendor may still answer with, as last looked at.
  std::vector<std::string> domains_of_ended() const;
  // What became of one after the run.
  void record(const std::string& customer, SubmitState state, SubmitReason reason,
              std::optional<PriceIncrease> increase = {});

 private:
  enum class Phase : std::uint8_t { waiting, under_way, lost, settled };
  struct Slot {
    Outgoing order;
    std::set<std::string> user_names = {};  // of the user, when the account was last looked at
    Phase phase = Phase::settled;
    SubmitState state = SubmitState::not_sent;
    SubmitReason reason = {};
    Remedy remedy = Remedy::none;
    std::optional<PriceIncrease> increase = {};  // where it was planned again
    bool in_this_run = false;                    // begun by this run
    bool was_first = false;                      // begun by this run, for the first time
    bool may_resend = true;                      // the bytes on the disk are those that were sent
    bool is_confirmed = false;                   // in what a person agreed to
    int held_back = 0;                           // times its rows grew old on the way
    std::optional<LostAnswer> lost = {};
    SubmitReason last_words = {};              // what the last failed try or look said
    std::set<std::string> listed_before = {};  // ids of the account's orders when it was first sent
  };

  // Before the first call.
  void sort_out(Slot& slot);
  void take_answers_of_persons();

  // The account.
  void look();
  void demand_own_journal() const;
  void demand_own_orders() const;
  void lock();
  void learn_licence_prices();
  void learn_from_totals(const ReadOrder& read);
  void hold_unknown_months();
  void hold_duplicates();
  void hold_lost_inventory();
  std::vector<std::string> lost_inventory(const Slot& slot);
  bool settle_lost_inventory(Slot& slot);
  bool is_of_user(const ReadyDomain& ready, const Slot& slot);
  void learn_users();
  void name_users();
  bool ask(bool again);
  Cents cost_of_confirmed() const;
  void ask_again_if_it_costs_more();

  // Orders that go out.
  void send_all();
  bool has_unpriced_under_way() const;
  bool may_begin_any() const;
  void explain_unsent();
  bool begin_next();
  SubmitReason above_limit(const Slot& slot, bool licences_unknown) const;
  SubmitReason above_month(const Slot& slot) const;
  MonthOrders orders_of_month(const std::string& currency) const;
  bool passes_checks(std::size_t place);
  void begin(std::size_t place);

  // Answers.
  void take_answer(const SubmitWorld::Answer& answer);
  void take_refusal(std::size_t place, const partner::Placement& placement);
  void take_nothing_done(std::size_t place, const partner::Placement& placement);
  void take_lost(std::size_t place, const std::string& message);
  void take_receipt(std::size_t place, const partner::OrderReceipt& receipt);
  std::string read_whole_order(const Slot& slot, const partner::OrderReceipt& receipt,
                               const JournalledOrders& known);

  // Lost answers.
  Moment next_look() const;
  void look_for_lost();
  void look_for(std::size_t place, bool due);
  void reopen(std::size_t place);
  void resend(std::size_t place);
  SubmitReason against_resending(std::size_t place);
  void give_up(std::size_t place, SubmitReason reason);

  void settle(Slot& slot, SubmitState state, SubmitReason reason = {});
  void settle(Slot& slot, SubmitState state, SubmitReason reason, Remedy remedy);
  SubmitResult result_of(const Slot& slot) const;
  void fail(std::exception_ptr failure);
  void warn(const Notice& notice) const;
  void note_wait(Moment until);
  ReceiptExpectation expectation(const Slot& slot, const JournalledOrders& known) const;
  JournalledOrders journalled() const;

  std::vector<Slot> slots_;
  Submission about_;
  Journal& journal_;
  SubmitWorld& world_;
  AccountLock& lock_;
  const SubmitOptions& options_;
  const SubmitHooks& hooks_;

  Spending spending_;
  Lanes lanes_;
  Recheck recheck_;
  std::optional<AccountView> account_;
  std::vector<LedgerOrder> in_ledger_;  // when the account was last looked at
  std::map<std::string, Objection> objections_;
  JournalledOrders journalled_;    // of this folder
  std::string mismatch_;           // the customer whose receipt holds everything
  std::exception_ptr unreadable_;  // why the lists did not say what became of an order
  std::exception_ptr failure_;     // ends the run when nothing is under way any more
  std::size_t begun_ = 0, settled_ = 0;
  std::optional<Cents> confirmed_;  // at a terminal: what the orders of the preview cost
  bool first_receipt_seen_ = false, ask_again_ = false, declined_ = false, warned_of_limit_ = false;
  Moment wait_noted_{-1};
};

}  // namespace domainplan
