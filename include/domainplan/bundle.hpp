// Bundles: saved order sizes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace domainplan {

// How many domains an order needs for each provider.
struct Demand {
  int google = 0;
  int microsoft = 0;
  int total() const { return google + microsoft; }
  bool operator==(const Demand&) const = default;
};

struct Bundle {
  std::string id;                           // bun_…
  std::string name;                         // unique within a file
  std::int64_t monthly_sending_volume = 0;  // emails a month
  std::optional<int> google_percent;        // both set, adding to 100, or neither
  std::optional<int> microsoft_percent;
  bool send_on_weekends = false;
  int google_inboxes_per_domain = 2;  // 2 or 3
  bool archived = false;
  Demand required;         // what an order must hold
  bool estimated = false;  // whether `required` is required_domains()'s estimate, not the vendor's figure
};

// The number of domains a bundle is expected to need, where the API has not said: daily volume = monthly / 22
// (send_on_weekends: / 30); Google ceil(daily * google% / (20 * inboxes)), Microsoft ceil(daily *
// microsoft% / 150); 50/50 where no percent is set. Exact in integers: no rounding before the ceil. Both
// examples the vendor publishes agree: 25,000 at 50/50 needs 15 + 4, 100,000 at 70/30 needs 80 + 10.
// Throws UsageError where the result does not fit an int.
Demand required_domains(const Bundle& bundle);

}  // namespace domainplan
