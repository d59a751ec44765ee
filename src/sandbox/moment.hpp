// Moments as the API writes them: RFC 3339, UTC, whole seconds; and the clock that all of them come from.
#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace domainplan::sandbox {

using Moment = std::chrono::system_clock::time_point;
using Clock = std::function<Moment()>;

// A clock that starts at the real time and then runs `scale` times as fast. It never goes back.
Clock scaled_clock(double scale);

std::string text_of(Moment moment);

// As HTTP's Date header has it: "Sun, 06 Nov 1994 08:49:37 GMT".
std::string http_date_of(Moment moment);

// The same day so many months later, or that month's last.
Moment months_after(Moment moment, int count);

}  // namespace domainplan::sandbox
