#include <fmt/format.h>
#include <fmt/ranges.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <ostream>
#include <variant>

#include "cli/command.hpp"
#include "cli/files.hpp"
#include "cli/output.hpp"
#include "cli/planning_options.hpp"
#include "cli/progress.hpp"
#include "cli/values.hpp"
#include "domainplan/json_text.hpp"
#include "domainplan/select_rows.hpp"

namespace domainplan::cli {
namespace {

using Json = nlohmann::ordered_json;

// The options that would each give a selection if they were wider: each is tried.
std::vector<std::string> options_that_help(const ChoiceOptions& choice,
                                           const std::function<bool(const ChoiceOptions&)>& has_selection) {
  std::vector<std::string> helpful;
  const auto try_with = [&](const char* option, bool is_set, auto widen) {
    ChoiceOptions wider = choice;
    widen(wider);
    if (is_set && has_selection(wider)) helpful.push_back(fmt::format("a higher --{}", option));
  };
  try_with("pattern-share", choice.pattern_share < 100, [](auto& wider) { wider.pattern_share = 100; });
  try_with("style-share", choice.style_share < 100, [](auto& wider) { wider.style_share = 100; });
  try_with("tld-share", choice.tld_share < 100, [](auto& wider) { wider.tld_share = 100; });
  try_with("max-price-cents", choice.max_price_cents.has_value(),
           [](auto& wider) { wider.max_price_cents.reset(); });
  try_with("max-renewal-cents", choice.max_renewal_cents.has_value(),
           [](auto& wider) { wider.max_renewal_cents.reset(); });
  return helpful;
}

void report_none(const NoSelection& none, std::size_t rows, const std::vector<std::string>& helpful,
                 std::ostream& err) {
  err << fmt::format("no selection: {} Google and {} Microsoft missing; {} of {} rows are eligible",
                     none.missing.google, none.missing.microsoft, none.eligible, rows);
  if (none.share_caps_bind) err << ", which are enough without the share caps";
  if (!helpful.empty())
    err << fmt::format(". What would help: {}\n", fmt::join(helpful, ", "));
  else
    err << (none.share_caps_bind ? ". What would help: higher shares together\n"
                                 : ". More candidates may help\n");
}

Json line_json(const CheckedCandidate& one, Provider provider) {
  const auto& [candidate, row] = one;
  Json line = {
      {"domain", candidate.domain}, {"provider", name_of(provider)}, {"price_cents", *row.price_cents}};
  if (row.renewal_price_cents) line["renewal_price_cents"] = *row.renewal_price_cents;
  line["currency"] = row.currency;
  line["score"] = candidate.score;
  if (!candidate.pattern.empty()) line["pattern"] = candidate.pattern;
  return line;
}

int run(const po::variables_map& values, const std::vector<std::string>& arguments, Process& process) {
  const ChoiceOptions choice = choice_options(values);
  require(values, {"google", "microsoft"});
  const auto count = [&](const char* option) { return number_or(values, option, 0); };
  const Demand demand{count("google"), count("microsoft")};
  std::optional<int> surplus;
  if (text(values, "surplus")) surplus = number_or(values, "surplus", 0);
  const Format format = format_of(values, Format::json);
  const std::vector<CheckedCandidate> rows =
      read_checked_candidates(read_file(arguments.empty() ? "-" : arguments.front(), process));
  const auto selected = select_rows(rows, demand, choice, surplus);
  if (const auto* const none = std::get_if<NoSelection>(&selected)) {
    const auto has_selection = [&](const ChoiceOptions& wider) {
      return std::holds_alternative<RowSelection>(select_rows(rows, demand, wider, surplus));
    };
    report_none(*none, rows.size(), options_that_help(choice, has_selection), process.err);
    return kShort;
  }

  const auto& best = std::get<RowSelection>(selected);
  Json selection = Json::array();
  for (const auto& [row, provider] : best.lines) selection.push_back(line_json(rows[row], provider));
  if (best.gap) process.err << fmt::format("warning: {}\n", gap_text(*best.gap, choice));
  if (format == Format::json) {
    Json answer = {{"selection", selection},
                   {"cost_cents", best.cost_cents},
                   {"renewal_cents", best.renewal_cents},
                   {"score", best.score}};
    if (best.gap) answer[choice.prefer == Prefer::quality ? "score_gap" : "cost_gap_cents"] = *best.gap;
    process.out << json_text(answer, 2) << '\n';
    return kDone;
  }
  RecordWriter writer(
      process.out, format,
      {"domain", "provider", "price_cents", "renewal_price_cents", "currency", "score", "pattern"});
  for (const Json& line : selection) writer.add(line);
  writer.finish();
  return kDone;
}

}  // namespace

Command select_command() {
  Command command{.name = "select",
                  .synopsis = "select --google N --microsoft M [FILE or -] [options]",
                  .summary = "select the best domains among availability rows",
                  .about =
                      R"(Reads availability rows, ndjson or csv, as check prints them, and prints the best
selection of exactly N domains for Google and M for Microsoft. Exit code 3: there
is no such selection.

  domainplan select --google 15 --microsoft 4 checked.ndjson
  domainplan generate --brand Acme --limit 200 | domainplan check - --sandbox |
    domainplan select --google 15 --microsoft 4 --prefer price -)",
                  .options = po::options_description("Options", kHelpWidth),
                  .most_arguments = 1,
                  .run = run,
                  .reader_gone = ReaderGone::end};
  auto add = command.options.add_options();
  add("google", one("N"), "domains for Google");
  add("microsoft", one("M"), "domains for Microsoft");
  add_format_option(command.options, "default: json");
  po::options_description choice = choice_group();
  choice.add_options()(
      "surplus", one("P"),
      "choose among the best rows only: as few as hold P percent more domains than are needed "
      "(default: among all rows)");
  command.options.add(choice);
  return command;
}

}  // namespace domainplan::cli
