#include "partner/base_url.hpp"

#include "domainplan/api_options.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "io/url.hpp"

namespace domainplan::partner {

BaseUrl parse_base_url(const std::string& text) {
  // What stands before an @ may be a password, so such a URL is not shown.
  const std::string shown = text.find('@') == std::string::npos ? in_quotes(text) : "it";
  const auto refuse = [&](std::string_view why) {
    throw UsageError(
        fmt::format("the API's URL cannot be used: {} {}, such as https://api.example.com/v1", shown, why),
        Subject{shown == "it" ? "api_url" : text, "an https URL such as https://api.example.com/v1"});
  };
  if (text.find_first_of("?#") != std::string::npos) refuse("must have no query and no fragment");
  const auto [url, why] = parse_url(text);
  if (!why.empty()) refuse(fmt::format("is not a URL ({}); it must be one with https", why));
  if (!url.user.empty() || !url.password.empty() || shown == "it")
    refuse("must have no user and no password");

  BaseUrl result;
  result.plain = url.scheme == "http";
  result.loopback = is_loopback(url);
  if (!result.plain && url.scheme != "https") refuse("must begin with https://");
  if (result.plain && !result.loopback) refuse("must begin with https://, as http is for loopback only");
  result.text = url.whole;
  result.port = url.port;
  while (result.text.ends_with('/')) result.text.pop_back();
  const std::size_t host = result.text.find("://") + 3;
  result.host = ascii_lower(result.text.substr(host, result.text.find('/', host) - host));
  return result;
}

void check_key(const std::string& key) {
  if (key.empty()) throw UsageError("the API key is empty", Subject{"api_key", "visible ASCII characters"});
  if (!std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c <= '~'; }))
    throw UsageError("the API key holds a space or a character that no header can carry (visible ASCII only)",
                     Subject{"api_key", "visible ASCII characters"});
}

bool is_loopback_url(const std::string& base_url) { return parse_base_url(base_url).loopback; }

}  // namespace domainplan::partner
