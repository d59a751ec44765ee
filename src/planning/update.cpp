#include "domainplan/update.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <unordered_map>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "domainplan/session.hpp"
#include "io/file.hpp"
#include "io/sha256.hpp"
#include "partner/client.hpp"
#include "partner/orders.hpp"
#include "planning/folder_output.hpp"
#include "planning/inventory.hpp"
#include "planning/ledger_state.hpp"
#include "planning/passwords.hpp"
#include "planning/pinned.hpp"
#include "planning/report.hpp"
#include "planning/run.hpp"
#include "planning/settings.hpp"
#include "planning/update_work.hpp"
#include "store/inputs.hpp"
#include "store/journal.hpp"
#include "store/journal_time.hpp"
#include "store/order_json.hpp"
#include "store/paths.hpp"
#include "store/pinned_json.hpp"
#include "store/replace.hpp"

namespace domainplan {
namespace {

std::vector<std::string> names_of(const PinnedOrder& order) {
  std::vector<std::string> names;
  for (const PlannedDomain& domain : order.domains) names.push_back(domain.domain);
  return names;
}

// The different options of an update, each read and made once.
class SettingsTable {
 public:
  SettingsTable(const StoredPlan& plan, const UpdateRequest& request,
                const std::function<void(const std::string&)>& warning)
      : plan_(plan), request_(request), warning_(warning) {
    number(0, request.only.empty());  // those of the plan come first
  }

  std::size_t number(std::size_t pinned, bool changed) {
    const auto key = std::pair(pinned, changed && request_.change);
    if (const auto found = numbers_.find(key); found != numbers_.end()) return found->second;
    PlanOptions options = restored_options(plan_, pinned, warning_);
    if (key.second) request_.change(options);
    options.batch_size = request_.pace.batch_size;
    options.recheck_wait = request_.pace.recheck_wait;
    options.threads = request_.pace.threads;
    options.window = request_.pace.window;
    const std::string json = store::options_json(pinned_options(options));
    const auto same = std::find(json_.begin(), json_.end(), json);
    const auto place = static_cast<std::size_t>(same - json_.begin());
    if (same == json_.end()) {
      hashed_.push_back(hashed_options(options));
      settings_.push_back(with_rules(std::move(options)));
      json_.push_back(json);
    }
    numbers_.emplace(key, place);
    return place;
  }

  std::deque<RestoredSettings>& all() { return settings_; }
  // As hashed_options(), for the hash of a customer's choice.
  const std::vector<std::string>& hashed() const { return hashed_; }

 private:
  const StoredPlan& plan_;
  const UpdateRequest& request_;
  const std::function<void(const std::string&)>& warning_;
  std::map<std::pair<std::size_t, bool>, std::size_t> numbers_;
  std::deque<RestoredSettings> settings_;
  std::vector<std::string> json_, hashed_;
};

// Where a customer stands in the updated plan.
std::size_t position_of(const UpdateWork& work, const UpdateStep& step) {
  return static_cast<std::size_t>(&step - work.steps.data());
}

// The rows of the plan that an update may have to write again.
struct StoredRows {
  std::unordered_map<std::string, std::vector<CandidateRow>> candidates;
  std::unordered_map<std::string, ShortfallRow> shortfall;
  std::unordered_map<std::string, const PlannedOrder*> orders;
};

StoredRows stored_rows(const StoredPlan& plan, const UpdateWork& work) {
  StoredRows rows;
  std::unordered_map<std::string_view, const UpdateStep*> kept;
  for (const UpdateStep& step : work.steps)
    if (!step.is_planned() && !step.skipped) kept.emplace(step.key, &step);
  each_candidate(plan.folder, [&](CandidateRow row) {
    if (!kept.contains(row.customer)) return;
    auto& list = rows.candidates[row.customer];
    list.push_back(std::move(row));
  });
  each_shortfall(plan.folder, [&](ShortfallRow row) {
    std::string customer = row.customer;
    rows.shortfall.emplace(std::move(customer), std::move(row));
  });
  for (const PlannedOrder& order : plan.orders) rows.orders.emplace(order.customer, &order);
  return rows;
}

// What the plan was made of, as an intake: bad rows are reported with what was wrong then.
Intake intake_of(const StoredPlan& plan, const std::vector<Customer>& customers) {
  std::unordered_map<std::string, ShortfallRow> shortfall;
  each_shortfall(plan.folder, [&](const ShortfallRow& row) { shortfall.emplace(row.customer, row); });
  std::unordered_map<std::string_view, const Customer*> by_key;
  for (const Customer& one : customers) by_key.emplace(one.key, &one);
  Intake intake;
  for (std::size_t i = 0; i < plan.pinned->customers.size(); ++i) {
    const std::string& key = plan.pinned->customers[i].customer;
    if (const auto found = by_key.find(key); found != by_key.end()) {
      intake.customers.push_back(*found->second);
      intake.positions.push_back(i);
    } else {
      const auto row = shortfall.find(key);
      intake.skipped.push_back(row == shortfall.end()
                                   ? SkippedCustomer{i, key, ""}
                                   : SkippedCustomer{i, key, row->second.message, row->second.reason});
    }
  }
  return intake;
}

// Where the input files were not given, passwords are in the orders alone.
void add_passwords(const StoredPlan& plan, const UpdateWork& work, std::vector<Customer>& customers) {
  std::vector<std::string> without;
  std::unordered_map<std::string_view, Customer*> by_key;
  for (Customer& one : customers) by_key.emplace(one.key, &one);
  for (const UpdateStep& step : work.steps) {
    if (step.state != UpdateState::planned && step.state != UpdateState::rewritten) continue;
    std::optional<std::string> password;
    if (step.has_order_before()) password = password_in(read_order(plan.folder, step.key));
    if (password)
      by_key.at(step.key)->login_password = std::move(*password);
    else
      without.push_back(step.key);
  }
  if (!without.empty())
    throw UsageError(
        fmt::format("the plan holds no password of {}, whose order it would make: the input files "
                    "are needed",
                    in_quotes(without)),
        without.front());
}

// The customers of the plan keep the domains of the account's inventory that they have; new ones, and all
// where the inventory was not used before, get those that are left.
void add_inventory(const StoredPlan& before, const std::vector<Customer>& old_customers,
                   const RestoredSettings& settings, Session& session, const Observer& observer,
                   std::vector<Customer>& customers) {
  std::unordered_map<std::string_view, const Customer*> old;
  for (const Customer& one : old_customers) old.emplace(one.key, &one);
  std::vector<Customer> without;
  for (Customer& customer : customers) {
    const auto found = old.find(customer.key);
    if (found != old.end() && before.pinned->options.front().inventory)
      std::copy_if(found->second->owned.begin(), found->second->owned.end(),
                   std::back_inserter(customer.owned),
                   [](const OwnedDomain& one) { return one.is_inventory; });
    else
      without.push_back(customer);
  }
  if (!settings.options.inventory || without.empty()) return;
  PlanOptions options = settings.options;
  for (const Customer& customer : customers)
    for (const OwnedDomain& owned : customer.owned) options.reserved.insert(owned.domain);
  use_inventory(session, settings.rules, options, without, observer.note);
  std::unordered_map<std::string_view, Customer*> now;
  for (Customer& one : customers) now.emplace(one.key, &one);
  for (Customer& one : without) now.at(one.key)->owned = std::move(one.owned);
}

// As a plan does: what a person has looked at is let through, and the customers whose names or brands need a
// look are held where the options ask for it.
std::vector<NameFinding> look_at_names(const RestoredSettings& settings, Intake& intake) {
  std::vector<std::string> accepted = settings.options.brand_ok;
  std::erase_if(accepted, [&](const std::string& key) {
    return std::none_of(intake.customers.begin(), intake.customers.end(),
                        [&](const Customer& customer) { return customer.key == key; });
  });
  accept_brands(intake, accepted);
  std::vector<NameFinding> findings = review_customers(settings.rules, intake);
  if (settings.options.strict_names) hold_customers(intake, findings);
  return findings;
}

void check_service(const StoredPlan& before, const Session& session, const std::string& account) {
  PinnedPlan then, now;
  then.account = before.pinned->account;
  if (const auto owner = recorded_owner(before.folder); owner && !then.account) then.account = owner->account;
  then.api_url = before.pinned->api_url;
  then.environment = before.pinned->environment;
  now.account = account;
  now.api_url = session.api_url();
  now.environment = std::string(name_of(session.environment()));
  if (auto found = differences(then, now); !found.empty())
    throw PlanDiffers(
        fmt::format("{} is a plan of another account or service", in_quotes(before.folder, 300)),
        std::move(found), before.folder, Remedy::none);
}

// The customers whose orders failed or were cancelled at the vendor, but for those whose receipt a person has
// to accept first. A list that cannot be read says of none
// that it ended.
std::set<std::string> ended_orders(const Sendings& sendings, Session& session, const Observer& observer) {
  std::set<std::string> ended;
  std::map<std::string, std::string> customers;  // by the id of the order
  for (const auto& [customer, sending] : sendings)
    if (sending.state == Sending::State::placed && !sending.is_held())
      customers.emplace(sending.order_id, customer);
  if (customers.empty()) return ended;
  try {
    for (const partner::OrderReceipt& order : partner::list_orders(session.client()).items)
      if (const auto found = customers.find(order.id); found != customers.end() && !order.is_live())
        ended.insert(found->second);
  } catch (const RunError& error) {
    if (observer.warning)
      observer.warning(fmt::format("whether orders failed or were cancelled is not known: {}", error.what()));
  }
  return ended;
}

// How a customer is kept whose order was sent, or may have been.
std::optional<UpdateState> sent_as(const Sendings& sendings, const std::string& customer) {
  const auto found = sendings.find(customer);
  if (found == sendings.end() || !found->second.may_exist()) return std::nullopt;
  if (found->second.is_held()) return UpdateState::held;
  return found->second.state == Sending::State::open ? UpdateState::unknown : UpdateState::sent;
}

// Writes a customer that is not planned now.
void write_kept(const UpdateStep& step, StoredRows& rows, const std::string& options, PlanFolder& folder,
                PlanSummary& summary) {
  if (step.skipped) return write_skipped(folder, *step.skipped, summary);
  for (const CandidateRow& row : rows.candidates[step.key]) {
    folder.add(row);
    ++summary.verdicts[static_cast<std::size_t>(row.verdict)];
    ++summary.candidates;
  }
  rows.candidates.erase(step.key);
  PinnedCustomer pinned = *step.before;
  pinned.options = step.options;
  if (!pinned.order) {
    if (const auto row = rows.shortfall.find(step.key); row != rows.shortfall.end()) folder.add(row->second);
    ++summary.short_of_domains;
    return folder.keep(pinned);
  }
  ++summary.planned;
  const PlannedOrder& order = *rows.orders.at(step.key);
  for (const PlannedDomain& domain : order.domains) folder.add(domain);
  store::add_costs(order, 1, summary);
  if (step.state != UpdateState::rewritten) return folder.keep(pinned);
  pinned.body = pinned_customer(*step.customer, options).body;
  const std::string body = order_json(*step.customer, names_of(*pinned.order));
  folder.add(std::move(pinned), body);
}

// inputs/ of the updated plan.
void add_inputs(const UpdateWork& work, SettingsTable& settings, PlanFolder& folder) {
  std::vector<Customer> customers;
  for (const UpdateStep& step : work.steps)
    if (step.customer) customers.push_back(*step.customer);
  for (const auto& [name, bytes] : store::input_files(customers)) folder.add_input(name, bytes);
  std::set<std::string> added;
  const auto add_version = [&](std::string_view plain, const std::string& bytes, bool is_first) {
    const std::string name = is_first ? std::string(plain) : store::version_name(plain, sha256_hex(bytes));
    if (added.insert(name).second) folder.add_input(name, bytes);
  };
  std::unordered_set<std::string> reserved;
  bool has_reserved = false;
  for (const RestoredSettings& one : settings.all()) {
    const bool is_first = &one == &settings.all().front();
    if (one.options.naming.patterns)
      add_version("patterns.json", one.options.naming.patterns->bytes, is_first);
    if (!one.options.avoided.empty()) add_version("avoid.txt", list_text(one.options.avoided), is_first);
    reserved.insert(one.options.reserved.begin(), one.options.reserved.end());
    has_reserved = has_reserved || !one.options.reserved_by.empty();
  }
  if (has_reserved) folder.add_input("reserved.txt", list_text(reserved));
}

// The steps that are planned now, as a run sees them.
struct Planned {
  std::vector<Customer> customers;
  std::vector<PlannedPlace> places;
  Names claimed;  // by all other orders
};

Planned planned_in(const UpdateWork& work, SettingsTable& settings) {
  Planned planned;
  for (const UpdateStep& step : work.steps) {
    if (step.is_planned()) {
      planned.customers.push_back(*step.customer);
      planned.places.push_back({position_of(work, step), step.options});
      auto& options = settings.all()[step.options].options;
      if (!step.rejected.empty()) options.rejected[step.key] = {step.rejected.begin(), step.rejected.end()};
    } else if (step.has_order_before() && !step.skipped) {
      for (const PlannedDomain& domain : step.before->order->domains)
        planned.claimed.push_back(domain.domain);
    }
    if (step.customer)
      for (const OwnedDomain& owned : step.customer->owned)
        for (RestoredSettings& one : settings.all()) one.options.reserved.insert(owned.domain);
  }
  for (const PlannedPlace& place : planned.places)
    if (settings.all()[place.options].options.choice.currency !=
        settings.all()[planned.places.front().options].options.choice.currency)
      throw UsageError(
          "the customers to be planned have different currencies: update them one after another");
  return planned;
}

}  // namespace

UpdateResult update(const std::optional<UpdateInputs>& inputs, const StoredPlan& before,
                    const UpdateRequest& request, Session& session, const PlanLock& lock,
                    const Observer& observer, std::stop_token stop) {
  const auto began = std::chrono::steady_clock::now();
  if (!before.pinned) throw_made_by_earlier_version(before.folder);
  if (inputs) redact_passwords(inputs->intake.customers, session);
  redact_passwords(before, session);
  const std::string account = session.account().id;
  check_service(before, session, account);
  Sendings sendings = recorded_sendings(before.folder);
  if (!sendings.empty()) {
    Journal journal(before.folder);
    settle_replacements(before.folder, journal, journal_time_now());
    sendings = journal.sendings();
  }
  const std::set<std::string> ended = ended_orders(sendings, session, observer);
  const std::vector<Customer> old_customers = store::read_input_files(before.folder);
  SettingsTable settings(before, request, observer.warning);
  Intake intake = inputs ? inputs->intake : intake_of(before, old_customers);
  if (inputs)
    add_inventory(before, old_customers, settings.all().front(), session, observer, intake.customers);
  const auto findings = inputs ? look_at_names(settings.all().front(), intake) : std::vector<NameFinding>();
  const UpdateWork work = update_work(
      {.before = before,
       .old_customers = old_customers,
       .intake = intake,
       .request = request,
       .sent = [&](const std::string& customer) { return sent_as(sendings, customer); },
       .has_ended = [&](const std::string& customer) { return ended.contains(customer); },
       .options_number = [&](std::size_t number, bool changed) { return settings.number(number, changed); },
       .hashes = [&](const Customer& customer,
                     std::size_t number) { return pinned_customer(customer, settings.hashed()[number]); },
       .body_differs =
           [&](const Customer& customer, const PinnedOrder& order) {
             if (!inputs) return false;
             if (sha256_hex(order_json(customer, names_of(order))) == order.sha256) return false;
             return password_in(read_order(before.folder, customer.key)) != customer.login_password;
           }});
  if (!inputs) add_passwords(before, work, intake.customers);

  PlanFolder folder(lock, FolderStart::updated);
  add_inputs(work, settings, folder);  // before owned domains are reserved, too
  const AnswerSource source{
      .session = &session, .replay = {}, .api_url = session.api_url(), .environment = session.environment()};
  PinnedPlan pinned = pinned_run(inputs ? inputs->files : IntakeFiles(), source, account, {});
  pinned.skip_bad_rows = inputs ? request.skip_bad_rows : before.pinned->skip_bad_rows;
  if (!inputs) pinned.inputs = before.pinned->inputs;
  pinned.options.clear();
  for (const RestoredSettings& one : settings.all()) pinned.options.push_back(pinned_options(one.options));
  folder.begin(pinned);

  Planned planned = planned_in(work, settings);
  LedgerState shared = ledger_state_now(request.ledger, before.folder);
  for (RestoredSettings& one : settings.all())
    one.options.reserved.insert(shared.snapshot.reserved.begin(), shared.snapshot.reserved.end());
  std::vector<std::string> needed = planned.claimed;  // by the updated plan
  StoredRows rows = stored_rows(before, work);
  std::vector<UnplannedCustomer> others;
  for (const UpdateStep& step : work.steps)
    if (!step.is_planned())
      others.push_back({position_of(work, step), [&](PlanFolder& to, PlanSummary& summary) {
                          write_kept(step, rows, settings.hashed()[step.options], to, summary);
                        }});
  PlanInputs run_inputs{planned.customers, {}};
  for (const PlannedPlace& place : planned.places) {
    const RestoredSettings& one = settings.all()[place.options];
    run_inputs.settings.push_back({one.rules, one.options});
  }
  FolderOutput output(folder, run_inputs, planned.places, std::move(others), settings.hashed(), observer);
  RunCounts counts;
  counts.names_answered = before.summary.domains_checked;
  std::uint64_t known_names = counts.names_answered;
  if (!planned.customers.empty()) {
    const std::string& currency = run_inputs.settings.front().options.choice.currency;
    Recovered held = read_held_rows(folder.log_path(), currency, std::chrono::system_clock::now());
    held.shared = shared_facts_now(shared.snapshot, currency, std::chrono::system_clock::now());
    for (const auto& [name, fact] : held.known) held.shared.erase(name);
    known_names = held.known.size() + held.asked.size();
    counts = run_customers(run_inputs, asked_facts(session, std::move(held), folder),
                           std::move(planned.claimed), output, stop, {.ledger = shared.worker.get()});
  }

  UpdateResult result{output.finish(), work.held, findings};
  PlanSummary& summary = result.summary;
  const PlanSummary& then = before.summary;
  const auto batch_size = static_cast<std::uint64_t>(request.pace.batch_size);
  const std::uint64_t new_names = counts.names_answered - known_names;
  summary.calls = then.calls + counts.calls.calls;
  summary.retries = then.retries + counts.calls.retries;
  summary.rate_limited = then.rate_limited + counts.calls.rate_limited;
  summary.domains_checked = then.domains_checked + new_names;
  summary.calls_bound = then.calls_bound + (new_names + batch_size - 1) / batch_size;
  summary.api_url = pinned.api_url;
  summary.environment = pinned.environment;
  summary.currency = settings.all().front().options.choice.currency;
  summary.inputs_sha256 = inputs ? inputs_sha256(inputs->files) : then.inputs_sha256;
  for (const UpdateStep& step : work.steps)
    if (const auto gap = then.unproven.find(step.key); gap != then.unproven.end() && !step.is_planned())
      summary.unproven.insert(*gap);
  summary.elapsed_seconds =
      then.elapsed_seconds + std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  if (shared.worker) shared.worker->finish();
  const auto journal_now = [&] {
    JournalTime now = journal_time_now();
    now.server_s = session.client().server_time();
    return now;
  };
  const auto announce = [&](const std::string& plan_sha256) {
    if (work.replaced.empty()) return;
    Journal journal(before.folder);
    for (const std::string& customer : work.replaced) journal.replacing(customer, plan_sha256, journal_now());
  };
  folder.publish(summary, announce);
  if (request.ledger.ledger) {
    needed.insert(needed.end(), output.registered().begin(), output.registered().end());
    request.ledger.ledger->release_others(shared.snapshot.plan, needed);
  }
  // Only now: until the new order is there, the old one must not be sent again.
  if (!work.replaced.empty()) {
    Journal journal(before.folder);
    for (const std::string& customer : work.replaced) journal.replaced(customer, journal_now());
  }
  return result;
}

}  // namespace domainplan
