#include "intake/url.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;

namespace {
// The value, or the message with "refused: " before it.
std::string shown(const Checked<std::string>& checked) {
  const auto* problem = std::get_if<Problem>(&checked);
  return problem ? "refused: " + problem->message : std::get<std::string>(checked);
}
}  // namespace

TEST_CASE("a URL comes out in ASCII, its host in canonical form") {
  struct Case {
    std::string in, out;
  };
  const auto url =
      GENERATE(Case{"https://acme.com", "https://acme.com"},
               Case{"HTTP://Acme.COM:8080/A?b=c#d", "http://acme.com:8080/A?b=c#d"},
               Case{"https://acme.com./", "https://acme.com/"},
               Case{"https://bücher.example/straße?q=ü#ö",
                    "https://xn--bcher-kva.example/stra%C3%9Fe?q=%C3%BC#%C3%B6"},
               Case{"https://пример.рф/путь", "https://xn--e1afmkfd.xn--p1ai/%D0%BF%D1%83%D1%82%D1%8C"},
               Case{"https://acme.com/a%20b%c3%A4", "https://acme.com/a%20b%c3%A4"},
               Case{"https://acme.com/a|b\\c<d>\"e\"^`{}[]",
                    "https://acme.com/a%7Cb%5Cc%3Cd%3E%22e%22%5E%60%7B%7D%5B%5D"},
               Case{"https://acme.com?a=b?c", "https://acme.com?a=b?c"},
               Case{"https://acme.com/#a?b#c", "https://acme.com/#a?b%23c"},
               Case{"https://acme.com/@team", "https://acme.com/@team"},
               Case{"https://acme.com/?u=http://x.y/", "https://acme.com/?u=http://x.y/"});
  CHECK(shown(ascii_url(url.in)) == url.out);
}

TEST_CASE("a URL that cannot be a redirect's target is refused with a reason") {
  struct Case {
    std::string in, why;
  };
  const auto url = GENERATE(
      Case{"acme.com", "it does not begin with http:// or https://"},
      Case{"http:/acme.com", "it does not begin with http:// or https://"},
      Case{"/path?u=https://acme.com", "it does not begin with http:// or https://"},
      Case{"ftp://acme.com", "its scheme is 'ftp'"},
      Case{"javascript://acme.com/%0aalert(1)", "its scheme is 'javascript'"},
      Case{"https://", "it has no host"}, Case{"https:///x", "it has no host"},
      Case{"https://:80/", "it has no host"},
      Case{"https://[::1]/", "its host is an IP address, not a domain name"},
      Case{"https://127.0.0.1/", "its host '127.0.0.1' is not a domain name: "},
      Case{"https://localhost/", "its host 'localhost' is not a domain name: the name has no dot"},
      Case{"https://ac_me.com/", "its host 'ac_me.com' is not a domain name: "},
      Case{"https://acme.com:0/", "its port is not a number from 1 to 65535"},
      Case{"https://acme.com:/", "its port is not a number from 1 to 65535"},
      Case{"https://acme.com:65536/", "its port is not a number from 1 to 65535"},
      Case{"https://acme.com:80x/", "its port is not a number from 1 to 65535"},
      Case{"https://acme.com/a b", "it holds white space (a space is written %20)"},
      Case{"https://acme.com/a\nb", "it holds white space (a space is written %20)"},
      Case{"https://acme.com/a\x01", "it holds control characters"},
      Case{"https://acme.com/a\u202Eb", "it holds control characters"},
      Case{"https://acme.com/100%", "a '%' in it begins no %XX (a percent sign itself is written %25)"},
      Case{"https://acme.com/%4", "a '%' in it begins no %XX (a percent sign itself is written %25)"},
      Case{"https://acme.com/%zz", "a '%' in it begins no %XX (a percent sign itself is written %25)"});
  INFO(url.in);
  CHECK_THAT(shown(ascii_url(url.in)),
             Catch::StartsWith("refused: ") && Catch::Contains("is refused, as " + url.why));
}

TEST_CASE("a URL with a password is refused without being repeated") {
  CHECK(shown(ascii_url("https://joe:hunter2@acme.com/")) ==
        "refused: the URL is refused, as it holds a user name or password; https://example.com/path is one");
  CHECK(shown(website_host("joe:hunter2@acme.com")) ==
        "refused: the address is not a website, as it holds a user name or password; example.com or "
        "https://example.com is one");
}

TEST_CASE("a website is a URL or a bare host, and only its host is kept") {
  CHECK(shown(website_host("acme.com")) == "acme.com");
  CHECK(shown(website_host("WWW.Acme.com/about")) == "www.acme.com");
  CHECK(shown(website_host("https://www.nintendo.co.jp/100%?x#y")) == "www.nintendo.co.jp");
  CHECK(shown(website_host("müller.de:8080/x")) == "xn--mller-kva.de");
  CHECK(shown(website_host("acme.com?u=http://b.com")) == "acme.com");
}

TEST_CASE("a website is a domain name, under whatever suffix") {
  CHECK(shown(website_host("acme.internal")) == "acme.internal");
  CHECK_THAT(shown(website_host("none")), Catch::StartsWith("refused: "));
  CHECK_THAT(shown(website_host("ftp://acme.com")), Catch::Contains("its scheme is 'ftp'"));
}
