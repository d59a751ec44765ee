#include "partner/retry.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <ctime>

#include "core/text.hpp"

namespace domainplan::partner {
namespace {

using std::chrono::milliseconds;

constexpr double kLongestPause = 100 * 365.25 * 86'400;  // seconds

// From the server's `date` (our clock where it gave none) to `moment`, both as HTTP writes dates.
std::optional<double> seconds_until(const std::string& moment, const std::string& date) {
  const time_t until = curl_getdate(moment.c_str(), nullptr);
  const time_t now = curl_getdate(date.c_str(), nullptr);
  if (until < 0) return std::nullopt;
  return std::difftime(until, now > 0 ? now : std::time(nullptr));
}

}  // namespace

Act act_on(long status) {
  if (status >= 200 && status < 300) return Act::look;
  if (status == 401 || status == 403) return Act::refused_key;
  if (status == 429) return Act::pause;
  if (status == 408 || (status >= 500 && status < 600)) return Act::try_again;
  if (status >= 400 && status < 500) return Act::hand_back;
  return Act::give_up;
}

std::optional<milliseconds> retry_after(const ErrorEnvelope& error, std::string_view header,
                                        const std::string& date) {
  std::optional<double> seconds = error.retry_after_seconds;
  if (seconds && std::isnan(*seconds)) seconds.reset();
  header = trimmed(header);
  if (!seconds && !header.empty()) {
    unsigned value = 0;
    const auto [end, code] = std::from_chars(header.data(), header.data() + header.size(), value);
    if (end != header.data() + header.size())
      seconds = seconds_until(std::string(header), date);
    else
      seconds = code == std::errc::result_out_of_range ? kLongestPause : value;
  }
  if (!seconds) return std::nullopt;
  return milliseconds(static_cast<std::int64_t>(std::ceil(std::clamp(*seconds, 0.0, kLongestPause) * 1000)));
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
