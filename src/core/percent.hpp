// Percent-encoding of RFC 3986.
#pragma once

#include <string>
#include <string_view>

namespace domainplan {

// The characters beside letters and digits that are never encoded (section 2.3).
inline constexpr std::string_view kUnreserved = "-._~";

// `text` with each byte percent-encoded but ASCII letters, digits and those of `plain`. As it is by default,
// it is for a place in a path or a query.
std::string percent_encoded(std::string_view text, std::string_view plain = kUnreserved);

}  // namespace domainplan
