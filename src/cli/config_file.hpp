// The lines of a config file: KEY = VALUE; blank lines and what follows a # are passed over.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace domainplan::cli {

struct ConfigLine {
  std::string key = {}, value = {};  // without blanks around them
  std::size_t line = 0;              // from 1
  // Where the key and the value begin, in characters, from 1; the value's is where it should begin, where it
  // is missing.
  std::size_t key_column = 0, value_column = 0;
  bool has_equals = false;  // false: `key` is the whole line
};

std::vector<ConfigLine> config_lines(std::string_view text);

}  // namespace domainplan::cli
