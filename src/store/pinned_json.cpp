#include "store/pinned_json.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "io/url.hpp"
#include "store/cells.hpp"
#include "store/damage.hpp"
#include "store/json_fields.hpp"

namespace domainplan {
namespace store {
namespace {

constexpr JsonFields kOptions{
    JsonField{"tlds", &PinnedOptions::tlds},
    JsonField{"patterns_sha256", &PinnedOptions::patterns_sha256},
    JsonField{"include", &PinnedOptions::include},
    JsonField{"exclude", &PinnedOptions::exclude},
    JsonField{"avoid_sha256", &PinnedOptions::avoid_sha256},
    JsonField{"max_checks", &PinnedOptions::max_checks},
    JsonField{"strict_names", &PinnedOptions::strict_names},
    JsonField{"brand_ok", &PinnedOptions::brand_ok},
    JsonField{"prefer", &PinnedOptions::prefer},
    JsonField{"years", &PinnedOptions::years},
    JsonField{"max_price_cents", &PinnedOptions::max_price_cents},
    JsonField{"max_renewal_cents", &PinnedOptions::max_renewal_cents},
    JsonField{"currency", &PinnedOptions::currency},
    JsonField{"tld_share", &PinnedOptions::tld_share},
    JsonField{"pattern_share", &PinnedOptions::pattern_share},
    JsonField{"style_share", &PinnedOptions::style_share},
    JsonField{"surplus", &PinnedOptions::surplus},
    JsonField{"reserved_by", &PinnedOptions::reserved_by},
    JsonField{"inventory", &PinnedOptions::inventory},
};

constexpr JsonFields kInputs{
    JsonField{"customers", &PinnedInputs::customers}, JsonField{"personas", &PinnedInputs::personas},
    JsonField{"bundles", &PinnedInputs::bundles},     JsonField{"owned", &PinnedInputs::owned},
    JsonField{"replay", &PinnedInputs::replay},
};

constexpr JsonFields kPlan{
    JsonField{"account", &PinnedPlan::account},
    JsonField{"api_url", &PinnedPlan::api_url},
    JsonField{"environment", &PinnedPlan::environment},
    JsonField{"program", &PinnedPlan::program},
    JsonField{"data", &PinnedPlan::data},
    JsonField{"skip_bad_rows", &PinnedPlan::skip_bad_rows},
};

constexpr JsonFields kCustomer{
    JsonField{"customer", &PinnedCustomer::customer},
    JsonField{"options", &PinnedCustomer::options},
    JsonField{"choice", &PinnedCustomer::choice},
    JsonField{"body", &PinnedCustomer::body},
    JsonField{"rejected", &PinnedCustomer::rejected, Presence::if_not_empty},
};

// A domain is a list, as there may be millions: [domain, source, price, renewal price].
Json json_of_domains(const PinnedOrder& order, Provider provider) {
  Json list = Json::array();
  for (const PlannedDomain& one : order.domains)
    if (one.provider == provider)
      list.push_back(
          {one.domain, name_of(one.source), json_of(one.price_cents), json_of(one.renewal_price_cents)});
  return list;
}

Json json_of(const PinnedOrder& order) {
  std::string currency;
  for (const PlannedDomain& one : order.domains)
    if (!one.currency.empty()) currency = one.currency;
  return {{"sha256", order.sha256},
          {"planned_cents", order.planned_cents},
          {"currency", currency},
          {"google", json_of_domains(order, Provider::google)},
          {"microsoft", json_of_domains(order, Provider::microsoft)}};
}

bool is_sha256(const std::string& text) {
  return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == std::string::npos;
}

bool is_price(const std::optional<Cents>& price) {
  return !price || (*price >= 0 && *price <= store::kMostStoredCents);
}

bool read_domains(const Json& list, Provider provider, const std::string& currency,
                  const std::string& customer, std::vector<PlannedDomain>& domains) {
  if (!list.is_array()) return false;
  for (const Json& one : list) {
    PlannedDomain& domain = domains.emplace_back();
    std::string source;
    const bool good = one.is_array() && one.size() == 4 && read_json(one[0], domain.domain) &&
                      read_json(one[1], source) && read_cell(source, domain.source) &&
                      read_json(one[2], domain.price_cents) &&
                      read_json(one[3], domain.renewal_price_cents) && !domain.domain.empty() &&
                      is_price(domain.price_cents) && is_price(domain.renewal_price_cents) &&
                      (!domain.needs_registration() || (domain.price_cents && !currency.empty()));
    if (!good) return false;
    domain.customer = customer;
    domain.provider = provider;
    if (domain.needs_registration()) domain.currency = currency;
  }
  return true;
}

bool read_order_json(const Json& json, const std::string& customer, PinnedOrder& order) {
  std::string currency;
  const auto field = [&](const char* name) { return json.is_object() ? json.value(name, Json()) : Json(); };
  return read_json(field("sha256"), order.sha256) && is_sha256(order.sha256) &&
         read_json(field("planned_cents"), order.planned_cents) && is_price(order.planned_cents) &&
         read_json(field("currency"), currency) &&
         read_domains(field("google"), Provider::google, currency, customer, order.domains) &&
         read_domains(field("microsoft"), Provider::microsoft, currency, customer, order.domains);
}

PinnedCustomer customer_of(const Json& json, const std::string& file) {
  PinnedCustomer customer;
  const char* wrong = kCustomer.read(json, customer);
  if (!wrong && json.contains("order") && !json["order"].is_null() &&
      !read_order_json(json["order"], customer.customer, customer.order.emplace()))
    wrong = "order";
  if (wrong)
    throw_damaged(file, 0, wrong,
                  fmt::format("it is missing for customer {}, or not what a plan writes",
                              in_quotes(customer.customer)));
  return customer;
}

[[noreturn]] void damaged(const std::string& file, const char* what) {
  throw_damaged(file, 0, what, "it is missing, or not what a plan writes");
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
  if (const char* const wrong = kInputs.read(json.value("inputs", Json()), plan.inputs)) damaged(file, wrong);
  for (const Json& options : json.value("options", Json::array()))
    if (const char* const wrong = kOptions.read(options, plan.options.emplace_back())) damaged(file, wrong);
  return plan;
}

}  // namespace

std::string options_json(const PinnedOptions& options) { return kOptions.json(options).dump(); }

std::string pinned_head(const PinnedPlan& plan) {
  Json head = {{"version", kPlanVersion}};
  head.update(kPlan.json(plan));
  head["inputs"] = kInputs.json(plan.inputs);
  head["options"] = Json::array();
  for (const PinnedOptions& options : plan.options) head["options"].push_back(kOptions.json(options));
  std::string text = head.dump(2);
  text.resize(text.size() - 2);  // the end of the object
  return text + ",\n  \"customers\": [";
}

std::string pinned_line(const PinnedCustomer& customer, bool first) {
  Json line = kCustomer.json(customer);
  line["order"] = customer.order ? json_of(*customer.order) : Json();
  return (first ? "\n" : ",\n") + line.dump();
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
    if (depth != kCustomerDepth || event != Json::parse_event_t::object_end || key != "customers")
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
  if (!json.contains("customers") || !json["customers"].is_array()) damaged(file, "customers");
  plan.customers = std::move(customers);
  for (const PinnedCustomer& customer : plan.customers)
    if (customer.options >= plan.options.size()) damaged(file, "options");
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
  store::Json service = {{"environment", plan.environment}};
  if (plan.environment != "sandbox") service["api_url"] = without_loopback_port(plan.api_url);
  if (with_account) service["account"] = *plan.account;
  return service;
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
  const auto options = differences(before.options.empty() ? none : before.options.front(),
                                   now.options.empty() ? none : now.options.front());
  found.insert(found.end(), options.begin(), options.end());
  if (before.skip_bad_rows != now.skip_bad_rows)
    found.push_back({Kind::option, "skip_bad_rows", before.skip_bad_rows ? "true" : "false",
                     now.skip_bad_rows ? "true" : "false"});
  const bool with_account = before.account && now.account;
  compare(Kind::service, service_of(before, with_account), service_of(now, with_account), found);
  compare(Kind::data, store::Json(before.data), store::Json(now.data), found);
  return found;
}

}  // namespace domainplan
