#include "naming/legal_forms.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;

TEST_CASE("a legal form and nothing else is not a brand") {
  for (const auto* form : {"GmbH", "gmbh", "G.m.b.H.", "Ltd", "Inc.", "Co. Ltd", "Co.Ltd", "GmbH & Co. KG",
                           "株式会社", "㈱", "有限公司", "(haftungsbeschränkt)"}) {
    INFO(form);
    CHECK(is_only_legal_form(form));
  }
  for (const auto* brand : {"Acme GmbH", "A B", "Limited Edition", "G M B H", "", "&", "Kranz"}) {
    INFO(brand);
    CHECK_FALSE(is_only_legal_form(brand));
  }
}
