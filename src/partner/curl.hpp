// What all that fetches with libcurl has in common: how it is started, and how options are set and headers
// are read.
#pragma once

#include <curl/curl.h>
#include <fmt/format.h>

#include <cstddef>
#include <memory>
#include <string>

#include "domainplan/error.hpp"

namespace domainplan::partner {

using Multi = std::unique_ptr<CURLM, decltype(&curl_multi_cleanup)>;

// The most bytes of headers that an answer may have.
inline constexpr std::size_t kMostHeaderBytes = 64u << 10;

// A new multi handle. Initializes libcurl before the first one, once in the process. Throws RunError.
Multi new_multi();

// Throws RunError where this libcurl does not know the option.
template <class Value>
void set(CURL* easy, CURLoption option, Value value) {
  if (curl_easy_setopt(easy, option, value) != CURLE_OK)
    throw RunError(
        ErrorCode::internal,
        fmt::format("libcurl refuses option {}; version 7.85 or later is needed", static_cast<int>(option)));
}

// A header of the answer, of no more than kMostHeaderBytes; "" where it has none of that name.
std::string header_of(CURL* easy, const char* name);

}  // namespace domainplan::partner
