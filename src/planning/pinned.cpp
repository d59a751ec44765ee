#include "planning/pinned.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "core/text.hpp"
#include "io/sha256.hpp"
#include "naming/data_version.hpp"
#include "store/pinned_json.hpp"

namespace domainplan {
namespace {

using Json = nlohmann::ordered_json;

std::string hash_of(const Json& facts) {
  return sha256_hex(facts.dump(-1, ' ', false, Json::error_handler_t::replace));
}

Json choice_of(const Customer& customer, const std::string& options) {
  Json personas = Json::array(), owned = Json::array();
  for (const Persona& one : customer.personas) personas.push_back({one.first_name, one.last_name});
  for (const OwnedDomain& one : customer.owned) {
    owned.push_back({one.domain, one.usable_for.text()});
    if (one.is_inventory) owned.back().push_back("inventory");
  }
  return {{"brand", customer.brand},
          {"website", customer.website},
          {"stem", customer.stem},
          {"tlds", customer.tlds},
          {"max_price_cents", customer.max_price_cents ? Json(*customer.max_price_cents) : Json()},
          {"google", customer.bundle.required.google},
          {"microsoft", customer.bundle.required.microsoft},
          {"personas", personas},
          {"owned", owned},
          {"brand_ok", customer.brand_ok},
          {"options", options}};
}

Json body_of(const Customer& customer) {
  Json pictures = Json::array();
  for (const Persona& one : customer.personas) pictures.push_back(one.profile_picture_url);
  Json body = {{"user", customer.user},
               {"bundle", customer.bundle.id},
               {"forwarding_url", customer.forwarding_url},
               {"login_email", customer.login_email},
               {"client_id", customer.client_id ? Json(*customer.client_id) : Json()},
               {"max_month_cents", customer.max_month_cents ? Json(*customer.max_month_cents) : Json()},
               {"pictures", pictures}};
  // What the licences of the order cost depends on it.
  if (customer.bundle.google_inboxes_per_domain != Bundle().google_inboxes_per_domain)
    body["google_inboxes"] = customer.bundle.google_inboxes_per_domain;
  return body;
}

}  // namespace

std::string inputs_sha256(const IntakeFiles& files) {
  std::string lines =
      fmt::format("{} customers\n{} personas\n{} bundles\n", sha256_hex(files.customers.bytes),
                  sha256_hex(files.personas.bytes), sha256_hex(files.bundles.bytes));
  if (files.owned) lines += fmt::format("{} owned\n", sha256_hex(files.owned->bytes));
  return sha256_hex(lines);
}

std::string list_text(const std::unordered_set<std::string>& domains) {
  std::vector<std::string> sorted(domains.begin(), domains.end());
  std::sort(sorted.begin(), sorted.end());
  std::string text;
  for (const std::string& domain : sorted) (text += domain) += '\n';
  return text;
}

std::unordered_set<std::string> list_of(std::string_view text) {
  std::unordered_set<std::string> domains;
  for (const std::string_view domain : split(text, "\n")) domains.emplace(domain);
  return domains;
}

PinnedOptions pinned_options(const PlanOptions& options) {
  PinnedOptions pinned{options.choice};
  pinned.tlds = options.naming.tlds;
  if (options.naming.patterns) pinned.patterns_sha256 = sha256_hex(options.naming.patterns->bytes);
  pinned.include = options.naming.include;
  pinned.exclude = options.naming.exclude;
  if (!options.avoided.empty()) pinned.avoid_sha256 = sha256_hex(list_text(options.avoided));
  pinned.max_checks = options.max_checks;
  pinned.strict_names = options.strict_names;
  pinned.brand_ok = options.brand_ok;
  pinned.surplus = options.surplus;
  pinned.reserved_by = options.reserved_by;
  pinned.inventory = options.inventory;
  return pinned;
}

PinnedLedger pinned_ledger(const LedgerUse& use) {
  return {use.identity, use.reserve_days, use.trust_taken.count(), use.max_month_cents};
}

std::string hashed_options(const PlanOptions& options) { return hashed_options(pinned_options(options)); }

std::string hashed_options(const PinnedOptions& options) {
  PinnedOptions hashed = options;
  hashed.brand_ok.clear();
  return store::options_json(hashed);
}

PinnedPlan pinned_run(const IntakeFiles& files, const AnswerSource& source,
                      const std::optional<std::string>& account, const PlanOptions& options) {
  PinnedPlan plan;
  plan.account = account;
  plan.api_url = source.api_url;
  plan.environment = source.environment;
  plan.program = DOMAINPLAN_VERSION;
  plan.data = data_versions();
  plan.inputs = {sha256_hex(files.customers.bytes),
                 sha256_hex(files.personas.bytes),
                 sha256_hex(files.bundles.bytes),
                 {},
                 {}};
  if (files.owned) plan.inputs.owned = sha256_hex(files.owned->bytes);
  if (source.replay) plan.inputs.replay = sha256_hex(source.replay->bytes);
  plan.skip_bad_rows = options.skip_bad_rows;
  plan.ledger = pinned_ledger(source.ledger);
  plan.options = {pinned_options(options)};
  return plan;
}

PinnedCustomer pinned_customer(const Customer& customer, const std::string& options) {
  return {.customer = customer.key,
          .options = 0,
          .choice = hash_of(choice_of(customer, options)),
          .body = hash_of(body_of(customer)),
          .rejected = {},
          .order = {}};
}

bool is_as_planned(const Customer& customer, const std::string& options, const PinnedCustomer& pinned) {
  const PinnedCustomer now = pinned_customer(customer, options);
  return now.choice == pinned.choice && now.body == pinned.body;
}

std::vector<std::string> customers_not_as_planned(const PinnedPlan& plan,
                                                  const std::vector<Customer>& inputs) {
  std::vector<std::string> options;
  for (const PinnedOptions& one : plan.options) options.push_back(hashed_options(one));
  std::unordered_map<std::string_view, const Customer*> by_key;
  for (const Customer& customer : inputs) by_key.emplace(customer.key, &customer);
  std::vector<std::string> found;
  for (const PinnedCustomer& pinned : plan.customers) {
    const auto customer = by_key.find(pinned.customer);
    const bool was_bad_row = pinned.choice.empty() && pinned.body.empty() && !pinned.order;
    const bool same = customer == by_key.end()
                          ? was_bad_row
                          : is_as_planned(*customer->second, options.at(pinned.options), pinned);
    if (!same) found.push_back(pinned.customer);
    if (customer != by_key.end()) by_key.erase(customer);
  }
  for (const Customer& customer : inputs)
    if (by_key.contains(customer.key)) found.push_back(customer.key);
  return found;
}

}  // namespace domainplan
