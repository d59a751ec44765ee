#include <fmt/format.h>

#include <ostream>
#include <set>
#include <unordered_map>

#include "cli/command.hpp"
#include "cli/files.hpp"
#include "cli/output.hpp"
#include "cli/planning_options.hpp"
#include "cli/progress.hpp"
#include "cli/values.hpp"
#include "domainplan/error.hpp"
#include "domainplan/name_list.hpp"
#include "io/append_log.hpp"
#include "partner/availability.hpp"
#include "planning/market.hpp"
#include "planning/selection_problem.hpp"

namespace domainplan::cli {
namespace {

using Json = nlohmann::ordered_json;

// An availability row with what a candidate says of it. Its rank is its place in the input.
struct Row {
  Fact fact;
  Candidate candidate;
};

Row read_row(std::string_view line, const std::string& currency) {
  const AvailabilityRow availability = partner::read_availability_row(line);
  const Json object = Json::parse(line);
  Row row{fact_of(availability, currency), {availability.domain, 0, ""}};
  if (const auto score = object.find("score"); score != object.end() && !score->is_null()) {
    if (!score->is_number_integer() || *score < 0 || *score > (1 << 30))
      throw RunError("score: not a whole number from 0 to 1073741824");
    row.candidate.score = *score;
  }
  if (const auto pattern = object.find("pattern"); pattern != object.end() && !pattern->is_null()) {
    if (!pattern->is_string()) throw RunError("pattern: not a string");
    row.candidate.pattern = *pattern;
  }
  return row;
}

// A domain that stands there twice keeps its first place; its last row rules, as in recorded evidence.
std::vector<Row> read_rows(const InputFile& file, const std::string& currency) {
  std::vector<Row> rows;
  std::unordered_map<std::string, std::size_t> place;
  std::vector<Diagnostic> bad;
  const auto add = [&](std::string_view line, std::size_t number) {
    try {
      Row row = read_row(line, currency);
      const auto [known, is_new] = place.emplace(row.candidate.domain, rows.size());
      if (is_new)
        rows.push_back(std::move(row));
      else
        rows[known->second] = std::move(row);
    } catch (const RunError& error) {
      bad.push_back(
          {file.name, number, "",
           fmt::format("not an availability row (ndjson or csv, as check prints them): {}", error.what())});
    }
  };
  if (!read_availability_csv(file, add))
    each_line(file.bytes, [&](std::string_view line, std::size_t number, bool) {
      if (line.find_first_not_of(" \t\r") != std::string_view::npos) add(line, number);
    });
  if (!bad.empty()) throw InputError(std::move(bad));
  return rows;
}

std::size_t count_styles(const std::vector<Row>& rows) {
  std::set<Style> styles;
  for (const Row& row : rows)
    if (const auto style = style_of(row.candidate.pattern)) styles.insert(*style);
  return styles.size();
}

// An item's rank is the row's index.
std::vector<Item> eligible_items(const std::vector<Row>& rows, const Terms& terms) {
  std::vector<Item> items;
  selection::Families families;
  for (std::size_t rank = 0; rank < rows.size(); ++rank) {
    const auto& [fact, candidate] = rows[rank];
    if (judge(fact, terms) == Verdict::eligible)
      items.push_back(selection::item_of(candidate, rank, families.groups_of(candidate), terms, &fact));
  }
  return items;
}

void tell_why_not(const std::vector<Row>& rows, const std::vector<Item>& items, const Terms& terms,
                  ShareCaps caps, std::ostream& err) {
  const Demand short_of = missing(items, terms.demand, caps);
  err << fmt::format("no selection: {} Google and {} Microsoft missing; {} of {} rows are eligible",
                     short_of.google, short_of.microsoft, items.size(), rows.size());
  if (missing(items, terms.demand, {}).total() == 0)
    err << ". They are enough without the share caps: a higher --pattern-share, --style-share or "
           "--tld-share would help\n";
  else
    err << ". More candidates, or a higher price cap, would help\n";
}

int run(const po::variables_map& values, const std::vector<std::string>& arguments, Surroundings& around) {
  const ChoiceOptions choice = choice_options(values);
  require(values, {"google", "microsoft"});
  const auto count = [&](const char* option) { return number_or(values, option, 0, 100'000, 0); };
  const Demand demand{count("google"), count("microsoft")};
  const Format format = format_of(values, Format::json);
  const std::vector<Row> rows =
      read_rows(read_file(arguments.empty() ? "-" : arguments.front(), around), choice.currency);
  const Terms terms{demand, choice.max_price_cents, choice.max_renewal_cents, choice.years};
  const std::vector<Item> items = eligible_items(rows, terms);
  const ShareCaps caps = selection::caps_of(choice, demand, count_styles(rows));
  const auto best = select(items, demand, caps, choice.prefer);
  if (!best) {
    tell_why_not(rows, items, terms, caps, around.err);
    return kShort;
  }

  Cents cost = 0, renewal = 0;
  std::int64_t score = 0;
  Json selection = Json::array();
  for (const Chosen& one : best->chosen) {
    const auto& [fact, candidate] = rows[static_cast<std::size_t>(items[one.item].rank)];
    Json line = {
        {"domain", candidate.domain}, {"provider", name_of(one.provider)}, {"price_cents", fact.price_cents}};
    if (fact.renewal_price_cents != Fact::kNoPrice) line["renewal_price_cents"] = fact.renewal_price_cents;
    line["currency"] = choice.currency;
    line["score"] = candidate.score;
    if (!candidate.pattern.empty()) line["pattern"] = candidate.pattern;
    selection.push_back(std::move(line));
    cost += fact.price_cents;
    renewal += std::max<Cents>(fact.renewal_price_cents, 0);
    score += candidate.score;
  }
  if (best->gap) around.err << fmt::format("warning: {}\n", gap_text(*best->gap, choice));
  if (format == Format::json) {
    Json answer = {
        {"selection", selection}, {"cost_cents", cost}, {"renewal_cents", renewal}, {"score", score}};
    if (best->gap) answer[choice.prefer == Prefer::quality ? "score_gap" : "cost_gap_cents"] = *best->gap;
    around.out << answer.dump(2) << '\n';
    return kDone;
  }
  RecordWriter writer(
      around.out, format,
      {"domain", "provider", "price_cents", "renewal_price_cents", "currency", "score", "pattern"});
  for (const Json& line : selection) writer.add(line);
  writer.finish();
  return kDone;
}

}  // namespace

Command select_command() {
  Command command{.name = "select",
                  .synopsis = "select --google N --microsoft M [FILE or -] [options]",
                  .summary = "the best choice among availability rows",
                  .about =
                      "Reads availability rows (ndjson or csv, as check prints them) and prints the best"
                      " selection of exactly N\n"
                      "domains for Google and M for Microsoft; exits 3 where there is none.\n\n"
                      "  domainplan generate --brand Acme --limit 200 | domainplan check - --sandbox |\n"
                      "    domainplan select --google 15 --microsoft 4 -",
                  .options = po::options_description("Options", kHelpWidth),
                  .most_arguments = 1,
                  .run = run,
                  .reader_gone = ReaderGone::end};
  auto add = command.options.add_options();
  add("google", one("N"), "domains for Google");
  add("microsoft", one("M"), "domains for Microsoft");
  add_format_option(command.options, "default: json");
  add_choice_options(command.options);
  return command;
}

}  // namespace domainplan::cli
