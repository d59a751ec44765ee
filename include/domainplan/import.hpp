// Imports domains that customers own at another registrar: the import jobs, the nameservers that each
// customer has to set, and the result for each domain.
//
// The folder of a run holds imports.ndjson, the record of the jobs (each is on the disk as soon as it is
// made), so that a later run finds them instead of making new ones; and the results, each replaced as a
// whole: nameservers/<customer>.txt, nameservers.csv, nameservers.json, status.csv, and owned.csv for a plan.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "domainplan/customer.hpp"
#include "domainplan/intake.hpp"
#include "domainplan/session.hpp"

namespace domainplan {

// A customer of owned.csv and its domains, by name.
struct DomainOwner {
  std::string customer;
  std::vector<OwnedDomain> domains;
};

// Reads owned.csv by itself; the customers come in the order in which the file first names them. Everything
// that is wrong is added to `bad_rows`, and what was changed or ignored to `notes`, if it is not null.
std::vector<DomainOwner> read_domain_owners(const InputFile& file, std::vector<Diagnostic>& bad_rows,
                                            std::vector<Diagnostic>* notes = nullptr);

struct ImportOptions {
  std::chrono::milliseconds poll{60'000};
  bool wait = true;  // until no import is in progress
};

// How one domain's import stands.
struct ImportedDomain {
  std::string customer;
  OwnedDomain owned;
  // not_started, in_progress, completed, action_required, failed, or a newer state of the API
  std::string state = "not_started";
  std::string import = {};                    // imp_…; "" where there is none
  std::string reason = {};                    // of `failed`: the vendor's, redacted; it may give none
  std::vector<std::string> nameservers = {};  // where they are known
};

// What a person should know of it, in the words of status.csv; escaped. "" where there is nothing to say.
std::string status_text(const ImportedDomain& domain);

struct ImportProgress {
  std::size_t domains = 0;            // in all
  std::size_t known = 0;              // of them, those that an import holds
  std::size_t imports = 0;            // found or made so far
  std::size_t in_progress = 0;        // of them
  std::chrono::milliseconds wait{0};  // before the next look at these; 0: none begins now
};

// Each may be empty. They are called on the thread that called import_domains(); if one throws, the run ends.
struct ImportHooks {
  std::function<void(const ImportProgress&)> progress = {};
  // An import was found or made; it holds that many of the domains.
  std::function<void(const std::string& import, std::size_t domains)> found = {};
};

// Finds or makes the imports of all domains, waits for them, and keeps the folder's files up to date. The
// folder belongs to the session's environment and API. Throws UsageError where the folder is not an
// import's, or one of another environment or API; RunError, KeyRefused and Interrupted, after what is
// known was written.
std::vector<ImportedDomain> import_domains(Session& session, const std::vector<DomainOwner>& owners,
                                           const ImportOptions& options, const std::string& folder,
                                           const ImportHooks& hooks = {});

}  // namespace domainplan
