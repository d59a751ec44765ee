// The main job as one function: customers in, a plan folder out.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "domainplan/choice_options.hpp"
#include "domainplan/environment.hpp"
#include "domainplan/grouped_texts.hpp"
#include "domainplan/intake.hpp"
#include "domainplan/ledger_use.hpp"
#include "domainplan/naming.hpp"
#include "domainplan/notice.hpp"
#include "domainplan/plan_lock.hpp"
#include "domainplan/selection.hpp"
#include "domainplan/verdict.hpp"

namespace domainplan {

// Overrides for the built-in naming rules.
struct NamingSources {
  std::vector<std::string> tlds = {}, include = {}, exclude = {};
  std::optional<InputFile> patterns = {};
};

// Throws InputError where the patterns file is wrong, UsageError for a TLD or an expression that cannot be
// used.
NamingRules naming_rules(const NamingSources& sources);

struct PlanOptions {
  ChoiceOptions choice;
  int surplus = 0;  // percent of candidates taken beyond the order's need, so that there are cheaper ones to
                    // choose from
  int max_checks = 1000;  // candidates taken for a customer, at most
  int batch_size = 50;    // names per call, 1 to 50
  std::chrono::milliseconds recheck_wait{
      2000};            // before a stale or errored row is asked again; doubled each time
  int threads = 0;      // 0: one per core
  int window = 2000;    // customers in flight
  bool force = false;   // replace an earlier plan
  bool resume = false;  // continue an interrupted run
  // What the naming rules were made of; a resumed run must be the same in this too.
  NamingSources naming = {};
  bool skip_bad_rows = false;  // customers with bad rows are left out; the intake has them as skipped
  // How the names were checked that a person should look at; see name_holds.hpp. Pinned as well.
  bool strict_names = false;
  std::vector<std::string> brand_ok = {};  // keys of customers
  // Domains of orders outside this run: claimed before the first customer.
  std::vector<std::string> claimed = {};
  // Domains, in canonical form, that no customer may get: to be avoided, or reserved by another plan or by an
  // owner. The API is not asked about them. A resumed run keeps the reserved domains that it had.
  std::unordered_set<std::string> avoided = {}, reserved = {};
  // The plan folders that the reserved domains come from, as absolute paths.
  std::vector<std::string> reserved_by = {};
  // Whether orders use the account's ready domains first (GET /domains, category inventory): those of the
  // customer's user, and those without one whose name is the customer's. A resumed run keeps those it
  // had.
  bool inventory = false;
  // Domains that a person has rejected for a customer: avoided for it alone. By the customer's key.
  std::unordered_map<std::string, std::unordered_set<std::string>> rejected = {};
};

class Session;

// Where availability comes from: the API, or rows that an earlier run recorded (an availability.ndjson).
struct AnswerSource {
  Session* session = nullptr;
  std::optional<InputFile> replay = {};  // if set, no call is made
  // What is pinned and in summary.json.
  std::string api_url = {};
  Environment environment = Environment::live;
  LedgerUse ledger = {};
  std::optional<InputFile> ledger_log = {};  // with `replay`: the ledger.ndjson of that run, where it had one
};

struct Progress {
  std::size_t customers = 0;  // in all
  std::size_t settled = 0;    // of them
  std::uint64_t domains_checked = 0;
  std::uint64_t calls = 0;
};

// The ledger.ndjson of the run that recorded `availability_log` (a path), which lies beside it; unset where
// there is none. Throws RunError where it cannot be read.
std::optional<InputFile> ledger_log_beside(const std::string& availability_log);

// How a run reports its progress. Each may be empty. They are called on worker threads, one at a time. If one
// throws, the run ends and plan() throws the same.
struct Observer {
  std::function<void(const Progress&)> progress;
  NoticeHook warning;
  NoticeHook note;  // on the caller's thread
};

// What summary.json holds.
struct PlanSummary {
  std::string api_url;
  Environment environment = Environment::live;
  std::size_t customers = 0, planned = 0, short_of_domains = 0;
  std::size_t candidates = 0;         // rows of candidates.csv
  std::uint64_t domains_checked = 0;  // different names that the API answered for
  // Calls made, repeated, and answered with 429; of a resumed run, in all its parts.
  std::uint64_t calls = 0, retries = 0, rate_limited = 0;
  std::uint64_t calls_bound = 0;            // the minimum number of calls for all candidates taken
  Cents cost_cents = 0, renewal_cents = 0;  // of everything chosen, for the first and for each further year
  std::string currency;
  double elapsed_seconds = 0;
  std::string inputs_sha256;  // of the lines "<SHA-256 of the file> <role>", one for each input file
  std::array<std::size_t, kVerdicts> verdicts{};
  // The customers whose order may not be the best one (see Selection), and by how much: a score, or cents for
  // Prefer::price. In summary.json where there are any.
  std::map<std::string, std::int64_t> unproven = {};
  // Customers who seem to have an order already, and why: the text_of() each that find_possible_duplicates()
  // found. Unset, and null in summary.json, until it has looked: it may have been interrupted. A plan made
  // from recorded answers has nowhere to look, and none.
  std::optional<std::map<std::string, std::string>> possible_duplicates = {};
  // Not in summary.json: whether an earlier run had finished the plan, and else the orders of this run, in
  // the order of the customers.
  bool was_finished = false;
  GroupedTexts orders = {};  // the domains of each customer's order, Google's first
};

// The bytes of summary.json.
std::string summary_json(const PlanSummary& summary);

// The summary of the finished plan in the folder of `lock`, which a run that goes on has nothing to add to;
// unset where the folder holds none. No call is made: the account is not compared, nor are the bundles where
// `has_bundles` is false, as only the API has them. Throws PlanDiffers where the other inputs, the options or
// the service are not those of the plan, UsageError for a plan of an earlier version.
std::optional<PlanSummary> finished_plan(const IntakeFiles& files, bool has_bundles,
                                         const AnswerSource& source, const PlanOptions& options,
                                         const PlanLock& lock, const Observer& observer);

// Plans every customer of `intake` and writes the plan into the folder of `lock`. Throws UsageError where the
// folder cannot be used, RunError where the network, the API or the disk fails, KeyRefused, or Interrupted
// once `stop` asks for it; the answers gathered so far are then in the folder, and no results. With
// options.resume the same call goes on from there: what the availability log knows is not asked again, and
// the plan is the one that an uninterrupted run would have made. Files that are
// moved into `files` are freed before the run: only their digests are needed.
PlanSummary plan(const Intake& intake, IntakeFiles files, const NamingRules& rules,
                 const AnswerSource& source, const PlanOptions& options, const PlanLock& lock,
                 const Observer& observer, std::stop_token stop);

}  // namespace domainplan
