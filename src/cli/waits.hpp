// What the process waits for before it makes calls again, for the line that shows progress.
#pragma once

#include <chrono>
#include <string>

#include "domainplan/api_options.hpp"

namespace domainplan::cli {

// A wait begins. From any thread.
void begin_wait(const partner::Wait& wait);
void begin_wait(std::chrono::milliseconds duration, std::string reason);

// When the wait that ends last is over; long past where nothing was ever waited for. From any thread.
std::chrono::steady_clock::time_point wait_end();

// "waiting 12 s: rate limited"; of several waits, the one that ends last. Empty where nothing is waited for.
// From any thread.
std::string wait_left();

}  // namespace domainplan::cli
