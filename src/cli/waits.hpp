// What the process waits for before it makes calls again, for the line that shows progress.
#pragma once

#include <string>

#include "domainplan/api_options.hpp"

namespace domainplan::cli {

// A wait begins. From any thread.
void begin_wait(const partner::Wait& wait);

// "waiting 12 s: rate limited"; empty where nothing is waited for. From any thread.
std::string wait_left();

}  // namespace domainplan::cli
