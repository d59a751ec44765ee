#include "store/events.hpp"

#include <fmt/format.h>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "domainplan/json_text.hpp"
#include "io/append_log.hpp"
#include "io/rfc3339.hpp"
#include "partner/document.hpp"
#include "store/json_fields.hpp"

namespace domainplan::store {

namespace {

constexpr int kVersion = 1;
constexpr const char* kVersionField = "version";  // as is_newer() reads it
constexpr const char* kReceivedAt = "received_at";
constexpr const char* kEvent = "event";
constexpr const char* kRaw = "raw";

}  // namespace

static_assert(kDeepestEvent < partner::kDeepest);

std::string event_line(const nlohmann::ordered_json& event, std::chrono::system_clock::time_point received_at,
                       std::optional<std::string_view> raw) {
  nlohmann::ordered_json line = {
      {kVersionField, kVersion}, {kReceivedAt, rfc3339(received_at)}, {kEvent, event}};
  if (raw) line[kRaw] = *raw;
  return json_text(line) + "\n";
}

void each_event(const std::string& path,
                const std::function<void(const nlohmann::json& event, std::size_t number)>& visit) {
  each_line_of_log(path, [&](std::string_view line, std::size_t number) {
    const auto refuse = [&](std::string_view why) {
      throw RunError(ErrorCode::disk, fmt::format("{}:{}: {}", path, number, why), path);
    };
    // The parser takes a NUL byte for the end of the text.
    if (line.find('\0') != std::string_view::npos) refuse("not an event; move the file away or repair it");
    const nlohmann::json entry = partner::parse_document(line);
    if (is_newer(entry, kVersion)) refuse("a newer version of domainplan wrote this: use that");
    const nlohmann::json event = entry.is_object() ? entry.value(kEvent, nlohmann::json()) : nlohmann::json();
    const auto id = event.is_object() ? event.find("id") : event.end();
    if (id == event.end() || !id->is_string() || id->get_ref<const std::string&>().empty())
      refuse("not an event; move the file away or repair it");
    visit(event, number);
  });
}

}  // namespace domainplan::store
