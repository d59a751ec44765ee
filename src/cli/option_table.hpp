// A command's options as data, for completion scripts and manual pages.
#pragma once

#include <string>
#include <vector>

#include "cli/command.hpp"

namespace domainplan::cli {

struct OptionRow {
  std::string name;        // without dashes
  std::string value_name;  // "FILE", "text|json"; empty for a switch
  std::string description;
  std::vector<std::string> choices;  // the values, where value_name lists them
  bool is_file = false, is_folder = false;
};

// All options of a command, its own first.
std::vector<OptionRow> option_table(const Command& command);

}  // namespace domainplan::cli
