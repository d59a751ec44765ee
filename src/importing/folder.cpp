#include "importing/folder.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <map>
#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "io/file.hpp"
#include "store/csv_table.hpp"

namespace domainplan {
namespace {

constexpr const char* kTexts = "nameservers";
constexpr const char* kStatus = "status.csv";

struct NameserverRow {
  std::string customer, domain, nameservers;
};
constexpr store::CsvTable kNameserverTable{
    store::CsvColumn{"customer", &NameserverRow::customer},
    store::CsvColumn{"domain", &NameserverRow::domain},
    store::CsvColumn{"nameservers", &NameserverRow::nameservers},
};

struct StatusRow {
  std::string customer, domain, state, message;
};
constexpr store::CsvTable kStatusTable{
    store::CsvColumn{"customer", &StatusRow::customer},
    store::CsvColumn{"domain", &StatusRow::domain},
    store::CsvColumn{"state", &StatusRow::state},
    store::CsvColumn{"message", &StatusRow::message},
};

// What a plan takes as its owned domains.
struct OwnedRow {
  std::string customer, domain;
  ProviderSet usable_for;
};
constexpr store::CsvTable kOwnedTable{
    store::CsvColumn{"customer", &OwnedRow::customer},
    store::CsvColumn{"domain", &OwnedRow::domain},
    store::CsvColumn{"usable_for", &OwnedRow::usable_for},
};

// What an import's folder holds; anything else is somebody's, and stays.
bool is_ours(const std::string& name) {
  constexpr std::array<std::string_view, 6> kNames = {kImportRecordName,  kTexts,  "nameservers.csv",
                                                      "nameservers.json", kStatus, "owned.csv"};
  return std::any_of(kNames.begin(), kNames.end(), [&](std::string_view ours) {
    return name == ours || name == draft_of(std::string(ours));
  });
}

// With thousands of customers, most files are the same after each look at the imports.
void renew_file(const std::string& path, std::string_view bytes) {
  if (bytes_if_there(path) != bytes) replace_file(path, bytes);
}

// The domains that have the same nameservers, by those.
std::map<std::vector<std::string>, std::vector<std::string>> groups_of(
    const std::vector<ImportedDomain>& domains) {
  std::map<std::vector<std::string>, std::vector<std::string>> groups;
  for (const ImportedDomain& one : domains)
    if (!one.nameservers.empty()) groups[one.nameservers].push_back(one.owned.domain);
  return groups;
}

// The domains customer by customer, in their order.
std::vector<std::vector<ImportedDomain>> by_customer(const std::vector<ImportedDomain>& domains) {
  std::vector<std::vector<ImportedDomain>> customers;
  for (const ImportedDomain& one : domains) {
    if (customers.empty() || customers.back().front().customer != one.customer) customers.emplace_back();
    customers.back().push_back(one);
  }
  return customers;
}

std::string nameservers_json(const std::vector<std::vector<ImportedDomain>>& customers) {
  auto list = nlohmann::ordered_json::array();
  for (const auto& domains : customers) {
    auto groups = nlohmann::ordered_json::array();
    for (const auto& [nameservers, names] : groups_of(domains))
      groups.push_back({{"nameservers", nameservers}, {"domains", names}});
    if (groups.empty()) continue;
    list.push_back({{"customer", domains.front().customer}, {"nameserver_groups", groups}});
  }
  return list.dump(2) + "\n";
}

}  // namespace

void open_import_folder(const std::string& folder) {
  if (!exists(folder)) {
    std::string path = folder;
    while (path.size() > 1 && path.ends_with('/')) path.pop_back();
    make_parents(path);
    make_folder(path);
    return;
  }
  if (!is_folder(folder))
    throw UsageError(fmt::format("{} is not a folder", in_quotes(folder, 300)), folder,
                     Remedy::choose_another_folder);
  bool empty = true, import = false;
  for (const std::string& name : entries_of(folder)) {
    if (!is_ours(name))
      throw UsageError(fmt::format("{} holds {}, which is not part of an import: a folder that is new, empty "
                                   "or an earlier import's is needed",
                                   in_quotes(folder, 300), in_quotes(name)),
                       folder, Remedy::choose_another_folder);
    empty = false;
    import = import || name == kImportRecordName || name == kStatus;
  }
  if (!empty && !import)
    throw UsageError(fmt::format("{} is not empty, and not an earlier import's", in_quotes(folder, 300)),
                     folder, Remedy::choose_another_folder);
}

std::string nameserver_text(const std::vector<ImportedDomain>& domains_of_customer) {
  std::string text;
  for (const auto& [nameservers, names] : groups_of(domains_of_customer)) {
    text += text.empty() ? "At the registrar of these domains, replace all their nameservers.\n" : "";
    text += fmt::format("\nFor\n  {}\nset these nameservers, and no others:\n  {}\n",
                        fmt::join(names, "\n  "), fmt::join(nameservers, "\n  "));
  }
  return text;
}

std::string status_text(const ImportedDomain& domain) {
  if (domain.state == "not_started") return "there is no import yet: run this again";
  if (domain.state == "action_required")
    return domain.nameservers.empty() ? std::string("waiting on the registrar")
                                      : fmt::format("waiting on the registrar: set the nameservers to {}",
                                                    fmt::join(domain.nameservers, " and "));
  if (domain.state == "failed")
    return domain.reason.empty() ? fmt::format("the import {} failed", domain.import) : domain.reason;
  if (domain.state == "completed" && domain.nameservers.empty()) return "the API names no nameservers for it";
  if (domain.state == "completed" || domain.state == "in_progress") return "";
  return "a state that is not known here: ask the vendor";
}

void write_import_files(const std::string& folder, const std::vector<ImportedDomain>& domains) {
  const std::string texts = fmt::format("{}/{}", folder, kTexts);
  make_folder_if_absent(texts);
  const auto customers = by_customer(domains);
  for (const auto& one : customers)
    if (const std::string text = nameserver_text(one); !text.empty())
      renew_file(fmt::format("{}/{}.txt", texts, one.front().customer), text);
  sync_folder(texts);

  std::string nameservers = kNameserverTable.header(), status = kStatusTable.header(),
              owned = kOwnedTable.header();
  for (const ImportedDomain& one : domains) {
    const std::string& domain = one.owned.domain;
    if (!one.nameservers.empty())
      nameservers +=
          kNameserverTable.line({one.customer, domain, fmt::format("{}", fmt::join(one.nameservers, " "))});
    status += kStatusTable.line({one.customer, domain, one.state, escaped(status_text(one))});
    if (one.state != "failed") owned += kOwnedTable.line({one.customer, domain, one.owned.usable_for});
  }
  renew_file(fmt::format("{}/nameservers.csv", folder), nameservers);
  renew_file(fmt::format("{}/nameservers.json", folder), nameservers_json(customers));
  renew_file(fmt::format("{}/{}", folder, kStatus), status);
  renew_file(fmt::format("{}/owned.csv", folder), owned);
  sync_folder(folder);
}

}  // namespace domainplan
