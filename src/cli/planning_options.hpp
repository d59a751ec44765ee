// The options that say which names are made and which are chosen.
#pragma once

#include "cli/command.hpp"
#include "domainplan/naming.hpp"
#include "domainplan/plan.hpp"

namespace domainplan::cli {

void add_naming_options(po::options_description& options);
// Reads each file once, as it may be a pipe. Throws UsageError.
NamingSources naming_sources(const po::variables_map& values, Surroundings& around);

void add_choice_options(po::options_description& options);
// `choice` with what was given. Throws UsageError.
ChoiceOptions choice_options(const po::variables_map& values, ChoiceOptions choice = {});

}  // namespace domainplan::cli
