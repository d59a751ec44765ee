#include "submission/gather.hpp"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "domainplan/error.hpp"
#include "scratch_folder.hpp"
#include "store/inputs.hpp"

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

TEST_CASE("rows of a plan look alike by what inputs/ says in the form of the plan, and in no other") {
  const ScratchFolder scratch;
  const std::filesystem::path inputs = std::filesystem::path(scratch.path()) / "inputs";
  std::filesystem::create_directory(inputs);
  std::vector<Customer> customers(2);
  std::vector<PlanRow> rows;
  for (std::size_t i = 0; i < customers.size(); ++i) {
    customers[i].key = i == 0 ? "c0" : "c1";
    customers[i].brand = "Acme";
    customers[i].bundle = {
        "bun_01HZX0B2VNB0TJQE7X5H3C9R8M", "Boutique", 10'000, 60, 40, true, 3, false, {6, 2}, false};
    rows.push_back({customers[i].key, "a@example.com", "example.com", "", false});
  }
  for (const auto& [name, bytes] : store::input_files(customers)) std::ofstream(inputs / name) << bytes;
  const auto found = rows_repeated_in(scratch.path(), rows);
  REQUIRE(found.size() == 1);
  CHECK(found.at("c1").customer == "c0");

  // A user's file may look like this, a plan's does not.
  std::ofstream(inputs / "customers.csv") << "Customer;Brand\nc0;Acme\nc1;Acme\n";
  CHECK(rows_repeated_in(scratch.path(), rows).empty());
}
