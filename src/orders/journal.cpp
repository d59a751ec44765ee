#include "orders/journal.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "io/file.hpp"
#include "io/rfc3339.hpp"

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

JournalTime time_in(const Json& line) {
  constexpr std::int64_t kMaxSeconds = 253'402'300'799;  // 9999-12-31T23:59:59Z
  const auto number = [&](const char* key, std::int64_t most) {
    const Json& value = line.at(key);
    if (!value.is_number_integer() || value < 0 || value > most)
      throw RunError(fmt::format("{} is not a whole number from 0 to {}", key, most));
    return value.get<std::int64_t>();
  };
  const auto at = read_rfc3339(line.at("at").get<std::string>());
  if (!at) throw RunError("at is not an RFC 3339 time");
  return {std::chrono::duration_cast<milliseconds>(at->time_since_epoch()).count(),
          line.at("boot").get<std::string>(), number("boot_ms", kMaxSeconds * 1000),
          number("server_s", kMaxSeconds)};
}

// One line more. Throws where it is none of a journal, or cannot follow what was before.
void add_line(const Json& line, Sendings& sendings) {
  const std::string event = line.at("event").get<std::string>();
  const std::string customer = line.at("customer").get<std::string>();
  const auto found = sendings.find(customer);
  if (event == "intent") {
    if (found != sendings.end() && found->second.state == Sending::State::placed)
      throw RunError("an intent after the order was placed");
    sendings[customer] = {.sha256 = line.at("sha256").get<std::string>(),
                          .first_sent = time_in(line),
                          .order_id = {},
                          .total_cents = {},
                          .currency = {},
                          .message = {}};
    return;
  }
  if (found == sendings.end() || found->second.state != Sending::State::open)
    throw RunError("an answer without an intent");
  Sending& sending = found->second;
  if (event == "placed") {
    sending.state = Sending::State::placed;
    sending.order_id = line.at("order_id").get<std::string>();
    const Json& cents = line.at("total_cents");
    if (!cents.is_null()) sending.total_cents = cents.get<std::int64_t>();
    sending.currency = line.at("currency").get<std::string>();
  } else if (event == "refused") {
    sending.state = Sending::State::refused;
    sending.message = line.at("message").get<std::string>();
  } else {
    throw RunError(fmt::format("unknown event {}", in_quotes(event)));
  }
}

}  // namespace

Sendings read_journal(std::string_view bytes, const std::string& file) {
  Sendings sendings;
  each_line(bytes, [&](std::string_view line, std::size_t number, bool whole) {
    if (!whole) return;
    try {
      add_line(Json::parse(line), sendings);
    } catch (const std::exception& error) {
      throw RunError(
          fmt::format("{}:{}: this is no line of a journal ({}); it may be damaged, so nothing is sent: put "
                      "a copy back, or "
                      "compare with the orders at the API",
                      escaped(file), number, escaped(error.what())));
    }
  });
  return sendings;
}

Sendings recorded_sendings(const std::string& folder) {
  const std::string path = fmt::format("{}/{}", folder, kJournalName);
  return read_journal(bytes_if_there(path).value_or(""), path);
}

Journal::Journal(const std::string& folder)
    : log_(folder + "/" + kJournalName, Durability::each_append),
      sendings_(read_journal(bytes_of_file(log_.path()), log_.path())) {
  sync_folder(folder);
}

void Journal::append(const std::string& line) {
  log_.append(line + "\n");
  add_line(Json::parse(line), sendings_);
}

void Journal::intend(const std::string& customer, const std::string& sha256, const JournalTime& now) {
  Json line = entry("intent", customer);
  line["sha256"] = sha256;
  add_time(line, now);
  append(line.dump());
}

void Journal::placed(const std::string& customer, const std::string& order_id,
                     std::optional<std::int64_t> total_cents, const std::string& currency,
                     const JournalTime& now) {
  Json line = entry("placed", customer);
  line["order_id"] = order_id;
  line["total_cents"] = total_cents ? Json(*total_cents) : Json();
  line["currency"] = currency;
  add_time(line, now);
  append(line.dump());
}

void Journal::refused(const std::string& customer, const std::string& message, const JournalTime& now) {
  Json line = entry("refused", customer);
  line["message"] = message;
  add_time(line, now);
  append(line.dump());
}

}  // namespace domainplan
