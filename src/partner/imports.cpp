#include "partner/imports.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/text.hpp"
#include "domainplan/domain_name.hpp"

namespace domainplan::partner {
namespace {

using nlohmann::json;

// A name from the network, fit for a file that is handed on.
std::string name_in(const json& value, const std::string& where) {
  if (!value.is_string())
    throw RunError(fmt::format("{}: a name is no text: {}", where, in_quotes(value.dump())));
  const auto& text = value.get_ref<const std::string&>();
  try {
    return normalise_domain(text);
  } catch (const InvalidDomain& error) {
    throw RunError(fmt::format("{}: {} is no name of a host: {}", where, in_quotes(text), error.what()));
  }
}

// A list in `object`; empty where it is absent or null.
json list_in(const json& object, const char* name, const std::string& where) {
  const auto found = object.find(name);
  if (found == object.end() || found->is_null()) return json::array();
  if (!found->is_array()) throw RunError(fmt::format("{}: {} is no list", where, name));
  return *found;
}

void read_group(const json& group, const std::string& where, DomainImport& import) {
  if (!group.is_object()) throw RunError(fmt::format("{}: a nameserver group is no object", where));
  std::vector<std::string> nameservers;
  for (const json& nameserver : list_in(group, "nameservers", where))
    nameservers.push_back(name_in(nameserver, where));
  for (const json& domain : list_in(group, "domains", where))
    import.nameservers[name_in(domain, where)] = nameservers;
}

}  // namespace

DomainImport read_import(const json& data) {
  DomainImport import;
  import.id = text_field(data, "id", "import");
  const std::string where = fmt::format("import {}", escaped(import.id));
  import.status = text_field(data, "status", where);
  for (const json& group : list_in(data, "nameserver_groups", where)) read_group(group, where, import);
  for (const json& row : list_in(data, "failed", where)) {
    // Assumed: what failed may be no domain name at all, and then it is none of ours.
    const std::string name = optional_text_field(row, "domain", where);
    try {
      import.failed[normalise_domain(name)] = optional_text_field(row, "reason", where);
    } catch (const InvalidDomain&) {
    }
  }
  return import;
}

DomainImport start_import(Client& client, const std::vector<std::string>& domains) {
  const json body = {{"domains", domains}};
  return read_import(client.call({"POST", "/domains/import/jobs", body.dump()}, read_import));
}

std::optional<DomainImport> import_of_id(Client& client, const std::string& id) {
  for (const char* kind : {"/domains/import/jobs", "/domains/import"}) try {
      return read_import(
          client.call({"GET", fmt::format("{}/{}", kind, percent_encoded(id)), ""}, read_import));
    } catch (const Refusal& refusal) {
      if (refusal.status() != 404) throw;
    }
  return std::nullopt;
}

std::vector<DomainImport> imports_holding(Client& client, const std::vector<std::string>& domains) {
  json data;
  try {
    data = client.get(fmt::format("/domains/import?domains={}", fmt::join(domains, ",")));
  } catch (const Refusal& refusal) {
    if (refusal.status() != 404) throw;
  }
  // The description does not say what `data` is: a list of imports, or one.
  if (data.is_object() && data.empty()) data = nullptr;
  if (data.is_object()) data = json::array({data});
  std::vector<DomainImport> imports;
  if (data.is_null()) return imports;
  if (!data.is_array()) throw RunError("GET /domains/import: data is neither an import nor a list of them");
  for (const json& item : data) imports.push_back(read_import(item));
  return imports;
}

}  // namespace domainplan::partner
