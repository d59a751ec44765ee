// The lines of journal.ndjson. A line is an event, its customer, what the event says, and when it was
// written; each part is a struct with one table of fields, which serves the writer and the reader.
#pragma once

#include <algorithm>
#include <optional>
#include <string>

#include "store/cells.hpp"
#include "store/journal.hpp"
#include "store/journal_event.hpp"
#include "store/json_fields.hpp"

namespace domainplan::store {

// A whole number from 0 to `Most`: the nearest one is written, and no other is read. A journal may have been
// edited, or be none.
template <std::int64_t Most>
struct UpTo {
  std::int64_t value = 0;
};
template <std::int64_t Most>
Json json_of(UpTo<Most> number) {
  return std::clamp<std::int64_t>(number.value, 0, Most);
}
template <std::int64_t Most>
bool read_json(const Json& json, UpTo<Most>& number) {
  return read_json(json, number.value) && number.value >= 0 && number.value <= Most;
}

inline constexpr std::int64_t kMostSeconds = 253'402'300'799;  // the end of the year 9999
inline constexpr std::int64_t kMostLicences = 1'000'000;       // of one order
using StoredCents = UpTo<kMostStoredCents>;

inline Json json_of(JournalEvent event) { return kJournalEvents[static_cast<std::size_t>(event)]; }
inline bool read_json(const Json& json, JournalEvent& event) {
  return json.is_string() && read_name(json.get_ref<const std::string&>(), kJournalEvents, event);
}

struct JournalHead {
  JournalEvent event = JournalEvent::intent;
  std::optional<std::string> customer;  // nothing where the event is of the whole plan
};
inline constexpr JsonFields kJournalHead{
    JsonField{"event", &JournalHead::event},
    JsonField{"customer", &JournalHead::customer, Presence::if_not_empty},
};

struct JournalStamp {
  UtcTime at;
  std::string boot;
  UpTo<kMostSeconds * 1000> boot_ms;
  UpTo<kMostSeconds> server_s;
};
inline constexpr JsonFields kJournalStamp{
    JsonField{"at", &JournalStamp::at},
    JsonField{"boot", &JournalStamp::boot},
    JsonField{"boot_ms", &JournalStamp::boot_ms},
    JsonField{"server_s", &JournalStamp::server_s},
};

// Of the whole plan; its API key belongs to this account.
inline constexpr JsonFields kBound{
    JsonField{"account", &JournalOwner::account},
    JsonField{"api_url", &JournalOwner::api_url},
    JsonField{"environment", &JournalOwner::environment},
};

struct Intent {
  std::string sha256;
  StoredCents planned_cents;
  // What of.
  StoredCents registrations_cents;
  UpTo<kMostLicences> google_inboxes, google_domains, microsoft_domains;
  std::string currency;
};
inline constexpr JsonFields kIntent{
    JsonField{"sha256", &Intent::sha256},
    JsonField{"planned_cents", &Intent::planned_cents, Presence::since_later},
    JsonField{"registrations_cents", &Intent::registrations_cents, Presence::since_later},
    JsonField{"google_inboxes", &Intent::google_inboxes, Presence::since_later},
    JsonField{"google_domains", &Intent::google_domains, Presence::since_later},
    JsonField{"microsoft_domains", &Intent::microsoft_domains, Presence::since_later},
    JsonField{"currency", &Intent::currency, Presence::since_later},
};

struct Placed {
  std::string order_id;
  std::optional<StoredCents> total_cents;
  std::string currency;
  std::optional<std::string> mismatch;
  std::optional<UtcTime> created_at;
};
inline constexpr JsonFields kPlaced{
    JsonField{"order_id", &Placed::order_id},
    JsonField{"total_cents", &Placed::total_cents},
    JsonField{"currency", &Placed::currency},
    JsonField{"mismatch", &Placed::mismatch, Presence::if_not_empty},
    JsonField{"created_at", &Placed::created_at, Presence::if_not_empty},
};

// Why an order was refused, or how its receipt contradicts it.
struct Message {
  std::string message;
};
inline constexpr JsonFields kMessage{JsonField{"message", &Message::message}};

struct NotPlaced {
  std::optional<std::string> by;  // "person", or "lists": the API's
  std::string message;
};
inline constexpr JsonFields kNotPlaced{
    JsonField{"by", &NotPlaced::by, Presence::if_not_empty},
    JsonField{"message", &NotPlaced::message},
};

struct Billed {
  StoredCents total_cents;
};
inline constexpr JsonFields kBilled{JsonField{"total_cents", &Billed::total_cents}};

struct Replacing {
  std::string plan_sha256;
};
inline constexpr JsonFields kReplacing{JsonField{"plan_sha256", &Replacing::plan_sha256}};

}  // namespace domainplan::store
