#include "planning/owned_first.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;

namespace {
std::vector<std::string> names(const OwnedUse& use) {
  std::vector<std::string> result;
  for (const OwnedDomain& domain : use.used) result.push_back(domain.domain);
  return result;
}
const OwnedDomain kGoogleA{"a.com", Provider::google}, kGoogleB{"b.com", Provider::google},
    kEitherC{"c.com", ProviderSet::both()}, kMicrosoftD{"d.com", Provider::microsoft};
}  // namespace

TEST_CASE("without owned domains everything is left to buy") {
  const OwnedUse use = use_owned({}, {3, 2}, {});
  CHECK(use.used.empty());
  CHECK(use.rest == std::vector<Demand>{{3, 2}});
}

TEST_CASE("owned domains that serve either provider leave a choice of splits") {
  const OwnedUse use = use_owned({kGoogleA, kEitherC}, {3, 2}, {});
  CHECK(names(use) == std::vector<std::string>{"a.com", "c.com"});
  CHECK(use.rest == std::vector<Demand>{{2, 1}, {1, 2}});
}

TEST_CASE("as many owned domains as fit the split are used, by name") {
  CHECK(names(use_owned({kGoogleA, kGoogleB, kEitherC, kMicrosoftD}, {1, 1}, {})) ==
        std::vector<std::string>{"a.com", "d.com"});
  CHECK(names(use_owned({kGoogleA, kGoogleB, kEitherC}, {1, 1}, {})) ==
        std::vector<std::string>{"a.com", "c.com"});
}

TEST_CASE("an owned domain for a provider that is not needed stays unused") {
  const OwnedUse use = use_owned({kMicrosoftD}, {2, 0}, {});
  CHECK(use.used.empty());
  CHECK(use.rest == std::vector<Demand>{{2, 0}});
}

TEST_CASE("when owned domains fill the order, nothing is left to buy") {
  const OwnedUse use = use_owned({kEitherC, kMicrosoftD}, {1, 1}, {});
  CHECK(use.rest == std::vector<Demand>{{0, 0}});
}

TEST_CASE("an owned domain that is to be avoided is not used") {
  CHECK(names(use_owned({kGoogleA, kGoogleB, kEitherC}, {2, 0}, {kGoogleA.domain})) ==
        std::vector<std::string>{kGoogleB.domain, kEitherC.domain});
  CHECK(use_owned({kGoogleA}, {1, 0}, {kGoogleA.domain}).rest.front().total() == 1);
}
