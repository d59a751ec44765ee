#include "submission/import_check.hpp"

#include <fmt/format.h>

#include "core/text.hpp"

namespace domainplan {
namespace {

// "" where one of the imports has completed for the domain.
std::string state_of(const std::string& domain, const std::vector<partner::DomainImport>& imports) {
  std::string state = "no import holds it";
  for (const partner::DomainImport& import : imports) {
    if (!import.names(domain)) continue;
    const auto failed = import.failed.find(domain);
    if (failed != import.failed.end())
      state = fmt::format("its import failed: {}", escaped(failed->second));
    else if (import.status == "completed")
      return "";
    else
      state = fmt::format("its import is {}", escaped(in_words(import.status)));
  }
  return state;
}

}  // namespace

std::string not_imported(const std::vector<std::string>& owned,
                         const std::vector<partner::DomainImport>& imports) {
  for (const std::string& domain : owned)
    if (const std::string state = state_of(domain, imports); !state.empty())
      return fmt::format("{} is not ready: {}", domain, state);
  return "";
}

}  // namespace domainplan
