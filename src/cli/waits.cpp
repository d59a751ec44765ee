#include "cli/waits.hpp"

#include <fmt/format.h>

#include <mutex>
#include <utility>

namespace domainplan::cli {
namespace {

struct Current {
  std::mutex mutex;
  std::chrono::steady_clock::time_point until;
  std::string reason;
};

Current& current() {
  static Current wait;
  return wait;
}

std::string_view text_of(partner::Wait::Reason reason) {
  switch (reason) {
    case partner::Wait::Reason::rate_limited:
      return "rate limited";
    case partner::Wait::Reason::unavailable:
      return "the API is unavailable";
    case partner::Wait::Reason::own_rate:
    case partner::Wait::Reason::shared_rate:
      return "the rate is used up";
    case partner::Wait::Reason::lost_answer:
      return "the answer was lost";
    case partner::Wait::Reason::progress:
      return "next look";
    case partner::Wait::Reason::retry:
      break;
  }
  return "calls failed";
}

}  // namespace

void begin_wait(const partner::Wait& wait) { begin_wait(wait.duration, std::string(text_of(wait.reason))); }

void begin_wait(std::chrono::milliseconds duration, std::string reason) {
  const std::lock_guard lock(current().mutex);
  const auto until = std::chrono::steady_clock::now() + duration;
  if (until < current().until) return;
  current().until = until;
  current().reason = std::move(reason);
}

std::chrono::steady_clock::time_point wait_end() {
  const std::lock_guard lock(current().mutex);
  return current().until;
}

std::string wait_left() {
  const std::lock_guard lock(current().mutex);
  const auto left = current().until - std::chrono::steady_clock::now();
  if (left <= left.zero()) return {};
  return fmt::format("waiting {} s: {}", std::chrono::ceil<std::chrono::seconds>(left).count(),
                     current().reason);
}

}  // namespace domainplan::cli
