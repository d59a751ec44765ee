#include "io/url.hpp"

#include <arpa/inet.h>
#include <curl/curl.h>

#include <memory>
#include <new>

#include "core/text.hpp"

namespace domainplan {
namespace {

using Handle = std::unique_ptr<CURLU, decltype(&curl_url_cleanup)>;

std::string part(const Handle& url, CURLUPart which, unsigned flags = 0) {
  char* text = nullptr;
  if (curl_url_get(url.get(), which, &text, flags) != CURLUE_OK) return {};
  const std::unique_ptr<char, decltype(&curl_free)> owned(text, curl_free);
  return text;
}

}  // namespace

ParsedUrl parse_url(const std::string& text) {
  if (text.find('\0') != std::string::npos) return {{}, "it holds a NUL"};
  const Handle url(curl_url(), curl_url_cleanup);
  if (!url) throw std::bad_alloc();
  if (const CURLUcode code = curl_url_set(url.get(), CURLUPART_URL, text.c_str(), CURLU_NON_SUPPORT_SCHEME);
      code != CURLUE_OK)
    return {{}, curl_url_strerror(code)};
  return {{part(url, CURLUPART_URL), part(url, CURLUPART_SCHEME), part(url, CURLUPART_USER),
           part(url, CURLUPART_PASSWORD), ascii_lower(part(url, CURLUPART_HOST)), part(url, CURLUPART_ZONEID),
           part(url, CURLUPART_PORT, CURLU_DEFAULT_PORT)},
          ""};
}

bool is_loopback_address(std::string address) {
  if (address.starts_with('[') && address.ends_with(']')) address = address.substr(1, address.size() - 2);
  in_addr v4{};
  if (inet_pton(AF_INET, address.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24) == 127;
  in6_addr v6{};
  return inet_pton(AF_INET6, address.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

bool is_loopback(const Url& url) {
  return url.host == "localhost" || (is_loopback_address(url.host) && url.zone.empty());
}

}  // namespace domainplan
