#include "sandbox/key.hpp"

#include <catch2/catch.hpp>
#include <set>

#include "support.hpp"

using namespace sandbox_test;

TEST_CASE("a key is a bearer of pk_test_ or pk_live_ and nothing else") {
  CHECK(key_in({"Bearer pk_test_a"})->text == "pk_test_a");
  CHECK_FALSE(key_in({"Bearer pk_test_a"})->live);
  CHECK(key_in({"Bearer pk_live_Abc-123_x"})->live);
  const auto refused =
      GENERATE(as<std::string>{}, "", "Bearer", "Bearer ", "bearer pk_test_a", "BEARER pk_test_a",
               "Basic pk_test_a", "pk_test_a", "Bearer  pk_test_a", "Bearer pk_test_", "Bearer sk_test_a",
               "Bearer pk_a", "Bearer pk_TEST_a", "Bearer pk_test_a b", "Bearer pk_test_a, x");
  INFO(refused);
  CHECK_FALSE(key_in({refused}).has_value());
}

TEST_CASE("a call without the header, or with two, has no key") {
  CHECK_FALSE(key_in({}).has_value());
  CHECK_FALSE(key_in({"Bearer pk_test_a", "Bearer pk_test_a"}).has_value());
}

TEST_CASE("the beginning of a key says what it may do") {
  CHECK(key_in({"Bearer pk_test_sandbox"})->permission == Permission::full);
  CHECK(key_in({"Bearer pk_test_limited"})->permission == Permission::limited);
  CHECK(key_in({"Bearer pk_live_read_only"})->permission == Permission::read);
}

TEST_CASE("a key belongs to the account it names, and else to the first") {
  const std::vector<std::string> accounts = {"acme", "acme_eu", "read"};
  const auto key = [&](const char* text) { return *key_in({std::string("Bearer ") + text}, accounts); };
  CHECK(key("pk_test_sandbox").account == 0);
  CHECK(key("pk_test_acme").account == 0);
  CHECK(key("pk_test_acme_eu").account == 1);
  CHECK(key("pk_live_acme_eu_2").account == 1);
  CHECK(key("pk_test_acme_eur").account == 0);
  CHECK(key("pk_test_acme_eu_limited").permission == Permission::limited);
  CHECK(key("pk_test_acme_read_1").permission == Permission::read);
  CHECK(key("pk_test_read").account == 2);
  CHECK(key("pk_test_read").permission == Permission::full);
}

TEST_CASE("keys may do what their preset says, in every environment") {
  struct Case {
    const char* method;
    const char* path;
    std::set<std::string> forbidden_to;
  };
  const auto [method, path, forbidden_to] = GENERATE(
      Case{"GET", "/me", {}}, Case{"POST", "/domains/availability", {}}, Case{"GET", "/bundles", {"limited"}},
      Case{"GET", "/bundles/bun_01HZX0B2VN4S7ARTERPW3K8M5C", {"limited"}},
      Case{"POST", "/bundles", {"limited", "read"}}, Case{"POST", "/orders", {"limited", "read"}});
  Service service(plain(), "http://127.0.0.1:1/partner/v1");
  for (const std::string environment : {"test", "live"})
    for (const std::string preset : {"limited", "read", "full"}) {
      INFO(method << ' ' << path << " with " << environment << ' ' << preset);
      Call call = call_of(method, path, "{}");
      call.authorization = {"Bearer pk_" + environment + "_" + preset};
      const Reply reply = answer(service, call);
      CHECK((reply.status == 403) == forbidden_to.contains(preset));
      if (reply.status == 403) CHECK(error_in(reply.body).at("code") == "forbidden");
    }
}

TEST_CASE("GET /me has the environment and the preset of the key") {
  Service service(plain(), "http://127.0.0.1:1/partner/v1");
  Call call = call_of("GET", "/me");
  call.authorization = {"Bearer pk_live_limited_1"};
  const Json data = json_of(answer(service, call)).at("data");
  CHECK(data.at("api_key") == Json{{"environment", "live"}, {"permission_preset", "limited"}});
  CHECK(is_id(data.at("partner").at("id").get<std::string>(), "org_"));
  CHECK(data.at("partner").at("name").is_string());
}
