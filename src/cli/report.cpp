#include <fmt/format.h>

#include <ostream>

#include "cli/command.hpp"
#include "cli/diagnostics.hpp"
#include "cli/values.hpp"
#include "domainplan/error.hpp"
#include "domainplan/plan_report.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

int run(const po::variables_map& values, const std::vector<std::string>& arguments, Process& process) {
  if (arguments.empty()) throw UsageError("report: missing argument: a plan folder, DIR");
  const auto warn = [&](const Notice& notice) { report_warning(notice, process.err); };
  const std::string& folder = arguments.front();
  const std::optional<std::string> customer = text(values, "customer");
  StoredPlan plan = read_plan(folder);
  const std::string page =
      customer ? client_page(plan, *customer) : report_page(PlanExplainer(std::move(plan), warn));
  const std::string path =
      text(values, "out")
          .value_or(customer ? fmt::format("{}/report-{}.html", folder, *customer) : folder + "/report.html");
  if (path == "-") {
    process.out << page;
    return kDone;
  }
  write_page(path, page);
  if (!values["quiet"].as<bool>()) process.err << fmt::format("written: {}\n", escaped(path));
  return kDone;
}

}  // namespace

Command report_command() {
  Command command{
      .name = "report",
      .synopsis = "report DIR [--customer K] [--out FILE]",
      .summary = "write a plan as an HTML page, or a page for a client to approve",
      .about =
          "Writes a self-contained HTML file: from candidates to selected names, cost by TLD, "
          "provider and month, calls over time, all orders with their domains, customers without an order "
          "and "
          "what would help, and what is held and why. With --customer: a page for this client to approve, "
          "without scores; pass the domains that the client rejects to plan --update --reject-file.\n\n"
          "  domainplan report plan\n"
          "  domainplan report plan --customer acme --out acme.html",
      .options = po::options_description("Options", kHelpWidth),
      .most_arguments = 1,
      .run = run};
  auto add = command.options.add_options();
  add("customer", one("K"), "a page for this customer to approve");
  add("out", one("FILE"),
      "the file to write, - for standard output (default: DIR/report.html, or "
      "DIR/report-K.html)");
  return command;
}

}  // namespace domainplan::cli
