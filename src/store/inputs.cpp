#include "store/inputs.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <map>
#include <unordered_map>

#include "core/text.hpp"
#include "domainplan/intake.hpp"
#include "io/file.hpp"
#include "store/csv_table.hpp"
#include "store/damage.hpp"
#include "store/json_fields.hpp"
#include "store/paths.hpp"

namespace domainplan::store {
namespace {

struct CustomerInput {
  std::string customer, user, brand, bundle, forwarding_url, login_email;
  std::optional<std::int64_t> client_id;
  std::string website, stem;
  std::optional<std::int64_t> max_price_cents;
  std::string tlds;      // separated by blanks
  std::string brand_ok;  // yes, or empty
  std::optional<std::int64_t> max_month_cents;
};
constexpr CsvTable kCustomers{
    CsvColumn{"customer", &CustomerInput::customer, key_problem},
    CsvColumn{"user", &CustomerInput::user},
    CsvColumn{"brand", &CustomerInput::brand},
    CsvColumn{"bundle", &CustomerInput::bundle},
    CsvColumn{"forwarding_url", &CustomerInput::forwarding_url},
    CsvColumn{"sequencer_login_email", &CustomerInput::login_email},
    CsvColumn{"sequencer_client_id", &CustomerInput::client_id},
    CsvColumn{"website", &CustomerInput::website},
    CsvColumn{"stem", &CustomerInput::stem},
    CsvColumn{"max_price_cents", &CustomerInput::max_price_cents},
    CsvColumn{"tlds", &CustomerInput::tlds},
    CsvColumn{"brand_ok", &CustomerInput::brand_ok},
    CsvColumn{"max_month_cents", &CustomerInput::max_month_cents},
};

struct PersonaInput {
  std::string customer, first_name, last_name, profile_picture_url;
};
constexpr CsvTable kPersonas{
    CsvColumn{"customer", &PersonaInput::customer},
    CsvColumn{"first_name", &PersonaInput::first_name},
    CsvColumn{"last_name", &PersonaInput::last_name},
    CsvColumn{"profile_picture_url", &PersonaInput::profile_picture_url},
};

struct OwnedInput {
  std::string customer, domain;
  ProviderSet usable_for;
};
constexpr CsvTable kOwned{
    CsvColumn{"customer", &OwnedInput::customer},
    CsvColumn{"domain", &OwnedInput::domain},
    CsvColumn{"usable_for", &OwnedInput::usable_for},
};

CustomerInput input_of(const Customer& customer) {
  return {customer.key,
          customer.user,
          customer.brand,
          customer.bundle.id,
          customer.forwarding_url,
          customer.login_email,
          customer.client_id,
          customer.website,
          customer.stem,
          customer.max_price_cents,
          fmt::format("{}", fmt::join(customer.tlds, " ")),
          customer.brand_ok ? "yes" : "",
          customer.max_month_cents};
}

Customer customer_of(const CustomerInput& input) {
  Customer customer;
  customer.key = input.customer;
  customer.user = input.user;
  customer.brand = input.brand;
  customer.bundle.id = input.bundle;
  customer.forwarding_url = input.forwarding_url;
  customer.login_email = input.login_email;
  customer.client_id = input.client_id;
  customer.website = input.website;
  customer.stem = input.stem;
  customer.max_price_cents = input.max_price_cents;
  for (const std::string_view tld : split(input.tlds, " ")) customer.tlds.emplace_back(tld);
  customer.brand_ok = input.brand_ok == "yes";
  customer.max_month_cents = input.max_month_cents;
  return customer;
}

// As in the body of GET /bundles, without required_domains where they are an estimate.
Json json_of(const Bundle& bundle) {
  Json json = {{"id", bundle.id},
               {"name", bundle.name},
               {"monthly_sending_volume", bundle.monthly_sending_volume},
               {"google_percent", store::json_of(bundle.google_percent)},
               {"microsoft_percent", store::json_of(bundle.microsoft_percent)},
               {"send_on_weekends", bundle.send_on_weekends},
               {"google_inboxes_per_domain", bundle.google_inboxes_per_domain},
               {"status", "active"}};
  if (!bundle.estimated)
    json["required_domains"] = {{"google", bundle.required.google}, {"microsoft", bundle.required.microsoft}};
  return json;
}

}  // namespace

std::string inventory_rows(const std::vector<Customer>& customers) {
  std::string rows;
  for (const Customer& customer : customers)
    for (const OwnedDomain& one : customer.owned)
      if (one.is_inventory) rows += kOwned.line({customer.key, one.domain, one.usable_for});
  return rows.empty() ? rows : kOwned.header() + rows;
}

void add_inventory_rows(const std::string& bytes, const std::string& path, std::vector<Customer>& customers) {
  std::unordered_map<std::string, Customer*> by_key;
  for (Customer& customer : customers) by_key.emplace(customer.key, &customer);
  kOwned.read(bytes, path, [&](OwnedInput one, std::size_t line) {
    const auto customer = by_key.find(one.customer);
    if (customer == by_key.end()) throw_damaged(path, line, "customer", "it is not in customers.csv");
    customer->second->owned.push_back({one.domain, one.usable_for, true});
  });
}

std::vector<std::pair<std::string, std::string>> input_files(const std::vector<Customer>& customers) {
  std::string rows = kCustomers.header(), personas = kPersonas.header(), owned = kOwned.header();
  std::map<std::string, const Bundle*> bundles;
  bool any_owned = false;
  for (const Customer& customer : customers) {
    rows += kCustomers.line(input_of(customer));
    bundles.emplace(customer.bundle.id, &customer.bundle);
    for (const Persona& one : customer.personas)
      personas += kPersonas.line({customer.key, one.first_name, one.last_name, one.profile_picture_url});
    for (const OwnedDomain& one : customer.owned) {
      if (one.is_inventory) continue;
      owned += kOwned.line({customer.key, one.domain, one.usable_for});
      any_owned = true;
    }
  }
  Json data = Json::array();
  for (const auto& [id, bundle] : bundles) data.push_back(json_of(*bundle));
  std::vector<std::pair<std::string, std::string>> files = {
      {std::string(kCustomersInput), std::move(rows)},
      {std::string(kPersonasInput), std::move(personas)},
      {std::string(kBundlesInput), Json{{"data", data}}.dump(2) + "\n"}};
  if (any_owned) files.emplace_back(kOwnedInput, std::move(owned));
  if (std::string inventory = inventory_rows(customers); !inventory.empty())
    files.emplace_back(kInventoryInput, std::move(inventory));
  return files;
}

std::vector<Customer> read_input_files(const std::string& folder) {
  const auto path = [&](std::string_view name) { return in_folder(folder, input_name(name)); };
  const std::string bundles_path = path(kBundlesInput), customers_path = path(kCustomersInput);
  std::vector<Diagnostic> wrong;
  std::unordered_map<std::string, Bundle> bundles;
  for (Bundle& bundle : read_bundles({bundles_path, bytes_of_file(bundles_path)}, wrong))
    bundles.emplace(bundle.id, bundle);
  if (!wrong.empty())
    throw_damaged(bundles_path, wrong.front().line, wrong.front().column, wrong.front().message);

  std::vector<Customer> customers;
  std::unordered_map<std::string, std::size_t> places;
  kCustomers.read(bytes_of_file(customers_path), customers_path, [&](CustomerInput input, std::size_t line) {
    Customer customer = customer_of(input);
    const auto bundle = bundles.find(input.bundle);
    if (bundle == bundles.end()) throw_damaged(customers_path, line, "bundle", "it is not in bundles.json");
    customer.bundle = bundle->second;
    if (!places.emplace(customer.key, customers.size()).second)
      throw_damaged(customers_path, line, "customer", "the customer occurs twice");
    customers.push_back(std::move(customer));
  });
  const auto customer_named = [&](const std::string& key, const std::string& file,
                                  std::size_t line) -> Customer& {
    const auto place = places.find(key);
    if (place == places.end()) throw_damaged(file, line, "customer", "it is not in customers.csv");
    return customers[place->second];
  };
  const std::string personas_path = path(kPersonasInput), owned_path = path(kOwnedInput);
  kPersonas.read(bytes_of_file(personas_path), personas_path, [&](PersonaInput one, std::size_t line) {
    customer_named(one.customer, personas_path, line)
        .personas.push_back({one.first_name, one.last_name, one.profile_picture_url});
  });
  if (const auto owned = bytes_if_there(owned_path))
    kOwned.read(*owned, owned_path, [&](OwnedInput one, std::size_t line) {
      customer_named(one.customer, owned_path, line).owned.push_back({one.domain, one.usable_for});
    });
  const std::string inventory_path = path(kInventoryInput);
  if (const auto inventory = bytes_if_there(inventory_path))
    add_inventory_rows(*inventory, inventory_path, customers);
  return customers;
}

}  // namespace domainplan::store
