// Any bytes as the cell of a brand.
#include "core/text.hpp"
#include "domainplan/intake.hpp"
#include "require.hpp"

using namespace domainplan;
using namespace domainplan::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const CheckedBrand checked = check_brand(text_of(bytes, size));
  require(is_utf8(checked.brand), "a brand is text");
  require(is_utf8(checked.problem), "a problem is UTF-8");
  for (const std::string& note : checked.notes) require(is_utf8(note), "and so is a note");
  require(checked.problem.empty() || checked.brand.empty(), "a brand is used or refused");
  return 0;
}
