#include "partner/public_address.hpp"

#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>

namespace domainplan::partner {
namespace {

using V6 = std::array<std::uint8_t, 16>;

struct V4Block {
  std::uint32_t first;
  int bits;
};

// The IANA registry of special-purpose addresses: all that is not globally reachable.
constexpr V4Block kSpecialV4[] = {
    {0x00000000, 8},   // 0.0.0.0/8, this network
    {0x0A000000, 8},   // 10.0.0.0/8, private
    {0x64400000, 10},  // 100.64.0.0/10, shared by a provider's customers
    {0x7F000000, 8},   // 127.0.0.0/8, loopback
    {0xA9FE0000, 16},  // 169.254.0.0/16, link-local, with the metadata of cloud machines
    {0xAC100000, 12},  // 172.16.0.0/12, private
    {0xC0000000, 24},  // 192.0.0.0/24, protocols
    {0xC0000200, 24},  // 192.0.2.0/24, documentation
    {0xC0586300, 24},  // 192.88.99.0/24, once 6to4 relays
    {0xC0A80000, 16},  // 192.168.0.0/16, private
    {0xC6120000, 15},  // 198.18.0.0/15, benchmarking
    {0xC6336400, 24},  // 198.51.100.0/24, documentation
    {0xCB007100, 24},  // 203.0.113.0/24, documentation
    {0xE0000000, 4},   // 224.0.0.0/4, multicast
    {0xF0000000, 4},   // 240.0.0.0/4, reserved, and the broadcast address
};

bool is_public_v4(std::uint32_t address) {
  return std::none_of(std::begin(kSpecialV4), std::end(kSpecialV4), [&](const V4Block& block) {
    return (address ^ block.first) >> (32 - block.bits) == 0;
  });
}

// Whether `address` begins with the first `bits` of `prefix`.
bool begins(const V6& address, std::initializer_list<std::uint8_t> prefix, int bits) {
  int left = bits;
  std::size_t at = 0;
  for (const std::uint8_t byte : prefix) {
    if (left <= 0) break;
    const int here = std::min(left, 8);
    if ((address[at] ^ byte) >> (8 - here) != 0) return false;
    left -= here;
    ++at;
  }
  return true;
}

std::uint32_t v4_at(const V6& address, std::size_t at) {
  return std::uint32_t{address[at]} << 24 | std::uint32_t{address[at + 1]} << 16 |
         std::uint32_t{address[at + 2]} << 8 | std::uint32_t{address[at + 3]};
}

bool is_public_v6(const V6& address) {
  // ::ffff:a.b.c.d, an IPv4 address in other clothes.
  if (begins(address, {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF}, 96))
    return is_public_v4(v4_at(address, 12));
  // 64:ff9b::a.b.c.d: how a network without IPv4 reaches IPv4 (NAT64).
  if (begins(address, {0x00, 0x64, 0xFF, 0x9B, 0, 0, 0, 0, 0, 0, 0, 0}, 96))
    return is_public_v4(v4_at(address, 12));
  // Of all else, only 2000::/3 is given out: not loopback, unspecified, fc00::/7, fe80::/10, ff00::/8 …
  if (!begins(address, {0x20}, 3)) return false;
  if (begins(address, {0x20, 0x01, 0x00}, 23)) return false;        // protocols, Teredo, benchmarking
  if (begins(address, {0x20, 0x01, 0x0D, 0xB8}, 32)) return false;  // documentation
  if (begins(address, {0x3F, 0xFF, 0x00}, 20)) return false;        // documentation
  if (begins(address, {0x20, 0x02}, 16)) return is_public_v4(v4_at(address, 2));  // 6to4
  return true;
}

}  // namespace

bool is_public_address(const sockaddr* address) {
  if (address->sa_family == AF_INET) {
    sockaddr_in v4{};
    std::memcpy(&v4, address, sizeof v4);
    return is_public_v4(ntohl(v4.sin_addr.s_addr));
  }
  if (address->sa_family == AF_INET6) {
    sockaddr_in6 v6{};
    std::memcpy(&v6, address, sizeof v6);
    V6 bytes{};
    std::memcpy(bytes.data(), &v6.sin6_addr, bytes.size());
    return is_public_v6(bytes);
  }
  return false;
}

}  // namespace domainplan::partner
