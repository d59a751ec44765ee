// URLs, taken apart by libcurl's URL API (RFC 3986, and what RFC 3987 adds to it).
#pragma once

#include <string>

namespace domainplan {

// The parts of a URL; each is empty where it has none.
struct Url {
  std::string whole;  // as libcurl writes it: the scheme and host in lower case, with a path
  std::string scheme;
  std::string user;
  std::string password;
  std::string host;  // an IPv6 address in brackets
  std::string zone;  // of an IPv6 address
  std::string port;  // the scheme's own where none is given; empty for a scheme without
};

// Takes an absolute URL of any scheme apart. `why` is empty where that was possible; else it says what is
// wrong with it, and the parts are empty.
struct ParsedUrl {
  Url url;
  std::string why;
};
ParsedUrl parse_url(const std::string& text);

// Whether `address` (as inet_ntop writes it, or an IPv6 address in brackets) is a loopback address.
bool is_loopback_address(std::string address);
// Whether the host is localhost or a loopback address: 127.0.0.0/8 or [::1].
bool is_loopback(const Url& url);

}  // namespace domainplan
