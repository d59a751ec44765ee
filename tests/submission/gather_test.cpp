#include "submission/gather.hpp"

#include <catch2/catch.hpp>

#include "domainplan/error.hpp"
#include "scratch_folder.hpp"

using namespace domainplan;

TEST_CASE("what a person says of a customer whom the run leaves out is refused with the names") {
  const ScratchFolder scratch;
  StoredPlan plan;
  plan.folder = scratch.path();
  for (const char* customer : {"c0", "c1", "c2"}) plan.orders.push_back({customer, {}});
  using Names = std::set<std::string> SubmitOptions::*;
  for (const Names answer : {&SubmitOptions::confirm_not_placed, &SubmitOptions::accept_receipt,
                             &SubmitOptions::accept_edited, &SubmitOptions::allow_duplicate}) {
    SubmitOptions options;
    options.*answer = {"c0", "c1", "c2"};
    CHECK_NOTHROW(gather(plan, {}, options, [](const std::string&) {}));
    options.only = {"c1"};
    try {
      gather(plan, {}, options, [](const std::string&) {});
      FAIL("nothing was thrown");
    } catch (const UsageError& error) {
      CHECK(error.subject() == "c0");
      CHECK_THAT(error.what(), Catch::Contains("leaves out 'c0', 'c2'"));
    }
    options.*answer = {"c1"};
    CHECK_NOTHROW(gather(plan, {}, options, [](const std::string&) {}));
  }
}
