#include "store/journal_time.hpp"

#include <time.h>

#include <fstream>

namespace domainplan {

JournalTime journal_time_now() {
  JournalTime now;
  timespec wall{}, boot{};
  clock_gettime(CLOCK_REALTIME, &wall);
  clock_gettime(CLOCK_BOOTTIME, &boot);
  const auto milliseconds = [](const timespec& time) {
    return static_cast<std::int64_t>(time.tv_sec) * 1000 + time.tv_nsec / 1'000'000;
  };
  now.wall_ms = milliseconds(wall);
  now.boot_ms = milliseconds(boot);
  std::ifstream file("/proc/sys/kernel/random/boot_id");
  std::getline(file, now.boot);
  return now;
}

bool certainly_within(std::chrono::milliseconds limit, const JournalTime& first, const JournalTime& now) {
  constexpr std::int64_t kSlack = 5'000;  // milliseconds by which two readings may stand the wrong way round
  const auto within = [&](std::int64_t passed) { return passed >= -kSlack && passed < limit.count(); };
  if (!within(now.wall_ms - first.wall_ms)) return false;
  if (first.server_s > 0 && now.server_s > 0 && !within((now.server_s - first.server_s) * 1000)) return false;
  // The wall clock alone proves little: somebody may have set it back since.
  if (!first.boot.empty() && first.boot == now.boot) return within(now.boot_ms - first.boot_ms);
  return first.server_s > 0 && now.server_s > 0;
}

std::optional<std::chrono::milliseconds> age_of(const JournalTime& first, const JournalTime& now) {
  if (first.boot.empty() || first.boot != now.boot) return std::nullopt;
  return std::chrono::milliseconds(now.boot_ms - first.boot_ms);
}

}  // namespace domainplan
