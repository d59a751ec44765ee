#include "store/pinned_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <unordered_set>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "domainplan/ledger_use.hpp"
#include "io/url.hpp"
#include "store/cells.hpp"
#include "store/json_fields.hpp"

namespace domainplan {
namespace store {
namespace {

template <class Value>
constexpr JsonField<PinnedOptions, Value> choice(const char* name, Value ChoiceOptions::*value) {
  return {name, value};
}

constexpr JsonFields kOptions{
    JsonField{"tlds", &PinnedOptions::tlds},
    JsonField{"patterns_sha256", &PinnedOptions::patterns_sha256},
    JsonField{"include", &PinnedOptions::include},
    JsonField{"exclude", &PinnedOptions::exclude},
    JsonField{"avoid_sha256", &PinnedOptions::avoid_sha256},
    JsonField{"max_checks", &PinnedOptions::max_checks},
    JsonField{"strict_names", &PinnedOptions::strict_names},
    JsonField{"brand_ok", &PinnedOptions::brand_ok},
    choice("prefer", &ChoiceOptions::prefer),
    choice("years", &ChoiceOptions::years),
    choice("max_price_cents", &ChoiceOptions::max_price_cents),
    choice("max_renewal_cents", &ChoiceOptions::max_renewal_cents),
    choice("currency", &ChoiceOptions::currency),
    choice("tld_share", &ChoiceOptions::tld_share),
    choice("pattern_share", &ChoiceOptions::pattern_share),
    choice("style_share", &ChoiceOptions::style_share),
    JsonField{"surplus", &PinnedOptions::surplus},
    JsonField{"reserved_by", &PinnedOptions::reserved_by},
    JsonField{"inventory", &PinnedOptions::inventory},
};

constexpr JsonFields kInputs{
    JsonField{"customers", &PinnedInputs::customers}, JsonField{"personas", &PinnedInputs::personas},
    JsonField{"bundles", &PinnedInputs::bundles},     JsonField{"owned", &PinnedInputs::owned},
    JsonField{"replay", &PinnedInputs::replay},
};

constexpr JsonFields kLedgerUse{
    JsonField{"ledger", &PinnedLedger::ledger},
    JsonField{"reserve_days", &PinnedLedger::reserve_days},
    JsonField{"trust_taken", &PinnedLedger::trust_taken},
    JsonField{"max_month_cents", &PinnedLedger::max_month_cents},
};

constexpr JsonFields kPlan{
    JsonField{"account", &PinnedPlan::account},
    JsonField{"api_url", &PinnedPlan::api_url},
    JsonField{"environment", &PinnedPlan::environment},
    JsonField{"program", &PinnedPlan::program},
    JsonField{"data", &PinnedPlan::data},
    JsonField{"skip_bad_rows", &PinnedPlan::skip_bad_rows},
    JsonField{"reserved_sha256", &PinnedPlan::reserved_sha256, Presence::if_not_empty},
};

// Objects and lists within it; each has a table of its own.
constexpr const char *kInputsField = "inputs", *kLedgerUseField = "ledger_use", *kOptionsField = "options",
                     *kCustomersField = "customers";

constexpr JsonFields kCustomer{
    JsonField{"customer", &PinnedCustomer::customer},
    JsonField{"options", &PinnedCustomer::options},
    JsonField{"choice", &PinnedCustomer::choice},
    JsonField{"body", &PinnedCustomer::body},
    JsonField{"rejected", &PinnedCustomer::rejected, Presence::if_not_empty},
};

// A domain is a list, as there may be millions: [domain, source, price, renewal price].
constexpr JsonList kDomain{&PlannedDomain::domain, &PlannedDomain::source, &PlannedDomain::price_cents,
                           &PlannedDomain::renewal_price_cents};

// Those of an order for one provider.
struct DomainList {
  std::vector<PlannedDomain> domains = {};
};

using store::append_text;
using store::json_words;
using store::read_json;

void append_text(std::string& text, const DomainList& list) {
  text += '[';
  for (const PlannedDomain& domain : list.domains) {
    if (&domain != &list.domains.front()) text += ',';
    kDomain.write(text, domain);
  }
  text += ']';
}

bool read_json(const Json& json, DomainList& list) {
  return json.is_array() && std::all_of(json.begin(), json.end(), [&](const Json& one) {
           return kDomain.read(one, list.domains.emplace_back());
         });
}

// An order as the file has it.
struct ListedOrder {
  std::string sha256;
  Cents planned_cents = 0;
  std::string currency;  // of what is registered; "" where nothing is
  DomainList google, microsoft;
};
constexpr JsonFields kOrder{
    JsonField{"sha256", &ListedOrder::sha256},       JsonField{"planned_cents", &ListedOrder::planned_cents},
    JsonField{"currency", &ListedOrder::currency},   JsonField{"google", &ListedOrder::google},
    JsonField{"microsoft", &ListedOrder::microsoft},
};
constexpr const char* kOrderField = "order";  // of a customer; null where it has none

ListedOrder listed(const PinnedOrder& order) {
  ListedOrder listed{order.sha256, order.planned_cents, "", {}, {}};
  for (const PlannedDomain& one : order.domains) {
    (one.provider == Provider::google ? listed.google : listed.microsoft).domains.push_back(one);
    if (!one.currency.empty()) listed.currency = one.currency;
  }
  return listed;
}

std::string json_words(const DomainList&) { return "a list of domains"; }

bool is_sha256(const std::string& text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

void check_sha256(const std::optional<std::string>& text, const JsonFile& file, const std::string& pointer) {
  if (text && !is_sha256(*text)) throw_wrong_value(file, pointer, text, "64 digits of 0 to 9 and a to f");
}

bool is_price(const std::optional<Cents>& price) {
  return !price || (*price >= 0 && *price <= store::kMostStoredCents);
}

bool is_possible(const PlannedDomain& domain, const std::string& currency) {
  return !domain.domain.empty() && is_price(domain.price_cents) && is_price(domain.renewal_price_cents) &&
         (!domain.needs_registration() || (domain.price_cents && !currency.empty()));
}

const Json* member(const Json& json, const char* name) {
  const auto found = json.find(name);
  return found == json.end() ? nullptr : &*found;
}

// The order that stands at a JSON pointer.
PinnedOrder order_of(const Json& json, const std::string& customer, const JsonFile& file,
                     const std::string& pointer) {
  const auto refuse_domain = [&](const char* provider, std::size_t i) {
    throw_wrong_value(
        file, fmt::format("{}/{}/{}", pointer, provider, i), json_text_of(json[provider][i]),
        "[domain, source, price, renewal price], with a price where it is to be registered, and then "
        "a currency in the order");
  };
  ListedOrder listed;
  const char* const wrong = kOrder.read(json, listed);
  for (const auto& [provider, list] :
       {std::pair("google", &listed.google), std::pair("microsoft", &listed.microsoft)})
    if (wrong && wrong == std::string_view(provider) && !list->domains.empty())
      refuse_domain(provider, list->domains.size() - 1);
  if (wrong) read_stored(&json, kOrder, listed, file, pointer);
  check_sha256(listed.sha256, file, pointer + "/sha256");
  if (!is_price(listed.planned_cents))
    throw_wrong_value(file, pointer + "/planned_cents", std::to_string(listed.planned_cents),
                      cell_words(listed.planned_cents));
  PinnedOrder order;
  order.sha256 = std::move(listed.sha256);
  order.planned_cents = listed.planned_cents;
  for (const Provider provider : {Provider::google, Provider::microsoft}) {
    auto& domains = (provider == Provider::google ? listed.google : listed.microsoft).domains;
    for (std::size_t i = 0; i < domains.size(); ++i) {
      if (!is_possible(domains[i], listed.currency)) refuse_domain(name_of(provider).data(), i);
      PlannedDomain& domain = order.domains.emplace_back(std::move(domains[i]));
      domain.customer = customer;
      domain.provider = provider;
      if (domain.needs_registration()) domain.currency = listed.currency;
    }
  }
  return order;
}

bool is_skipped(const PinnedCustomer& customer) { return !customer.order && customer.choice.empty(); }

PinnedCustomer customer_of(const Json& json, const JsonFile& file, const std::string& pointer) {
  PinnedCustomer customer;
  read_stored(&json, kCustomer, customer, file, pointer);
  if (const Json* const order = member(json, kOrderField); order && !order->is_null())
    customer.order = order_of(*order, customer.customer, file, fmt::format("{}/{}", pointer, kOrderField));
  // A row that was skipped has no order, and whatever key it had in the input.
  if (const std::string problem = is_skipped(customer) ? "" : key_problem(customer.customer);
      !problem.empty())
    throw_damaged(file, pointer + "/customer", problem);
  return customer;
}

void check_usable(const PinnedLedger& ledger, const JsonFile& file) {
  const auto check = [&](const char* name, std::int64_t value, std::int64_t least, std::int64_t most) {
    if (value < least || value > most)
      throw_wrong_value(file, fmt::format("/{}/{}", kLedgerUseField, name), std::to_string(value),
                        fmt::format("a whole number from {} to {}", least, most));
  };
  check("reserve_days", ledger.reserve_days, 1, kMostReserveDays);
  check("trust_taken", ledger.trust_taken, 0, kMostTrustedHours);
  check("max_month_cents", ledger.max_month_cents.value_or(0), 0, store::kMostStoredCents);
}

// A customer has one order. Rows that were skipped may have one key, as that can be why they were.
void refuse_repeated(const std::vector<PinnedCustomer>& customers, const JsonFile& file) {
  std::unordered_set<std::string_view> planned;
  for (const bool skipped : {false, true})
    for (std::size_t i = 0; i < customers.size(); ++i) {
      const std::string& key = customers[i].customer;
      if (is_skipped(customers[i]) != skipped) continue;
      if (skipped ? planned.contains(key) : !planned.insert(key).second)
        throw_damaged(file, fmt::format("/{}/{}/customer", kCustomersField, i),
                      fmt::format("{} occurs twice", in_quotes(key)));
    }
}

PinnedPlan plan_of(const Json& json, const JsonFile& file) {
  std::int64_t version = 0;
  const Json* const given = json.is_object() ? member(json, "version") : nullptr;
  if (!given || !read_json(*given, version))
    throw_wrong_value(file, "/version", given ? std::optional(json_text_of(*given)) : std::nullopt,
                      json_words(version));
  if (version > kPlanVersion)
    throw UsageError(fmt::format("{} is of version {}, and this program knows versions up to {}: use a newer "
                                 "domainplan",
                                 in_quotes(file.name, 300), version, kPlanVersion),
                     file.name);
  PinnedPlan plan;
  const auto pointer_of = [](const char* name) { return fmt::format("/{}", name); };
  read_stored(&json, kPlan, plan, file, "");
  read_stored(member(json, kInputsField), kInputs, plan.inputs, file, pointer_of(kInputsField));
  if (const Json* const ledger = member(json, kLedgerUseField)) {
    read_stored(ledger, kLedgerUse, plan.ledger.emplace(), file, pointer_of(kLedgerUseField));
    check_usable(*plan.ledger, file);
  }
  if (const Json* const options = member(json, kOptionsField))
    for (const Json& one : *options) {
      const std::string pointer = fmt::format("/{}/{}", kOptionsField, plan.options.size());
      PinnedOptions& read = plan.options.emplace_back();
      read_stored(&one, kOptions, read, file, pointer);
      // Both are in names of files.
      check_sha256(read.patterns_sha256, file, pointer + "/patterns_sha256");
      check_sha256(read.avoid_sha256, file, pointer + "/avoid_sha256");
    }
  return plan;
}

}  // namespace

std::string options_json(const PinnedOptions& options) { return kOptions.json(options).dump(); }

std::string pinned_head(const PinnedPlan& plan) {
  Json head = {{"version", kPlanVersion}};
  head.update(kPlan.json(plan));
  head[kInputsField] = kInputs.json(plan.inputs);
  if (plan.ledger) head[kLedgerUseField] = kLedgerUse.json(*plan.ledger);
  head[kOptionsField] = Json::array();
  for (const PinnedOptions& options : plan.options) head[kOptionsField].push_back(kOptions.json(options));
  std::string text = head.dump(2);
  text.resize(text.size() - 2);  // the end of the object
  return fmt::format("{},\n  \"{}\": [", text, kCustomersField);
}

std::string pinned_line(const PinnedCustomer& customer, bool first) {
  std::string line = kCustomer.json(customer).dump();
  line.pop_back();  // the end of the object
  return fmt::format("{}{},\"{}\":{}}}", first ? "\n" : ",\n", line, kOrderField,
                     customer.order ? kOrder.text(listed(*customer.order)) : "null");
}

std::string_view pinned_tail() { return "\n]}\n"; }

std::string pinned_json(const PinnedPlan& plan) {
  std::string text = pinned_head(plan);
  for (const PinnedCustomer& customer : plan.customers)
    text += pinned_line(customer, &customer == &plan.customers.front());
  text += pinned_tail();
  return text;
}

PinnedPlan read_pinned(std::string_view bytes, const std::string& file) {
  // Customers are taken as they are parsed, so that there is never more than one of them as JSON.
  constexpr int kCustomerDepth = 2, kMostDepth = 16;
  using Event = Json::parse_event_t;
  const JsonFile source{bytes, file};
  const auto pointer_of = [](std::size_t customer) {
    return fmt::format("/{}/{}", kCustomersField, customer);
  };
  std::vector<PinnedCustomer> customers;
  std::string key;  // of the member of the outermost object
  bool too_deep = false;
  const auto take = [&](int depth, Event event, Json& parsed) {
    too_deep = too_deep || depth > kMostDepth;
    if (too_deep) return false;
    if (depth == 1 && event == Event::key) key = parsed.get<std::string>();
    if (depth != kCustomerDepth || key != kCustomersField) return true;
    if (event == Event::value || event == Event::array_end)
      throw_wrong_value(source, pointer_of(customers.size()), json_text_of(parsed), "an object");
    if (event != Event::object_end) return true;
    customers.push_back(customer_of(parsed, source, pointer_of(customers.size())));
    return false;
  };
  Json json;
  try {
    json = Json::parse(bytes, take);
  } catch (const Json::exception&) {
    throw_not_json(source);
  }
  if (too_deep) throw_not_json(source);
  PinnedPlan plan = plan_of(json, source);
  const Json* const list = member(json, kCustomersField);
  if (!list || !list->is_array())
    throw_wrong_value(source, fmt::format("/{}", kCustomersField),
                      list ? std::optional(json_text_of(*list)) : std::nullopt, "a list of customers");
  plan.customers = std::move(customers);
  refuse_repeated(plan.customers, source);
  for (std::size_t i = 0; i < plan.customers.size(); ++i)
    if (const std::size_t number = plan.customers[i].options; number >= plan.options.size())
      throw_wrong_value(
          source, fmt::format("{}/{}", pointer_of(i), kOptionsField), std::to_string(number),
          fmt::format("the number of one of the {} options above, from 0", plan.options.size()));
  return plan;
}

}  // namespace store

namespace {

// Each member of two objects of one table that differs.
void compare(PlanDifference::Kind kind, const store::Json& before, const store::Json& now,
             std::vector<PlanDifference>& found) {
  const auto shown = [](const store::Json& object, const std::string& name) {
    const auto value = object.find(name);
    return value == object.end() || value->is_null() ? "" : value->dump();
  };
  store::Json all = before;
  all.update(now);
  for (const auto& [name, value] : all.items()) {
    const std::string was = shown(before, name), is = shown(now, name);
    if (was != is) found.push_back({kind, name, was, is});
  }
}

// A server on this machine gets another port each time it is started.
std::string without_loopback_port(const std::string& text) {
  const Url url = parse_url(text).url;
  const std::string port = ":" + url.port;
  const std::size_t at = url.whole.find(port);
  if (!is_loopback(url) || at == std::string::npos) return text;
  return url.whole.substr(0, at) + url.whole.substr(at + port.size());
}

store::Json service_of(const PinnedPlan& plan, bool with_account) {
  store::Json service = {{"environment", name_of(plan.environment)}};
  if (plan.environment != Environment::sandbox) service["api_url"] = without_loopback_port(plan.api_url);
  if (with_account) service["account"] = *plan.account;
  return service;
}

// The options that customers of the plan have, the run's first; its own where it has no customers yet.
std::vector<const PinnedOptions*> used_options(const PinnedPlan& plan, const PinnedOptions& none) {
  std::set<std::size_t> numbers;
  for (const PinnedCustomer& customer : plan.customers) numbers.insert(customer.options);
  if (numbers.empty()) numbers.insert(0);
  std::vector<const PinnedOptions*> used;
  for (const std::size_t number : numbers)
    used.push_back(number < plan.options.size() ? &plan.options[number] : &none);
  return used;
}

}  // namespace

std::vector<PlanDifference> differences(const PinnedOptions& before, const PinnedOptions& now) {
  std::vector<PlanDifference> found;
  compare(PlanDifference::Kind::option, store::kOptions.json(before), store::kOptions.json(now), found);
  return found;
}

std::vector<PlanDifference> differences(const PinnedPlan& before, const PinnedPlan& now) {
  using Kind = PlanDifference::Kind;
  std::vector<PlanDifference> found;
  compare(Kind::input, store::kInputs.json(before.inputs), store::kInputs.json(now.inputs), found);
  for (PlanDifference& one : found) one.before.clear(), one.now.clear();  // digests say nothing to a person
  const PinnedOptions none;
  for (const PinnedOptions* const used : used_options(before, none))
    for (PlanDifference& one : differences(*used, now.options.empty() ? none : now.options.front()))
      if (std::none_of(found.begin(), found.end(), [&](const PlanDifference& other) {
            return other.kind == one.kind && other.name == one.name && other.before == one.before;
          }))
        found.push_back(std::move(one));
  if (before.skip_bad_rows != now.skip_bad_rows)
    found.push_back({Kind::option, "skip_bad_rows", before.skip_bad_rows ? "true" : "false",
                     now.skip_bad_rows ? "true" : "false"});
  if (before.ledger && now.ledger)
    compare(Kind::option, store::kLedgerUse.json(*before.ledger), store::kLedgerUse.json(*now.ledger), found);
  const bool with_account = before.account && now.account;
  compare(Kind::service, service_of(before, with_account), service_of(now, with_account), found);
  compare(Kind::data, store::Json(before.data), store::Json(now.data), found);
  return found;
}

}  // namespace domainplan
