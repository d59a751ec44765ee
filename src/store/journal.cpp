#include "store/journal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "io/file.hpp"
#include "io/rfc3339.hpp"
#include "io/sha256.hpp"
#include "store/cells.hpp"
#include "store/json_fields.hpp"

namespace domainplan {
namespace {

using Json = nlohmann::ordered_json;
using std::chrono::milliseconds;

Json entry(std::string_view event, const std::string& customer) {
  return {{"event", event}, {"customer", customer}};
}

void add_time(Json& line, const JournalTime& time) {
  line["at"] = rfc3339(UtcTime(milliseconds(time.wall_ms)));
  line["boot"] = time.boot;
  line["boot_ms"] = time.boot_ms;
  line["server_s"] = time.server_s;
}

// What is read is bounded: a journal may have been edited, or be none.
constexpr std::int64_t kJournalVersion = 1;             // lines of today say none
constexpr std::int64_t kMostSeconds = 253'402'300'799;  // the end of the year 9999

std::int64_t number_in(const Json& line, const char* name, std::int64_t most) {
  const Json& value = line.at(name);
  if (!value.is_number_integer() || value < 0 || value > most)
    throw RunError(fmt::format("{} is not a whole number from 0 to {}", name, most));
  return value.get<std::int64_t>();
}

std::string text_in(const Json& line, const char* name) { return line.at(name).get<std::string>(); }

JournalTime time_in(const Json& line) {
  const auto at = read_rfc3339(text_in(line, "at"));
  if (!at) throw RunError("at is not an RFC 3339 time in the years 1970 to 9999");
  return {std::chrono::floor<milliseconds>(at->time_since_epoch()).count(), text_in(line, "boot"),
          number_in(line, "boot_ms", kMostSeconds * 1000), number_in(line, "server_s", kMostSeconds)};
}

void begin(const Json& line, const std::string& customer, Sendings& sendings) {
  Sending& sending = sendings[customer];
  if (sending.state == Sending::State::placed) throw RunError("an intent after the order was placed");
  std::vector<Sending::Earlier> earlier = std::move(sending.earlier);
  sending = Sending();
  sending.earlier = std::move(earlier);
  sending.sha256 = text_in(line, "sha256");
  sending.first_sent = time_in(line);
  if (line.contains("planned_cents"))
    sending.planned_cents = number_in(line, "planned_cents", store::kMostStoredCents);
}

// What came of an order that was begun.
void end(const std::string& event, const Json& line, Sending& sending) {
  if (event == "placed") {
    sending.state = Sending::State::placed;
    sending.order_id = text_in(line, "order_id");
    if (!line.at("total_cents").is_null())
      sending.total_cents = number_in(line, "total_cents", store::kMostStoredCents);
    sending.currency = text_in(line, "currency");
    if (line.contains("mismatch")) sending.mismatch = text_in(line, "mismatch");
  } else if (event == "refused" || event == "not_placed") {
    sending.state = event == "refused" ? Sending::State::refused : Sending::State::not_placed;
    sending.message = text_in(line, "message");
    sending.by_person = line.contains("by") && line.at("by") == "person";
  } else {
    throw RunError(fmt::format("unknown event {}", in_quotes(event)));
  }
}

bool is_remark(const std::string& event) {
  return event == "mismatch" || event == "accepted" || event == "replaced" || event == "replacing" ||
         event == "billed";
}

// What is said of a placed order later.
void remark(const std::string& event, const Json& line, Sending& sending) {
  if (sending.state != Sending::State::placed) throw RunError("a remark on an order that was not placed");
  if (event == "mismatch") {
    sending.mismatch = text_in(line, "message");
    sending.is_accepted = false;
  } else if (event == "accepted") {
    sending.is_accepted = true;
  } else if (event == "billed") {
    sending.total_cents = number_in(line, "total_cents", store::kMostStoredCents);
  } else if (event == "replacing") {
    sending.replaced_by = text_in(line, "plan_sha256");
  } else {
    sending.earlier.push_back(
        {sending.order_id, std::max<Cents>(sending.planned_cents, sending.total_cents.value_or(0))});
    sending.state = Sending::State::not_placed;
    sending.message = "its order ended, and the customer was planned again";
  }
}

// One line more. Throws where it is none of a journal, or cannot follow what was before.
void add_line(const Json& line, JournalRecord& record) {
  const std::string event = text_in(line, "event");
  if (event == "bound") {
    if (record.owner) throw RunError("the journal is bound to an account twice");
    record.owner = {text_in(line, "account"), text_in(line, "api_url"), text_in(line, "environment")};
    return;
  }
  const std::string customer = text_in(line, "customer");
  if (event == "intent") return begin(line, customer, record.sendings);
  const auto found = record.sendings.find(customer);
  if (found == record.sendings.end()) throw RunError("an answer without an intent");
  time_in(line);
  if (is_remark(event)) return remark(event, line, found->second);
  if (found->second.state != Sending::State::open) throw RunError("an answer without an intent");
  end(event, line, found->second);
}

}  // namespace

JournalRecord read_journal(std::string_view bytes, const std::string& file) {
  JournalRecord record;
  each_line(bytes, [&](std::string_view line, std::size_t number, bool whole) {
    if (!whole) return;
    const Json json = Json::parse(line, nullptr, false);
    if (store::is_newer(json, kJournalVersion))
      throw RunError(
          ErrorCode::disk,
          fmt::format("{}:{}: a newer version of domainplan wrote this: use that", escaped(file), number),
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
              escaped(file), number, escaped(error.what())),
          file);
    }
  });
  return record;
}

namespace {

JournalRecord record_of(const std::string& folder) {
  const std::string path = fmt::format("{}/{}", folder, kJournalName);
  return read_journal(bytes_if_there(path).value_or(""), path);
}

}  // namespace

Sendings recorded_sendings(const std::string& folder) { return record_of(folder).sendings; }
std::optional<JournalOwner> recorded_owner(const std::string& folder) { return record_of(folder).owner; }

Journal::Journal(const std::string& folder)
    : log_(folder + "/" + kJournalName, Durability::each_append),
      record_(read_journal(bytes_of_file(log_.path()), log_.path())) {
  sync_folder(folder);
}

void Journal::append(nlohmann::ordered_json line, const JournalTime& now) {
  add_time(line, now);
  log_.append(line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n");
  add_line(line, record_);
}

void Journal::bind(const JournalOwner& owner, const JournalTime& now) {
  Json line = {{"event", "bound"},
               {"account", owner.account},
               {"api_url", owner.api_url},
               {"environment", owner.environment}};
  append(std::move(line), now);
}

void Journal::intend(const std::string& customer, const std::string& sha256, const JournalTime& now,
                     Cents planned_cents) {
  Json line = entry("intent", customer);
  line["sha256"] = sha256;
  line["planned_cents"] = std::clamp<Cents>(planned_cents, 0, store::kMostStoredCents);
  append(std::move(line), now);
}

void Journal::placed(const std::string& customer, const std::string& order_id,
                     std::optional<std::int64_t> total_cents, const std::string& currency,
                     const JournalTime& now, const std::string& mismatch) {
  Json line = entry("placed", customer);
  line["order_id"] = order_id;
  line["total_cents"] =
      total_cents ? Json(std::clamp<Cents>(*total_cents, 0, store::kMostStoredCents)) : Json();
  line["currency"] = currency;
  if (!mismatch.empty()) line["mismatch"] = mismatch;
  append(std::move(line), now);
}

void Journal::mismatch(const std::string& customer, const std::string& reason, const JournalTime& now) {
  Json line = entry("mismatch", customer);
  line["message"] = reason;
  append(std::move(line), now);
}

void Journal::accept_receipt(const std::string& customer, const JournalTime& now) {
  append(entry("accepted", customer), now);
}

void Journal::billed(const std::string& customer, Cents total_cents, const JournalTime& now) {
  Json line = entry("billed", customer);
  line["total_cents"] = std::clamp<Cents>(total_cents, 0, store::kMostStoredCents);
  append(std::move(line), now);
}

void Journal::replacing(const std::string& customer, const std::string& plan_sha256, const JournalTime& now) {
  Json line = entry("replacing", customer);
  line["plan_sha256"] = plan_sha256;
  append(std::move(line), now);
}

void settle_replacements(const std::string& folder, Journal& journal, const JournalTime& now) {
  std::vector<std::string> waiting;
  for (const auto& [customer, sending] : journal.sendings())
    if (sending.state == Sending::State::placed && !sending.replaced_by.empty()) waiting.push_back(customer);
  if (waiting.empty()) return;
  const std::string digest = sha256_hex(bytes_if_there(fmt::format("{}/plan.json", folder)).value_or(""));
  for (const std::string& customer : waiting)
    if (journal.sendings().at(customer).replaced_by == digest) journal.replaced(customer, now);
}

void Journal::replaced(const std::string& customer, const JournalTime& now) {
  append(entry("replaced", customer), now);
}

void Journal::refused(const std::string& customer, const std::string& message, const JournalTime& now) {
  Json line = entry("refused", customer);
  line["message"] = message;
  append(std::move(line), now);
}

void Journal::not_placed(const std::string& customer, const std::string& message, bool by_person,
                         const JournalTime& now) {
  Json line = entry("not_placed", customer);
  line["by"] = by_person ? "person" : "lists";
  line["message"] = message;
  append(std::move(line), now);
}

}  // namespace domainplan
