// A column that a file may have.
#pragma once

#include <cstdint>
#include <string_view>

namespace domainplan {

// What the cells of a column are, so how they are cleaned.
enum class CellText : std::uint8_t {
  plain,   // invisible characters are removed
  name,    // the same, but for joiners where a script needs them
  exact,   // a password: taken as it is, and bad where it has invisible characters
  unread,  // not looked at
};

struct Column {
  std::string_view name;
  bool required;              // whether the file must have the column
  std::string_view expected;  // what a cell holds, to follow "give "
  CellText text = CellText::plain;
};

}  // namespace domainplan
