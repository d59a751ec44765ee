#include "partner/base_url.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "domainplan/error.hpp"

using namespace domainplan;
using namespace domainplan::partner;
using Catch::Matchers::Contains;

TEST_CASE("https anywhere and http to loopback are accepted") {
  for (const char* url : {"https://api.peeker.ai/partner/v1", "https://10.0.0.1:8443/x"}) {
    const BaseUrl base = parse_base_url(url);
    CHECK(base.text == url);
    CHECK_FALSE(base.plain);
    CHECK_FALSE(base.loopback);
  }
  for (const char* url :
       {"http://127.0.0.1:4010/partner/v1", "http://localhost:4010/x", "http://[::1]:4010/x",
        "http://127.200.3.4/x", "http://LOCALHOST/x", "http://2130706433/", "http://127.1:80/a"}) {
    INFO(url);
    const BaseUrl base = parse_base_url(url);
    CHECK(base.plain);
    CHECK(base.loopback);
  }
  CHECK(parse_base_url("HTTPS://127.0.0.1/").loopback);
}

TEST_CASE("the host is named with a port that is not the scheme's own") {
  CHECK(parse_base_url("https://API.peeker.ai/partner/v1").host == "api.peeker.ai");
  CHECK(parse_base_url("https://api.peeker.ai").host == "api.peeker.ai");
  CHECK(parse_base_url("https://10.0.0.1:8443/x").host == "10.0.0.1:8443");
  CHECK(parse_base_url("http://[::1]:4010/x").host == "[::1]:4010");
}

TEST_CASE("a trailing slash of the base is dropped") {
  CHECK(parse_base_url("https://api.peeker.ai/partner/v1///").text == "https://api.peeker.ai/partner/v1");
  CHECK(parse_base_url("https://api.peeker.ai").text == "https://api.peeker.ai");
}

TEST_CASE("a URL to which no key may go is refused") {
  for (const char* url : {"http://api.peeker.ai/partner/v1",
                          "http://128.0.0.1/",
                          "http://localhost.evil.example/",
                          "http://127.0.0.1.evil.example/",
                          "http://[::2]/",
                          "http://[::ffff:127.0.0.1]/",
                          "http://0.0.0.0/",
                          "http://localhost@evil.example/",
                          "ftp://127.0.0.1/",
                          "file:///etc/passwd",
                          "api.peeker.ai/partner/v1",
                          "",
                          "https://",

                          "https://a b/",
                          "https://x.example/?a=b",
                          "https://x.example/#f",
                          "https://x.example?",
                          "http://[::1%25lo]/",
                          "https://x.example:99999/",
                          "https://x\n.example/"}) {
    INFO(url);
    CHECK_THROWS_AS(parse_base_url(url), UsageError);
  }
}

TEST_CASE("a refused URL is named, but not the password inside it") {
  CHECK_THROWS_WITH(parse_base_url("http://api.peeker.ai/v1"),
                    Contains("'http://api.peeker.ai/v1'") && Contains("loopback"));
  for (const char* url :
       {"https://user:hunter2@x.example/", "https://hunter2@x.example/", "gopher://u:hunter2@x/",
        "https://u:hunter2@a b/", "https://u:hunter2@x.example/?q"}) {
    INFO(url);
    CHECK_THROWS_AS(parse_base_url(url), UsageError);
    CHECK_THROWS_WITH(parse_base_url(url), !Contains("hunter2"));
  }
}

TEST_CASE("a key is visible ASCII, and is not shown when it is not") {
  CHECK_NOTHROW(check_key("pk_live_abc-123~!"));
  for (const std::string key : {"", "pk secret", "pk_secret\r\nX-Evil: 1", "pk_secret\n",
                                "pk_s\xc3\xa9secret", "\tpk_secret", "pk_secret\x7f"}) {
    CHECK_THROWS_AS(check_key(key), UsageError);
    CHECK_THROWS_WITH(check_key(key), !Contains("secret"));
  }
}

TEST_CASE(
    "an API's URL that cannot be used is the subject of its error, but for one that may hold a password") {
  const auto subject = [](const std::string& url) {
    try {
      parse_base_url(url);
    } catch (const UsageError& error) {
      return error.subject();
    }
    return std::string("accepted");
  };
  CHECK(subject("http://api.example.com") == "http://api.example.com");
  CHECK(subject("https://user:secret@api.example.com") == "api_url");
}

TEST_CASE("a key that cannot be used is the option's name in its error, with what would be right") {
  for (const std::string key : {"", "pk_test_a b"}) try {
      check_key(key);
      FAIL("accepted");
    } catch (const UsageError& error) {
      CHECK(error.subject() == "api_key");
      CHECK(error.expected() == "visible ASCII characters");
    }
}
