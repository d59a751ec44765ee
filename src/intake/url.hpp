// Web addresses as people write them, turned into what every program reads.
#pragma once

#include <string>
#include <string_view>

#include "intake/checked.hpp"

namespace domainplan {

// An absolute http or https URL in ASCII (RFC 3986) from one that may be an IRI (RFC 3987): scheme and host
// in canonical form, everything that may not stand in a path, query or fragment percent-encoded as UTF-8.
// What is encoded already stays. Refused: other schemes, user names and passwords, IP addresses and
// single-label hosts, white space.
Checked<std::string> ascii_url(std::string_view text);

// The host, in canonical form, of a website given as a URL or as a bare host, with or without a path.
Checked<std::string> website_host(std::string_view text);

}  // namespace domainplan
