#include "domainplan/api_key.hpp"

#include <catch2/catch.hpp>

#include "domainplan/error.hpp"
#include "domainplan/text.hpp"

using namespace domainplan;

TEST_CASE("a key is found wherever it stands in a text") {
  CHECK(has_api_key("pk_live_abcd"));
  CHECK(has_api_key("PEEKER_API_KEY=pk_test_x9Y-"));
  CHECK(has_api_key("pk_pk_test_abcd"));
  CHECK_FALSE(has_api_key("pk_live_abc"));
  CHECK_FALSE(has_api_key("a key begins with pk_live_ or pk_test_ and more"));
  CHECK_FALSE(has_api_key("pk_other_abcdefgh"));
  CHECK_FALSE(has_api_key(""));
}

TEST_CASE("what looks like a key is shown as such, and the text around it is kept") {
  CHECK(without_api_keys("a pk_live_abc-1 b pk_test_x") == "a [key] b [key]");
  CHECK(without_api_keys("{\"pk_test_a.b~c+d/e=\":1}") == "{\"[key]\":1}");
  CHECK(without_api_keys("use a pk_test_ key") == "use a pk_test_ key");
  CHECK(without_api_keys("pk_pk_live_1") == "pk_[key]");
  CHECK(without_api_keys("") == "");
}

TEST_CASE("a quoted value does not repeat a key, not even a part of one that is cut") {
  CHECK(in_quotes("pk_live_abcdefgh") == "'[key]'");
  CHECK(in_quotes("see pk_live_abcdefgh here", 12) == "'see [key] he…'");
}

TEST_CASE("a mistake in a file does not repeat a key that is its column, its message or its file") {
  const Diagnostic found{"in/pk_test_file", 2, "pk_live_abcdefgh", DiagnosticCode::invalid,
                         "pk_test_12345678 is unknown"};
  CHECK(found.text() == "in/[key]:2: [key]: [key] is unknown");
}
