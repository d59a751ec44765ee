// plan --update: a finished plan brought up to date.
#pragma once

#include "cli/command.hpp"

namespace domainplan::cli {

// The options --update, --only, --reject and --reject-file.
void add_update_options(po::options_description& options);
// Throws UsageError where one of them is given without --update, or --update with what it excludes.
void check_update_options(const po::variables_map& values);

// Returns the exit code.
int run_update(const po::variables_map& values, Process& process);

}  // namespace domainplan::cli
