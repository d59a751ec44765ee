// Cells whose text was lost on its way: nothing may be built on them.
#pragma once

#include <string>
#include <string_view>

#include "intake/checked.hpp"

namespace domainplan {

struct Damage {
  DiagnosticCode code;
  std::string_view message;  // what proves it, and what would be right

  Problem problem() const { return {code, std::string(message)}; }
};

// How the cell, which is UTF-8, is damaged, if anything proves it: U+FFFD, UTF-8 that was decoded as
// Windows-1252 ("MÃ¼ller"), the error value of a spreadsheet ("#N/A"), an API key. Null where nothing does.
const Damage* damage_of(std::string_view cell);

}  // namespace domainplan
