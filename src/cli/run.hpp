// Runs one command line, from words to exit code.
#pragma once

#include <string>
#include <vector>

#include "cli/command.hpp"

namespace domainplan::cli {

// `words` are the arguments without the program's name. Errors are printed on process.err; nothing is thrown.
int run(const std::vector<std::string>& words, Process& process);

}  // namespace domainplan::cli
