#include "core/percent.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;

TEST_CASE("all but letters, digits and the unreserved characters are percent-encoded") {
  CHECK(percent_encoded("azAZ09-._~") == "azAZ09-._~");
  CHECK(percent_encoded("a/b?c=d&e f+%") == "a%2Fb%3Fc%3Dd%26e%20f%2B%25");
  CHECK(percent_encoded("\xc3\xa9\n") == "%C3%A9%0A");
  CHECK(percent_encoded(std::string_view("a\0", 2)) == "a%00");
  CHECK(percent_encoded("") == "");
}

TEST_CASE("characters that are plain in a place are not encoded there") {
  CHECK(percent_encoded("/a b", "/") == "/a%20b");
  CHECK(percent_encoded("a-b", "") == "a%2Db");
}
