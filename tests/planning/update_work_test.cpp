#include "planning/update_work.hpp"

#include <catch2/catch.hpp>

#include "domainplan/error.hpp"

using namespace domainplan;

TEST_CASE("an update that would put a domain into two orders is refused with its name", "[update]") {
  CHECK_NOTHROW(check_no_domain_twice({}));
  CHECK_NOTHROW(check_no_domain_twice({"b.com", "a.com", "a.net"}));
  try {
    check_no_domain_twice({"b.com", "a.com", "c.com", "b.com"});
    FAIL("nothing was thrown");
  } catch (const RunError& error) {
    CHECK(error.subject() == "b.com");
    CHECK_THAT(error.what(), Catch::Contains("'b.com'"));
  }
}
