// JSON in which the line of every value is known, so that mistakes can be reported with their place.
#pragma once

#include <cstddef>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "domainplan/error.hpp"

namespace domainplan {

struct LocatedJson {
  nlohmann::json value;
  std::map<std::string, std::size_t> lines;  // by JSON pointer: of an object's member the line of its key
  std::vector<Diagnostic> repeated;          // keys that an object has twice; the last one counts

  std::size_t line_of(const std::string& pointer) const;
};

// The JSON pointer (RFC 6901) of the member `key` of the object at `pointer`.
std::string pointer_to(const std::string& pointer, const std::string& key);

// Throws InputError, with the exact line, for text that is not JSON or nests deeper than 64 levels. `file` is
// the text's name in messages.
LocatedJson parse_located(std::string_view text, const std::string& file);

}  // namespace domainplan
