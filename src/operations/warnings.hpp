// Odd values of the API's lists, as the warnings of an operation.
#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "partner/fields.hpp"

namespace domainplan {

inline void add_warnings(const std::vector<partner::Odd>& odd, std::vector<std::string>& warnings) {
  for (const partner::Odd& one : odd) warnings.push_back(fmt::format("{}: {}", one.place, one.reason));
}

}  // namespace domainplan
