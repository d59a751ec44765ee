// From words to options: flags beat the environment, which beats the config file.
#pragma once

#include <string>
#include <vector>

#include "cli/command.hpp"

namespace domainplan::cli {

struct Parsed {
  po::variables_map values;
  std::vector<std::string> arguments;
};

// The command's own options and those that every command takes.
po::options_description all_options(const Command& command);

// Throws UsageError.
Parsed parse(const Command& command, const std::vector<std::string>& words, Process& process);

}  // namespace domainplan::cli
