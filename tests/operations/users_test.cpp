#include "domainplan/users.hpp"

#include <catch2/catch.hpp>

#include "domainplan/error.hpp"
#include "operations/account.hpp"

using namespace domainplan;
using namespace domainplan::tests;

TEST_CASE("the users of an account are listed, and one is found by its id or its email") {
  TestAccount account(quiet());
  account.order("ops@acme.com", "one");
  account.order("Team@Beta.com", "two");
  const auto session = account.session();
  const AccountUsers users = list_users(*session);
  REQUIRE(users.users.size() == 2);
  CHECK(users.users[0].email == "ops@acme.com");
  CHECK(users.users[0].sequencer_provider == "smartlead");
  CHECK(users.warnings.empty());
  CHECK(find_user(*session, users.users[1].id).email == "Team@Beta.com");
  CHECK(find_user(*session, "team@beta.com").id == users.users[1].id);
}

TEST_CASE("a user that the account does not have is an error") {
  TestAccount account(quiet());
  const auto session = account.session();
  CHECK_THROWS_AS(find_user(*session, "nobody@acme.com"), UsageError);
  CHECK_THROWS_AS(find_user(*session, "usr_nobody"), UsageError);
  CHECK_THROWS_AS(find_user(*session, "nobody"), UsageError);
}
