// Formulas that stand in a cell in place of their results, as an export that shows formulas writes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace domainplan {

struct Formula {
  std::string text;  // what it shows, where that stands in it; else empty
};

// The formula that `cell` is: ="Acme", =T("Acme"), =HYPERLINK("https://acme.com";"Acme") in any language, of
// which the last text is what it shows; or one that refers to cells. Nothing where `cell` is none ("=Acme").
std::optional<Formula> formula_in(std::string_view cell);

}  // namespace domainplan
