#include "domainplan/name_holds.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;

namespace {

Customer customer(std::string key, std::string brand) {
  Customer out;
  out.key = std::move(key);
  out.brand = std::move(brand);
  out.user = out.key + "@agency.example";
  return out;
}

// Between a famous name, a guess and a plain name there is a bad row.
Intake four_rows() {
  Intake intake;
  intake.customers = {customer("famous", "PayPal"), customer("guess", "شركة المراعي"),
                      customer("plain", "Velmora")};
  intake.positions = {0, 2, 3};
  intake.skipped = {{1, "bad", "brand: empty"}};
  return intake;
}

}  // namespace

TEST_CASE("customers whose names a person should look at are held, in the order of the file") {
  Intake intake = four_rows();
  const auto findings = review_customers(NamingRules::built_in(), intake);
  REQUIRE(findings.size() == 2);
  CHECK((findings[0].customer == "famous" && findings[0].needs_brand_check));
  CHECK((findings[1].customer == "guess" && findings[1].review.rough));
  hold_customers(intake, findings, true);
  REQUIRE(intake.customers.size() == 1);
  CHECK(intake.customers[0].key == "plain");
  CHECK(intake.positions == std::vector<std::size_t>{3});
  REQUIRE(intake.skipped.size() == 3);
  CHECK((intake.skipped[0].key == "famous" && intake.skipped[0].reason == ShortfallReason::brand_check));
  CHECK((intake.skipped[1].key == "bad" && intake.skipped[1].reason == ShortfallReason::bad_row));
  CHECK((intake.skipped[2].key == "guess" && intake.skipped[2].reason == ShortfallReason::rough_name));
}

TEST_CASE("a brand that a person has looked at is not held, in the row or by its key") {
  Intake intake = four_rows();
  accept_brands(intake, {"famous", "bad"});
  CHECK(intake.customers[0].brand_ok);
  CHECK_FALSE(intake.customers[2].brand_ok);
  const auto findings = review_customers(NamingRules::built_in(), intake);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].customer == "guess");
  CHECK_THROWS_WITH(accept_brands(intake, {"famuos"}), Catch::Contains("unknown customer 'famuos'"));
}

TEST_CASE(
    "a brand that cannot be read is held though its personas can, and a guess only where names are strict") {
  Intake intake = four_rows();
  intake.customers[2].brand = "ຮ້ານກາເຟ";
  intake.customers[2].personas = {{"Anna", "Berg", ""}};
  const auto findings = review_customers(NamingRules::built_in(), intake);
  hold_customers(intake, findings, false);
  CHECK(intake.customers.size() == 2);
  REQUIRE(intake.skipped.size() == 2);
  CHECK((intake.skipped[1].key == "plain" && intake.skipped[1].reason == ShortfallReason::rough_name));
  CHECK_THAT(intake.skipped[1].message, Catch::Contains("give a stem"));
}
