#include "submission/import_check.hpp"

namespace domainplan {
namespace {

using Kind = SubmitReason::Kind;

// Nothing where one of the imports has completed for the domain; else what the last that holds it says.
std::optional<SubmitReason> not_imported(const std::string& domain,
                                         const std::vector<partner::DomainImport>& imports) {
  SubmitReason reason{.kind = Kind::not_imported, .domain = domain};
  for (const partner::DomainImport& import : imports) {
    if (!import.names(domain)) continue;
    const auto failed = import.failed.find(domain);
    if (failed == import.failed.end() && import.status == "completed") return std::nullopt;
    const bool has_failed = failed != import.failed.end();
    reason.kind = has_failed ? Kind::import_failed : Kind::import_not_completed;
    reason.text = has_failed ? failed->second : import.status;
  }
  return reason;
}

}  // namespace

std::optional<SubmitReason> not_imported(const std::vector<std::string>& owned,
                                         const std::vector<partner::DomainImport>& imports) {
  for (const std::string& domain : owned)
    if (auto reason = not_imported(domain, imports)) return reason;
  return std::nullopt;
}

}  // namespace domainplan
