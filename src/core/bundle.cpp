#include "domainplan/bundle.hpp"

#include <fmt/format.h>

#include <limits>

#include "domainplan/error.hpp"

namespace domainplan {
namespace {

constexpr std::int64_t kGoogleSendsPerInbox = 20;       // a day
constexpr std::int64_t kMicrosoftSendsPerDomain = 150;  // a day

[[noreturn]] void refuse_volume(const Bundle& bundle) {
  throw UsageError(
      fmt::format("a monthly sending volume of {} needs more than 2^31 - 1 domains: expected less",
                  bundle.monthly_sending_volume),
      bundle.id);
}

}  // namespace

Demand required_domains(const Bundle& bundle) {
  // A share of the daily volume is monthly * percent / (100 * days); kept as one fraction, so that the ceil
  // sees the exact value.
  const std::int64_t days = bundle.send_on_weekends ? 30 : 22;
  const std::int64_t google = bundle.google_percent.value_or(50);
  const std::int64_t microsoft = bundle.microsoft_percent.value_or(100 - google);
  if (bundle.monthly_sending_volume > std::numeric_limits<std::int64_t>::max() / 200) refuse_volume(bundle);
  const auto domains = [&](std::int64_t numerator, std::int64_t denominator) {
    const std::int64_t result = (numerator + denominator - 1) / denominator;
    if (result > std::numeric_limits<int>::max()) refuse_volume(bundle);
    return static_cast<int>(result);
  };
  return {domains(bundle.monthly_sending_volume * google,
                  100 * days * kGoogleSendsPerInbox * bundle.google_inboxes_per_domain),
          domains(bundle.monthly_sending_volume * microsoft, 100 * days * kMicrosoftSendsPerDomain)};
}

}  // namespace domainplan
