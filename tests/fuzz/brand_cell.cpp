// Any bytes as the cell of a brand.
#include "core/text.hpp"
#include "domainplan/intake.hpp"
#include "require.hpp"

using namespace domainplan;
using namespace domainplan::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const CheckedBrand checked = check_brand(text_of(bytes, size));
  require(is_utf8(checked.brand), "a brand is text");
  if (checked.problem) require(is_utf8(checked.problem->message), "a problem is UTF-8");
  for (const Diagnostic& note : checked.notes) require(is_utf8(note.message), "and so is a note");
  require(!checked.problem || checked.brand.empty(), "a brand is used or refused");
  return 0;
}
