// JSON as text that cannot drive a terminal.
#pragma once

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>

#include "domainplan/text.hpp"

namespace domainplan {

// JSON escapes the C0 control characters only. Where `value` holds others (DEL, C1, bidirectional controls),
// all characters but ASCII are escaped. On one line, or with `indent` spaces a level.
template <class Json>
std::string json_text(const Json& value, int indent = -1) {
  const auto dump = [&](int by, bool only_ascii) {
    return value.dump(by, ' ', only_ascii, Json::error_handler_t::replace);
  };
  std::string line = dump(-1, false);
  const bool is_plain = std::all_of(line.begin(), line.end(), [](unsigned char c) { return c < 0x7F; });
  const bool only_ascii = !is_plain && !is_printable(line);
  return indent < 0 && !only_ascii ? line : dump(indent, only_ascii);
}

}  // namespace domainplan
