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

// The line of the value at a JSON pointer: of an object's member that of its key. Where there is no such
// value, the line of the innermost one around its place. Keeps nothing of the text, which may be of any size.
// Throws InputError as parse_located() does for what stands before the value.
std::size_t line_of_value(std::string_view text, const std::string& file, const std::string& pointer);

// Throws InputError as parse_located() does; else does nothing.
void demand_json(std::string_view text, const std::string& file);

// Where and why a parser stopped, by the byte (from 1) at which it did and what its exception says.
struct JsonStop {
  std::size_t line = 1;
  std::string message;  // with the character of the line
};
JsonStop json_stop(std::string_view text, std::size_t byte, std::string_view words);

}  // namespace domainplan
