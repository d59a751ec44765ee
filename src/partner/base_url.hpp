// Where the API is, and whether a key may be sent there.
#pragma once

#include <string>

namespace domainplan::partner {

struct BaseUrl {
  std::string text;  // as libcurl writes it, without a trailing slash
  std::string host;  // with the port, where that is not the scheme's own
  std::string port;  // of the host; the scheme's own where none is given
  bool plain;        // http, not https
  bool loopback;     // the host is localhost, 127.0.0.0/8 or [::1]
};

// Throws UsageError unless `text` is https, or http to loopback, and has no user, query or fragment.
BaseUrl parse_base_url(const std::string& text);

// Throws UsageError, which does not show the key, unless a header can carry it.
void check_key(const std::string& key);

}  // namespace domainplan::partner
