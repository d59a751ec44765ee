// Faults that happen to an answer on its way.
#pragma once

#include "sandbox/faults.hpp"
#include "sandbox/wire.hpp"

namespace domainplan::sandbox {

// Does to `reply` what `fault` stands for; `chance` decides where.
void spoil(Reply& reply, Fault fault, std::uint64_t chance);

}  // namespace domainplan::sandbox
