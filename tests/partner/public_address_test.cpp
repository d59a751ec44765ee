#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/un.h>

#include <catch2/catch.hpp>
#include <cstring>
#include <string>

#include "partner/public_address.hpp"

using domainplan::partner::is_public_address;

namespace {

bool is_public(const std::string& text) {
  sockaddr_storage storage{};
  auto* const v4 = reinterpret_cast<sockaddr_in*>(&storage);
  auto* const v6 = reinterpret_cast<sockaddr_in6*>(&storage);
  if (inet_pton(AF_INET, text.c_str(), &v4->sin_addr) == 1) {
    storage.ss_family = AF_INET;
  } else {
    REQUIRE(inet_pton(AF_INET6, text.c_str(), &v6->sin6_addr) == 1);
    storage.ss_family = AF_INET6;
  }
  return is_public_address(reinterpret_cast<const sockaddr*>(&storage));
}

}  // namespace

TEST_CASE("addresses of the public internet are public, up to the very edges of the special blocks") {
  const auto* const address =
      GENERATE("1.0.0.0", "1.1.1.1", "8.8.8.8", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0",
               "126.255.255.255", "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255",
               "172.32.0.0", "191.255.255.255", "192.0.1.0", "192.0.1.255", "192.0.3.0", "192.88.98.255",
               "192.88.100.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0",
               "198.51.99.255", "198.51.101.0", "203.0.112.255", "203.0.114.0", "223.255.255.255",
               // IPv6
               "2000::1", "2001:200::", "2001:4860:4860::8888", "2001:db7:ffff::", "2001:db9::", "2003::1",
               "2606:4700::1111", "2a00:1450:4001::1", "3ffe:ffff::1", "3fff:1000::",
               // public IPv4 addresses inside
               "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1");
  INFO(address);
  CHECK(is_public(address));
}

TEST_CASE("special addresses are not public, from the first to the last of each block") {
  const auto* const address = GENERATE(
      "0.0.0.0", "0.255.255.255", "10.0.0.0", "10.255.255.255", "100.64.0.0", "100.127.255.255", "127.0.0.0",
      "127.0.0.1", "127.255.255.255", "169.254.0.0", "169.254.169.254", "169.254.255.255", "172.16.0.0",
      "172.31.255.255", "192.0.0.0", "192.0.0.255", "192.0.2.0", "192.0.2.255", "192.88.99.0",
      "192.88.99.255", "192.168.0.0", "192.168.255.255", "198.18.0.0", "198.19.255.255", "198.51.100.0",
      "198.51.100.255", "203.0.113.0", "203.0.113.255", "224.0.0.0", "239.255.255.255", "240.0.0.0",
      "255.255.255.254", "255.255.255.255",
      // IPv6: unspecified, loopback, compatible, discard, unique local, link-local, site-local, multicast
      "::", "::1", "::8.8.8.8", "100::1", "1fff:ffff::", "4000::", "5f00::1", "fbff::", "fc00::1",
      "fdff:ffff::1", "fe80::1", "febf::1", "fec0::1", "ff02::1", "ffff::1",
      // protocols, Teredo, benchmarking, ORCHID, documentation
      "2001::", "2001:0:808:808::", "2001:2::1", "2001:10::1", "2001:20::1",
      "2001:1ff:ffff::", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff", "3fff::", "3fff:fff:ffff::");
  INFO(address);
  CHECK_FALSE(is_public(address));
}

TEST_CASE("an address inside an IPv6 address is judged as itself") {
  const auto* const address =
      GENERATE("127.0.0.1", "10.1.2.3", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1",
               "0.0.0.0", "224.0.0.1", "255.255.255.255", "198.18.0.1");
  in_addr v4{};
  REQUIRE(inet_pton(AF_INET, address, &v4) == 1);
  const std::uint32_t bits = ntohl(v4.s_addr);
  INFO(address);
  CHECK_FALSE(is_public(fmt::format("::ffff:{}", address)));
  CHECK_FALSE(is_public(fmt::format("64:ff9b::{}", address)));
  CHECK_FALSE(is_public(fmt::format("2002:{:x}:{:x}::1", bits >> 16, bits & 0xFFFF)));
  // Local NAT64 prefixes lead into somebody's own network, whatever they carry.
  CHECK_FALSE(is_public("64:ff9b:1::8.8.8.8"));
}

TEST_CASE("what is neither IPv4 nor IPv6 is not public") {
  sockaddr_un local{};
  local.sun_family = AF_UNIX;
  CHECK_FALSE(is_public_address(reinterpret_cast<const sockaddr*>(&local)));
  sockaddr_storage nothing{};
  CHECK_FALSE(is_public_address(reinterpret_cast<const sockaddr*>(&nothing)));
}
