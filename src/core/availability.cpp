#include "domainplan/availability.hpp"

#include <array>

namespace domainplan {
namespace {
constexpr std::array<std::string_view, 5> kReasons = {"taken", "premium", "invalid", "errored", "stale"};
}

std::string_view name_of(Reason reason) { return kReasons[static_cast<std::size_t>(reason)]; }

std::optional<Reason> reason_of(std::string_view word) {
  for (std::size_t i = 0; i < kReasons.size(); ++i)
    if (kReasons[i] == word) return static_cast<Reason>(i);
  return std::nullopt;
}

}  // namespace domainplan
