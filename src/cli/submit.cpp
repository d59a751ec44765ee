#include "domainplan/submit.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <istream>
#include <ostream>

#include "cli/api_access.hpp"
#include "cli/command.hpp"
#include "cli/files.hpp"
#include "cli/output.hpp"
#include "cli/plan_inputs.hpp"
#include "cli/planning_options.hpp"
#include "cli/progress.hpp"
#include "cli/values.hpp"
#include "core/text.hpp"
#include "domainplan/error.hpp"

namespace domainplan::cli {
namespace {

using Json = nlohmann::ordered_json;

SubmitOptions submit_options(const po::variables_map& values) {
  SubmitOptions options;
  for (const std::string& name : texts(values, "only")) options.only.insert(name);
  for (const std::string& name : texts(values, "again")) options.again.insert(name);
  for (const std::string& name : texts(values, "not-ordered")) options.not_ordered.insert(name);
  if (const auto limit = number(values, "limit", 1, 1'000'000'000))
    options.limit = static_cast<std::size_t>(*limit);
  options.max_spend = number(values, "max-spend-cents", 0, 1'000'000'000'000);
  options.check_urls = values["check-urls"].as<bool>();
  return options;
}

Json record_of(const SubmitResult& result) {
  return {{"customer", result.customer},
          {"state", std::string(name_of(result.state))},
          {"order_id", result.order_id.empty() ? Json() : Json(result.order_id)},
          {"domains", result.domains},
          {"price_cents", result.price_cents},
          {"total_cents", result.total_cents ? Json(*result.total_cents) : Json()},
          {"currency", result.currency},
          {"message", result.message}};
}

// The same for a person: amounts as people write them.
Json row_of(const SubmitResult& result) {
  return {{"customer", result.customer},
          {"state", std::string(name_of(result.state))},
          {"order", result.order_id},
          {"domains", result.domains},
          {"planned", money(result.price_cents, result.currency)},
          {"total", result.total_cents ? money(*result.total_cents, result.currency) : ""},
          {"message", result.message}};
}

// A table without the columns that are empty for all.
void print_text(const std::vector<SubmitResult>& results, std::ostream& out) {
  const auto any = [&](auto has) { return std::any_of(results.begin(), results.end(), has); };
  std::vector<std::string> columns = {"customer", "state"};
  if (any([](const SubmitResult& result) { return !result.order_id.empty(); })) columns.emplace_back("order");
  for (const char* column : {"domains", "planned"}) columns.emplace_back(column);
  if (any([](const SubmitResult& result) { return result.total_cents.has_value(); }))
    columns.emplace_back("total");
  if (any([](const SubmitResult& result) { return !result.message.empty(); }))
    columns.emplace_back("message");
  RecordWriter writer(out, Format::text, columns);
  for (const SubmitResult& result : results) writer.add(row_of(result));
  writer.finish();
}

// "2 orders, 38 domains: 30 x 10.98 usd + 8 x 12.48 usd = 429.24 usd", one line a currency.
std::string spending_text(const SubmitPreview& preview) {
  std::string text = fmt::format("{} {}, {} domains to register\n", preview.orders,
                                 preview.orders == 1 ? "order" : "orders", preview.domains);
  for (const auto& [currency, prices] : preview.spending) {
    Cents sum = 0;
    std::string parts;
    for (const auto& [price, count] : prices) {
      sum += price * static_cast<Cents>(count);
      parts += fmt::format("{}{} x {}", parts.empty() ? "" : " + ", count, money(price, currency));
    }
    text += fmt::format("  {} = {}\n", parts, money(sum, currency));
  }
  return text + "  licences and later renewals are not in it\n";
}

// How the run ended, in a line: "25 orders: 23 sent, 1 sent before, 1 domain lost".
std::string summary_of(const std::vector<SubmitResult>& results) {
  std::map<SubmitState, std::size_t> counts;
  for (const SubmitResult& result : results) ++counts[result.state];
  std::string text;
  for (const auto& [state, count] : counts)
    text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, name_of(state));
  return fmt::format("{} {}: {}\n", results.size(), results.size() == 1 ? "order" : "orders", text);
}

class Teller {
 public:
  Teller(Surroundings& around, Format format, bool quiet)
      : around_(around),
        format_(format),
        quiet_(quiet),
        live_(around.err_is_terminal && !quiet),
        writer_(around.out, format,
                {"customer", "state", "order_id", "domains", "price_cents", "total_cents", "currency",
                 "message"}) {}

  // What is known is told also where an error ends the run.
  ~Teller() {
    try {
      clear_line();
      if (format_ == Format::text) {
        print_text(results_, around_.out);
      } else {
        for (const SubmitResult& result : results_) writer_.add(record_of(result));
        writer_.finish();
      }
      if (!quiet_) around_.err << summary_of(results_) << std::flush;
    } catch (const std::exception&) {
      around_.out.setstate(std::ios::badbit);
    }
  }
  Teller(const Teller&) = delete;
  Teller& operator=(const Teller&) = delete;

  void add(const SubmitResult& result) {
    results_.push_back(result);
    clear_line();
    if (live_) around_.err << fmt::format("{}: {}", result.customer, name_of(result.state)) << std::flush;
  }

  // Takes away what a terminal shows while the run goes on.
  void clear_line() {
    if (live_ && !results_.empty()) around_.err << "\r\033[K" << std::flush;
  }

  int exit_code() const {
    return std::any_of(results_.begin(), results_.end(),
                       [](const SubmitResult& result) { return needs_person(result.state); })
               ? kShort
               : kDone;
  }

 private:
  Surroundings& around_;
  const Format format_;
  const bool quiet_, live_;
  RecordWriter writer_;
  std::vector<SubmitResult> results_;
};

// What the plan was made of: --replan needs it once more.
ReplanSources replan_sources(const po::variables_map& values, Surroundings& around) {
  std::optional<ApiAccess> reached;
  IntakeFiles files = plan_files(values, around, reached);
  Intake intake = checked_intake(files, values, around);
  PlanOptions options = drawing_options(values, around);
  options.batch_size = number_or(values, "batch-size", 1, 50, 50);
  NamingRules rules = naming_rules(options.naming);
  return {std::move(files), std::move(intake), std::move(rules), std::move(options)};
}

// Asks the person at the terminal.
bool agreed(Surroundings& around) {
  around.err << "This is for real, and billed. Type yes to send: " << std::flush;
  // A signal does not end the read itself.
  for (pollfd input{.fd = STDIN_FILENO, .events = POLLIN, .revents = 0}; ::poll(&input, 1, 100) == 0;)
    if (around.stop.stop_requested()) throw Interrupted("interrupted; nothing was sent");
  std::string answer;
  std::getline(around.in, answer);
  return trimmed(answer) == "yes";
}

int run(const po::variables_map& values, const std::vector<std::string>& arguments, Surroundings& around) {
  if (arguments.empty()) throw UsageError("submit: which plan folder? domainplan submit DIR");
  const std::string& folder = arguments.front();
  SubmitOptions options = submit_options(values);
  const Format format = format_of(values, Format::text);
  const bool quiet = values["quiet"].as<bool>();
  SubmitHooks hooks;
  hooks.warning = [&](const std::string& text) {
    around.err << fmt::format("warning: {}\n", text) << std::flush;
  };

  if (values["dry-run"].as<bool>()) {
    Teller teller(around, format, true);
    hooks.result = [&](const SubmitResult& result) { teller.add(result); };
    around.err << spending_text(preview(folder, options, hooks)) << std::flush;
    return teller.exit_code();
  }

  const ApiAccess access = api_access(values, around);
  demand_live(values, access);
  options.batch_size = access.batch_size;
  options.recheck_wait = access.recheck_wait;
  const bool live = access.environment == "live";
  const bool yes = values["yes"].as<bool>();
  if (live && !yes && !around.err_is_terminal)
    throw UsageError("submit: nobody is at the terminal to be asked; a script says --yes besides --live");
  bool declined = false;
  hooks.confirm = [&](const SubmitPreview& what) {
    if (live || !quiet) around.err << spending_text(what) << std::flush;
    declined = live && !yes && !agreed(around);
    return !declined;
  };
  Teller teller(around, format, quiet);
  hooks.result = [&](const SubmitResult& result) { teller.add(result); };
  hooks.warning = [&](const std::string& text) {
    teller.clear_line();
    around.err << fmt::format("warning: {}\n", text) << std::flush;
  };
  std::optional<ReplanSources> sources;
  if (values["replan"].as<bool>()) options.replan = &sources.emplace(replan_sources(values, around));
  submit(folder, *access.api, access.environment, options, hooks, around.stop);
  if (!declined) return teller.exit_code();
  around.err << "nothing was sent\n";
  return kFailed;
}

}  // namespace

Command submit_command() {
  Command command{
      .name = "submit",
      .synopsis = "submit DIR [options]",
      .summary = "send a plan's orders, each at most once",
      .about =
          "Sends each order of a plan folder to POST /orders, after checking that its domains can still\n"
          "be had at the planned price. What is sent is written to DIR/journal.ndjson before it goes out, "
          "so\n"
          "that whatever happens, running it again goes on and pays for nothing twice.\n\n"
          "  domainplan submit plan --dry-run",
      .options = po::options_description("Options", kHelpWidth),
      .most_arguments = 1,
      .run = run};
  auto add = command.options.add_options();
  add("dry-run", po::bool_switch(), "say what would be sent and what it costs; make no call");
  add("live", po::bool_switch(), "needed with a pk_live_ key: it acts for real and bills");
  add("yes", po::bool_switch(), "do not ask before spending (for scripts, with --live)");
  add("max-spend-cents", one("N"),
      "send nothing that takes the cost of DIR's orders, earlier ones included, above N");
  add("only", many("CUSTOMER"), "this customer's order alone (may be repeated)");
  add("limit", one("N"), "send at most N orders now");
  add("again", many("CUSTOMER"),
      "send though the API has an order for that user and bundle (may be repeated)");
  add("not-ordered", many("CUSTOMER"),
      "you have looked: nothing came of a sending whose answer was lost (may be repeated)");
  add("check-urls", po::bool_switch(), "fetch each picture and forwarding URL once before anything is sent");
  add("replan", po::bool_switch(),
      "plan an order anew that lost a domain or whose price rose; needs the files and options of the plan");
  add_format_option(command.options, "default: text");
  add_api_options(command.options);
  add_asking_options(command.options);
  po::options_description plan("The plan's, for --replan", kHelpWidth);
  add_plan_file_options(plan);
  add_naming_options(plan);
  add_drawing_options(plan);
  command.options.add(plan);
  return command;
}

}  // namespace domainplan::cli
