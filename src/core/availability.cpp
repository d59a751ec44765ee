#include "domainplan/availability.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace domainplan {
namespace {
constexpr std::array<std::string_view, 6> kReasons = {"taken",   "premium", "invalid",
                                                      "errored", "stale",   "not_recorded"};
}

std::string_view name_of(Reason reason) { return kReasons[static_cast<std::size_t>(reason)]; }

std::optional<Reason> reason_of(std::string_view word) {
  for (std::size_t i = 0; i < kReasons.size(); ++i)
    if (kReasons[i] == word && static_cast<Reason>(i) != Reason::not_recorded) return static_cast<Reason>(i);
  return std::nullopt;
}

AvailabilityRow unavailable_row(std::string domain, Reason reason) {
  return {.domain = std::move(domain), .reason = reason};
}

std::optional<Reason> reason_of_row(const AvailabilityRow& row, bool says_available, bool says_premium,
                                    std::optional<Reason> stated) {
  if (stated) return stated;
  if (says_premium) return Reason::premium;
  if (!says_available) return Reason::taken;
  if (!row.is_priced()) return Reason::errored;
  return std::nullopt;
}

bool is_currency(std::string_view text) {
  constexpr std::size_t kMostLetters = 8;
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  return text.size() <= kMostLetters && std::all_of(text.begin(), text.end(), is_letter);
}

}  // namespace domainplan
