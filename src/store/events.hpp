// events.ndjson of a folder: the vendor's events, as a webhook listener appends them. The only place that
// knows its lines.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace domainplan::store {

// How deep an event may be nested: its line is a document of the API's depth at most.
inline constexpr int kDeepestEvent = 63;

// The line of an event that came at `received_at`. `raw`: its bytes, where `event` does not hold all of them.
std::string event_line(const nlohmann::ordered_json& event, std::chrono::system_clock::time_point received_at,
                       std::optional<std::string_view> raw = {});

// Calls visit(event, number of the line) for each event, an object with an `id`, as the vendor sent it; a
// torn last line is left out. Throws RunError where the file cannot be read, a line is no event, or a newer
// version wrote it.
void each_event(const std::string& path,
                const std::function<void(const nlohmann::json& event, std::size_t number)>& visit);

}  // namespace domainplan::store
