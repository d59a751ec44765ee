#include "partner/base_url.hpp"

#include "domainplan/api_options.hpp"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "core/text.hpp"
#include "domainplan/error.hpp"

namespace domainplan::partner {
namespace {

using Handle = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

// A part of the URL; empty where it has none.
std::string part(const Handle& url, CURLUPart which) {
  char* text = nullptr;
  if (curl_url_get(url.get(), which, &text, 0) != CURLUE_OK) return {};
  const std::unique_ptr<char, decltype(&curl_free)> owned(text, curl_free);
  return text;
}

}  // namespace

bool is_loopback_address(std::string address) {
  if (address.starts_with('[') && address.ends_with(']')) address = address.substr(1, address.size() - 2);
  in_addr v4{};
  if (inet_pton(AF_INET, address.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24) == 127;
  in6_addr v6{};
  return inet_pton(AF_INET6, address.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

BaseUrl parse_base_url(const std::string& text) {
  // What stands before an @ may be a password, so such a URL is not shown.
  const std::string shown = text.find('@') == std::string::npos ? in_quotes(text) : "it";
  const auto refuse = [&](std::string_view why) {
    throw UsageError(
        fmt::format("the API's URL cannot be used: {} {}, such as https://api.example.com/v1", shown, why));
  };
  const Handle url(curl_url(), curl_url_cleanup);
  if (!url) throw std::bad_alloc();
  if (text.find_first_of("?#") != std::string::npos) refuse("must have no query and no fragment");
  if (const CURLUcode code = curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0); code != CURLUE_OK)
    refuse(fmt::format("is no URL ({}); it must be one with https", escaped(curl_url_strerror(code))));
  if (!part(url, CURLUPART_USER).empty() || !part(url, CURLUPART_PASSWORD).empty() || shown == "it")
    refuse("must have no user and no password");

  const std::string scheme = part(url, CURLUPART_SCHEME);
  const std::string host = ascii_lower(part(url, CURLUPART_HOST));
  BaseUrl result;
  result.plain = scheme == "http";
  result.loopback = host == "localhost" || (is_loopback_address(host) && part(url, CURLUPART_ZONEID).empty());
  if (!result.plain && scheme != "https") refuse("must begin with https://");
  if (result.plain && !result.loopback) refuse("must begin with https://, as http is for loopback only");
  result.text = part(url, CURLUPART_URL);
  while (result.text.ends_with('/')) result.text.pop_back();
  return result;
}

void check_key(const std::string& key) {
  if (key.empty()) throw UsageError("the API key is empty");
  if (!std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c <= '~'; }))
    throw UsageError(
        "the API key holds a space or a character that no header can carry (visible ASCII only)");
}

bool is_loopback_url(const std::string& base_url) { return parse_base_url(base_url).loopback; }

}  // namespace domainplan::partner
