#include "planning/ledger_state.hpp"

#include <algorithm>
#include <filesystem>
#include <functional>

#include "io/file.hpp"
#include "store/paths.hpp"

namespace domainplan {
namespace {

// Keeps what another plan had read, under no plan's id: it is that one's names that are reserved.
LedgerSnapshot carry_over(const InputFile& log_of_other, const std::string& folder) {
  auto snapshot = read_ledger_log(log_of_other.bytes, log_of_other.name);
  if (!snapshot) return {};
  snapshot->plan.clear();
  LedgerLog log(folder);
  log.begin(*snapshot);
  for (const auto& [customer, names] : snapshot->lost) log.lost(customer, names);
  std::vector<std::string> lines;
  for (const RecordedAnswer& answer : snapshot->answers) lines.push_back(answer.line);
  log.answers(lines);
  return std::move(*snapshot);
}

LedgerSnapshot begin(Ledger& ledger, const std::string& folder) {
  LedgerSnapshot snapshot{Ledger::new_plan_id(), ledger.account(), {}, {}};
  ledger.begin_plan(snapshot.plan, std::filesystem::absolute(folder).string());
  snapshot.reserved = ledger.reserved_by_others(snapshot.plan);
  remove_file(store::in_folder(folder, store::kLedgerLog));
  LedgerLog(folder).begin(snapshot);
  return snapshot;
}

void open_worker(const LedgerUse& use, const std::string& folder, LedgerState& state) {
  state.log = std::make_unique<LedgerLog>(folder);
  state.worker = std::make_unique<LedgerWorker>(use, state.log.get(), state.snapshot.plan);
}

std::unordered_map<std::string, Fact> facts_of(
    const LedgerSnapshot& snapshot, const std::string& currency,
    const std::function<bool(const AvailabilityRow&, std::optional<UtcTime>)>& keep) {
  std::unordered_map<std::string, Fact> facts;
  for (const auto& [row, checked_at, line] : snapshot.answers) {
    if (keep(row, checked_at))
      facts.insert_or_assign(row.domain, fact_of(row, currency));
    else
      facts.erase(row.domain);
  }
  return facts;
}

}  // namespace

LedgerState ledger_state(const AnswerSource& source, const std::string& folder) {
  LedgerState state;
  auto snapshot = ledger_snapshot(folder);
  if (!snapshot && source.ledger_log) snapshot = carry_over(*source.ledger_log, folder);
  if (!snapshot && source.ledger.ledger) snapshot = begin(*source.ledger.ledger, folder);
  if (snapshot) state.snapshot = std::move(*snapshot);
  if (!source.ledger.ledger) return state;
  // One that was made anew since the run was begun learns of it; what is settled is reserved again.
  if (!state.snapshot.plan.empty())
    source.ledger.ledger->begin_plan(state.snapshot.plan, std::filesystem::absolute(folder).string());
  open_worker(source.ledger, folder, state);
  return state;
}

std::vector<std::string> reserve_again(const LedgerUse& use, const std::string& folder,
                                       const std::vector<NamesOfCustomer>& customers) {
  const auto plan = use.ledger ? plan_in_ledger(folder) : std::nullopt;
  if (!plan || use.ledger->knows_plan(*plan)) return {};
  use.ledger->begin_plan(*plan, std::filesystem::absolute(folder).string());
  std::vector<std::string> lost;
  for (const NamesOfCustomer& customer : customers) {
    const auto names = use.ledger->reserve(*plan, {customer}, use.reserve_days).lost;
    lost.insert(lost.end(), names.begin(), names.end());
  }
  return lost;
}

LedgerState ledger_state_now(const LedgerUse& use, const std::string& folder) {
  LedgerState state;
  auto snapshot = ledger_snapshot(folder);
  if (!use.ledger) {
    if (snapshot) state.snapshot = std::move(*snapshot);
    return state;
  }
  if (!snapshot || snapshot->plan.empty()) {
    state.snapshot = begin(*use.ledger, folder);
    open_worker(use, folder, state);
    return state;
  }
  state.snapshot = std::move(*snapshot);
  open_worker(use, folder, state);
  std::vector<std::string> now = use.ledger->reserved_by_others(state.snapshot.plan);
  std::sort(state.snapshot.reserved.begin(), state.snapshot.reserved.end());
  std::vector<std::string> added;
  std::set_difference(now.begin(), now.end(), state.snapshot.reserved.begin(), state.snapshot.reserved.end(),
                      std::back_inserter(added));
  state.log->reserved(added);
  state.snapshot.reserved = std::move(now);
  return state;
}

NamesLost by_place(const LedgerSnapshot& snapshot, const std::vector<Customer>& customers) {
  NamesLost lost;
  for (std::size_t place = 0; place < customers.size(); ++place)
    if (const auto found = snapshot.lost.find(customers[place].key); found != snapshot.lost.end())
      lost.emplace(place, found->second);
  return lost;
}

std::unordered_map<std::string, Fact> shared_facts(const LedgerSnapshot& snapshot,
                                                   const std::string& currency) {
  return facts_of(snapshot, currency, [](const auto&, const auto&) { return true; });
}

std::unordered_map<std::string, Fact> shared_facts_now(const LedgerSnapshot& snapshot,
                                                       const std::string& currency,
                                                       std::chrono::system_clock::time_point now) {
  return facts_of(snapshot, currency, [now](const auto& row, const auto& checked_at) {
    return still_holds(row, checked_at, now);
  });
}

}  // namespace domainplan
