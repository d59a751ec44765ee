#include "operations/event_log.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "domainplan/json_text.hpp"
#include "io/file.hpp"
#include "io/rfc3339.hpp"
#include "store/paths.hpp"
#include "submission/order_events.hpp"

namespace domainplan {
namespace {

using Json = nlohmann::ordered_json;
constexpr int kMostDepth = 64;
constexpr std::size_t kLongestId = 128;

std::string text_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// Nothing where the payload is not an event, or nests deeper than any event does.
std::optional<Json> event_of(std::string_view payload) {
  bool too_deep = false;
  Json event = Json::parse(
      payload,
      [&](int depth, Json::parse_event_t, Json&) {
        too_deep = too_deep || depth > kMostDepth;
        return !too_deep;
      },
      false);
  if (too_deep || event.is_discarded() || !event.is_object()) return std::nullopt;
  const std::string id = text_of(event, "id");
  if (id.empty() || id.size() > kLongestId || text_of(event, "type").empty()) return std::nullopt;
  return event;
}

std::string path_in(const std::string& folder) {
  make_folder_if_absent(folder);
  return store::in_folder(folder, store::kEvents);
}

}  // namespace

EventLog::EventLog(const std::string& folder) : log_(path_in(folder), Durability::each_append) {
  each_line_of_log(log_.path(), [&](std::string_view line, std::size_t number) {
    const Json entry = Json::parse(line, nullptr, false);
    if (is_newer_event(entry))
      throw RunError(ErrorCode::disk, fmt::format("{}:{}: a newer version of domainplan wrote this: use that",
                                                  escaped(log_.path()), number));
    const auto event = entry.is_object() ? entry.find("event") : entry.end();
    const std::string id = event != entry.end() && event->is_object() ? text_of(*event, "id") : "";
    if (id.empty())
      throw RunError(ErrorCode::disk, fmt::format("{}:{}: not an event; move the file away or repair it",
                                                  escaped(log_.path()), number));
    ids_.insert(id);
  });
}

EventLog::Taken EventLog::add(std::string_view payload, std::chrono::system_clock::time_point now) {
  const std::optional<Json> event = event_of(payload);
  if (!event) return {Taken::Kind::unreadable, {}};
  ReceivedEvent received{text_of(*event, "id"), text_of(*event, "type")};
  if (ids_.contains(received.id)) return {Taken::Kind::known, std::move(received)};
  Json line = {{"version", kEventsVersion}, {"received_at", rfc3339(now)}};
  line["event"] = *event;
  log_.append(json_text(line) + "\n");
  ids_.insert(received.id);
  return {Taken::Kind::added, std::move(received)};
}

}  // namespace domainplan
