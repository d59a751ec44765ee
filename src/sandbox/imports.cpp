#include "sandbox/imports.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "core/text.hpp"
#include "domainplan/domain_name.hpp"
#include "sandbox/availability.hpp"
#include "sandbox/chance.hpp"
#include "sandbox/ids.hpp"
#include "sandbox/nameservers.hpp"

namespace domainplan::sandbox {
namespace {

constexpr std::size_t kMostInJob = 500;
constexpr double kHopeless = 0.25;  // share of the domains in need of a person whose import fails for good

// The names asked for, each once, in the order of the call. What has the form of a domain name but is not a
// root is not an error of the call: it fails.
std::vector<std::string> names_in(const Json& body, std::size_t most) {
  const auto domains = body.find("domains");
  if (domains == body.end()) throw bad("domains", "domains is required: a list of registrable domains");
  if (!domains->is_array())
    throw bad("domains", fmt::format("domains must be a list, not {}", domains->type_name()));
  if (domains->empty()) throw bad("domains", "domains must not be empty");
  if (domains->size() > most)
    throw bad("domains", fmt::format("domains must hold 1 to {} names, not {}", most, domains->size()));
  std::vector<std::string> names;
  std::unordered_map<std::string, bool> seen;
  for (const Json& domain : *domains) {
    check_domain_form(domain, "domains");
    const auto& name = domain.get_ref<const std::string&>();
    if (seen.emplace(name, true).second) names.push_back(name);
  }
  return names;
}

// What keeps `name` from being imported by anybody.
const char* fault_in(const std::string& name) {
  if (!is_host_name(name) || registrable_domain(name).empty()) return "invalid_domain";
  return is_registrable_domain(name) ? nullptr : "not_root_domain";
}

}  // namespace

// Notes a domain as the account's, with what will become of its import: a function of the name and the seed.
void Imports::take_in(const std::string& name, Account& account, Moment now) const {
  if (account.holding(name) || fault_in(name)) return;
  const std::uint64_t hash = hash_of(name, options_.seed ^ hash_of("import", 0));
  const double luck = uniform(hash, 0);
  Holding domain;
  domain.id = new_id("dom_");
  domain.name = name;
  domain.usable_for = ProviderSet::both();
  domain.since = now;
  domain.imported = true;
  domain.failed = luck < options_.intervention_rate * kHopeless;
  domain.ready = now + kImportReady;
  if (!domain.failed && luck < options_.intervention_rate) domain.ready += kRegistrarWaits;
  account.add(std::move(domain));
}

OrderedJson Imports::json_of(const Import& import, Account& account, Moment now) const {
  const bool in_progress = now < import.at + kImportReady;
  std::map<std::size_t, std::vector<std::string>> groups;
  OrderedJson failed = OrderedJson::array();
  bool waiting = false;
  for (const std::string& name : import.domains) {
    const Holding* const domain = account.holding(name);
    const char* reason = fault_in(name);
    if (domain && !domain->imported) reason = "already_registered";
    if (domain && domain->failed && !in_progress) reason = "registrar_locked";
    if (reason) {
      failed.push_back({{"domain", name}, {"reason", reason}});
      continue;
    }
    waiting = waiting || now < domain->ready;
    groups[nameserver_group(name)].push_back(name);
  }
  OrderedJson json = {{"id", import.id}};
  json["status"] = in_progress      ? "in_progress"
                   : groups.empty() ? "failed"
                   : waiting        ? "action_required"
                                    : "completed";
  json["nameserver_groups"] = OrderedJson::array();
  for (const auto& [group, names] : groups)
    json["nameserver_groups"].push_back({{"nameservers", kNameservers[group]}, {"domains", names}});
  json["failed"] = std::move(failed);
  json["created_at"] = text_of(import.at);
  return json;
}

Reply Imports::create(const Call& call, Account& account, bool job) {
  const std::vector<std::string> names =
      names_in(object_in(call), job ? kMostInJob : std::numeric_limits<std::size_t>::max());
  std::vector<std::string> sorted = names;
  std::sort(sorted.begin(), sorted.end());
  const std::string key = fmt::format("{}", fmt::join(sorted, ","));

  const int status = job ? 202 : 200;
  const std::lock_guard lock(account.mutex);
  const Moment now = clock_();
  if (job) {
    const auto same = account.job_of.find(key);
    if (same != account.job_of.end()) return ok(json_of(account.imports[same->second], account, now), status);
    account.job_of.emplace(key, account.imports.size());
    ++jobs_;
  }
  for (const std::string& name : names) take_in(name, account, now);
  account.imports.push_back({.id = new_id("imp_"), .job = job, .domains = names, .at = now});
  return ok(json_of(account.imports.back(), account, now), status);
}

void Imports::note_changes(Account& account) const {
  const Moment now = clock_();
  for (Import& import : account.imports) {
    if (import.noted == "completed" || import.noted == "failed") continue;
    OrderedJson json = json_of(import, account, now);
    if (json["status"] == import.noted) continue;
    import.noted = json["status"];
    account.note("domain_import." + import.noted, now, std::move(json));
  }
}

Reply Imports::find(const Call& call, Account& account) const {
  const auto domains = parameter(call, "domains");
  if (!domains) throw bad("domains", "domains is required: registrable domains, separated by commas");
  const std::vector<std::string_view> names = split(*domains, ",");
  if (names.empty()) throw bad("domains", "domains must not be empty");
  for (const std::string_view name : names) check_domain_form(std::string(name), "domains");

  const std::lock_guard lock(account.mutex);
  const Moment now = clock_();
  OrderedJson found = OrderedJson::array();
  for (const Import& import : account.imports)
    if (std::find_first_of(import.domains.begin(), import.domains.end(), names.begin(), names.end()) !=
        import.domains.end())
      found.push_back(json_of(import, account, now));
  return ok(found);
}

Reply Imports::show(const std::string& id, Account& account, bool job) const {
  const std::lock_guard lock(account.mutex);
  for (const Import& import : account.imports)
    if (import.id == id && (import.job || !job)) return ok(json_of(import, account, clock_()));
  throw ErrorReply{404, "not_found",
                   fmt::format("there is no import {}{}", job ? "job " : "", in_quotes(id))};
}

}  // namespace domainplan::sandbox
