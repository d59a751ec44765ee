// The executor of the program: a TBB flow graph with one node for each stage.
#pragma once

#include <memory>

#include "planning/executor.hpp"

namespace domainplan {

// `threads`: how many work at a time, the one that waits included; 0: as many as TBB chooses, normally one
// for each core. It runs in an arena of its own and changes no setting of the process.
std::unique_ptr<Executor> make_flow_executor(int threads);

// Calls `work` for each number below `count`, `threads` of them at a time, as above. What it throws is thrown
// here.
void side_by_side(std::size_t count, int threads, const std::function<void(std::size_t)>& work);

}  // namespace domainplan
