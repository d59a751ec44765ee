#include "domainplan/api_key.hpp"

namespace domainplan {
namespace {

// Where a key is in a text; empty, at its end, where there is none.
struct Place {
  std::size_t begin, end;
};

// The first key from `from` on that has `shortest` characters or more behind its prefix.
Place first_key(std::string_view text, std::size_t from, std::size_t shortest) {
  constexpr std::string_view kOfKeys =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.~+/=";
  constexpr std::string_view kCommon = "pk_";  // of all prefixes
  for (std::size_t at = text.find(kCommon, from); at != std::string_view::npos;
       at = text.find(kCommon, at + 1)) {
    for (const std::string_view prefix : kApiKeyPrefixes) {
      if (!text.substr(at).starts_with(prefix)) continue;
      const std::size_t begin = at + prefix.size();
      const std::size_t end = std::min(text.find_first_not_of(kOfKeys, begin), text.size());
      if (end - begin >= shortest) return {at, end};
    }
  }
  return {text.size(), text.size()};
}

}  // namespace

bool has_api_key(std::string_view text) { return first_key(text, 0, 4).begin < text.size(); }

std::string without_api_keys(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const Place key = first_key(text, at, 1);
    out += text.substr(at, key.begin - at);
    if (key.begin < text.size()) out += "[key]";
    at = key.end;
  }
  return out;
}

}  // namespace domainplan
