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
  // What holds where the option is not given: its value, words that say what it depends on, or nothing. A
  // switch is off.
  std::string default_value;
  bool is_file = false, is_folder = false;
  bool is_optional = false;  // the value, which then follows "=": "[=false]"
};

// All options of a command, its own first.
std::vector<OptionRow> option_table(const Command& command);

}  // namespace domainplan::cli
