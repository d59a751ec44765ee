#include <catch2/catch.hpp>

#include "terminal.hpp"

using Catch::Contains;

TEST_CASE("a website with a password is refused, and the password is not printed") {
  for (const std::string website : {"https://me:hunter2@acme.com", "me:hunter2@acme",
                                    "https://me:hunter2@acme_.com/x", "ftp://me:hunter2@acme.com"}) {
    CAPTURE(website);
    const Ran ran = Terminal().run({"generate", "--brand", "Acme", "--website", website});
    CHECK(ran.code == 2);
    CHECK_THAT(ran.err, Contains("--website"));
    CHECK_THAT(ran.out + ran.err, !Contains("hunter2"));
  }
}

TEST_CASE("a website is a URL or a bare host, as in a file") {
  const Ran url =
      Terminal().run({"generate", "--brand", "Acme", "--website", "https://www.acme.io/shop?x=1"});
  const Ran host = Terminal().run({"generate", "--brand", "Acme", "--website", "www.acme.io"});
  CHECK(url.code == 0);
  CHECK(url.out == host.out);
}
