// JSON from the network, parsed within bounds.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace domainplan::partner {

// Levels of nesting. The contract needs 6; whatever walks a tree (copies, prints, compares it) may recurse.
inline constexpr int kDeepest = 64;

// `text` as JSON; discarded where it is not JSON or is nested deeper than kDeepest. Never throws. A
// byte-order mark in front is skipped (RFC 8259 section 8.1).
nlohmann::json parse_document(std::string_view text);

// Whether no array or object of `text` lies deeper than `most` levels; brackets inside strings do not count.
bool nested_within(std::string_view text, int most);

}  // namespace domainplan::partner
