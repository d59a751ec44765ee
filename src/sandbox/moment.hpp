// Moments as the API writes them: RFC 3339, UTC, whole seconds.
#pragma once

#include <chrono>
#include <string>

namespace domainplan::sandbox {

using Moment = std::chrono::system_clock::time_point;

std::string text_of(Moment moment);

// The same day of the next month, or that month's last.
Moment a_month_after(Moment moment);

}  // namespace domainplan::sandbox
