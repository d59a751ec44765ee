// The folder of an import: its files, each replaced as a whole.
#pragma once

#include <string>
#include <vector>

#include "domainplan/import.hpp"

namespace domainplan {

inline constexpr const char* kImportRecordName = "imports.ndjson";

// Makes the folder, or takes over one that is empty or an earlier import's. Throws UsageError where it holds
// anything else, RunError where the disk fails.
void open_import_folder(const std::string& folder);

// Throws RunError.
void write_import_files(const std::string& folder, const std::vector<ImportedDomain>& domains);

// What a customer has to do at its registrar, as text to forward; empty where no nameservers are known.
std::string nameserver_text(const std::vector<ImportedDomain>& domains_of_customer);

}  // namespace domainplan
