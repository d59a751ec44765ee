#include "partner/curl.hpp"

namespace domainplan::partner {

Multi new_multi() {
  static const CURLcode global = curl_global_init(CURL_GLOBAL_DEFAULT);
  Multi multi(global == CURLE_OK ? curl_multi_init() : nullptr, curl_multi_cleanup);
  if (!multi) throw RunError(ErrorCode::internal, "libcurl could not be started", "libcurl");
  return multi;
}

std::string header_of(CURL* easy, const char* name) {
  curl_header* header = nullptr;
  if (curl_easy_header(easy, name, 0, CURLH_HEADER, -1, &header) != CURLHE_OK) return {};
  return header->value;
}

}  // namespace domainplan::partner
