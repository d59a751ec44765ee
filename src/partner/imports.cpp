#include "partner/imports.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/percent.hpp"
#include "core/text.hpp"

namespace domainplan::partner {
namespace {

using nlohmann::json;

constexpr std::size_t kMostGroups = 1'000;
constexpr std::size_t kMostNameservers = 32;
constexpr std::size_t kMostDomains = 10'000;
constexpr std::size_t kMostImports = 1'000;

void read_group(const Fields& group, DomainImport& import) {
  const std::vector<std::string> nameservers = group.domains("nameservers", kMostNameservers);
  for (const std::string& domain : group.domains("domains", kMostDomains))
    import.nameservers[domain] = nameservers;
}

}  // namespace

DomainImport read_import(const Fields& data) {
  DomainImport import;
  import.id = data.id("id", "imp_");
  import.status = data.word("status");
  data.each("nameserver_groups", kMostGroups, [&](const json& group, const std::string& place) {
    if (group.is_object())
      read_group(Fields(group, place, data.reading()), import);
    else
      data.note("nameserver_groups", "a group is not an object");
  });
  data.each("failed", kMostDomains, [&](const json& row, const std::string& place) {
    // Assumed: what failed may be no domain name at all, and then it is none of ours.
    if (!row.is_object()) return data.note("failed", "a row is not an object");
    const Fields fields(row, place, data.reading());
    if (const std::string domain = fields.optional_domain("domain"); !domain.empty())
      import.failed[domain] = fields.text("reason", 200);
  });
  return import;
}

DomainImport start_import(Client& client, const std::vector<std::string>& domains) {
  const json body = {{"domains", domains}};
  return client.read_answer({"POST", "/domains/import/jobs", body.dump()}, "POST /domains/import/jobs",
                            read_import);
}

std::optional<DomainImport> import_of_id(Client& client, const std::string& id) {
  for (const char* kind : {"/domains/import/jobs", "/domains/import"}) try {
      const std::string path = fmt::format("{}/{}", kind, percent_encoded(id));
      return client.read_one(path, "GET " + path, read_import);
    } catch (const ApiError& refusal) {
      if (!refusal.is_not_found()) throw;
    }
  return std::nullopt;
}

std::vector<DomainImport> imports_holding(Client& client, const std::vector<std::string>& domains) {
  json data;
  try {
    data = client.get(fmt::format("/domains/import?domains={}", fmt::join(domains, ",")));
  } catch (const ApiError& refusal) {
    if (!refusal.is_not_found()) throw;
  }
  // Assumed: `data` is a list of imports. One import, or nothing, is understood as well.
  if (data.is_object() && data.empty()) data = nullptr;
  if (data.is_object()) data = json::array({data});
  std::vector<DomainImport> imports;
  if (data.is_null()) return imports;
  if (!data.is_array() || data.size() > kMostImports)
    throw RunError(ErrorCode::api, "GET /domains/import: data is not a list of imports", "/domains/import");
  std::vector<Odd> odd;
  for (const json& item : data)
    imports.push_back(read_import(
        Fields(item, fmt::format("GET /domains/import: item {}", imports.size() + 1), client.reading(odd))));
  return imports;
}

}  // namespace domainplan::partner
