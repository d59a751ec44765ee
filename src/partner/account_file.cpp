#include "partner/account_file.hpp"

#include <fmt/format.h>

#include "io/safe_name.hpp"
#include "partner/base_url.hpp"

namespace domainplan::partner {
namespace {

// The port of a URL whose host is this machine, as many servers may stand on it; "" of any other.
std::string loopback_port(const std::string& url) {
  const BaseUrl base = parse_base_url(url);
  if (!base.loopback) return "";
  const std::size_t host = base.text.find("://") + 3;
  const std::string authority = base.text.substr(host, base.text.find('/', host) - host);
  const std::size_t colon = authority.rfind(':');
  if (colon != std::string::npos && authority.find(']', colon) == std::string::npos)
    return authority.substr(colon + 1);
  return base.plain ? "80" : "443";
}

}  // namespace

std::string account_file_stem(Environment environment, std::string_view account, const std::string& api_url) {
  const std::string port = loopback_port(api_url);
  return fmt::format("{}-{}{}{}", name_of(environment), safe_name(account), port.empty() ? "" : "-", port);
}

}  // namespace domainplan::partner
