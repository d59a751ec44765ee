// Which domains go into one import job.
#pragma once

#include <string>
#include <vector>

namespace domainplan {

// Sets of up to `most` of the domains, which come customer by customer: those of one customer stay together
// where they fit. The same lists give the same sets; each is sorted.
std::vector<std::vector<std::string>> import_sets(const std::vector<std::vector<std::string>>& by_customer,
                                                  std::size_t most);

}  // namespace domainplan
