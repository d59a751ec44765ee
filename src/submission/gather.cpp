#include "submission/gather.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "domainplan/naming.hpp"
#include "io/file.hpp"
#include "io/sha256.hpp"
#include "io/url.hpp"
#include "partner/place_order.hpp"
#include "store/inputs.hpp"
#include "submission/cents.hpp"

namespace domainplan {
namespace {

constexpr int kUsualInboxes = 2;  // of a Google domain, by the vendor's contract

// How many inboxes a Google domain of each bundle has, by the bundle's id.
std::map<std::string, int> inboxes_of_bundles(const std::string& folder) {
  std::map<std::string, int> inboxes;
  const auto bytes = bytes_if_there(folder + "/inputs/bundles.json");
  if (!bytes) return inboxes;
  std::vector<Diagnostic> ignored;
  for (const Bundle& bundle : read_bundles({"inputs/bundles.json", *bytes}, ignored))
    inboxes[bundle.id] = bundle.google_inboxes_per_domain;
  return inboxes;
}

// Gives each row that shares its user and forwarding host with another the best stem of its brand. Reading a
// brand takes time, and in most plans no row needs it.
void add_stems(std::vector<PlanRow>& rows, const std::string& folder) {
  std::map<std::pair<std::string, std::string>, int> alike;
  const auto place = [](const PlanRow& row) { return std::pair(ascii_lower(row.user), row.forwarding_host); };
  for (const PlanRow& row : rows) ++alike[place(row)];
  std::map<std::string, PlanRow*> wanted;
  for (PlanRow& row : rows)
    if (alike[place(row)] > 1) wanted[row.customer] = &row;
  if (wanted.empty()) return;
  const auto bytes = bytes_if_there(folder + "/inputs/customers.csv");
  if (!bytes) return;
  const NamingRules rules = NamingRules::built_in();
  for (const Customer& customer :
       read_naming_intake({"inputs/customers.csv", *bytes}, std::nullopt).customers)
    if (const auto found = wanted.find(customer.key); found != wanted.end())
      if (const auto stems = stems_of(rules, naming_input(customer)); !stems.empty())
        found->second->stem = stems.front();
}

class Gatherer {
 public:
  Gatherer(const StoredPlan& plan, const SubmitOptions& options,
           const std::function<void(const std::string&)>& secret)
      : plan_(plan), options_(options), secret_(secret), inboxes_(inboxes_of_bundles(plan.folder)) {
    if (plan.pinned)
      for (const PinnedCustomer& customer : plan.pinned->customers)
        if (customer.order) digests_[customer.customer] = customer.order->sha256;
  }

  Outgoing read(const PlannedOrder& planned) const {
    Outgoing order;
    order.customer = planned.customer;
    order.is_unpinned = !plan_.pinned;
    order.domains = planned.domains;
    order.currency = planned.currency();
    order.figure.registrations = planned.price_cents();
    order.figure.licences.currency = order.currency;
    for (const PlannedDomain& domain : planned.domains)
      if (domain.needs_registration())
        order.renewal_cents = saturating_sum(order.renewal_cents, domain.renewal_price_cents.value_or(0));
    read_body(order);
    const auto inboxes = inboxes_.find(order.body.bundle_id);
    for (const PlannedDomain& domain : planned.domains)
      ++(domain.provider == Provider::google ? order.figure.licences.google_domains
                                             : order.figure.licences.microsoft_domains);
    order.figure.licences.google_inboxes =
        order.figure.licences.google_domains * (inboxes == inboxes_.end() ? kUsualInboxes : inboxes->second);
    return order;
  }

 private:
  void read_body(Outgoing& order) const {
    std::string bytes;
    try {
      bytes = read_order(plan_.folder, order.customer);
      order.body = read_order_body(bytes);
      secret_(order.body.login_password);
      order.edited = edit_of(order);
      check_domains(order);
      order.can_be_accepted = !order.edited.empty();
    } catch (const Error& error) {
      secret_(partner::secret_in_order(bytes));
      order.body.sha256 = sha256_hex(bytes);
      order.edited = fmt::format("its file cannot be sent: {}; plan the customer again", error.what());
    }
  }

  // How the order differs from what was planned; empty where it does not, or a person has accepted it.
  std::string edit_of(const Outgoing& order) const {
    if (!plan_.pinned || options_.accept_edited.contains(order.customer)) return "";
    const auto digest = digests_.find(order.customer);
    if (digest == digests_.end() || digest->second != order.body.sha256)
      return "its file is not as it was planned";
    return plan_.edited.contains(order.customer) ? "its rows in plan.csv are not as they were planned" : "";
  }

  static void check_domains(const Outgoing& order) {
    const bool same = std::equal(
        order.body.domains.begin(), order.body.domains.end(), order.domains.begin(), order.domains.end(),
        [](const std::string& name, const PlannedDomain& domain) { return name == domain.domain; });
    if (!same) throw RunError(ErrorCode::bad_input, "its domains are not those of the plan");
  }

  const StoredPlan& plan_;
  const SubmitOptions& options_;
  const std::function<void(const std::string&)>& secret_;
  std::map<std::string, int> inboxes_;
  std::map<std::string, std::string> digests_;
};

void demand_known_customers(const StoredPlan& plan, const Sendings& sendings, const SubmitOptions& options) {
  std::set<std::string> known;
  for (const PlannedOrder& order : plan.orders) known.insert(order.customer);
  for (const auto& [customer, sending] : sendings) known.insert(customer);
  for (const auto* names : {&options.only, &options.allow_duplicate, &options.confirm_not_placed,
                            &options.accept_edited, &options.accept_receipt})
    for (const std::string& name : *names)
      if (!known.contains(name))
        throw UsageError(fmt::format("{} has no order in {}", in_quotes(name), in_quotes(plan.folder, 300)),
                         name);
}

// The orders journalled in the folders whose domains the plan was kept from. Of a folder that cannot be read
// nothing is known, so that its orders are held as duplicates.
JournalledOrders orders_of_reserving_plans(const StoredPlan& plan) {
  std::set<std::string> folders;
  if (plan.pinned)
    for (const PinnedOptions& options : plan.pinned->options)
      folders.insert(options.reserved_by.begin(), options.reserved_by.end());
  JournalledOrders orders;
  for (const std::string& folder : folders) {
    try {
      for (const auto& [customer, sending] : recorded_sendings(folder))
        if (sending.state == Sending::State::placed) orders.emplace(sending.order_id, customer);
    } catch (const RunError&) {
      continue;
    }
  }
  return orders;
}

// What the customers' rows allow in a month.
std::map<std::string, Cents> month_limits(const std::string& folder) {
  std::map<std::string, Cents> limits;
  if (!bytes_if_there(folder + "/inputs/customers.csv")) return limits;
  for (const Customer& customer : store::read_input_files(folder))
    if (customer.max_month_cents) limits.emplace(customer.key, *customer.max_month_cents);
  return limits;
}

}  // namespace

Submission gather(const StoredPlan& plan, const Sendings& sendings, const SubmitOptions& options,
                  const std::function<void(const std::string&)>& secret) {
  demand_known_customers(plan, sendings, options);
  const Gatherer gatherer(plan, options, secret);
  Submission about;
  std::vector<PlanRow> rows;
  for (const PlannedOrder& planned : plan.orders) {
    Outgoing order = gatherer.read(planned);
    const auto sending = sendings.find(order.customer);
    rows.push_back({order.customer, order.body.user, parse_url(order.body.forwarding_url).url.host,
                    /*stem=*/"", sending != sendings.end() && sending->second.may_exist()});
    if (options.only.empty() || options.only.contains(order.customer)) {
      about.orders.push_back(std::move(order));
      continue;
    }
    about.elsewhere[order.customer] = order.figure;
    if (sending != sendings.end() && sending->second.state == Sending::State::open)
      about.waiting_users.insert(ascii_lower(order.body.user));
  }
  add_stems(rows, plan.folder);
  about.repeated_rows = repeated_rows(rows);
  about.others = orders_of_reserving_plans(plan);
  if (Ledger* const ledger = options.ledger.ledger) {
    about.ledger_orders = [ledger] { return ledger->orders(); };
    about.month_limits = month_limits(plan.folder);
  }
  return about;
}

std::vector<std::string> users_with_two_logins(const std::vector<Outgoing>& orders) {
  std::map<std::string, std::set<std::string>> logins;
  for (const Outgoing& order : orders)
    if (!order.body.user.empty()) logins[ascii_lower(order.body.user)].insert(order.body.login_email);
  std::vector<std::string> found;
  for (const auto& [user, emails] : logins)
    if (emails.size() > 1) found.push_back(user);
  return found;
}

}  // namespace domainplan
