#include "domainplan/users.hpp"

#include <catch2/catch.hpp>

#include "domainplan/error.hpp"
#include "operations/edited_api.hpp"

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

TEST_CASE("a user is found by its email where the API refuses the filter") {
  TestAccount account(quiet());
  account.order("ops@acme.com", "one");
  EditedApi api(account);
  int asked = 0;
  api.answers = [&](const std::string& call, httplib::Response& response) {
    if (call != "GET /users" || ++asked > 1) return false;
    response.status = 400;
    response.set_content(R"({"error":{"code":"invalid_request","message":"no such parameter"}})",
                         "application/json");
    return true;
  };
  CHECK(find_user(*api.session(), "OPS@acme.com").email == "ops@acme.com");
}
