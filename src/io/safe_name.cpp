#include "io/safe_name.hpp"

#include "io/sha256.hpp"

namespace domainplan {

std::string safe_name(std::string_view id) {
  constexpr std::size_t kLongest = 64;
  constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";
  const bool plain =
      !id.empty() && id.size() <= kLongest && id.find_first_not_of(kPlain) == std::string_view::npos;
  return plain ? std::string(id) : sha256_hex(id);
}

}  // namespace domainplan
