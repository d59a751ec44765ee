// Looking whether the URLs of an order answer as the vendor needs them to: each is fetched once, from the
// public internet only, without our key and without following redirects.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <stop_token>
#include <string>
#include <vector>

#include "partner/public_address.hpp"

namespace domainplan::partner {

struct UrlToCheck {
  enum class Kind : std::uint8_t {
    picture,     // must answer 200 with an image
    forwarding,  // must answer 2xx or 3xx
  };
  Kind kind = Kind::picture;
  std::string url;
};

struct FetchRules {
  std::chrono::milliseconds connect_timeout{5'000};
  std::chrono::milliseconds whole_timeout{15'000};
  std::size_t largest_picture = 5'000'000;  // bytes
  int at_once = 16;
  // Whether a connection may be opened to an address. Asked with the address itself, after the name has been
  // looked up, so that no name can lead elsewhere.
  std::function<bool(const sockaddr*)> may_connect = is_public_address;
  std::string ca_file = {};  // certificates to trust; "": the system's
};

// What is wrong with each URL, and what would be right, in the order given; "" where nothing is. The texts do
// not repeat the URL, and what the network said is escaped. A URL given several times is fetched once. Throws
// Interrupted once `stop` asks for it, RunError where libcurl cannot be used. `progress`, which may be empty,
// is called on this thread before the first of `total` different URLs is fetched, and after each.
std::vector<std::string> wrong_with_urls(
    const std::vector<UrlToCheck>& urls, std::stop_token stop, const FetchRules& rules = {},
    const std::function<void(std::size_t checked, std::size_t total)>& progress = {});

}  // namespace domainplan::partner
