#include "cli/ledger_access.hpp"
#include "cli/diagnostics.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <mutex>
#include <ostream>

#include "cli/change.hpp"
#include "cli/option_values.hpp"
#include "cli/values.hpp"
#include "domainplan/error.hpp"
#include "domainplan/submit.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

std::string default_address(const std::string& account, Process& process) {
  return fmt::format("{}/{}.sqlite", state_folder(process), account);
}

// A person reads of a wait, and of its end.
LedgerOptions ledger_options(const ApiAccess& access, Process& process) {
  LedgerOptions options;
  const auto mutex = std::make_shared<std::mutex>();
  options.waiting = [&process, mutex, quiet = access.quiet](const std::string& why) {
    const std::lock_guard lock(*mutex);
    if (quiet) return;
    process.err << (why.empty() ? "the ledger is back\n"
                                : fmt::format("waiting up to 5 minutes for the ledger: {}\n", escaped(why)))
                << std::flush;
  };
  options.stop = process.stop;
  options.address = *access.ledger;
  options.create = access.plan_in_ledger.empty();
  return options;
}

void name_account(ApiAccess& access, LedgerOptions& options, Process& process) {
  // A folder that cannot be used is found before the account is asked for.
  if (options.address.empty()) prepare_state_folder(state_folder(process));
  const std::string& account = access.session->account().id;
  // The ledger of another account does not know the plan, which is not what is wrong.
  if (!access.plan_in_ledger.empty() && !access.account_of_plan.empty() && access.account_of_plan != account)
    throw UsageError(fmt::format("the plan belongs to the account {}, and the key to {}: nothing is sent",
                                 in_quotes(access.account_of_plan), in_quotes(account)),
                     access.account_of_plan);
  options.account = ledger_account(access.environment, account);
  if (options.address.empty()) options.address = default_address(options.account, process);
}

// Of the ledger in force.
std::string identity_of(const ApiAccess& access) {
  return access.ledger->empty() ? kDefaultLedger : ledger_identity(*access.ledger);
}

bool is_set(const po::variables_map& values, const char* flag) {
  return values.count(flag) > 0 && values[flag].as<bool>();
}

// The default ledgers of an environment: which account a key is of only the API says.
std::vector<std::string> default_ledgers(Environment environment, Process& process) {
  std::vector<std::string> files;
  std::error_code none;
  const std::string begin = fmt::format("{}-", name_of(environment));
  for (const auto& entry : std::filesystem::directory_iterator(state_folder(process), none)) {
    const std::string name = entry.path().filename();
    if (name.starts_with(begin) && name.ends_with(".sqlite")) files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

void add_trust_option(po::options_description& options) {
  options.add_options()(
      "trust-taken", one("HOURS"),
      "treat a domain as taken if the ledger saw it taken in the last HOURS hours (default 24)");
}

void add_month_option(po::options_description& options) {
  options.add_options()(
      "max-month-cents", one("N"),
      "cap the total cost of the account's orders in a calendar month (UTC); needs the ledger");
}

std::optional<Cents> month_limit(const po::variables_map& values) {
  return number(values, "max-month-cents");
}

std::optional<std::string> ledger_in_any_run(const po::variables_map& values, const ApiAccess& access) {
  std::optional<std::string> given = text(values, "ledger");
  if (given && given->empty())
    throw UsageError("--ledger is empty: name a file, a postgresql:// URL, or none",
                     Subject{"--ledger", "a file, a postgresql:// URL, or none"});
  if (given == "none" || access.replay) return std::nullopt;
  if (given) return given;
  if (access.environment == Environment::sandbox || partner::is_loopback_url(access.api->base_url))
    return std::nullopt;
  return "";
}

std::vector<std::string> prices_in_ledger(const po::variables_map& values, Process& process) {
  std::optional<ApiAccess> access;
  if (!is_set(values, "sandbox")) access = access_if_named(values, process);
  std::optional<Environment> environment;
  if (access) environment = access->environment;
  if (is_set(values, "sandbox")) environment = Environment::sandbox;
  std::vector<std::string> addresses;
  const std::optional<std::string> given = text(values, "ledger");
  if (given && given != kNoLedger && !given->empty()) addresses = {*given};
  if (!given && access && ledger_in_any_run(values, *access))
    addresses = default_ledgers(*environment, process);
  std::vector<std::string> lines;
  for (const std::string& address : addresses) try {
      std::vector<std::string> found = priced_answers_in_ledger(address, environment);
      std::move(found.begin(), found.end(), std::back_inserter(lines));
    } catch (const RunError& error) {
      if (!is_set(values, "quiet"))
        report_warning(fmt::format("no prices from the ledger: {}", error.what()), process.err);
    }
  return lines;
}

std::optional<std::string> ledger_in_force(const po::variables_map& values, const ApiAccess& access) {
  std::optional<std::string> address = ledger_in_any_run(values, access);
  return is_set(values, "dry-run") ? std::nullopt : address;
}

// The account's own ledger cannot be found before GET /me says whose it is: that one call is made without a
// slot, and handed in once the rate is shared. A server that refuses it with 429 is asked again like any
// other.
void share_rate(ApiAccess& access, Process& process) {
  LedgerOptions options = ledger_options(access, process);
  if (options.address.empty()) name_account(access, options, process);
  access.session->share_rate(
      as_option("ledger", [&] { return Ledger::share_rate(options, access.api->key, access.api->rate); }));
}

std::unique_ptr<Ledger> open_ledger(ApiAccess& access, Process& process) {
  if (!access.ledger) return nullptr;
  open_session(access, process);
  LedgerOptions options = ledger_options(access, process);
  name_account(access, options, process);
  auto ledger = as_option("ledger", [&] { return std::make_unique<Ledger>(std::move(options)); });
  if (!access.plan_in_ledger.empty() && !ledger->knows_plan(access.plan_in_ledger))
    throw RunError(ErrorCode::disk,
                   fmt::format("the ledger {} does not know this plan, which reserved its domains in it: it "
                               "was replaced or emptied; restore it, or reserve the domains again",
                               in_quotes(ledger->name(), 300)),
                   ledger->name(), Remedy::update);
  return ledger;
}

std::unique_ptr<Ledger> open_ledger_of_plan(const ApiAccess& access, const std::string& folder,
                                            Process& process) {
  if (!access.ledger) return nullptr;
  const std::optional<std::string> account = account_in_ledger(folder);
  if (!account) return nullptr;
  LedgerOptions options = ledger_options(access, process);
  options.account = *account;
  options.create = false;
  options.patience = std::chrono::seconds(0);
  if (options.address.empty()) options.address = default_address(*account, process);
  return as_option("ledger", [&] { return std::make_unique<Ledger>(std::move(options)); });
}

void use_pinned_ledger(const po::variables_map& values, const StoredPlan& plan, ApiAccess& access) {
  if (text(values, "ledger") || !plan.pinned || !plan.pinned->ledger) return;
  const std::string& pinned = plan.pinned->ledger->ledger;
  if (pinned == kNoLedger) access.ledger.reset();
  if (pinned != kNoLedger && pinned != kDefaultLedger) access.ledger = pinned;
}

void demand_pinned_ledger(const po::variables_map& values, const StoredPlan& plan, ApiAccess& access) {
  use_pinned_ledger(values, plan, access);
  if (access.ledger && plan.pinned && plan.pinned->ledger &&
      plan.pinned->ledger->ledger == identity_of(access))
    access.plan_in_ledger = plan_in_ledger(plan.folder).value_or("");
  if (plan.pinned) access.account_of_plan = plan.pinned->account.value_or("");
}

LedgerUse ledger_use(const po::variables_map& values, const ApiAccess& access, Ledger* ledger,
                     const StoredPlan* before) {
  PinnedLedger pinned;
  if (before && before->pinned) pinned = before->pinned->ledger.value_or(pinned);
  LedgerUse use;
  use.ledger = ledger;
  if (access.ledger) use.identity = identity_of(access);
  // A replay opens no ledger, but its orders belong in the one that a run would have used.
  if (access.replay) {
    const std::optional<std::string> given = text(values, "ledger");
    use.identity = !given ? kDefaultLedger : *given == kNoLedger ? kNoLedger : ledger_identity(*given);
  }
  use.reserve_days = number_or(values, "reserve-days", static_cast<int>(pinned.reserve_days));
  use.trust_taken =
      std::chrono::hours(number_or(values, "trust-taken", static_cast<int>(pinned.trust_taken)));
  use.max_month_cents = pinned.max_month_cents;
  if (const auto limit = month_limit(values)) use.max_month_cents = limit;
  return use;
}

void warn_of_own_limits(const std::vector<Customer>& customers, const LedgerUse& ledger, std::ostream& err) {
  if (ledger.identity != kNoLedger) return;
  std::vector<std::string> limited;
  for (const Customer& customer : customers)
    if (customer.max_month_cents) limited.push_back(customer.key);
  if (!limited.empty())
    err << fmt::format(
        "warning: max_month_cents of {} cannot be checked without a ledger, and submit holds {}: name one "
        "with --ledger\n",
        escaped(in_quotes(limited)), limited.size() == 1 ? "its order" : "their orders");
}

}  // namespace domainplan::cli
