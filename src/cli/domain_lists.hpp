// Lists of domains that options name.
#pragma once

#include <string>
#include <vector>

#include "cli/command.hpp"

namespace domainplan::cli {

// The domains, in canonical form, of the files of an option that may be repeated: one name per line, or the
// column `domain` of CSV. Throws InputError for names that are not registrable domains, UsageError where a
// file cannot be read.
std::vector<std::string> listed_domains(const po::variables_map& values, const std::string& option,
                                        Process& process);

// The registrable domain, in canonical form, that an option names. Throws UsageError.
std::string domain_of(const std::string& text, const std::string& option);

}  // namespace domainplan::cli
