// A brand's cell that holds HTML or an address.
#include "intake/brand_text.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "domainplan/intake.hpp"

using namespace domainplan;

namespace {

// The brand that is read from a cell; empty where the cell is a problem.
std::string brand_of(const std::string& cell) {
  const auto result = brand_text(cell);
  const auto* text = std::get_if<BrandText>(&result);
  return text == nullptr ? std::string() : text->brand;
}

}  // namespace

TEST_CASE("an address given as a brand is read as the name of who is there") {
  const std::map<std::string, std::string> expected = {
      {"https://www.acme-tools.com/about", "acme-tools"},
      {"ftp://acme-tools.com", "acme-tools"},
      {"https://acme.myshopify.com", "acme"},
      {"acme.myshopify.com", "acme"},
      {"https://axiom.bank.in", "axiom"},
      {"info@acme-tools.com", "acme-tools"},
      {"https://instagram.com/acmetools", "acmetools"},
      {"instagram.com/acmetools/?hl=de", "acmetools"},
      {"https://www.linkedin.com/company/acmetools/", "acmetools"},
      {"https://www.tiktok.com/@acmetools", "acmetools"},
      {"@acmetools", "acmetools"},
      {"Acme Tools hans@gmail.com", "Acme Tools"},
      {"Booking.com", "Booking.com"},
      {"Acme.io", "Acme.io"},
      {"Meet @ Work", "Meet @ Work"}};
  for (const auto& [cell, brand] : expected) {
    INFO(cell);
    CHECK(brand_of(cell) == brand);
  }
}

TEST_CASE("the user name of an address given as a brand is not shown, as it may come with a password") {
  const CheckedBrand checked = check_brand("https://user:hunter2pw@acme-tools.com/about");
  CHECK(checked.brand == "acme-tools");
  REQUIRE(checked.notes.size() == 1);
  CHECK(checked.notes.front().message.starts_with("'https://…@acme-tools.com/about' is a web address"));
  CHECK(checked.notes.front().value == "https://…@acme-tools.com/about");
}

TEST_CASE("an address that names nobody is a problem") {
  for (const std::string cell :
       {"hans@gmail.com", "https://instagram.com/", "https://shopee.sg/x", "https://yahoo.co.jp",
        "https://www.facebook.com/profile.php?id=1", "https://lnkd.in/abc"}) {
    INFO(cell);
    CHECK(brand_of(cell).empty());
  }
}

TEST_CASE("HTML entities are decoded, those of old without a semicolon too") {
  CHECK(brand_of("Caf&eacute Lune") == "Café Lune");
  CHECK(brand_of("Caf&eacute; Lune") == "Café Lune");
  CHECK(brand_of("Velora &amp Zantrix") == "Velora & Zantrix");
  CHECK(brand_of("R&D Velora") == "R&D Velora");
  CHECK(brand_of("AT&T") == "AT&T");
  CHECK(brand_of("Caf&#233 Lune") == "Café Lune");
  CHECK(brand_of("Velora &Omega Lune") == "Velora &Omega Lune");
  for (const std::string number : {"&#0;", "&#xD800;", "&#x110000;", "&#99999999;"}) {
    INFO(number);
    CHECK(brand_of("Velora " + number).empty());  // as U+FFFD
  }
}

TEST_CASE("a formula given as a brand is read as the text that it shows, with a warning") {
  const std::map<std::string, std::string> expected = {
      {R"(=HYPERLINK("https://velora.com","Velora Labs"))", "Velora Labs"},
      {R"(=LIEN_HYPERTEXTE("https://velora.com"; "Velora Labs"))", "Velora Labs"},
      {R"(=HYPERLINK("https://www.velora-labs.com"))", "velora-labs"},
      {R"(="Ve""lora")", R"(Ve"lora)"},
      {R"(=T("Velora"))", "Velora"},
      {R"(=@T("Velora"))", "Velora"},
      {R"({="Velora"})", "Velora"}};
  for (const auto& [cell, brand] : expected) {
    INFO(cell);
    CHECK(brand_of(cell) == brand);
    const CheckedBrand checked = check_brand(cell);
    REQUIRE(checked.warnings.size() == 1);
    CHECK(checked.warnings.front().message.find(" is a formula: the brand is read as ") != std::string::npos);
  }
}

TEST_CASE("a formula that does not hold its result is no brand") {
  for (const std::string cell : {"=A1",
                                 "=Sheet1!$B$2",
                                 R"(=A1&" "&B1)",
                                 "=VLOOKUP(A2,B:C,2,FALSE)",
                                 R"(=CONCATENATE("a","b"))",
                                 R"(="")",
                                 R"(=HYPERLINK("https://velora.com",A2))",
                                 "='Sheet 1'!A1",
                                 "=$Sheet1.A1",
                                 "=Sheet1.$A$1",
                                 "=$'Sheet 1'.A1",
                                 "='Sheet 1'.A1",
                                 "=$'It''s 1'.A1&B2",
                                 "=$Sheet1.A1:$Sheet1.B2",
                                 "='file:///tmp/brands.ods'#$Sheet1.A1",
                                 "='Ann''s (old)'!$A$1",
                                 R"(='Sheet 1'!A1&" "&B1)",
                                 "=-A1",
                                 "=(A1)",
                                 "=@A1",
                                 "=+A1",
                                 "=-('Sheet 1'!A1)",
                                 "=A1-B1",
                                 "=A1:B2",
                                 R"(=IMPORTXML("https://velora.com","//title"))",
                                 R"(=IMPORTDATA("https://velora.com"))",
                                 R"(=@WEBSERVICE("https://velora.com"))",
                                 R"(=_xlfn.WEBSERVICE("https://velora.com"))",
                                 R"(=FILTERXML("https://velora.com","title"))",
                                 R"(=XPATH("https://velora.com","//title"))"}) {
    INFO(cell);
    const CheckedBrand checked = check_brand(cell);
    REQUIRE(checked.problem);
    CHECK(checked.problem->code == DiagnosticCode::formula);
    CHECK(checked.problem->message.find("is a formula: give what it shows") != std::string::npos);
  }
  for (const std::string cell : {"=Velora", "= mc Squared", "'=Velora", "+Velora", "=(Velora)", "='Velora'!",
                                 "=Velora!", "=Velora.Lab", "=$Velora"}) {
    INFO(cell);
    CHECK_FALSE(check_brand(cell).problem);
    CHECK(check_brand(cell).warnings.empty());
  }
}

TEST_CASE("a brand that reads like a date is used, with a warning") {
  for (const std::string cell : {"2024-03-15", "15.03.2024", "3/15/24", "Mar-24", "4-Mar", "15-Mar-24",
                                 "24/3/15", "1999-12-31", "Mar-2024"}) {
    INFO(cell);
    CHECK(brand_of(cell) == cell);
    CHECK(check_brand(cell).warnings.size() == 1);
  }
  for (const std::string cell :
       {"24/7", "24/7/365", "1-800-2000", "13/13/24", "31-12-1899", "May-800", "1-800-May", "1-800-Flowers",
        "7-Eleven", "3.14", "May", "Mar-Vel", "March 24", "99"}) {
    INFO(cell);
    CHECK(check_brand(cell).warnings.empty());
  }
}
