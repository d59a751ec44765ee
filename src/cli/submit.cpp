#include "domainplan/submit.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <istream>
#include <ostream>

#include "cli/api_access.hpp"
#include "cli/change.hpp"
#include "cli/command.hpp"
#include "cli/files.hpp"
#include "cli/ledger_access.hpp"
#include "cli/notice_words.hpp"
#include "cli/output.hpp"
#include "cli/submit_output.hpp"
#include "cli/values.hpp"
#include "cli/waits.hpp"
#include "domainplan/error.hpp"
#include "domainplan/stored_plan.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

std::set<std::string> customers(const po::variables_map& values, const std::string& option) {
  const std::vector<std::string> given = texts(values, option);
  return {given.begin(), given.end()};
}

SubmitOptions submit_options(const po::variables_map& values) {
  SubmitOptions options;
  options.only = customers(values, "only");
  options.allow_duplicate = customers(values, "allow-duplicate");
  options.allow_all_duplicates = options.allow_duplicate.erase("all") > 0;
  options.confirm_not_placed = customers(values, "confirm-not-placed");
  options.accept_edited = customers(values, "accept-edited");
  options.accept_receipt = customers(values, "accept-receipt");
  if (const auto limit = number(values, "limit")) options.limit = static_cast<std::size_t>(*limit);
  options.max_spend_cents = number(values, "max-spend-cents");
  options.max_increase_cents = number(values, "max-increase-cents").value_or(0);
  options.check_urls = values["check-urls"].as<bool>();
  return options;
}

ReplanInputs replan_inputs(const po::variables_map& values, Process& process) {
  const auto file = [&](const char* option) -> std::optional<InputFile> {
    const auto path = text(values, option);
    return path ? std::optional(read_file(*path, process)) : std::nullopt;
  };
  return {file("customers"), file("personas"), file("bundles"), file("owned")};
}

SubmitHooks hooks_for(const po::variables_map& values, Process& process, SubmitPrinter& printer,
                      bool is_live) {
  const bool quiet = values["quiet"].as<bool>();
  SubmitHooks hooks;
  hooks.warning = [&](const Notice& notice) { printer.note("warning: " + words_of(notice)); };
  hooks.result = [&](const SubmitResult& result) { printer.add(result); };
  if (!quiet) {
    hooks.wait = [&](const SubmitWait& wait) {
      // The lock of the account may be free before its time is over.
      if (wait.reason == SubmitWait::Reason::lost_answer)
        begin_wait(wait.duration, fmt::format("the answer for {} was lost", escaped(wait.customer)));
      printer.note(wait_text(wait));
    };
    hooks.checking_urls = [&](std::size_t checked, std::size_t total) {
      printer.checking_urls(checked, total);
    };
    hooks.settled = [&](const SubmitResult& result, std::size_t settled, std::size_t total) {
      printer.progress(result, settled, total);
    };
  }
  if (!quiet || is_live)
    hooks.preview = [&](const SubmitPreview& what) {
      process.err << preview_text(what) << std::flush;
      printer.begins(what.orders);
    };
  if (is_live && !values["yes"].as<bool>())
    hooks.confirm = [&](const SubmitPreview& what) {
      process.err << preview_text(what);
      return printer.ask("This is for real, and billed. Type yes to send: ");
    };
  if (process.err_is_terminal)
    hooks.confirm_increase = [&printer](const PriceIncrease& increase) {
      printer.note(increase_text(increase));
      return printer.ask("Type yes to take the new order into the plan: ");
    };
  return hooks;
}

// Keeps in the ledger what was placed. The order exists whether or not that can be written down, so what
// fails is a warning; the next submit or `ledger sync` makes up for it.
class OrderRecorder {
 public:
  OrderRecorder(Ledger& ledger, const StoredPlan& plan, SubmitPrinter& printer)
      : ledger_(ledger), plan_(plan_in_ledger(plan.folder).value_or("")), printer_(printer) {
    // A ledger that cannot be written is found before anything is spent.
    ledger_.begin_plan(plan_, std::filesystem::absolute(plan.folder).string());
    for (const PlannedOrder& order : plan.orders)
      for (const PlannedDomain& one : order.domains)
        domains_[order.customer].push_back({one.domain, std::string(name_of(one.provider)),
                                            one.price_cents.value_or(0),
                                            one.renewal_price_cents.value_or(0)});
  }

  // Those whose receipt is disputed, after all others: an id that two orders have is that of the other one.
  void finish() {
    for (const SubmitResult& result : std::exchange(disputed_, {})) record(result);
  }

  // In all the hooks that tell of orders.
  void listen(SubmitHooks& hooks) {
    hooks.settled = [this, before = hooks.settled](const SubmitResult& result, std::size_t settled,
                                                   std::size_t total) {
      if (result.state == SubmitState::placed) record(result);
      if (before) before(result, settled, total);
    };
    hooks.result = [this, before = hooks.result](const SubmitResult& result) {
      if (result.state == SubmitState::receipt_mismatch)
        disputed_.push_back(result);
      else
        record(result);
      before(result);
    };
  }

 private:
  void record(const SubmitResult& result) {
    if (result.order_id.empty() || !recorded_.insert(result.customer).second) return;
    LedgerOrder order;
    order.id = result.order_id;
    order.plan = plan_;
    order.customer = result.customer;
    order.placed_at = result.placed_at.value_or(
        std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now()));
    order.cost_cents =
        std::max(result.total_cents.value_or(0), result.price_cents + result.licence_cents.value_or(0));
    order.currency = result.currency;
    order.domains = domains_[result.customer];
    try {
      ledger_.record_order(order, {.is_disputed = result.state == SubmitState::receipt_mismatch,
                                   .was_placed_before = result.state == SubmitState::placed_before});
    } catch (const RunError& error) {
      printer_.note(fmt::format("warning: {} is not in the ledger, and ledger sync adds it: {}", order.id,
                                escaped(error.what())));
    }
  }

  Ledger& ledger_;
  const std::string plan_;
  SubmitPrinter& printer_;
  std::map<std::string, std::vector<LedgerOrderDomain>> domains_;  // by customer
  std::set<std::string> recorded_;
  std::vector<SubmitResult> disputed_;
};

// Of a dry run, which does not open it.
std::string named_ledger(const po::variables_map& values, const std::string& folder) {
  if (const auto given = text(values, "ledger")) return *given;
  const StoredPlan plan = read_plan(folder);
  return plan.pinned && plan.pinned->ledger ? plan.pinned->ledger->ledger : kNoLedger;
}

int dry_run(const std::string& folder, const SubmitOptions& options, Format format, Process& process) {
  SubmitPrinter printer(process, format, true, true, false);
  SubmitHooks hooks;
  hooks.result = [&](const SubmitResult& result) { printer.add(result); };
  hooks.warning = [&](const Notice& notice) { printer.note("warning: " + words_of(notice)); };
  process.err << preview_text(preview(folder, options, hooks)) << std::flush;
  return printer.exit_code();
}

// The one given, else the one that the plan was made for.
std::optional<Cents> month_limit_in_force(const po::variables_map& values, const LedgerUse& ledger) {
  if (ledger.ledger || !ledger.max_month_cents) return ledger.max_month_cents;
  throw UsageError(fmt::format(
      "--max-month-cents{}: there is no ledger that knows the month's orders: name one with --ledger",
      month_limit(values) ? "" : ", which the plan was made with"));
}

int run(const po::variables_map& values, const std::vector<std::string>& arguments, Process& process) {
  if (arguments.empty())
    throw UsageError("submit: missing argument: the plan folder, such as domainplan submit plan");
  const std::string& folder = arguments.front();
  SubmitOptions options = submit_options(values);
  const Format format = format_of(values, Format::text);
  if (values["dry-run"].as<bool>()) {
    options.ledger.identity = named_ledger(values, folder);
    return dry_run(folder, options, format, process);
  }

  ApiAccess access = api_access(values, process);
  demand_live(values, access);
  options.batch_size = access.batch_size;
  options.recheck_wait = access.recheck_wait;
  const bool is_live = access.environment == Environment::live;
  if (is_live && !values["yes"].as<bool>() && !process.err_is_terminal)
    throw UsageError(
        "a confirmation is needed, and there is no terminal to ask on; in a script pass --yes with --live");
  if (access.environment != Environment::sandbox) options.state_folder = state_folder(process);
  SubmitPrinter printer(process, format, values["quiet"].as<bool>(), false, shows_progress(values, process));
  SubmitHooks hooks = hooks_for(values, process, printer, is_live);
  options.replan = values["replan"].as<bool>();
  options.replan_inputs = replan_inputs(values, process);
  const PlanLock lock = lock_plan(folder);  // before the folder is read, or a call is made
  const StoredPlan plan = read_plan(folder);
  demand_pinned_ledger(values, plan, access);
  // To open the ledger is a call, and without the lock of the account there is none.
  if (access.ledger && !options.state_folder.empty()) prepare_state_folder(options.state_folder);
  const std::unique_ptr<Ledger> ledger = open_ledger(access, process);
  std::optional<OrderRecorder> recorder;
  options.ledger = ledger_use(values, access, ledger.get(), &plan);
  options.max_month_cents = month_limit_in_force(values, options.ledger);
  if (ledger) recorder.emplace(*ledger, plan, printer).listen(hooks);
  SubmitEnd end{};
  try {
    end = submit(lock, open_session(access, process), options, hooks);
  } catch (...) {
    if (recorder) recorder->finish();
    throw;
  }
  if (recorder) recorder->finish();
  if (end == SubmitEnd::done) return printer.exit_code();
  printer.note("nothing more was sent");
  return kFailed;
}

void add_run_options(po::options_description& options) {
  auto add = options.add_options();
  add("dry-run", po::bool_switch(), "show what would be sent and what it costs; make no call");
  add("live", po::bool_switch(), "required with a pk_live_ key: changes are real and billed");
  add("yes", po::bool_switch(), "do not ask before spending (for scripts, with --live)");
  add("max-spend-cents", one("N"),
      "send no order that would take the total of DIR's orders, earlier ones included, above N");
  add_month_option(options);
  add("only", many("CUSTOMER"), "only this customer's order (may be repeated)");
  add("limit", one("N"), "send at most N orders now");
  add("check-urls", po::bool_switch(), "fetch each picture and forwarding URL once before anything is sent");
  add("replan", po::bool_switch(),
      "plan an order again that lost a domain or whose price changed, from the plan's own inputs and "
      "options");
  add("max-increase-cents", one("N"),
      "with --replan: accept orders that cost up to N more than planned without asking (default 0)");
}

void add_answer_options(po::options_description& options) {
  po::options_description group("A person's decisions (may be repeated)", kHelpWidth);
  auto add = group.add_options();
  add("allow-duplicate", many("CUSTOMER|all"), "send although the customer seems to have an order already");
  add("confirm-not-placed", many("CUSTOMER"), "confirm that the order whose answer was lost was not placed");
  add("accept-edited", many("CUSTOMER"), "send the order file as it was edited");
  add("accept-receipt", many("CUSTOMER"), "accept a receipt that contradicts its order");
  options.add(group);
}

}  // namespace

Command submit_command() {
  Command command{.name = "submit",
                  .synopsis = "submit DIR [options]",
                  .summary = "send a plan's orders, each at most once",
                  .about =
                      R"(Sends each order of a plan folder to POST /orders, after checking that its domains
are still available at the planned price and that the customer has no such order
already. Each request is written to DIR/journal.ndjson before it is sent, so a
second run continues and orders nothing twice. Exit code 3: an order is held or needs a
person.

  domainplan submit plan --dry-run
  domainplan submit plan --live --max-spend-cents 500000
  domainplan submit plan --only acme --replan)",
                  .options = po::options_description("Options", kHelpWidth),
                  .most_arguments = 1,
                  .run = run,
                  .old_spellings = {{"again", "allow-duplicate"}, {"not-ordered", "confirm-not-placed"}}};
  add_run_options(command.options);
  add_progress_option(command.options);
  add_format_option(command.options, "default: text");
  add_answer_options(command.options);
  add_api_options(command.options);
  add_asking_options(command.options);
  po::options_description files("Input files (with --replan; refused if they differ from the plan's)",
                                kHelpWidth);
  auto add = files.add_options();
  add("customers", one("FILE"), "customers.csv");
  add("personas", one("FILE"), "personas.csv");
  add("bundles", one("FILE"), "bundles.json or bundles.csv");
  add("owned", one("FILE"), "owned.csv");
  command.options.add(files);
  return command;
}

}  // namespace domainplan::cli
