// Facts from an earlier run's evidence.
#pragma once

#include <string>
#include <unordered_map>

#include "domainplan/intake.hpp"
#include "planning/market.hpp"

namespace domainplan {

// Reads availability.ndjson: the last row of each name rules. Throws InputError with every bad line; a torn
// last line is ignored.
std::unordered_map<std::string, AvailabilityRow> read_recorded(const InputFile& file);

}  // namespace domainplan
