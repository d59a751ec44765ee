// Sends the orders of a plan folder, each at most once, and never for more than was agreed.
//
//   Session session(options, Environment::test);
//   SubmitHooks hooks;
//   hooks.result = [](const SubmitResult& result) { … };
//   submit("plan", session, {.max_spend_cents = 100'000}, hooks);
//
// The rules about money. Amounts are in cents of the plan's currency.
//
// - For 24 hours the vendor answers a POST /orders of the same bytes with the original order (kRepeatWindow;
//   its contract). So the bytes of an order are pinned: the file is sent as it is, and an intent is synced
//   to journal.ndjson before the first byte is sent.
// - An answer is lost where it is neither a receipt with a usable id nor a refusal in the vendor's error
//   envelope: a cut connection, a 5xx, a proxy's error page. Then the account's lists are read 5, 10, 20, 40
//   and 80 s after the first try failed (kLooks). If the order is not in them, the same bytes are sent again
//   after each look, but only within 20 h of the first send by every clock (kResendWithin; 4 h are left for
//   late answers and clocks that disagree). After that only a person can tell whether the order exists.
// - Prices are checked again before each sending unless this process got them less than 30 s ago by its
//   monotonic clock (kFreshRows). The same bytes do not go again at a higher price: the order may never have
//   arrived. A domain that is taken does not stop them, as it may be this order that has it.
// - A receipt's total is from 0 to 2^33 cents (kMostApiCents); any other contradicts its order. The
//   larger of it and the planned cost counts against the limit.
// - An order begins only if it, those under way and those in the journal fit the limit. Only one that was
//   sent while the price of a licence was unknown can exceed it; such orders go one at a time.
// - After a receipt that contradicts its order, or 4 lost answers in a row, no further order begins.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "domainplan/availability.hpp"
#include "domainplan/error.hpp"
#include "domainplan/intake.hpp"
#include "domainplan/naming.hpp"
#include "domainplan/notice.hpp"
#include "domainplan/plan.hpp"
#include "domainplan/plan_lock.hpp"
#include "domainplan/session.hpp"
#include "domainplan/submit_reason.hpp"

namespace domainplan {

inline constexpr std::chrono::hours kRepeatWindow{24};  // the vendor answers equal bytes with the old order
inline constexpr std::chrono::hours kResendWithin{20};  // the same bytes go again
inline constexpr std::chrono::seconds kFreshRows{30};   // an availability row is good for an order
inline constexpr std::array<std::chrono::seconds, 5> kLooks{
    std::chrono::seconds{5}, std::chrono::seconds{10}, std::chrono::seconds{20}, std::chrono::seconds{40},
    std::chrono::seconds{80}};
inline constexpr std::size_t kMostUnderWay = 4;    // orders
inline constexpr std::size_t kMostLostInARow = 4;  // answers
inline constexpr std::chrono::minutes kAccountLockWait{10};

// The input files, if given, to compare with those of the plan: one that differs is refused. An order is
// planned again from the pinned ones.
struct ReplanInputs {
  std::optional<InputFile> customers = {}, personas = {}, bundles = {}, owned = {};
};

struct SubmitOptions {
  std::set<std::string> only = {};  // customers; empty: all
  // A person's answers, by customer.
  std::set<std::string> confirm_not_placed = {};  // an order whose answer was lost was not placed
  std::set<std::string> allow_duplicate = {};     // one more order is meant
  bool allow_all_duplicates = false;
  std::set<std::string> accept_edited = {};   // the order file was changed on purpose
  std::set<std::string> accept_receipt = {};  // the receipt that contradicts its order is right
  std::optional<std::size_t> limit = {};      // orders sent in this run, at most
  // The most that all orders of this folder may cost, including those in the journal.
  std::optional<Cents> max_spend_cents = {};
  // The same for all orders of the account that are placed in this calendar month (UTC); only with a ledger.
  // A customer's max_month_cents limits its own orders in the same way.
  std::optional<Cents> max_month_cents = {};
  // The account's memory: orders that other plans placed, and where new names are reserved.
  LedgerUse ledger = {};
  // Plan an order again that lost a domain or whose price changed. It is not sent in this run.
  bool replan = false;
  ReplanInputs replan_inputs = {};
  // How much more an order that is planned again may cost than the plan or update that made it.
  Cents max_increase_cents = 0;
  bool check_urls = false;  // fetch each picture and forwarding URL once, before anything is sent
  // The folder of the account's lock; made if it does not exist. Empty: no lock, which is safe only with the
  // embedded sandbox.
  std::string state_folder = {};
  int batch_size = 50;  // domains per call
  std::chrono::milliseconds recheck_wait{
      2000};  // before a stale or errored row is asked again; doubled each time
};

// What became of one order.
enum class SubmitState : std::uint8_t {
  not_sent,             // not reached: a limit, a dry run, or the run ended
  placed,               // by this run
  placed_before,        // by an earlier run
  refused,              // by the vendor; nothing was done
  not_placed,           // a person confirmed that it does not exist; it was not sent again
  outcome_unknown,      // sent, but neither an answer nor the account's lists show it
  possible_duplicate,   // the customer seems to have an order already
  no_longer_available,  // a domain can no longer be ordered as planned
  price_changed,        // a domain costs more than planned
  unconfirmed,          // the API cannot say at present whether a domain can be ordered
  not_imported,         // an owned domain whose import is not complete
  order_edited,         // the file is not as it was planned
  bad_url,              // a picture or a forwarding URL cannot be fetched
  over_limit,           // it would exceed max_spend_cents or a limit of the month
  receipt_mismatch,     // the receipt contradicts the order
  replanned             // planned again; the next submit sends it
};
inline constexpr std::size_t kSubmitStates = 16;
// "placed_before"; text for people has blanks for `_`.
std::string_view name_of(SubmitState state);
// Whether somebody has to act before the order goes on.
bool needs_person(SubmitState state);

// What an order that is planned again costs, beside what was agreed. Amounts are cents of the currency.
struct PriceIncrease {
  std::string customer;
  SubmitReason reason = {};                               // why it was planned again
  Cents agreed_cents = 0, new_cents = 0;                  // for the first year
  Cents agreed_renewal_cents = 0, new_renewal_cents = 0;  // for each further year
  std::string agreed_currency = {}, new_currency = {};
};

struct SubmitResult {
  std::string customer = {};
  SubmitState state = SubmitState::not_sent;
  std::string order_id = {};                // ord_…, where there is one
  std::size_t domains = 0;                  // of the order, owned ones included
  Cents price_cents = 0;                    // first-year prices of what is registered, as planned
  Cents renewal_cents = 0;                  // of every further year, as far as known
  std::optional<Cents> licence_cents = {};  // a month; unset where a price is unknown
  std::optional<Cents> total_cents = {};    // as the vendor bills, licences included
  // Where there is an order: when it was placed, as the vendor says; where it does not, when it was sent.
  std::optional<std::chrono::sys_time<std::chrono::milliseconds>> placed_at = {};
  std::string currency = {};
  SubmitReason reason = {};      // why it was not sent
  Remedy remedy = Remedy::none;  // the option that would let it be sent
  // Where it was planned again, or would cost more than agreed if it were.
  std::optional<PriceIncrease> increase = {};
};
// The same for one order; one that is not_sent with a reason is held too.
bool needs_person(const SubmitResult& result);

// What is about to be sent.
struct SubmitPreview {
  // Cents, by currency.
  struct Cost {
    std::map<Cents, std::size_t> domains = {};  // how many are registered at each first-year price
    Cents first_year = 0;
    Cents renewals = 0;                        // of every further year
    std::optional<Cents> licences = Cents{0};  // a month; unset where a price is unknown
  };
  std::size_t orders = 0;
  std::size_t domains = 0;  // to be registered
  std::map<std::string, Cost> costs = {};
  std::string currency = {};            // of the limits and of what counts against them
  std::vector<SubmitResult> held = {};  // what is not sent, and why
  Cents counted_cents = 0;              // of the orders in the journal
  std::optional<Cents> max_spend_cents = {};
  std::optional<Cents> max_month_cents = {};  // with a limit for the month, in UTC
  Cents month_cents = 0;                      // what the account's orders of the month come to so far
  std::optional<std::size_t> limit = {};      // of orders that may still be begun
  std::uint64_t calls = 0;                    // to the API, estimated
  std::uint64_t minutes = 0;                  // that they take at the session's rate, estimated
  std::string account = {};                   // partner.id; "" before the API is asked
  bool binds_account = false;  // the plan was made from recorded answers; this submit binds it to the account
  bool is_again = false;       // the second question: the first receipt showed more than was confirmed
};

// What a run waits for.
struct SubmitWait {
  enum class Reason : std::uint8_t {
    lost_answer,  // the next look at the account's orders, for `customer`
    account_lock  // another submit of this account, `holder`
  };
  Reason reason = Reason::lost_answer;
  std::string customer = {};
  std::string holder = {};
  std::chrono::milliseconds duration{0};
};

// All are called on the thread that called submit(), and may be empty. If one throws, the run ends at once
// and submit() throws the same; the next submit() settles the orders that were under way.
struct SubmitHooks {
  // Called once before anything is sent, for display.
  std::function<void(const SubmitPreview&)> preview = {};
  // Asks a person to agree; empty: nobody is asked. False ends the run before anything (more) is sent. The
  // account's lock is not held meanwhile.
  std::function<bool(const SubmitPreview&)> confirm = {};
  // Asks a person at a terminal, once for each such order, after all others were sent. False, or no hook: the
  // order stays as it was.
  std::function<bool(const PriceIncrease&)> confirm_increase = {};
  // Called as each order is settled, to show progress: `settled` of `total`.
  std::function<void(const SubmitResult&, std::size_t settled, std::size_t total)> settled = {};
  std::function<void(const SubmitWait&)> wait = {};
  // Called before the first of `total` different URLs is fetched, and after each.
  std::function<void(std::size_t checked, std::size_t total)> checking_urls = {};
  // Every order's result in the order of the plan, at the end of the run; also where submit() throws.
  std::function<void(const SubmitResult&)> result = {};
  NoticeHook warning = {};  // redacted
};

enum class SubmitEnd : std::uint8_t { done, declined };

// What submit() would send, from the folder alone: makes no call and writes nothing. Results go to
// hooks.result. Throws UsageError where `folder` holds no finished plan or an option names a customer it does
// not have.
SubmitPreview preview(const std::string& folder, const SubmitOptions& options, const SubmitHooks& hooks);

// Sends the orders. After any failure the next submit() continues, and never sends an order twice.
// Throws UsageError where the plan belongs to another account, environment or API; RunError where another
// submit holds the folder or the account (ErrorCode::locked), a list of the account cannot be read, 4 answers
// in a row were lost, or the network or the disk fails; KeyRefused where the key may not order; Interrupted.
SubmitEnd submit(const std::string& folder, Session& session, const SubmitOptions& options,
                 const SubmitHooks& hooks);
// The same, for a caller that has taken the lock before it reads the folder itself.
SubmitEnd submit(const PlanLock& lock, Session& session, const SubmitOptions& options,
                 const SubmitHooks& hooks);
// The lock of the plan in `folder`. Throws UsageError where there is no folder, and as PlanLock does.
PlanLock lock_plan(const std::string& folder);
// Makes `folder`, in which the locks and journals of accounts are, with its parents where it is absent
// (0700). Throws RunError (ErrorCode::disk) naming the folder where it cannot be made or written to.
void prepare_state_folder(const std::string& folder);

}  // namespace domainplan
