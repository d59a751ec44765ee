// Times as the API and our files write them: RFC 3339.
#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace domainplan {

// Reads "2026-11-21T03:04:05Z", with or without a fraction of the second, in UTC or with an offset. Nothing
// where the text is no such time.
std::optional<std::chrono::system_clock::time_point> read_rfc3339(std::string_view text);

}  // namespace domainplan
