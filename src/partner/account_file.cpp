#include "partner/account_file.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "io/sha256.hpp"
#include "partner/base_url.hpp"

namespace domainplan::partner {
namespace {

bool is_plain(std::string_view id) {
  constexpr std::size_t kLongest = 64;
  constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
  return !id.empty() && id.size() <= kLongest && id.find_first_not_of(kPlain) == std::string_view::npos;
}

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
  return fmt::format("{}-{}{}{}", name_of(environment),
                     is_plain(account) ? std::string(account) : sha256_hex(account), port.empty() ? "" : "-",
                     port);
}

}  // namespace domainplan::partner
