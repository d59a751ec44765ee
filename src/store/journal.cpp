#include "store/journal.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "io/file.hpp"
#include "io/rfc3339.hpp"
#include "io/sha256.hpp"
#include "store/journal_lines.hpp"
#include "store/log_line.hpp"
#include "store/paths.hpp"

namespace domainplan {
namespace {

using namespace store;

constexpr std::int64_t kJournalVersion = 1;  // lines of today say none

JournalStamp stamp_of(const JournalTime& time) {
  return {UtcTime(std::chrono::milliseconds(time.wall_ms)), time.boot, {time.boot_ms}, {time.server_s}};
}

JournalTime time_in(const Json& line) {
  const auto stamp = read_part(line, kJournalStamp);
  return {std::chrono::floor<std::chrono::milliseconds>(stamp.at.time_since_epoch()).count(), stamp.boot,
          stamp.boot_ms.value, stamp.server_s.value};
}

void begin(const Json& line, const std::string& customer, Sendings& sendings) {
  Sending& sending = sendings[customer];
  if (sending.state == Sending::State::placed)
    throw RunError(ErrorCode::bad_input, "an intent after the order was placed");
  const auto intent = read_part(line, kIntent);
  std::vector<Sending::Earlier> earlier = std::move(sending.earlier);
  sending = Sending();
  sending.earlier = std::move(earlier);
  sending.sha256 = intent.sha256;
  sending.planned_cents = intent.planned_cents.value;
  sending.figure = {intent.registrations_cents.value,
                    {intent.google_inboxes.value, intent.google_domains.value, intent.microsoft_domains.value,
                     intent.currency}};
  sending.first_sent = time_in(line);
}

std::optional<Cents> cents_of(const std::optional<StoredCents>& stored) {
  return stored ? std::optional(stored->value) : std::nullopt;
}

// What came of an order that was begun.
void end(JournalEvent event, const Json& line, Sending& sending) {
  if (event == JournalEvent::placed) {
    auto placed = read_part(line, kPlaced);
    sending.state = Sending::State::placed;
    sending.order_id = std::move(placed.order_id);
    sending.total_cents = cents_of(placed.total_cents);
    sending.currency = std::move(placed.currency);
    sending.mismatch = placed.mismatch.value_or("");
    sending.created_at = placed.created_at;
  } else if (event == JournalEvent::refused) {
    sending.message = read_part(line, kMessage).message;
    sending.by_person = false;
    sending.state = Sending::State::refused;
  } else {
    const auto not_placed = read_part(line, kNotPlaced);
    sending.message = not_placed.message;
    sending.by_person = not_placed.by == "person";
    sending.state = Sending::State::not_placed;
  }
}

// What is said of a placed order later.
void remark(JournalEvent event, const Json& line, Sending& sending) {
  if (sending.state != Sending::State::placed)
    throw RunError(ErrorCode::bad_input, "a remark on an order that was not placed");
  if (event == JournalEvent::mismatch) {
    sending.mismatch = read_part(line, kMessage).message;
    sending.is_accepted = false;
  } else if (event == JournalEvent::accepted) {
    sending.is_accepted = true;
  } else if (event == JournalEvent::billed) {
    sending.total_cents = read_part(line, kBilled).total_cents.value;
  } else if (event == JournalEvent::replacing) {
    sending.replaced_by = read_part(line, kReplacing).plan_sha256;
  } else {
    sending.earlier.push_back(
        {sending.order_id, sending.cents(), sending.figure, sending.currency, sending.placed_at()});
    sending.state = Sending::State::not_placed;
    sending.message = "its order ended, and the customer was planned again";
  }
}

// What an event says of the customer's order, given what was said before.
void follow(JournalEvent event, const Json& line, Sending& sending) {
  switch (event) {
    case JournalEvent::bound:
    case JournalEvent::intent:
      return;  // they need no order
    case JournalEvent::placed:
    case JournalEvent::refused:
    case JournalEvent::not_placed:
      if (sending.state != Sending::State::open)
        throw RunError(ErrorCode::bad_input, "an answer without an intent");
      return end(event, line, sending);
    case JournalEvent::mismatch:
    case JournalEvent::accepted:
    case JournalEvent::billed:
    case JournalEvent::replacing:
    case JournalEvent::replaced:
      return remark(event, line, sending);
  }
}

// One line more. Throws where it is none of a journal, or cannot follow what was before.
void add_line(const Json& line, JournalRecord& record) {
  const auto [event, of] = read_part(line, kJournalHead);
  if (event == JournalEvent::bound) {
    if (record.owner) throw RunError(ErrorCode::bad_input, "the journal is bound to an account twice");
    record.owner = read_part(line, kBound);
    return;
  }
  if (!of) throw RunError(ErrorCode::bad_input, "the customer is missing");
  const std::string& customer = *of;
  if (event == JournalEvent::intent) return begin(line, customer, record.sendings);
  const auto found = record.sendings.find(customer);
  if (found == record.sendings.end()) throw RunError(ErrorCode::bad_input, "an answer without an intent");
  time_in(line);
  follow(event, line, found->second);
}

}  // namespace

std::chrono::sys_time<std::chrono::milliseconds> Sending::placed_at() const {
  using namespace std::chrono;
  if (created_at) return floor<milliseconds>(*created_at);
  if (first_sent.server_s > 0) return sys_seconds(seconds(first_sent.server_s));
  return sys_time<milliseconds>(milliseconds(first_sent.wall_ms));
}

JournalRecord read_journal(std::string_view bytes, const std::string& file) {
  JournalRecord record;
  each_line(bytes, [&](std::string_view line, std::size_t number, bool whole) {
    if (!whole) return;
    const Json json = json_in_line(line);
    if (is_newer(json, kJournalVersion))
      throw RunError(ErrorCode::disk,
                     fmt::format("{}:{}: a newer version of domainplan wrote this: use that", file, number),
                     file);
    try {
      add_line(json, record);
    } catch (const std::exception& error) {
      throw RunError(
          ErrorCode::disk,
          fmt::format(
              "{}:{}: this is not a line of a journal ({}); it may be damaged, so nothing is sent: put "
              "a copy back, or "
              "compare with the orders at the API",
              file, number, error.what()),
          file);
    }
  });
  return record;
}

namespace {

JournalRecord record_of(const std::string& folder) {
  const std::string path = in_folder(folder, kJournal);
  return read_journal(bytes_if_there(path).value_or(""), path);
}

// The owner, and the sending of `customer`, once `line` is written. Throws RunError where a reader of the
// journal would refuse that line: no command could go on with it.
JournalRecord record_after(const JournalRecord& before, std::string_view line,
                           const std::optional<std::string>& customer, const std::string& path) {
  JournalRecord record{before.owner, {}};
  if (const auto sending = customer ? before.sendings.find(*customer) : before.sendings.end();
      sending != before.sendings.end())
    record.sendings.insert(*sending);
  try {
    add_line(Json::parse(line), record);
  } catch (const std::exception& error) {
    throw RunError(
        ErrorCode::internal,
        fmt::format("{}: what was to be written{} cannot follow what is there ({}); nothing was "
                    "written",
                    in_quotes(path, 300),
                    customer ? fmt::format(" of customer {}", in_quotes(*customer)) : "", error.what()),
        path);
  }
  return record;
}

}  // namespace

Sendings recorded_sendings(const std::string& folder) { return record_of(folder).sendings; }
std::optional<JournalOwner> recorded_owner(const std::string& folder) { return record_of(folder).owner; }

Journal::Journal(const std::string& folder) : folder_(folder) {
  const std::string path = in_folder(folder, kJournal);
  if (!bytes_if_there(path)) return;
  open();
  record_ = read_journal(bytes_of_file(path), path);
}

void Journal::open() {
  log_.emplace(in_folder(folder_, kJournal), Durability::each_append);
  sync_folder(folder_);
}

void Journal::append(JournalEvent event, const std::optional<std::string>& customer, const Json& what,
                     const JournalTime& now) {
  Json line = kJournalHead.json({event, customer});
  line.update(what);
  line.update(kJournalStamp.json(stamp_of(now)));
  const std::string text = line.dump(-1, ' ', false, Json::error_handler_t::replace);
  JournalRecord concerned = record_after(record_, text, customer, in_folder(folder_, kJournal));
  if (!log_) {
    open();
    if (log_->size() > 0) {
      log_.reset();  // what is in it is not known here
      const std::string path = in_folder(folder_, kJournal);
      throw RunError(ErrorCode::locked, fmt::format("another process has begun {}", in_quotes(path, 300)),
                     path);
    }
  }
  log_->append(text + "\n");
  record_.owner = std::move(concerned.owner);
  for (auto& [key, sending] : concerned.sendings) record_.sendings.insert_or_assign(key, std::move(sending));
}

void Journal::bind(const JournalOwner& owner, const JournalTime& now) {
  append(JournalEvent::bound, {}, kBound.json(owner), now);
}

void Journal::intend(const std::string& customer, const std::string& sha256, const JournalTime& now,
                     Cents planned_cents, const Figure& figure) {
  const LicenceNeed& licences = figure.licences;
  const Intent intent{sha256,
                      {planned_cents},
                      {figure.registrations},
                      {licences.google_inboxes},
                      {licences.google_domains},
                      {licences.microsoft_domains},
                      licences.currency};
  append(JournalEvent::intent, customer, kIntent.json(intent), now);
}

void Journal::placed(const std::string& customer, const std::string& order_id,
                     std::optional<std::int64_t> total_cents, const std::string& currency,
                     const JournalTime& now, const std::string& mismatch, std::optional<UtcTime> created_at) {
  Placed placed{order_id, {}, currency, {}, created_at};
  if (total_cents) placed.total_cents = {*total_cents};
  if (!mismatch.empty()) placed.mismatch = escaped(mismatch);
  append(JournalEvent::placed, customer, kPlaced.json(placed), now);
}

void Journal::mismatch(const std::string& customer, const std::string& reason, const JournalTime& now) {
  append(JournalEvent::mismatch, customer, kMessage.json({escaped(reason)}), now);
}

void Journal::accept_receipt(const std::string& customer, const JournalTime& now) {
  append(JournalEvent::accepted, customer, Json::object(), now);
}

void Journal::billed(const std::string& customer, Cents total_cents, const JournalTime& now) {
  append(JournalEvent::billed, customer, kBilled.json({{total_cents}}), now);
}

void Journal::replacing(const std::string& customer, const std::string& plan_sha256, const JournalTime& now) {
  append(JournalEvent::replacing, customer, kReplacing.json({plan_sha256}), now);
}

void settle_replacements(const std::string& folder, Journal& journal, const JournalTime& now) {
  std::vector<std::string> waiting;
  for (const auto& [customer, sending] : journal.sendings())
    if (sending.state == Sending::State::placed && !sending.replaced_by.empty()) waiting.push_back(customer);
  if (waiting.empty()) return;
  const std::string digest = sha256_hex(bytes_if_there(in_folder(folder, kPlanJson)).value_or(""));
  for (const std::string& customer : waiting)
    if (journal.sendings().at(customer).replaced_by == digest) journal.replaced(customer, now);
}

void Journal::replaced(const std::string& customer, const JournalTime& now) {
  append(JournalEvent::replaced, customer, Json::object(), now);
}

void Journal::refused(const std::string& customer, const std::string& message, const JournalTime& now) {
  append(JournalEvent::refused, customer, kMessage.json({escaped(message)}), now);
}

void Journal::not_placed(const std::string& customer, const std::string& message, bool by_person,
                         const JournalTime& now) {
  append(JournalEvent::not_placed, customer,
         kNotPlaced.json({by_person ? "person" : "lists", escaped(message)}), now);
}

}  // namespace domainplan
