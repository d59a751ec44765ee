#include "partner/account_file.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;
using partner::account_file_stem;

TEST_CASE("a file of an account is named after its environment and id") {
  CHECK(account_file_stem(Environment::live, "org_01", "https://api.example.com/v1") == "live-org_01");
  CHECK(account_file_stem(Environment::test, "org_01", "http://127.0.0.1:4010/v1") == "test-org_01-4010");
  CHECK(account_file_stem(Environment::test, "org_01", "https://localhost/v1") == "test-org_01-443");
  CHECK(account_file_stem(Environment::test, "org_01", "http://[::1]:81/v1") == "test-org_01-81");
}

TEST_CASE("an id that is not a plain word is replaced by its hash in the name of a file") {
  for (const std::string& id : {std::string("../x"), std::string("a b"), std::string(65, 'a')}) {
    const std::string stem = account_file_stem(Environment::live, id, "https://api.example.com");
    CHECK(stem.size() == std::string("live-").size() + 64);
    CHECK(stem.find_first_not_of("0123456789abcdef", 5) == std::string::npos);
  }
}
