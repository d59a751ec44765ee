// bundles.json: the body of GET /bundles.
#include "domainplan/intake.hpp"
#include "domainplan/text.hpp"
#include "require.hpp"

using namespace domainplan;
using namespace domainplan::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  std::vector<Diagnostic> bad_rows;
  const std::vector<Bundle> bundles =
      read_bundles({"bundles.json", std::string(text_of(bytes, size))}, bad_rows);
  for (const Diagnostic& found : bad_rows) {
    require(found.line > 0 && !found.message.empty(), "a mistake has a line and a message");
    require(is_utf8(found.text()), "a message is UTF-8");
  }
  for (const Bundle& bundle : bundles) {
    require(!bundle.id.empty() && !bundle.name.empty(), "a bundle has an id and a name");
    require(bundle.required.google >= 0 && bundle.required.microsoft >= 0 && bundle.required.total() > 0,
            "a bundle needs a domain");
  }
  return 0;
}
