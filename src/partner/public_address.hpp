// Which addresses belong to the public internet: where a URL from a customer's file may lead.
#pragma once

#include <sys/socket.h>

namespace domainplan::partner {

// False for private, loopback, link-local, multicast, unspecified, shared (CGNAT), benchmarking,
// documentation and reserved addresses, for IPv6 addresses that carry such an IPv4 address inside, and for
// whatever is neither IPv4 nor IPv6.
bool is_public_address(const sockaddr* address);

}  // namespace domainplan::partner
