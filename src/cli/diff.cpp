#include "cli/diff.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/command.hpp"
#include "cli/output.hpp"
#include "cli/progress.hpp"
#include "cli/values.hpp"
#include "domainplan/error.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

using Json = nlohmann::ordered_json;

Json record_of(const OrderDifference& one) {
  return {{"customer", one.customer},
          {"change", std::string(name_of(one.change))},
          {"lost", one.lost},
          {"gained", one.gained},
          {"before_cents", one.before_cents},
          {"after_cents", one.after_cents},
          {"currency", one.currency}};
}

// For a person: amounts as people write them.
Json row_of(const OrderDifference& one) {
  const bool is_new = one.change == OrderChange::added, is_gone = one.change == OrderChange::removed;
  return {{"customer", one.customer},
          {"change", std::string(name_of(one.change))},
          {"lost", one.lost},
          {"gained", one.gained},
          {"before", is_new ? "" : money(one.before_cents, one.currency)},
          {"after", is_gone ? "" : money(one.after_cents, one.currency)}};
}

int run(const po::variables_map& values, const std::vector<std::string>& arguments, Process& process) {
  require_arguments("diff", arguments, {"the old plan folder, OLD", "the new one, NEW"});
  const Format format = format_of(values, Format::text);
  const std::vector<OrderDifference> found = difference(read_plan(arguments[0]), read_plan(arguments[1]));
  print_differences(found, format, process.out);
  return found.empty() ? kDone : kShort;
}

}  // namespace

void print_differences(const std::vector<OrderDifference>& found, Format format, std::ostream& out) {
  if (format == Format::text && found.empty()) return;
  const std::vector<std::string> columns =
      format == Format::text
          ? std::vector<std::string>{"customer", "change", "lost", "gained", "before", "after"}
          : std::vector<std::string>{"customer",     "change",      "lost",    "gained",
                                     "before_cents", "after_cents", "currency"};
  RecordWriter writer(out, format, columns, "orders");
  for (const OrderDifference& one : found) writer.add(format == Format::text ? row_of(one) : record_of(one));
  writer.finish({{"count", found.size()}});
}

Command diff_command() {
  Command command{.name = "diff",
                  .synopsis = "diff OLD NEW [options]",
                  .summary = "show what changed between two plans",
                  .about =
                      R"(Prints each customer whose order differs between two plan folders: domains lost and
gained, and the first-year cost before and after. Exit code 0: the same; 3: different.

  domainplan diff plan-monday plan-tuesday
  domainplan diff old new --format json | jq .count)",
                  .options = po::options_description("Options", kHelpWidth),
                  .most_arguments = 2,
                  .run = run};
  add_format_option(command.options, "default: text");
  return command;
}

}  // namespace domainplan::cli
