#include "cli/waits.hpp"

#include <fmt/format.h>

#include <mutex>

namespace domainplan::cli {
namespace {

// One process makes calls with one key, and so waits for one thing at a time.
struct Current {
  std::mutex mutex;
  std::chrono::steady_clock::time_point until;
  partner::Wait::Reason reason = partner::Wait::Reason::retry;
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
    case partner::Wait::Reason::retry:
      break;
  }
  return "calls failed";
}

}  // namespace

void begin_wait(const partner::Wait& wait) {
  const std::lock_guard lock(current().mutex);
  current().until = std::chrono::steady_clock::now() + wait.duration;
  current().reason = wait.reason;
}

std::string wait_left() {
  const std::lock_guard lock(current().mutex);
  const auto left = current().until - std::chrono::steady_clock::now();
  if (left <= left.zero()) return {};
  return fmt::format("waiting {} s: {}", std::chrono::ceil<std::chrono::seconds>(left).count(),
                     text_of(current().reason));
}

}  // namespace domainplan::cli
