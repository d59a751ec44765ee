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
  return fmt::format("{}/{}/{}", folder, store::kInputs, name);
}

// A file of inputs/ by its digest: under its plain name, or as a version of its own.
InputFile pinned_input(const std::string& folder, std::string_view name, const std::string& sha256) {
  for (const std::string& path :
       {input_path(folder, name), input_path(folder, store::version_name(name, sha256))})
    if (auto bytes = bytes_if_there(path); bytes && sha256_hex(*bytes) == sha256)
      return {path, std::move(*bytes)};
  throw RunError(ErrorCode::disk,
                 fmt::format("{}: the file that the plan was made with is gone or was changed",
                             in_quotes(input_path(folder, name), 300)),
                 input_path(folder, name));
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

PlanOptions restored_options(const StoredPlan& plan, std::size_t number,
                             const std::function<void(const std::string&)>& warning) {
  const PinnedOptions& pinned = plan.pinned->options.at(number);
  PlanOptions options;
  options.choice = {.prefer = pinned.prefer,
                    .years = static_cast<int>(pinned.years),
                    .max_price_cents = pinned.max_price_cents,
                    .max_renewal_cents = pinned.max_renewal_cents,
                    .currency = pinned.currency,
                    .tld_share = static_cast<int>(pinned.tld_share),
                    .pattern_share = static_cast<int>(pinned.pattern_share),
                    .style_share = static_cast<int>(pinned.style_share)};
  options.surplus = static_cast<int>(pinned.surplus);
  options.max_checks = static_cast<int>(pinned.max_checks);
  options.strict_names = pinned.strict_names;
  options.brand_ok = pinned.brand_ok;
  options.naming = {pinned.tlds, pinned.include, pinned.exclude, {}};
  if (pinned.patterns_sha256)
    options.naming.patterns = pinned_input(plan.folder, "patterns.json", *pinned.patterns_sha256);
  if (pinned.avoid_sha256)
    options.avoided = list_of(pinned_input(plan.folder, "avoid.txt", *pinned.avoid_sha256).bytes);
  options.reserved_by = pinned.reserved_by;
  options.inventory = pinned.inventory;
  if (!pinned.reserved_by.empty())
    options.reserved = list_of(bytes_if_there(input_path(plan.folder, "reserved.txt")).value_or(""));
  for (const std::string& folder : pinned.reserved_by) {
    try {
      options.reserved.merge(domains_of_plan(folder));
    } catch (const Error& error) {
      if (warning)
        warning(fmt::format("the domains reserved by {} are those it held when the plan was made: {}",
                            in_quotes(folder, 300), error.what()));
    }
  }
  return options;
}

}  // namespace domainplan
