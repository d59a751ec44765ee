#include "io/url.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;

TEST_CASE("a URL is taken apart into its parts", "[io]") {
  const auto [url, why] = parse_url("HTTPS://me:pw@API.Example.com:8443/v1?q=1#top");
  REQUIRE(why.empty());
  CHECK(url.scheme == "https");
  CHECK(url.user == "me");
  CHECK(url.password == "pw");
  CHECK(url.host == "api.example.com");
  CHECK(url.port == "8443");
}

TEST_CASE("a URL without a port has its scheme's", "[io]") {
  CHECK(parse_url("https://example.com").url.port == "443");
  CHECK(parse_url("http://[::1]/v1").url.port == "80");
  CHECK(parse_url("http://[::1]/v1").url.host == "[::1]");
}

TEST_CASE("what is not a URL has a reason and no parts", "[io]") {
  for (const std::string text : {"", "example", "https://", "https://a b.com", "http://example.com:99999"}) {
    const auto [url, why] = parse_url(text);
    CAPTURE(text);
    CHECK_FALSE(why.empty());
    CHECK(url.host.empty());
  }
  CHECK_FALSE(parse_url(std::string("https://a.com/\0x", 16)).why.empty());
}
