// Any bytes as a list of names, and as availability rows in CSV.
#include "domainplan/name_list.hpp"

#include <nlohmann/json.hpp>

#include "domainplan/domain_name.hpp"
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
      require(is_printable(listed.invalid), "a message cannot drive a terminal");
      if (listed.invalid.empty())
        require(is_registrable_domain(listed.name), "a valid name can be registered");
      for (const std::string* json : {&listed.score, &listed.pattern})
        require(json->empty() || nlohmann::json::accept(*json), "score and pattern are JSON");
    });
  } catch (const InputError& error) {
    for (const Diagnostic& found : error.diagnostics())
      require(is_printable(found.text()), "so are mistakes");
  }
  try {
    read_availability_csv(file, [](std::string_view json, std::size_t) {
      require(nlohmann::json::accept(json), "a row is JSON");
    });
  } catch (const InputError&) {
  }
  return 0;
}
