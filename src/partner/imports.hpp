// /domains/import: domains that customers own at another registrar.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "partner/client.hpp"

namespace domainplan::partner {

inline constexpr std::size_t kMostDomainsPerImportJob = 500;

// One import, or import job. Names are in normal form, other texts as the API gave them.
struct DomainImport {
  std::string id;
  std::string status;  // in_progress, completed, action_required, failed, or newer
  std::map<std::string, std::vector<std::string>>
      nameservers;                            // by domain; what the registrar has to be told
  std::map<std::string, std::string> failed;  // by domain: the reason; may be empty

  bool names(const std::string& domain) const { return nameservers.count(domain) + failed.count(domain) > 0; }
  bool in_progress() const { return status == "in_progress"; }
};

// Reads the `data` of an import. Throws RunError where a field is missing or cannot be.
DomainImport read_import(const nlohmann::json& data);

// POST /domains/import/jobs for up to 500 domains. The vendor returns the job that exists for the same set.
DomainImport start_import(Client& client, const std::vector<std::string>& domains);

// The import job, or import, of that id; nothing where the API knows none.
std::optional<DomainImport> import_of_id(Client& client, const std::string& id);

// The imports that hold any of these domains. One that is in progress may not name its domains yet; then only
// asking for them one by one tells which of them it holds.
std::vector<DomainImport> imports_holding(Client& client, const std::vector<std::string>& domains);

}  // namespace domainplan::partner
