#include "store/call_log.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "io/append_log.hpp"
#include "store/cells.hpp"

namespace domainplan::store {
namespace {

constexpr std::array<std::string_view, 3> kAttempts = {"", "failed", "429"};
constexpr std::int64_t kLatest = 253'402'300'799'999;  // the end of the year 9999, in milliseconds

}  // namespace

std::string call_line(const LoggedCall& call) {
  const auto since_epoch = std::chrono::floor<std::chrono::milliseconds>(call.started.time_since_epoch());
  return fmt::format("{} {}\n", since_epoch.count(), kAttempts[static_cast<std::size_t>(call.attempt)]);
}

void each_logged_call(std::string_view bytes, const std::function<void(const LoggedCall&)>& visit) {
  each_line(bytes, [&](std::string_view line, std::size_t, bool) {
    std::int64_t started = 0;
    const auto [end, error] = std::from_chars(line.data(), line.data() + line.size(), started);
    if (error != std::errc() || started < 0 || started > kLatest) return;
    LoggedCall call{UtcTime(std::chrono::milliseconds(started))};
    read_name(line.substr(line.find(' ') + 1), kAttempts, call.attempt);
    visit(call);
  });
}

}  // namespace domainplan::store
