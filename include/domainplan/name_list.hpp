// Lists of domains as the filters read them: one name a line, ndjson objects with a `domain`, or CSV with a
// column `domain`.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

#include "domainplan/intake.hpp"

namespace domainplan {

// One line of a list.
struct ListedName {
  std::size_t line = 0;
  std::string name;     // canonical form; as written where it is invalid
  std::string invalid;  // why it is not a registrable domain, and what would be right; empty: it is valid
  std::string score;    // of the candidate, as JSON; empty where not given
  std::string pattern;
};

// Calls `visit`, on the calling thread, with each line that is not blank, in order. An invalid name is a
// line like the others. Throws InputError, after the last line, for lines that begin with '{' and are not an
// object with a domain, and for a CSV header that cannot be used.
void read_name_list(const InputFile& file, const std::function<void(ListedName&&)>& visit);

}  // namespace domainplan
