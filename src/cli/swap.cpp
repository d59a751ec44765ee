#include "domainplan/swap.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "cli/change.hpp"
#include "cli/change_words.hpp"
#include "cli/command.hpp"
#include "cli/diagnostics.hpp"
#include "cli/domain_lists.hpp"
#include "cli/ledger_access.hpp"
#include "cli/output.hpp"
#include "cli/progress.hpp"
#include "cli/values.hpp"
#include "domainplan/error.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string price_text(const SwapResult& result) {
  if (!result.price_cents)
    return result.reason == SwapReason::importing ? "no charge for the domain: it is being imported"
                                                  : "no charge for the domain: the account has it";
  std::string text = fmt::format("{} for the first year", money(*result.price_cents, result.currency));
  if (result.renewal_price_cents)
    text += fmt::format(", {} for each year after it", money(*result.renewal_price_cents, result.currency));
  return text;
}

// What is about to be done: some lines for a person.
std::string description(const SwapResult& result, bool premium) {
  std::string text =
      fmt::format("{} replaces {}{} on the order {}\n  {}\n  {}", result.replacement, result.domain,
                  result.provider ? fmt::format(" for {}", name_of(*result.provider)) : "", result.order,
                  price_text(result),
                  premium ? "premium: the old domain stays warm for 14 days"
                          : "standard: the old domain is retired at once");
  if (const std::string words = words_of(result); !words.empty()) text += "\n  " + words;
  return text;
}

SwapOptions swap_options(const po::variables_map& values, const std::vector<std::string>& arguments) {
  SwapOptions options;
  const auto order = text(values, "order"), domain = text(values, "domain"), with = text(values, "with");
  if (order || domain) {
    if (!arguments.empty())
      throw UsageError("swap: name either DIR CUSTOMER DOMAIN or --order and --domain, not both");
    // Without a plan there is no brand to make names of.
    require(values, {"order", "domain", "with"});
    options.order = *order;
    options.domain = domain_of(*domain, "--domain");
  } else {
    require_arguments("swap", arguments, {"the plan folder", "the customer", "the domain to replace"});
    options.folder = arguments[0];
    options.customer = arguments[1];
    options.domain = domain_of(arguments[2], "swap: the domain to replace");
  }
  if (with) options.with = domain_of(*with, "--with");
  options.premium = choice_or(values, "type", {"standard", "premium"}, 0) == 1;
  options.dry_run = values["dry-run"].as<bool>();
  return options;
}

// Prints what is known when it goes out of scope, also where an error ends the run.
class SwapPrinter {
 public:
  SwapPrinter(Process& process, Format format, const SwapOptions& options)
      : process_(process), format_(format), options_(options) {}
  ~SwapPrinter() {
    try {
      if (!result.order.empty()) print();
    } catch (const std::exception&) {
      mark_failed(process_.out);
    }
  }
  SwapPrinter(const SwapPrinter&) = delete;
  SwapPrinter& operator=(const SwapPrinter&) = delete;

  SwapResult result;

 private:
  void print() {
    std::string state(name_of(result.state));
    if (format_ == Format::text) std::replace(state.begin(), state.end(), '_', ' ');
    const auto cents = [](const std::optional<Cents>& value) { return value ? Json(*value) : Json(); };
    const Json record = {{"customer", or_null(options_.customer)},
                         {"order", result.order},
                         {"domain", result.domain},
                         {"replacement", or_null(result.replacement)},
                         {"provider", result.provider ? Json(name_of(*result.provider)) : Json()},
                         {"type", result.type},
                         {"state", state},
                         {"swap", or_null(result.swap)},
                         {"price_cents", cents(result.price_cents)},
                         {"renewal_price_cents", cents(result.renewal_price_cents)},
                         {"currency", or_null(result.currency)},
                         {"message", or_null(words_of(result))}};
    std::vector<std::string> columns;
    for (const auto& [name, value] : record.items()) columns.push_back(name);
    // The price was shown to a person already, in words.
    if (format_ == Format::text)
      columns = {"customer", "domain", "replacement", "provider", "type", "state", "swap", "message"};
    print_records(process_.out, format_, columns, {record}, "swaps");
  }

  Process& process_;
  const Format format_;
  const SwapOptions& options_;
};

int run(const po::variables_map& values, const std::vector<std::string>& arguments, Process& process) {
  SwapOptions options = swap_options(values, arguments);
  const Format format = format_of(values, process.out_is_terminal ? Format::text : Format::json);
  const bool quiet = values["quiet"].as<bool>();
  ChangeAccess access = change_access(values, process, options.dry_run, options.folder);
  const std::unique_ptr<Ledger> ledger = open_ledger(access.api, process);
  options.ledger = ledger.get();
  options.state_folder = access.state_folder;
  options.poll = access.poll;
  options.wait = access.wait;
  options.batch_size = access.api.batch_size;
  options.recheck_wait = access.api.recheck_wait;
  bool declined = false;
  SwapHooks hooks;
  hooks.agree = [&](const SwapResult& what) {
    const std::string text = description(what, options.premium);
    if (!access.asks && !quiet) process.err << text << std::endl;
    declined = access.asks && !agreed(text, process);
    return !declined;
  };
  hooks.waits_for_lock = reports_lock(process);
  hooks.warning = [&](const Notice& notice) { report_warning(notice, process.err); };
  SwapPrinter printer(process, format, options);
  swap_domain(*access.api.session, options, hooks, printer.result);
  if (declined) {
    process.err << "nothing was replaced\n";
    return kFailed;
  }
  const SwapResult& result = printer.result;
  if (options.dry_run && !quiet && result.state == SwapState::not_sent)
    process.err << description(result, options.premium) << std::endl;
  return needs_person(result.state) || result.reason == SwapReason::other_name ? kShort : kDone;
}

}  // namespace

Command swap_command() {
  Command command{
      .name = "swap",
      .synopsis = "swap DIR CUSTOMER DOMAIN | swap --order ID --domain D --with NEW [options]",
      .summary = "replace a domain of a live order",
      .about =
          R"(Replaces one domain of a live order. The replacement is chosen as plan would choose it:
the best name of the customer for the same provider, within the price caps, and within
the share caps together with the rest of the order. A name that another plan has reserved
in the ledger, or that another customer of the plan owns, is not used. The price is shown first. If the answer
to a swap is lost, the vendor's list of swaps is checked before it is sent again, so no
domain is replaced twice.
Exit code 3: the swap needs a person.

  domainplan swap plan acme getacme.com --dry-run
  domainplan swap plan acme getacme.com --type premium
  domainplan swap --order ord_1a2b --domain getacme.com --with tryacme.com)",
      .options = po::options_description("Options", kHelpWidth),
      .most_arguments = 3,
      .run = run};
  auto add = command.options.add_options();
  add("order", one("ID"), "the order, where there is no plan folder");
  add("domain", one("D"), "the domain to replace, with --order");
  add("with", one("NEW"),
      "the replacement: a domain to register, or one that was imported or is being imported");
  add("type", one("standard|premium"),
      "standard retires the old domain at once; premium keeps it warm for 14 days, for Microsoft domains "
      "only, once in 30 days (default standard)");
  add("dry-run", po::bool_switch(), "show the replacement and its price; change nothing");
  add_change_options(command.options);
  add_format_option(command.options, "default: text on a terminal, else json");
  add_api_options(command.options);
  add_asking_options(command.options);
  return command;
}

}  // namespace domainplan::cli
