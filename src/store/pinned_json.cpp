#include "store/pinned_json.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "domainplan/ledger_use.hpp"
#include "io/url.hpp"
#include "store/cells.hpp"
#include "store/damage.hpp"
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

bool is_sha256(const std::string& text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

bool is_price(const std::optional<Cents>& price) {
  return !price || (*price >= 0 && *price <= store::kMostStoredCents);
}

bool is_possible(const PlannedDomain& domain, const std::string& currency) {
  return !domain.domain.empty() && is_price(domain.price_cents) && is_price(domain.renewal_price_cents) &&
         (!domain.needs_registration() || (domain.price_cents && !currency.empty()));
}

// False where what was read is no order.
bool take_order(ListedOrder listed, const std::string& customer, PinnedOrder& order) {
  if (!is_sha256(listed.sha256) || !is_price(listed.planned_cents)) return false;
  order.sha256 = std::move(listed.sha256);
  order.planned_cents = listed.planned_cents;
  for (const Provider provider : {Provider::google, Provider::microsoft})
    for (PlannedDomain& one : (provider == Provider::google ? listed.google : listed.microsoft).domains) {
      if (!is_possible(one, listed.currency)) return false;
      PlannedDomain& domain = order.domains.emplace_back(std::move(one));
      domain.customer = customer;
      domain.provider = provider;
      if (domain.needs_registration()) domain.currency = listed.currency;
    }
  return true;
}

bool read_order(const Json& json, const std::string& customer, PinnedOrder& order) {
  ListedOrder listed;
  return !kOrder.read(json, listed) && take_order(std::move(listed), customer, order);
}

bool is_skipped(const PinnedCustomer& customer) { return !customer.order && customer.choice.empty(); }

PinnedCustomer customer_of(const Json& json, const std::string& file) {
  PinnedCustomer customer;
  const char* wrong = kCustomer.read(json, customer);
  const auto order = wrong ? json.end() : json.find(kOrderField);
  if (order != json.end() && !order->is_null() &&
      !read_order(*order, customer.customer, customer.order.emplace()))
    wrong = kOrderField;
  if (wrong)
    throw_damaged(file, 0, wrong,
                  fmt::format("it is missing for customer {}, or not what a plan writes",
                              in_quotes(customer.customer)));
  // A row that was skipped has no order, and whatever key it had in the input.
  if (const std::string problem = is_skipped(customer) ? "" : key_problem(customer.customer);
      !problem.empty())
    throw_damaged(file, 0, "customer", problem);
  return customer;
}

[[noreturn]] void damaged(const std::string& file, const char* what) {
  throw_damaged(file, 0, what, "it is missing, or not what a plan writes");
}

bool is_usable(const PinnedLedger& ledger) {
  return ledger.reserve_days >= 1 && ledger.reserve_days <= kMostReserveDays && ledger.trust_taken >= 0 &&
         ledger.trust_taken <= kMostTrustedHours && is_price(ledger.max_month_cents);
}

PinnedPlan plan_of(const Json& json, const std::string& file) {
  std::int64_t version = 0;
  if (!json.is_object() || !read_json(json.value("version", Json()), version)) damaged(file, "version");
  if (version > kPlanVersion)
    throw UsageError(fmt::format("{} is of version {}, and this program knows versions up to {}: use a newer "
                                 "domainplan",
                                 in_quotes(file, 300), version, kPlanVersion),
                     file);
  PinnedPlan plan;
  if (const char* const wrong = kPlan.read(json, plan)) damaged(file, wrong);
  if (const char* const wrong = kInputs.read(json.value(kInputsField, Json()), plan.inputs))
    damaged(file, wrong);
  if (const auto ledger = json.find(kLedgerUseField); ledger != json.end())
    if (const char* const wrong = kLedgerUse.read(*ledger, plan.ledger.emplace())) damaged(file, wrong);
  if (plan.ledger && !is_usable(*plan.ledger)) damaged(file, kLedgerUseField);
  for (const Json& options : json.value(kOptionsField, Json::array())) {
    PinnedOptions& read = plan.options.emplace_back();
    if (const char* const wrong = kOptions.read(options, read)) damaged(file, wrong);
    // Both are in names of files.
    if (read.patterns_sha256 && !is_sha256(*read.patterns_sha256)) damaged(file, "patterns_sha256");
    if (read.avoid_sha256 && !is_sha256(*read.avoid_sha256)) damaged(file, "avoid_sha256");
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
  std::vector<PinnedCustomer> customers;
  std::string key;  // of the member of the outermost object
  bool too_deep = false;
  const auto take = [&](int depth, Json::parse_event_t event, Json& parsed) {
    too_deep = too_deep || depth > kMostDepth;
    if (too_deep) return false;
    if (depth == 1 && event == Json::parse_event_t::key) key = parsed.get<std::string>();
    if (depth != kCustomerDepth || event != Json::parse_event_t::object_end || key != kCustomersField)
      return true;
    customers.push_back(customer_of(parsed, file));
    return false;
  };
  Json json;
  try {
    json = Json::parse(bytes, take);
  } catch (const Json::exception&) {
    damaged(file, "the file");
  }
  if (too_deep) damaged(file, "the file");
  PinnedPlan plan = plan_of(json, file);
  if (!json.contains(kCustomersField) || !json[kCustomersField].is_array()) damaged(file, kCustomersField);
  plan.customers = std::move(customers);
  for (const PinnedCustomer& customer : plan.customers)
    if (customer.options >= plan.options.size()) damaged(file, kOptionsField);
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
