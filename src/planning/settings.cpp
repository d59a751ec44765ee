#include "planning/settings.hpp"

#include <fmt/format.h>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "io/file.hpp"
#include "io/sha256.hpp"
#include "planning/pinned.hpp"
#include "store/damage.hpp"
#include "store/paths.hpp"

namespace domainplan {
namespace {

std::string input_path(const std::string& folder, std::string_view name) {
  return store::in_folder(folder, store::input_name(name));
}

[[noreturn]] void refuse_changed(const std::string& path) {
  throw RunError(
      ErrorCode::disk,
      fmt::format("{}: the file that the plan was made with is gone or was changed", in_quotes(path, 300)),
      path);
}

// A file of inputs/ by its digest: under its plain name, or as a version of its own.
InputFile pinned_input(const std::string& folder, std::string_view name, const std::string& sha256) {
  for (const std::string& path :
       {input_path(folder, name), input_path(folder, store::version_name(name, sha256))})
    if (auto bytes = bytes_if_there(path); bytes && sha256_hex(*bytes) == sha256)
      return {path, std::move(*bytes)};
  refuse_changed(input_path(folder, name));
}

// Those that were reserved when the plan was made, by reserved.txt and its digest, and are now. An empty list
// is possible where the folders held no names, and says nothing of a folder that is gone.
std::unordered_set<std::string> reserved_names(const std::string& plan,
                                               const std::vector<std::string>& folders,
                                               const std::optional<std::string>& sha256,
                                               const NoticeHook& warning) {
  if (folders.empty()) return {};
  const std::string path = input_path(plan, store::kReservedInput);
  const auto bytes = bytes_if_there(path);
  if (!bytes || (sha256 && sha256_hex(*bytes) != *sha256)) refuse_changed(path);
  std::unordered_set<std::string> names = list_of(*bytes);
  const bool is_empty = names.empty();
  for (const std::string& folder : folders) {
    try {
      names.merge(domains_of_plan(folder));
    } catch (const Error& error) {
      if (is_empty) refuse_changed(path);
      if (warning)
        warning({.code = NoticeCode::reserved_names_of_then, .subject = folder, .reason = error.what()});
    }
  }
  return names;
}

}  // namespace

NamingRules naming_rules(const NamingSources& sources) {
  NamingRules rules = sources.patterns
                          ? NamingRules::from_json(sources.patterns->bytes, sources.patterns->name)
                          : NamingRules::built_in();
  if (!sources.tlds.empty()) rules = rules.with_tlds(sources.tlds);
  return rules.with_filters(sources.include, sources.exclude);
}

RestoredSettings with_rules(PlanOptions options) {
  NamingRules rules = naming_rules(options.naming);
  return {std::move(options), std::move(rules)};
}

PlanOptions restored_options(const StoredPlan& plan, std::size_t number, const NoticeHook& warning) {
  const PinnedOptions& pinned = plan.pinned->options.at(number);
  PlanOptions options;
  options.choice = static_cast<const ChoiceOptions&>(pinned);
  options.surplus = static_cast<int>(pinned.surplus);
  options.max_checks = static_cast<int>(pinned.max_checks);
  options.strict_names = pinned.strict_names;
  options.brand_ok = pinned.brand_ok;
  options.naming = {pinned.tlds, pinned.include, pinned.exclude, {}};
  if (pinned.patterns_sha256)
    options.naming.patterns = pinned_input(plan.folder, store::kPatternsInput, *pinned.patterns_sha256);
  if (pinned.avoid_sha256)
    options.avoided = list_of(pinned_input(plan.folder, store::kAvoidInput, *pinned.avoid_sha256).bytes);
  options.reserved_by = pinned.reserved_by;
  options.inventory = pinned.inventory;
  options.reserved = reserved_names(plan.folder, pinned.reserved_by, plan.pinned->reserved_sha256, warning);
  return options;
}

void reserve_owned(PlanOptions& options, const std::vector<Customer>& customers) {
  for (const Customer& customer : customers)
    for (const OwnedDomain& owned : customer.owned) options.reserved.insert(owned.domain);
}

}  // namespace domainplan
