#include "domainplan/cancel.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <ostream>

#include "cli/change.hpp"
#include "cli/change_words.hpp"
#include "cli/command.hpp"
#include "cli/domain_lists.hpp"
#include "cli/output.hpp"
#include "cli/progress.hpp"
#include "cli/values.hpp"
#include "domainplan/domain_name.hpp"
#include "domainplan/error.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string saved(const Cancelling& what) {
  return what.month_cents ? fmt::format("{} a month", money(*what.month_cents, what.currency)) : "not known";
}

// What ends, when, and what is saved: some lines for a person.
std::string description(const Cancelling& what, const std::string& customer) {
  std::string text = what.whole ? fmt::format("the whole order {} of {} ends", what.order, customer)
                                : fmt::format("some domains of the order {} of {} end", what.order, customer);
  text += what.ends_at ? fmt::format(" on {}", date_of(what.ends_at)) : " with its renewal period";
  text += ", and its inboxes are deleted then:";
  for (const CancelledDomain& domain : what.domains)
    if (!had_ended(domain.state))
      text += fmt::format("\n  {}{}", domain.domain,
                          domain.provider ? fmt::format("  {}", name_of(*domain.provider)) : "");
  return text + fmt::format("\n  licences saved: {}", saved(what));
}

// Prints what is known when it goes out of scope, also where an error ends the run.
class CancelPrinter {
 public:
  CancelPrinter(Process& process, Format format, bool quiet, std::string customer)
      : process_(process), format_(format), quiet_(quiet), customer_(std::move(customer)) {}
  ~CancelPrinter() {
    try {
      if (!result.order.empty()) print();
    } catch (const std::exception&) {
      mark_failed(process_.out);
    }
  }
  CancelPrinter(const CancelPrinter&) = delete;
  CancelPrinter& operator=(const CancelPrinter&) = delete;

  Cancelling result;

 private:
  void print() {
    std::vector<Json> records;
    for (const CancelledDomain& domain : result.domains) {
      std::string state(name_of(domain.state));
      if (format_ == Format::text) std::replace(state.begin(), state.end(), '_', ' ');
      // The period of the order says nothing of a domain that has left it.
      const auto ends_at = domain.state == CancelState::retiring ? std::nullopt : result.ends_at;
      records.push_back({{"customer", customer_},
                         {"order", result.order},
                         {"domain", domain.domain},
                         {"provider", domain.provider ? Json(name_of(*domain.provider)) : Json()},
                         {"state", state},
                         {"ends_at", format_ == Format::text ? Json(date_of(ends_at)) : or_null(ends_at)},
                         {"message", or_null(words_of(result, domain.state))}});
    }
    print_records(process_.out, format_,
                  {"customer", "order", "domain", "provider", "state", "ends_at", "message"}, records,
                  "domains",
                  {{"month_cents", result.month_cents ? Json(*result.month_cents) : Json()},
                   {"currency", or_null(result.currency)}});
    const auto done = std::any_of(result.domains.begin(), result.domains.end(),
                                  [](const CancelledDomain& d) { return d.state == CancelState::cancelled; });
    if (done && !quiet_) process_.err << fmt::format("licences saved: {}\n", saved(result)) << std::flush;
  }

  Process& process_;
  const Format format_;
  const bool quiet_;
  const std::string customer_;
};

int run(const po::variables_map& values, const std::vector<std::string>& arguments, Process& process) {
  require_arguments("cancel", arguments, {"the plan folder", "the customer"});
  const Format format = format_of(values, process.out_is_terminal ? Format::text : Format::json);
  CancelOptions options{.folder = arguments[0], .customer = arguments[1]};
  for (std::size_t i = 2; i < arguments.size(); ++i)
    options.domains.push_back(domain_of(arguments[i], "cancel: a domain to end"));
  const ChangeAccess access = change_access(values, process);
  options.state_folder = access.state_folder;
  options.poll = access.poll;
  options.wait = access.wait;
  options.waits_for_lock = reports_lock(process);
  bool declined = false;
  CancelPrinter printer(process, format, values["quiet"].as<bool>(), options.customer);
  cancel_live(
      *access.api.session, options,
      [&](const Cancelling& what) {
        const std::string text = description(what, options.customer);
        if (!access.asks && !values["quiet"].as<bool>()) process.err << text << std::endl;
        declined = access.asks && !agreed(text, process);
        return !declined;
      },
      printer.result);
  if (declined) {
    process.err << "nothing was cancelled\n";
    return kFailed;
  }
  const auto& domains = printer.result.domains;
  const std::string words = words_of(printer.result);
  if (domains.empty() && !words.empty() && !values["quiet"].as<bool>()) process.err << words << std::endl;
  return std::any_of(domains.begin(), domains.end(),
                     [](const CancelledDomain& domain) { return needs_person(domain.state); })
             ? kShort
             : kDone;
}

}  // namespace

Command cancel_command() {
  Command command{.name = "cancel",
                  .synopsis = "cancel DIR CUSTOMER [DOMAIN...] [options]",
                  .summary = "cancel a live order, or some of its domains",
                  .about =
                      R"(Cancels the order of a plan's customer, or only the domains named, at the end of its
renewal period. It shows what ends, when, and what is saved each month. The inboxes are
deleted then, which cannot be undone. Running it again cancels nothing twice.

  domainplan cancel plan acme
  domainplan cancel plan acme getacme.com)",
                  .options = po::options_description("Options", kHelpWidth),
                  .most_arguments = 1'000,
                  .run = run};
  add_change_options(command.options);
  add_format_option(command.options, "default: text on a terminal, else json");
  add_api_options(command.options);
  return command;
}

}  // namespace domainplan::cli
