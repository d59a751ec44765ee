// A line of a log of ours.
#pragma once

#include <nlohmann/json.hpp>
#include <string_view>

namespace domainplan::store {

// Discarded where it is not JSON. (The parser alone takes a NUL byte for the end of the text.)
inline nlohmann::ordered_json json_in_line(std::string_view line) {
  if (line.find('\0') != std::string_view::npos)
    return nlohmann::ordered_json(nlohmann::ordered_json::value_t::discarded);
  return nlohmann::ordered_json::parse(line, nullptr, false);
}

}  // namespace domainplan::store
