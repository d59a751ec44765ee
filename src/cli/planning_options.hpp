// The options that say which names are made and which are chosen.
#pragma once

#include "cli/command.hpp"
#include "domainplan/naming.hpp"
#include "domainplan/plan.hpp"

namespace domainplan::cli {

// The options under Names, without those of plan alone.
po::options_description naming_group();
// Reads each file once, as it may be a pipe. Throws UsageError.
NamingSources naming_sources(const po::variables_map& values, Process& process);

// The TLDs of a list with commas or blanks, in lower case, without dots.
std::vector<std::string> tlds_in(std::string_view list);

// A currency code in lower case. Throws UsageError, which begins with `place`.
std::string currency_of(std::string_view place, std::string_view text);

// The options under Selection that select has, too.
po::options_description choice_group();
// `choice` with what was given. Throws UsageError.
ChoiceOptions choice_options(const po::variables_map& values, ChoiceOptions choice = {});

}  // namespace domainplan::cli
