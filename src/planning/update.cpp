#include "domainplan/update.hpp"
#include "domainplan/passwords.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <deque>
#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "core/text.hpp"
#include "domainplan/domain_name.hpp"
#include "domainplan/error.hpp"
#include "domainplan/ledger.hpp"
#include "domainplan/naming.hpp"
#include "domainplan/session.hpp"
#include "io/file.hpp"
#include "io/sha256.hpp"
#include "partner/client.hpp"
#include "planning/ended_orders.hpp"
#include "planning/folder_output.hpp"
#include "planning/inventory.hpp"
#include "planning/ledger_state.hpp"
#include "planning/pinned.hpp"
#include "planning/report.hpp"
#include "planning/reserved_names.hpp"
#include "planning/run.hpp"
#include "planning/settings.hpp"
#include "planning/update_work.hpp"
#include "store/inputs.hpp"
#include "store/journal.hpp"
#include "store/journal_time.hpp"
#include "store/ledger_log.hpp"
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
  SettingsTable(const StoredPlan& plan, const UpdateRequest& request, const NoticeHook& warning)
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
  const NoticeHook& warning_;
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

// Where the input files were not given, what is planned is what inputs/ says, which must not have been
// edited.
void demand_planned(const StoredPlan& plan, const std::vector<Customer>& inputs) {
  std::vector<std::string> differ = customers_not_as_planned(*plan.pinned, inputs);
  if (differ.empty()) return;
  constexpr std::size_t kMostShown = 5;
  const std::size_t more = differ.size() > kMostShown ? differ.size() - kMostShown : 0;
  differ.resize(differ.size() - more);
  const std::string path = store::in_folder(plan.folder, store::kInputs);
  throw RunError(
      ErrorCode::disk,
      fmt::format("{} is not as it was planned: it differs for {}{}. Put it back, or give the input "
                  "files to the update",
                  in_quotes(path, 300), in_quotes(differ), more > 0 ? fmt::format(" and {} more", more) : ""),
      path);
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

using NameSet = std::unordered_set<std::string>;

bool is_in_only(const UpdateRequest& request, const std::string& customer) {
  return std::find(request.only.begin(), request.only.end(), customer) != request.only.end();
}

// Whether the ready domains that a customer had are still its own: they are those of its user, and those with
// one of its stems in their name.
bool has_same_inventory(const Customer& then, const Customer& now, const NamingRules& rules) {
  if (ascii_lower(then.user) != ascii_lower(now.user)) return false;
  if (then.brand == now.brand && then.website == now.website && then.stem == now.stem) return true;
  return stems_of(rules, naming_input(then)) == stems_of(rules, naming_input(now));
}

// The customers of the plan keep the ready domains of the account that are still their own. What is left is
// shared out to the others that are planned with the inventory. `is_fixed`: whether a customer keeps its
// order whatever its row says.
void add_inventory(const StoredPlan& before, const std::vector<Customer>& old_customers,
                   const UpdateRequest& request, const std::function<bool(const std::string&)>& is_fixed,
                   SettingsTable& settings, const NameSet& reserved_in_ledger, Session& session,
                   const Observer& observer, std::vector<Customer>& customers) {
  const auto is_named = [&](const std::string& key) {
    return request.only.empty() || is_in_only(request, key);
  };
  std::unordered_map<std::string_view, const Customer*> old;
  for (const Customer& one : old_customers) old.emplace(one.key, &one);
  std::unordered_map<std::string_view, const PinnedCustomer*> pinned;
  for (const PinnedCustomer& one : before.pinned->customers) pinned.emplace(one.customer, &one);
  std::unordered_set<std::string_view> without;
  const RestoredSettings* used = nullptr;
  for (Customer& customer : customers) {
    const auto then = pinned.find(customer.key);
    const bool is_new = then == pinned.end(), named = is_named(customer.key);
    if (is_new && !named) continue;
    const std::size_t number = is_new ? 0 : then->second->options;
    const RestoredSettings& now = settings.all()[settings.number(number, named)];
    const auto found = old.find(customer.key);
    if (!is_new && found != old.end() && before.pinned->options[number].inventory &&
        (is_fixed(customer.key) || has_same_inventory(*found->second, customer, now.rules))) {
      NameSet owned;
      for (const OwnedDomain& one : customer.owned) owned.insert(one.domain);
      for (const OwnedDomain& one : found->second->owned)
        if (one.is_inventory && !owned.contains(one.domain)) customer.owned.push_back(one);
    } else if (now.options.inventory) {
      without.insert(customer.key);
      if (!used) used = &now;
    }
  }
  if (without.empty()) return;
  PlanOptions options = used->options;
  options.reserved.insert(reserved_in_ledger.begin(), reserved_in_ledger.end());
  reserve_owned(options, customers);
  for (const Customer& customer : customers) {
    if (!customer.website.empty()) options.reserved.emplace(registrable_domain(customer.website));
  }
  const auto stays = [&](const std::string& key) { return is_fixed(key) || !is_named(key); };
  for (const Customer& customer : old_customers)
    if (stays(customer.key)) reserve_owned(options, {customer});
  for (const PinnedCustomer& one : before.pinned->customers)
    if (one.order && stays(one.customer))
      for (const PlannedDomain& domain : one.order->domains) options.reserved.insert(domain.domain);
  std::vector<Customer> shared = customers;  // all, so that nobody gets what is more like another's
  use_inventory(session, used->rules, options, shared, observer);
  for (std::size_t i = 0; i < customers.size(); ++i)
    if (without.contains(customers[i].key)) customers[i].owned = std::move(shared[i].owned);
}

// Domains that a customer owns by the input files, or that are in an order which stays, with the customer.
std::unordered_map<std::string_view, std::string_view> holders_of(const UpdateWork& work) {
  std::unordered_map<std::string_view, std::string_view> holders;
  for (const UpdateStep& step : work.steps) {
    if (step.customer)
      for (const OwnedDomain& owned : step.customer->owned)
        if (!owned.is_inventory) holders.emplace(owned.domain, step.key);
    if (!step.is_planned() && step.has_order_before() && !step.skipped)
      for (const PlannedDomain& domain : step.before->order->domains)
        holders.emplace(domain.domain, step.key);
  }
  return holders;
}

// A customer that is planned again loses the domains of the account's inventory that it may not have now.
// `changed` keeps the customers that differ for it.
void take_lost_inventory(UpdateWork& work, SettingsTable& settings, const NameSet& reserved_in_ledger,
                         std::deque<Customer>& changed) {
  const auto holders = holders_of(work);
  for (UpdateStep& step : work.steps) {
    if (!step.is_planned()) continue;
    const PlanOptions& options = settings.all()[step.options].options;
    const auto is_lost = [&](const OwnedDomain& owned) {
      if (!owned.is_inventory) return false;
      const auto holder = holders.find(owned.domain);
      return (holder != holders.end() && holder->second != step.key) ||
             step.rejected.contains(owned.domain) || options.avoided.contains(owned.domain) ||
             options.reserved.contains(owned.domain) || reserved_in_ledger.contains(owned.domain);
    };
    if (std::none_of(step.customer->owned.begin(), step.customer->owned.end(), is_lost)) continue;
    Customer& customer = changed.emplace_back(*step.customer);
    std::erase_if(customer.owned, is_lost);
    step.customer = &customer;
  }
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
  std::vector<NameFinding> findings = review_customers(settings.rules, intake, settings.options.threads);
  hold_customers(intake, findings, settings.options.strict_names);
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
  now.environment = session.environment();
  if (auto found = differences(then, now); !found.empty())
    throw PlanDiffers(
        fmt::format("{} is a plan of another account or service", in_quotes(before.folder, 300)),
        std::move(found), before.folder, Remedy::none);
}

// Whether `only` names a customer whose order could have to make room for one that ended elsewhere.
bool names_order(const UpdateRequest& request, const StoredPlan& before) {
  return std::any_of(
      before.pinned->customers.begin(), before.pinned->customers.end(),
      [&](const PinnedCustomer& one) { return one.order && is_in_only(request, one.customer); });
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

// inputs/ of the updated plan. Returns the digest of reserved.txt, where there is one.
std::optional<std::string> add_inputs(const UpdateWork& work, SettingsTable& settings, PlanFolder& folder) {
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
      add_version(store::kPatternsInput, one.options.naming.patterns->bytes, is_first);
    if (!one.options.avoided.empty())
      add_version(store::kAvoidInput, list_text(one.options.avoided), is_first);
    reserved.insert(one.options.reserved.begin(), one.options.reserved.end());
    has_reserved = has_reserved || !one.options.reserved_by.empty();
  }
  if (!has_reserved) return std::nullopt;
  const std::string names = list_text(reserved);
  folder.add_input(store::kReservedInput, names);
  return sha256_hex(names);
}

// The steps that are planned now, as a run sees them.
struct Planned {
  std::vector<Customer> customers;
  std::vector<PlannedPlace> places;
  Names claimed;  // by all other orders
};

// The names that orders are to register that stay as they are and were not sent.
std::vector<NamesOfCustomer> kept_unsent(const UpdateWork& work, const Sendings& sendings) {
  std::vector<NamesOfCustomer> kept;
  for (const UpdateStep& step : work.steps)
    if (!step.is_planned() && step.has_order_before() && !step.skipped && !sent_as(sendings, step.key))
      for (const PlannedDomain& domain : step.before->order->domains)
        if (domain.needs_registration()) {
          if (kept.empty() || kept.back().customer != step.key) kept.push_back({step.key, {}});
          kept.back().domains.push_back(domain.domain);
        }
  return kept;
}

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
  const auto currency_at = [&](std::size_t place) -> const std::string& {
    return settings.all()[planned.places[place].options].options.choice.currency;
  };
  for (std::size_t place = 0; place < planned.places.size(); ++place)
    if (currency_at(place) != currency_at(0)) {
      const std::string &first = planned.customers[0].key, &other = planned.customers[place].key;
      throw UsageError(
          fmt::format("{} is planned in {}, and {} in {}: update them one after the other", in_quotes(first),
                      in_quotes(currency_at(0)), in_quotes(other), in_quotes(currency_at(place))),
          other);
    }
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
  const std::vector<Customer> old_customers = store::read_input_files(before.folder);
  if (!inputs) demand_planned(before, old_customers);
  const std::string account = session.account().id;
  check_service(before, session, account);
  Sendings sendings = recorded_sendings(before.folder);
  if (!sendings.empty()) {
    Journal journal(before.folder);
    settle_replacements(before.folder, journal, journal_time_now());
    sendings = journal.sendings();
  }
  // A key that may only check prices cannot read the lists.
  const bool reads_lists = session.account().permission != Permission::limited;
  const EndedOrders ended =
      ended_orders(sendings, reads_lists && names_order(request, before), session, observer);
  SettingsTable settings(before, request, observer.warning);
  Intake intake = inputs ? inputs->intake : intake_of(before, old_customers);
  const NameSet reserved_in_ledger = reserved_by_other_plans(request.ledger.ledger, before.folder);
  const auto is_fixed = [&](const std::string& customer) {
    const bool is_planned_again = ended.customers.contains(customer) && is_in_only(request, customer);
    return sent_as(sendings, customer) && !is_planned_again;
  };
  add_inventory(before, old_customers, request, is_fixed, settings, reserved_in_ledger, session, observer,
                intake.customers);
  const auto findings = inputs ? look_at_names(settings.all().front(), intake) : std::vector<NameFinding>();
  UpdateWork work = update_work(
      {.before = before,
       .old_customers = old_customers,
       .intake = intake,
       .request = request,
       .sent = [&](const std::string& customer) { return sent_as(sendings, customer); },
       .has_ended = [&](const std::string& customer) { return ended.customers.contains(customer); },
       .ended_domains = ended.domains,
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
  std::deque<Customer> changed;
  take_lost_inventory(work, settings, reserved_in_ledger, changed);

  PlanFolder folder(lock, FolderStart::updated);
  // Before owned domains are reserved, too.
  const auto reserved_sha256 = add_inputs(work, settings, folder);
  const AnswerSource source{
      .session = &session, .replay = {}, .api_url = session.api_url(), .environment = session.environment()};
  PinnedPlan pinned = pinned_run(inputs ? inputs->files : IntakeFiles(), source, account, {});
  pinned.ledger = pinned_ledger(request.ledger);
  pinned.reserved_sha256 = reserved_sha256;
  pinned.skip_bad_rows = inputs ? request.skip_bad_rows : before.pinned->skip_bad_rows;
  if (!inputs) pinned.inputs = before.pinned->inputs;
  pinned.options.clear();
  for (const RestoredSettings& one : settings.all()) pinned.options.push_back(pinned_options(one.options));
  folder.begin(pinned);

  Planned planned = planned_in(work, settings);
  if (const auto lost = reserve_again(request.ledger, before.folder, kept_unsent(work, sendings));
      !lost.empty() && observer.warning)
    observer.warning({.code = NoticeCode::names_reserved, .names = lost});
  LedgerState shared = ledger_state_now(request.ledger, before.folder);
  if (request.ledger.ledger) {
    const auto lost = reserve_inventory(request.ledger, shared.snapshot.plan, planned.customers);
    if (!lost.empty())
      throw RunError(ErrorCode::locked,
                     fmt::format("another plan has just reserved {}: update again", in_quotes(lost)),
                     lost.front());
  }
  for (RestoredSettings& one : settings.all()) {
    one.options.reserved.insert(shared.snapshot.reserved.begin(), shared.snapshot.reserved.end());
    one.options.reserved.insert(ended.domains.begin(), ended.domains.end());
  }
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
  FolderOutput output(folder, run_inputs, planned.places, std::move(others), settings.hashed(), observer,
                      /*keeps_ordered=*/true);
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
  needed.insert(needed.end(), output.ordered().begin(), output.ordered().end());
  check_no_domain_twice(needed);
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
  if (request.ledger.ledger) request.ledger.ledger->release_others(shared.snapshot.plan, needed);
  // Only now: until the new order is there, the old one must not be sent again.
  if (!work.replaced.empty()) {
    Journal journal(before.folder);
    for (const std::string& customer : work.replaced) journal.replaced(customer, journal_now());
  }
  return result;
}

}  // namespace domainplan
