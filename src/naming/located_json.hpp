// JSON in which every value knows the line it stands on, so that mistakes can be told with their place.
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
  std::vector<Diagnostic> repeated;          // keys that stand twice in one object; the last one counts

  std::size_t line_of(const std::string& pointer) const;
};

// The JSON pointer (RFC 6901) of the member `key` of the object at `pointer`.
std::string pointer_to(const std::string& pointer, const std::string& key);

// Throws InputError, with the exact line, for text that is no JSON. `file` names the text.
LocatedJson parse_located(std::string_view text, const std::string& file);

}  // namespace domainplan
