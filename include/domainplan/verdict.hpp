// The verdict on a candidate: a column of candidates.csv. A new verdict is a line in each of the two lists.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace domainplan {

enum class Verdict : std::uint8_t {
  selected,
  eligible,  // not needed
  avoided,   // a person does not want it
  reserved,  // by another plan, or by an owner
  taken,
  premium,
  invalid,
  errored,
  stale,
  over_price,
  wrong_provider,
  wrong_currency,
  claimed,  // by an earlier customer
  not_recorded
};

// The names, in the order above.
inline constexpr std::array<std::string_view, 14> kVerdictNames = {
    "selected", "eligible", "avoided",    "reserved",       "taken",          "premium", "invalid",
    "errored",  "stale",    "over_price", "wrong_provider", "wrong_currency", "claimed", "not_recorded"};
inline constexpr std::size_t kVerdicts = kVerdictNames.size();

constexpr std::string_view name_of(Verdict verdict) {
  return kVerdictNames[static_cast<std::size_t>(verdict)];
}

}  // namespace domainplan
