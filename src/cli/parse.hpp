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

// A value that the environment or the config file gives an option.
struct Setting {
  std::string option;
  std::string value;
  std::string source;  // the variable, or the file
};

// Stores what the environment and the config file set, where `values` has nothing yet, and returns it, the
// environment, which beats the file, first. Throws UsageError.
std::vector<Setting> store_settings(const po::options_description& options, po::variables_map& values,
                                    Process& process);

// Throws UsageError.
Parsed parse(const Command& command, const std::vector<std::string>& words, Process& process);

}  // namespace domainplan::cli
