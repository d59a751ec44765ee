// The executor of the program: a TBB flow graph with one node for each stage.
#pragma once

#include <memory>

#include "planning/executor.hpp"

namespace domainplan {

// `threads`: how many work at a time, the one that waits included; 0: as many as TBB chooses, normally one
// for each core. It runs in an arena of its own and changes no setting of the process.
std::unique_ptr<Executor> make_flow_executor(int threads);

}  // namespace domainplan
