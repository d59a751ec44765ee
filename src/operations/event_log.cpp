#include "operations/event_log.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "io/file.hpp"
#include "partner/document.hpp"
#include "store/events.hpp"
#include "store/paths.hpp"

namespace domainplan {
namespace {

using Json = nlohmann::ordered_json;
constexpr std::size_t kLongestId = 128;

std::string text_of(const Json& object, const char* name) {
  const auto found = object.find(name);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

// Nothing where the payload is not an event, or nests deeper than any event does.
std::optional<Json> event_of(std::string_view payload) {
  if (!partner::nested_within(payload, store::kDeepestEvent)) return std::nullopt;
  Json event = Json::parse(payload, nullptr, false);
  if (event.is_discarded() || !event.is_object()) return std::nullopt;
  const std::string id = text_of(event, "id");
  if (id.empty() || id.size() > kLongestId || text_of(event, "type").empty()) return std::nullopt;
  return event;
}

// JSON allows more than the parser can hold. Half of a surrogate pair, escaped, becomes U+FFFD, and a number
// beyond a double becomes its text; everything else stays.
std::string made_readable(std::string_view json) {
  constexpr std::size_t kEscape = 6;  // bytes of \uXXXX
  const auto unit_at = [&](std::size_t at) -> unsigned {
    unsigned unit = 0;
    if (at + kEscape > json.size() || json[at] != '\\' || json[at + 1] != 'u') return 0;
    const char* const end = json.data() + at + kEscape;
    return std::from_chars(json.data() + at + 2, end, unit, 16).ptr == end ? unit : 0;
  };
  std::string text;
  bool in_string = false;
  for (std::size_t at = 0; at < json.size();) {
    std::size_t size = 1;
    if (in_string) {
      const unsigned unit = unit_at(at), next = unit_at(at + kEscape);
      const bool is_half = unit >= 0xD800 && unit <= 0xDFFF;
      const bool is_pair = is_half && unit < 0xDC00 && next >= 0xDC00 && next <= 0xDFFF;
      if (is_half && !is_pair) {
        text += "\\ufffd";
        at += kEscape;
        continue;
      }
      size = is_pair ? 2 * kEscape : json[at] == '\\' ? 2 : 1;
      in_string = json[at] != '"';
    } else if (json[at] == '-' || (json[at] >= '0' && json[at] <= '9')) {
      size = std::min(json.find_first_not_of("+-.0123456789eE", at), json.size()) - at;
      double value = 0;
      if (std::from_chars(json.data() + at, json.data() + at + size, value).ec ==
          std::errc::result_out_of_range) {
        text.append("\"").append(json.substr(at, size)).append("\"");
        at += size;
        continue;
      }
    } else {
      in_string = json[at] == '"';
    }
    text += json.substr(at, size);
    at += size;
  }
  return text;
}

std::string path_in(const std::string& folder) {
  make_folder_if_absent(folder);
  return store::in_folder(folder, store::kEvents);
}

}  // namespace

EventLog::EventLog(const std::string& folder) : log_(path_in(folder), Durability::each_append) {
  store::each_event(log_.path(),
                    [&](const nlohmann::json& event, std::size_t) { ids_.insert(event.at("id")); });
}

EventLog::Taken EventLog::add(std::string_view payload, std::chrono::system_clock::time_point now) {
  std::optional<Json> event = event_of(payload);
  const bool is_plain = event.has_value();
  if (!event) event = event_of(made_readable(payload));
  if (!event) return {Taken::Kind::unreadable, {}};
  ReceivedEvent received{text_of(*event, "id"), text_of(*event, "type")};
  if (!log_.is_in_place())
    throw RunError(
        ErrorCode::disk,
        fmt::format("{}: the file was removed or replaced, so no event is kept: start again", log_.path()),
        log_.path());
  if (ids_.contains(received.id)) return {Taken::Kind::known, std::move(received)};
  log_.append(store::event_line(*event, now, is_plain ? std::nullopt : std::optional(payload)));
  ids_.insert(received.id);
  return {Taken::Kind::added, std::move(received)};
}

}  // namespace domainplan
