#include "partner/retry.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/text.hpp"

namespace domainplan::partner {
namespace {

using std::chrono::milliseconds;

constexpr double kLongestPause = 3600;  // seconds; more is a mistake of the server

}  // namespace

Act act_on(long status) {
  if (status >= 200 && status < 300) return Act::look;
  if (status == 401 || status == 403) return Act::refused_key;
  if (status == 429) return Act::pause;
  if (status == 408 || (status >= 500 && status < 600)) return Act::try_again;
  if (status >= 400 && status < 500) return Act::hand_back;
  return Act::give_up;
}

milliseconds retry_after(const ErrorEnvelope& error, std::string_view header) {
  double seconds = 1;
  header = trimmed(header);
  // An HTTP date is no number and leaves the default: our clock may not agree with the server's.
  if (unsigned value = 0; !header.empty()) {
    const auto [end, code] = std::from_chars(header.data(), header.data() + header.size(), value);
    if (code == std::errc::result_out_of_range) seconds = kLongestPause;
    if (code == std::errc() && end == header.data() + header.size()) seconds = value;
  }
  if (error.retry_after_seconds && !std::isnan(*error.retry_after_seconds))
    seconds = *error.retry_after_seconds;
  return milliseconds(static_cast<std::int64_t>(std::ceil(std::clamp(seconds, 0.0, kLongestPause) * 1000)));
}

Backoff::Backoff(milliseconds first, milliseconds longest, std::uint64_t seed)
    : first_(first), longest_(longest), random_(seed != 0 ? seed : std::random_device()()) {}

milliseconds Backoff::after_failure(int failures) {
  milliseconds whole = first_;
  for (int i = 1; i < failures && whole < longest_; ++i) whole *= 2;
  whole = std::min(whole, longest_);
  return between(whole / 2, whole);
}

milliseconds Backoff::after_pause() { return between(milliseconds(0), milliseconds(1000)); }

milliseconds Backoff::between(milliseconds least, milliseconds most) {
  return milliseconds(std::uniform_int_distribution<std::int64_t>(least.count(), most.count())(random_));
}

}  // namespace domainplan::partner
