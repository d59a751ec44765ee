#include "partner/account_file.hpp"

#include <fmt/format.h>

#include "io/safe_name.hpp"
#include "partner/base_url.hpp"

namespace domainplan::partner {
namespace {

// The port of a URL whose host is this machine, as many servers may stand on it; "" of any other.
std::string loopback_port(const std::string& url) {
  const BaseUrl base = parse_base_url(url);
  return base.loopback ? base.port : "";
}

}  // namespace

std::string account_file_stem(Environment environment, std::string_view account, const std::string& api_url) {
  const std::string port = loopback_port(api_url);
  return fmt::format("{}-{}{}{}", name_of(environment), safe_name(account), port.empty() ? "" : "-", port);
}

}  // namespace domainplan::partner
