// Whether the domains that a customer owns are ready for an order.
#pragma once

#include <string>
#include <vector>

#include "partner/imports.hpp"

namespace domainplan {

// What is wrong with the first of `owned` that is not imported yet; "" where all are. Escaped.
std::string not_imported(const std::vector<std::string>& owned,
                         const std::vector<partner::DomainImport>& imports);

}  // namespace domainplan
