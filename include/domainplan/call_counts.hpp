// How many calls were made to the API.
#pragma once

#include <cstdint>

namespace domainplan::partner {

struct CallCounts {
  std::uint64_t calls = 0;         // attempts sent
  std::uint64_t retries = 0;       // those of them that repeated one after a failure or a 429
  std::uint64_t rate_limited = 0;  // answers 429
};

}  // namespace domainplan::partner
