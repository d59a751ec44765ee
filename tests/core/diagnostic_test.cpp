#include "domainplan/diagnostic.hpp"

#include <catch2/catch.hpp>
#include <set>

using namespace domainplan;

TEST_CASE("each code of a diagnostic has a name of its own") {
  std::set<std::string_view> names;
  const int last = static_cast<int>(DiagnosticCode::address_replaced);
  for (int i = 0; i <= last; ++i) names.insert(name_of(static_cast<DiagnosticCode>(i)));
  CHECK(names.size() == static_cast<std::size_t>(last) + 1);
}
