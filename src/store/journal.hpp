// journal.ndjson of a plan folder: what was sent, and what came back. Append-only; the intent to send an
// order is on the disk before its first byte is on the wire, so that no interruption leaves a sending
// unknown.
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domainplan/availability.hpp"
#include "io/append_log.hpp"
#include "io/rfc3339.hpp"
#include "store/figure.hpp"
#include "store/journal_event.hpp"

namespace domainplan {

// When something was written, by every clock there is: each of them can be wrong in its own way.
struct JournalTime {
  std::int64_t wall_ms = 0;   // since 1970, UTC; a person or NTP may set it
  std::string boot;           // this start of the machine; "" where it is not known
  std::int64_t boot_ms = 0;   // since that start, sleep included; nobody can set it
  std::int64_t server_s = 0;  // since 1970, the API's own (its last Date header); 0 where it is not known
};

// What the journal says of one customer's order.
struct Sending {
  enum class State : std::uint8_t {
    open,        // sent, perhaps: the answer is not known
    placed,      // the API has it
    refused,     // the API said no, and has nothing
    not_placed,  // nothing came of it, as the API's lists or a person said
  };
  State state = State::open;
  // Whether the API has the order, or may have it.
  bool may_exist() const { return state == State::open || state == State::placed; }
  // Whether no order may be begun before a person has accepted its receipt.
  bool is_held() const { return state == State::placed && !mismatch.empty() && !is_accepted; }
  std::string sha256;      // of the exact bytes, in hex
  JournalTime first_sent;  // of these bytes under this intent
  std::string order_id;    // where placed
  std::optional<std::int64_t> total_cents;
  std::string currency;
  std::optional<UtcTime> created_at;  // where placed: when, as the API says
  std::string message;                // where refused or not_placed: why; escaped
  Cents planned_cents = 0;            // what the order was to cost, as we knew when it was sent
  Figure figure;                      // what of; 0 of all where an earlier version wrote the intent
  std::string mismatch;               // where placed: how the receipt contradicts the order; escaped
  bool is_accepted = false;           // a person has accepted that receipt
  bool by_person = false;             // where not_placed: a person has confirmed it
  std::string replaced_by;            // where placed: the digest of the plan.json that replaces it; mostly ""
  // When it was placed: as the API says, else when it was sent, by the API's clock where that is known.
  std::chrono::sys_time<std::chrono::milliseconds> placed_at() const;
  // The larger of what was planned and what was billed.
  Cents cents() const { return std::max<Cents>(planned_cents, total_cents.value_or(0)); }
  // Orders of this customer that ended at the vendor and were replaced. What they cost still counts.
  struct Earlier {
    std::string order_id;
    Cents cents = 0;  // as Sending::cents()
    Figure figure;    // as in Sending
    std::string currency;
    std::chrono::sys_time<std::chrono::milliseconds> placed_at;
  };
  std::vector<Earlier> earlier;
};

// Whose orders a journal is about. A plan and its journal belong to one account.
struct JournalOwner {
  std::string account;  // the partner's id
  std::string api_url;
  std::string environment;  // sandbox, test or live
  bool operator==(const JournalOwner&) const = default;
};

// By customer.
using Sendings = std::map<std::string, Sending>;

// What a journal says.
struct JournalRecord {
  std::optional<JournalOwner> owner;  // absent in journals of earlier versions, and before the first order
  Sendings sendings;
};

// Reads a journal's bytes; a last line without its end was torn by an interruption and is left out. Throws
// RunError naming `file` and the line where another line is none of a journal: nothing in it is believed.
JournalRecord read_journal(std::string_view bytes, const std::string& file);

// What the journal of a plan folder says, without its lock; nothing where there is none. Throws as
// read_journal does.
Sendings recorded_sendings(const std::string& folder);
std::optional<JournalOwner> recorded_owner(const std::string& folder);

class Journal;
// Notes as replaced the orders whose replacement was committed before an interruption. Throws RunError.
void settle_replacements(const std::string& folder, Journal& journal, const JournalTime& now);

class Journal {
 public:
  // Opens the journal of a plan folder, and locks it as long as this lives. Cuts off a torn last line. Where
  // there is none, the first event makes it, so the caller holds the folder's PlanLock. Throws RunError where
  // another process holds it, or the disk fails.
  explicit Journal(const std::string& folder);

  const Sendings& sendings() const { return record_.sendings; }
  const std::optional<JournalOwner>& owner() const { return record_.owner; }

  // Each is on the disk when it returns, and in sendings(). Throw RunError; then nothing may be sent.
  // bind() comes once, before the first order of an account.
  void bind(const JournalOwner& owner, const JournalTime& now);
  void intend(const std::string& customer, const std::string& sha256, const JournalTime& now,
              Cents planned_cents = 0, const Figure& figure = {});
  // `mismatch`: how the receipt contradicts the order; "" where it does not. `created_at`: as the API says.
  void placed(const std::string& customer, const std::string& order_id,
              std::optional<std::int64_t> total_cents, const std::string& currency, const JournalTime& now,
              const std::string& mismatch = "", std::optional<UtcTime> created_at = {});
  // What was found out later about a placed order; a person's acceptance of its receipt; that it ended at the
  // vendor and the customer was planned again, so that a new order may be begun.
  void mismatch(const std::string& customer, const std::string& reason, const JournalTime& now);
  void accept_receipt(const std::string& customer, const JournalTime& now);
  // What it costs, as the whole order says, where that is more than its receipt did.
  void billed(const std::string& customer, Cents total_cents, const JournalTime& now);
  void replaced(const std::string& customer, const JournalTime& now);
  // Comes right before a change of the plan is committed: once plan.json has this digest the order is
  // replaced; see settle_replacements().
  void replacing(const std::string& customer, const std::string& plan_sha256, const JournalTime& now);
  void refused(const std::string& customer, const std::string& message, const JournalTime& now);
  // Closes an intent that nothing came of: the order may be sent as if for the first time. `by_person`: a
  // person has confirmed it; else the API's lists show it.
  void not_placed(const std::string& customer, const std::string& message, bool by_person,
                  const JournalTime& now);

 private:
  // `what`: the fields of the event.
  void append(store::JournalEvent event, const std::optional<std::string>& customer,
              const nlohmann::ordered_json& what, const JournalTime& now);

  void open();

  std::string folder_;
  std::optional<AppendLog> log_;
  JournalRecord record_;
};

}  // namespace domainplan
