#include "cli/domain_lists.hpp"

#include <fmt/format.h>

#include "cli/files.hpp"
#include "cli/values.hpp"
#include "domainplan/domain_name.hpp"
#include "domainplan/error.hpp"
#include "domainplan/name_list.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {

std::vector<std::string> listed_domains(const po::variables_map& values, const std::string& option,
                                        Process& process) {
  std::vector<std::string> domains;
  std::vector<Diagnostic> wrong;
  for (const std::string& path : texts(values, option)) {
    const InputFile file = read_file(path, process);
    read_name_list(file, [&](ListedName&& listed) {
      if (listed.invalid.empty())
        domains.push_back(std::move(listed.name));
      else
        wrong.push_back({file.name, listed.line, "domain", DiagnosticCode::invalid, std::move(listed.invalid),
                         "a registrable domain such as example.com", std::move(listed.name)});
    });
  }
  if (!wrong.empty()) throw InputError(std::move(wrong));
  return domains;
}

std::string domain_of(const std::string& text, const std::string& option) {
  try {
    std::string name = canonical_domain(text);
    if (is_registrable_domain(name)) return name;
  } catch (const InvalidDomain&) {
    // Said below.
  }
  const std::string expected = "a registrable domain such as example.com";
  throw UsageError(fmt::format("{}: {} is not {}", option, in_quotes(text), expected),
                   Subject{option.starts_with("--") ? option : text, expected});
}

}  // namespace domainplan::cli
