#include "io/url.hpp"

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

}  // namespace domainplan
