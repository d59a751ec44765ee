// Any bytes as a list of names, and as checked candidates.
#include "domainplan/name_list.hpp"

#include <nlohmann/json.hpp>

#include "domainplan/domain_name.hpp"
#include "domainplan/select_rows.hpp"
#include "domainplan/text.hpp"
#include "require.hpp"

using namespace domainplan;
using namespace domainplan::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const InputFile file{"-", std::string(text_of(bytes, size))};
  try {
    std::size_t last = 0;
    read_name_list(file, [&](ListedName&& listed) {
      require(listed.line > last, "lines come in order");
      last = listed.line;
      require(is_utf8(listed.invalid), "a message is UTF-8");
      if (listed.invalid.empty())
        require(is_registrable_domain(listed.name), "a valid name can be registered");
      for (const std::string* json : {&listed.score, &listed.pattern})
        require(json->empty() || nlohmann::json::accept(*json), "score and pattern are JSON");
    });
  } catch (const InputError& error) {
    for (const Diagnostic& found : error.diagnostics()) require(is_utf8(found.text()), "so are mistakes");
  }
  try {
    for (const CheckedCandidate& one : read_checked_candidates(file)) {
      require(!one.row.available() || one.row.is_priced(), "an available row has a price");
      require(one.candidate.score >= 0, "a score is not negative");
    }
  } catch (const InputError& error) {
    for (const Diagnostic& found : error.diagnostics()) require(is_utf8(found.text()), "so are mistakes");
  }
  return 0;
}
