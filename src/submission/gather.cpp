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
#include "planning/pinned.hpp"
#include "store/inputs.hpp"
#include "store/paths.hpp"
#include "submission/cents.hpp"

namespace domainplan {
namespace {

constexpr int kUsualInboxes = 2;  // of a Google domain, by the vendor's contract

// What inputs/ says of the customers, and where it is not what the plan was made of.
struct Inputs {
  std::map<std::string, int> inboxes = {};         // of a Google domain, by the bundle's id
  std::map<std::string, Cents> month_limits = {};  // by customer
  std::set<std::string> changed = {};              // customers
  std::string unreadable = {};                     // why nothing of it is known
};

// A plan without plan.json is of an earlier version, from which nothing new is sent.
Inputs read_inputs(const StoredPlan& plan) try {
  Inputs inputs;
  if (!plan.pinned &&
      !bytes_if_there(store::in_folder(plan.folder, store::input_name(store::kCustomersInput))))
    return inputs;
  std::map<std::string, std::string> bodies;
  for (const Customer& customer : store::read_input_files(plan.folder)) {
    inputs.inboxes[customer.bundle.id] = customer.bundle.google_inboxes_per_domain;
    if (customer.max_month_cents) inputs.month_limits.emplace(customer.key, *customer.max_month_cents);
    if (plan.pinned) bodies.emplace(customer.key, pinned_customer(customer, "").body);
  }
  if (plan.pinned)
    for (const PinnedCustomer& one : plan.pinned->customers) {
      const auto body = bodies.find(one.customer);
      if (body == bodies.end() || body->second != one.body) inputs.changed.insert(one.customer);
    }
  return inputs;
} catch (const RunError& error) {
  return {.unreadable = error.what()};
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
  std::vector<Customer> customers;
  try {
    customers = store::read_input_files(folder);
  } catch (const RunError&) {
    return;  // nothing of the plan is sent then
  }
  const NamingRules rules = NamingRules::built_in();
  for (const Customer& customer : customers)
    if (const auto found = wanted.find(customer.key); found != wanted.end())
      if (const auto stems = stems_of(rules, naming_input(customer)); !stems.empty())
        found->second->stem = stems.front();
}

class Gatherer {
 public:
  Gatherer(const StoredPlan& plan, const SubmitOptions& options,
           const std::function<void(const std::string&)>& secret)
      : plan_(plan), options_(options), secret_(secret), inputs_(read_inputs(plan)) {
    if (plan.pinned)
      for (const PinnedCustomer& customer : plan.pinned->customers)
        if (customer.order) digests_[customer.customer] = customer.order->sha256;
    currency_ = plan.summary.currency;
    if (plan.pinned)
      for (const PinnedCustomer& customer : plan.pinned->customers)
        currencies_[customer.customer] = plan.pinned->options.at(customer.options).currency;
  }

  Outgoing read(const PlannedOrder& planned) const {
    Outgoing order;
    order.customer = planned.customer;
    order.is_unpinned = !plan_.pinned;
    order.domains = planned.domains;
    order.currency = planned.currency();
    const auto pinned = currencies_.find(planned.customer);
    order.plan_currency = !order.currency.empty()       ? order.currency
                          : pinned == currencies_.end() ? currency_
                                                        : pinned->second;
    order.figure.registrations = planned.price_cents();
    order.figure.licences.currency = order.currency;
    for (const PlannedDomain& domain : planned.domains)
      if (domain.needs_registration())
        order.renewal_cents = saturating_sum(order.renewal_cents, domain.renewal_price_cents.value_or(0));
    read_body(order);
    const auto inboxes = inputs_.inboxes.find(order.body.bundle_id);
    for (const PlannedDomain& domain : planned.domains)
      ++(domain.provider == Provider::google ? order.figure.licences.google_domains
                                             : order.figure.licences.microsoft_domains);
    order.figure.licences.google_inboxes =
        order.figure.licences.google_domains *
        (inboxes == inputs_.inboxes.end() ? kUsualInboxes : inboxes->second);
    return order;
  }

  const std::map<std::string, Cents>& month_limits() const { return inputs_.month_limits; }

 private:
  void read_body(Outgoing& order) const {
    std::string bytes;
    try {
      bytes = read_order(plan_.folder, order.customer);
      order.body = read_order_body(bytes);
      secret_(order.body.login_password);
      order.edited = edit_of(order);
      check_domains(order);
      order.can_be_accepted = order.edited.is_set();
      if (plan_.pinned && !inputs_.unreadable.empty()) {
        // What it may cost is not known, whoever accepts its file.
        order.edited = {.kind = SubmitReason::Kind::inputs_unreadable, .text = inputs_.unreadable};
        order.can_be_accepted = false;
      }
    } catch (const Error& error) {
      secret_(partner::secret_in_order(bytes));
      order.body.sha256 = sha256_hex(bytes);
      order.edited = {.kind = SubmitReason::Kind::file_unusable, .text = error.what()};
    }
  }

  // How the order differs from what was planned; unset where it does not, or a person has accepted it.
  SubmitReason edit_of(const Outgoing& order) const {
    using Kind = SubmitReason::Kind;
    if (!plan_.pinned || options_.accept_edited.contains(order.customer)) return {};
    const auto digest = digests_.find(order.customer);
    if (digest == digests_.end() || digest->second != order.body.sha256) return {.kind = Kind::file_edited};
    if (plan_.edited.contains(order.customer)) return {.kind = Kind::rows_edited};
    if (inputs_.changed.contains(order.customer)) return {.kind = Kind::inputs_edited};
    return {};
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
  Inputs inputs_;
  std::map<std::string, std::string> digests_;
  std::string currency_;                           // of the plan
  std::map<std::string, std::string> currencies_;  // by customer
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

// What a person says of a customer would be ignored in silence where the run leaves that customer out.
void demand_answers_are_used(const SubmitOptions& options) {
  if (options.only.empty()) return;
  std::set<std::string> unused;
  for (const auto* names : {&options.allow_duplicate, &options.confirm_not_placed, &options.accept_edited,
                            &options.accept_receipt})
    for (const std::string& name : *names)
      if (!options.only.contains(name)) unused.insert(name);
  if (unused.empty()) return;
  const std::vector<std::string> names(unused.begin(), unused.end());
  throw UsageError(
      fmt::format("this run leaves out {}, for whom something is confirmed, accepted or allowed: "
                  "include them, or leave that for another run",
                  in_quotes(names)),
      names.front());
}

std::set<std::string> reserving_folders(const StoredPlan& plan) {
  std::set<std::string> folders;
  if (plan.pinned)
    for (const PinnedOptions& options : plan.pinned->options)
      folders.insert(options.reserved_by.begin(), options.reserved_by.end());
  return folders;
}

}  // namespace

std::map<std::string, PossibleDuplicate> rows_repeated_in(const std::string& folder,
                                                          std::vector<PlanRow> rows) {
  add_stems(rows, folder);
  return repeated_rows(rows);
}

JournalledOrders orders_of_reserving_plans(const std::set<std::string>& folders) {
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

Submission gather(const StoredPlan& plan, const Sendings& sendings, const SubmitOptions& options,
                  const std::function<void(const std::string&)>& secret) {
  demand_known_customers(plan, sendings, options);
  demand_answers_are_used(options);
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
      about.waiting_users.insert(user_name(order.body.user));
  }
  about.repeated_rows = rows_repeated_in(plan.folder, std::move(rows));
  about.others = orders_of_reserving_plans(reserving_folders(plan));
  if (Ledger* const ledger = options.ledger.ledger)
    about.ledger_orders = [ledger] { return ledger->orders(); };
  about.month_limits = gatherer.month_limits();
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
