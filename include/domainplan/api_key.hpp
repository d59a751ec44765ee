// How API keys look, so that one in the wrong place is recognised and not repeated. All functions may be
// called from any thread.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace domainplan {

// What every key of the vendor begins with.
inline constexpr std::array<std::string_view, 2> kApiKeyPrefixes = {"pk_live_", "pk_test_"};

constexpr bool begins_like_api_key(std::string_view text) {
  return std::any_of(kApiKeyPrefixes.begin(), kApiKeyPrefixes.end(),
                     [&](std::string_view prefix) { return text.starts_with(prefix); });
}

// Whether a key stands anywhere in `text`: a prefix, and four characters or more of a key.
bool has_api_key(std::string_view text);

// `text` with "[key]" for everything that looks like a key: a prefix, and one character or more.
std::string without_api_keys(std::string_view text);

}  // namespace domainplan
