// The run of an import, step by step: what the record knows, what the API knows, what has to be made, and
// then the wait.
#include "domainplan/import.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "core/pause.hpp"
#include "core/text.hpp"
#include "importing/folder.hpp"
#include "importing/record.hpp"
#include "importing/sets.hpp"
#include "partner/imports.hpp"

namespace domainplan {
namespace {

using partner::DomainImport;
using Names = std::vector<std::string>;

constexpr std::size_t kMostNamesInLookUp = 50;  // their names stand in a URL

class ImportRun {
 public:
  ImportRun(Session& session, const std::vector<DomainOwner>& owners, const ImportOptions& options,
            const std::string& folder, const ImportHooks& hooks)
      : owners_(owners),
        options_(options),
        folder_(folder),
        hooks_(hooks),
        stop_(session.stop()),
        record_(fmt::format("{}/{}", folder, kImportRecordName),
                {std::string(name_of(session.environment())), session.api_url()}),
        client_(session.client()) {
    for (const DomainOwner& owner : owners_)
      for (const OwnedDomain& owned : owner.domains) wanted_.insert(owned.domain);
  }

  std::vector<ImportedDomain> run() {
    ask_for_recorded();  // until this is known, an earlier run's files say more than we could
    try {
      make_again();
      look_up();
      make_new();
      write_import_files(folder_, results());
      if (options_.wait) wait();
    } catch (const Error&) {
      write_import_files(folder_, results());
      throw;
    }
    return results();
  }

 private:
  // Imports that an earlier run recorded; one that the API no longer knows is passed over.
  void ask_for_recorded() {
    for (const RecordedImport& line : record_.earlier())
      for (const std::string& domain : line.domains)
        if (!line.id.empty() && wanted_.count(domain) > 0) id_of_[domain] = line.id;
    for (const std::string& id : ids())
      if (auto import = partner::import_of_id(client_, id)) imports_[id] = std::move(*import);
    std::erase_if(id_of_, [&](const auto& entry) { return imports_.count(entry.second) == 0; });
  }

  // A job that was about to be made may exist: the same set gives the same job.
  void make_again() {
    for (const RecordedImport& line : record_.earlier()) {
      const bool open = line.id.empty() &&
                        std::all_of(line.domains.begin(), line.domains.end(), [&](const std::string& domain) {
                          return wanted_.count(domain) > 0 && id_of_.count(domain) == 0;
                        });
      if (open && !line.domains.empty()) make(line.domains);
    }
  }

  // Imports of which there is no record: made by a run whose folder is gone, or by somebody else.
  void look_up() {
    const Names unknown = without_import();
    for (std::size_t at = 0; at < unknown.size(); at += kMostNamesInLookUp) {
      const std::size_t end = std::min(unknown.size(), at + kMostNamesInLookUp);
      look_up({unknown.begin() + static_cast<std::ptrdiff_t>(at),
               unknown.begin() + static_cast<std::ptrdiff_t>(end)});
    }
  }

  void look_up(const Names& names) {
    bool silence = false;
    std::map<std::string, Names> held;
    for (DomainImport& import : partner::imports_holding(client_, names)) {
      // One that names no domain holds some of these; where a single one was asked for, it is that.
      const bool silent = import.nameservers.empty() && import.failed.empty();
      silence = silence || silent;
      for (const std::string& name : names) {
        const bool holds = import.names(name) || (silent && names.size() == 1);
        const bool worse = id_of_.count(name) > 0 && import.failed.count(name) > 0;
        if (holds && !worse) id_of_[name] = import.id;
      }
      const std::string id = import.id;
      imports_[id] = std::move(import);
    }
    Names open;
    for (const std::string& name : names)
      if (const auto known = id_of_.find(name); known != id_of_.end())
        held[known->second].push_back(name);
      else
        open.push_back(name);
    for (const auto& [id, domains] : held) {
      record_.append({id, domains});
      report(id, domains.size());
    }
    if (silence && names.size() > 1)
      for (const std::string& name : open) look_up(Names{name});
  }

  void make_new() {
    std::vector<Names> by_customer;
    for (const DomainOwner& owner : owners_) {
      by_customer.emplace_back();
      for (const OwnedDomain& owned : owner.domains)
        if (id_of_.count(owned.domain) == 0) by_customer.back().push_back(owned.domain);
    }
    for (const Names& set : import_sets(by_customer, partner::kMostDomainsPerImportJob)) {
      record_.append({"", set});
      make(set);
    }
  }

  void make(const Names& set) {
    DomainImport import = partner::start_import(client_, set);
    const std::string id = import.id;
    record_.append({id, set});
    for (const std::string& domain : set) id_of_[domain] = id;
    imports_[id] = std::move(import);
    report(id, set.size());
  }

  void wait() {
    for (;;) {
      Names open;
      for (const std::string& id : ids())
        if (imports_.at(id).in_progress()) open.push_back(id);
      show_progress(open.empty() ? std::chrono::milliseconds(0) : options_.poll);
      if (open.empty()) return;
      pause_for(options_.poll, stop_);
      for (const std::string& id : open) {
        auto import = partner::import_of_id(client_, id);
        if (!import)
          throw RunError(ErrorCode::api,
                         fmt::format("the API does not know import {} any more", in_quotes(id)), id);
        imports_[id] = std::move(*import);
      }
      write_import_files(folder_, results());
    }
  }

  void report(const std::string& id, std::size_t domains) const {
    show_progress();
    if (hooks_.found) hooks_.found(id, domains);
  }

  void show_progress(std::chrono::milliseconds wait = std::chrono::milliseconds(0)) const {
    if (!hooks_.progress) return;
    ImportProgress now{.domains = wanted_.size(), .known = id_of_.size(), .wait = wait};
    for (const std::string& id : ids()) {
      const auto import = imports_.find(id);
      ++now.imports;
      now.in_progress += import != imports_.end() && import->second.in_progress();
    }
    hooks_.progress(now);
  }

  // The imports that hold a domain of ours.
  std::set<std::string> ids() const {
    std::set<std::string> ids;
    for (const auto& [domain, id] : id_of_) ids.insert(id);
    return ids;
  }

  Names without_import() const {
    Names names;
    for (const DomainOwner& owner : owners_)
      for (const OwnedDomain& owned : owner.domains)
        if (id_of_.count(owned.domain) == 0) names.push_back(owned.domain);
    return names;
  }

  std::vector<ImportedDomain> results() const {
    std::vector<ImportedDomain> domains;
    for (const DomainOwner& owner : owners_)
      for (const OwnedDomain& owned : owner.domains) domains.push_back(result(owner.customer, owned));
    return domains;
  }

  ImportedDomain result(const std::string& customer, const OwnedDomain& owned) const {
    ImportedDomain one{.customer = customer, .owned = owned};
    const auto id = id_of_.find(owned.domain);
    if (id == id_of_.end()) return one;
    const DomainImport& import = imports_.at(id->second);
    one.import = import.id;
    if (const auto failed = import.failed.find(owned.domain); failed != import.failed.end()) {
      one.state = "failed";
      one.reason = failed->second;
      return one;
    }
    if (const auto known = import.nameservers.find(owned.domain); known != import.nameservers.end())
      one.nameservers = known->second;
    one.state = import.status;
    return one;
  }

  const std::vector<DomainOwner>& owners_;
  const ImportOptions& options_;
  const std::string& folder_;
  const ImportHooks& hooks_;
  std::stop_token stop_;
  std::set<std::string> wanted_;
  std::map<std::string, std::string> id_of_;     // by domain
  std::map<std::string, DomainImport> imports_;  // by id; every id of id_of_ is there
  ImportRecord record_;
  partner::Client& client_;
};

}  // namespace

std::vector<ImportedDomain> import_domains(Session& session, const std::vector<DomainOwner>& owners,
                                           const ImportOptions& options, const std::string& folder,
                                           const ImportHooks& hooks) {
  open_import_folder(folder);
  return ImportRun(session, owners, options, folder, hooks).run();
}

}  // namespace domainplan
