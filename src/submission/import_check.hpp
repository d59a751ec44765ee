// Whether the domains that a customer owns are ready for an order.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domainplan/submit_reason.hpp"
#include "partner/imports.hpp"

namespace domainplan {

// What is wrong with the first of `owned` that is not imported yet; nothing where all are.
std::optional<SubmitReason> not_imported(const std::vector<std::string>& owned,
                                         const std::vector<partner::DomainImport>& imports);

}  // namespace domainplan
