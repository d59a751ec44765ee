// Domain names as people write them.
#include "domainplan/domain_name.hpp"

#include "domainplan/text.hpp"
#include "require.hpp"

using namespace domainplan;
using namespace domainplan::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text = text_of(bytes, size);
  std::string name;
  try {
    name = canonical_domain(text);
  } catch (const InvalidDomain& error) {
    // An A-label that decodes to nothing has the form of a host name all the same.
    require(!is_host_name(text) || text.find("xn--") != std::string_view::npos, "a host name is not refused");
    require(is_utf8(error.what()), "a message is UTF-8");
    return 0;
  }
  require(is_host_name(name), "the canonical form is a host name");
  require(canonical_domain(name) == name, "the canonical form is its own");
  const std::string_view root = registrable_domain(name);
  require(name.ends_with(root), "a root is the end of its name");
  require(root.empty() || is_registrable_domain(root), "a root is its own");
  require(root.empty() || !is_public_suffix(root), "a root is not a suffix");
  require(name.ends_with(tld_of(name)) && name.starts_with(first_label(name)), "labels are of the name");
  return 0;
}
