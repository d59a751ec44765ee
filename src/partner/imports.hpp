// /domains/import: domains that customers own at another registrar.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "partner/client.hpp"

namespace domainplan::partner {

inline constexpr std::size_t kMostDomainsPerImportJob = 500;

// One import, or import job. Names are in canonical form, reasons redacted.
struct DomainImport {
  std::string id;      // imp_…
  std::string status;  // in_progress, completed, action_required, failed, or newer
  std::map<std::string, std::vector<std::string>> nameservers;  // by domain; what to set at the registrar
  std::map<std::string, std::string> failed;                    // by domain: the reason; may be empty

  bool names(const std::string& domain) const { return nameservers.count(domain) + failed.count(domain) > 0; }
  bool in_progress() const { return status == "in_progress"; }
};

// Reads the `data` of an import. Throws RunError where id or status is missing or malformed; a domain that
// cannot be read is odd.
DomainImport read_import(const Fields& data);

// POST /domains/import/jobs for up to 500 domains. The vendor returns the job that exists for the same set.
DomainImport start_import(Client& client, const std::vector<std::string>& domains);

// The import job, or import, of that id; nothing where the API says in its envelope that it knows none.
std::optional<DomainImport> import_of_id(Client& client, const std::string& id);

// The imports that hold any of these domains. One that is in progress may not name its domains yet; then only
// asking for them one by one shows which of them it holds.
std::vector<DomainImport> imports_holding(Client& client, const std::vector<std::string>& domains);

}  // namespace domainplan::partner
