#include "store/order_json.hpp"

#include <catch2/catch.hpp>

#include "io/sha256.hpp"

using namespace domainplan;

namespace {
Customer example() {
  Customer customer;
  customer.key = "acme";
  customer.user = "ops@example.com";
  customer.bundle.id = "bun_01HZX0A1B2C3D4E5F6G7H8J9K0";
  customer.forwarding_url = "https://acme.example/";
  customer.login_email = "login@example.com";
  customer.login_password = "not-a-\"real\"-password";
  customer.personas = {{"Zoë", "Müller", ""}, {"Иван", "Петров", "https://example.com/i.png"}};
  return customer;
}
}  // namespace

TEST_CASE("an order has the contract's keys in their order, two-space indent and one final newline") {
  Customer customer = example();
  customer.client_id = 42;
  CHECK(order_json(customer, {"getacme.com", "acmehq.com"}) == R"({
  "bundle_id": "bun_01HZX0A1B2C3D4E5F6G7H8J9K0",
  "user": "ops@example.com",
  "sequencer": {
    "provider": "smartlead",
    "client_id": 42,
    "login_email": "login@example.com",
    "login_password": "not-a-\"real\"-password"
  },
  "forwarding_url": "https://acme.example/",
  "domains": [
    "getacme.com",
    "acmehq.com"
  ],
  "personas": [
    {
      "first_name": "Zoë",
      "last_name": "Müller",
      "profile_picture_url": ""
    },
    {
      "first_name": "Иван",
      "last_name": "Петров",
      "profile_picture_url": "https://example.com/i.png"
    }
  ]
}
)");
}

TEST_CASE("client_id is left out where it was not given") {
  CHECK(order_json(example(), {"a.com"}).find("client_id") == std::string::npos);
}

TEST_CASE("a hash is SHA-256 in lower-case hex") {
  CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
