// A brand's cell that holds HTML or an address.
#include "intake/brand_text.hpp"

#include <catch2/catch.hpp>
#include <map>

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
