#include "planning/inventory.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;

namespace {

Customer customer_of(const std::string& key, const std::string& user, const std::string& brand) {
  Customer customer;
  customer.key = key;
  customer.user = user;
  customer.brand = brand;
  return customer;
}

// Who has which domain, as "customer:domain".
std::vector<std::string> shared(const std::vector<ReadyDomain>& ready, std::vector<Customer> customers,
                                const std::unordered_map<std::string, std::string>& user_ids = {}) {
  share_out(ready, user_ids, NamingRules::built_in(), customers);
  std::vector<std::string> out;
  for (const Customer& customer : customers)
    for (const OwnedDomain& owned : customer.owned) {
      CHECK(owned.is_inventory);
      out.push_back(customer.key + ":" + owned.domain);
    }
  return out;
}

using Shared = std::vector<std::string>;

}  // namespace

TEST_CASE("a ready domain of a user is for the only customer of that user, whatever its name") {
  const std::vector<Customer> customers = {customer_of("a", "usr_1", "Lantern"),
                                           customer_of("b", "B@X.com", "Quarry")};
  CHECK(shared({{"other.com", "usr_1"}, {"words.com", "usr_2"}}, customers, {{"b@x.com", "usr_2"}}) ==
        Shared{"a:other.com", "b:words.com"});
  CHECK(shared({{"lantern.net", "usr_9"}}, customers).empty());
}

TEST_CASE("of customers with one user, the one whose stem is in the name gets a ready domain") {
  const std::vector<Customer> customers = {customer_of("a", "usr_1", "Lantern"),
                                           customer_of("b", "usr_1", "Quarry")};
  CHECK(shared({{"get-quarry.com", "usr_1"}, {"words.com", "usr_1"}}, customers) ==
        Shared{"b:get-quarry.com"});
}

TEST_CASE("a ready domain without a user is for the customer with the longest stem in its name",
          "[planning]") {
  const std::vector<Customer> customers = {customer_of("a", "usr_1", "Quar"),
                                           customer_of("b", "usr_2", "Quarry")};
  CHECK(shared({{"quarrymail.com", ""}}, customers) == Shared{"b:quarrymail.com"});
  CHECK(shared({{"mailquar.com", ""}, {"unrelated.com", ""}}, customers) == Shared{"a:mailquar.com"});
}

TEST_CASE("a stem of fewer than four letters must be the whole name of a ready domain") {
  const std::vector<Customer> customers = {customer_of("a", "usr_1", "Ace")};
  CHECK(shared({{"palace.com", ""}, {"ace.net", ""}}, customers) == Shared{"a:ace.net"});
}

TEST_CASE("the website of a customer is nobody's ready domain") {
  std::vector<Customer> two = {customer_of("a", "usr_1", "Lantern"), customer_of("b", "usr_2", "Lantern")};
  two[1].website = "lantern.com";
  CHECK(shared({{"lantern.com", ""}, {"lantern.org", ""}}, two) == Shared{"a:lantern.org"});
  std::vector<Customer> customers = {customer_of("a", "usr_1", "Lantern")};
  customers[0].website = "www.lantern.com";
  CHECK(shared({{"lantern.com", "usr_1"}, {"lantern.net", "usr_1"}}, customers) == Shared{"a:lantern.net"});
}
