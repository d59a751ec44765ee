#include "planning/check.hpp"

#include <fmt/format.h>

#include <ostream>
#include <unordered_map>

#include "cli/api_access.hpp"
#include "cli/command.hpp"
#include "cli/files.hpp"
#include "cli/output.hpp"
#include "cli/values.hpp"
#include "core/text.hpp"
#include "domainplan/domain_name.hpp"
#include "domainplan/error.hpp"
#include "planning/replay.hpp"

namespace domainplan::cli {
namespace {

using Json = nlohmann::ordered_json;

// One line of input: a name, and what a candidate says of it.
struct Line {
  std::string domain;               // normal form; as written where it is invalid
  std::optional<std::size_t> name;  // which of the different valid names; unset: invalid
  Json score, pattern;              // null where not given
};

struct Input {
  std::vector<Line> lines;
  std::vector<std::string> names;  // different, valid
};

Json parse_object(std::string_view line) {
  Json object = Json::parse(line, nullptr, false);
  if (object.is_discarded() || !object.is_object())
    throw UsageError("no JSON object; write a domain or {\"domain\":\"…\"}");
  if (!object.contains("domain") || !object["domain"].is_string())
    throw UsageError("the object has no \"domain\" that is a string");
  return object;
}

Input read_lines(const InputFile& file) {
  Input input;
  std::vector<Diagnostic> bad;
  std::unordered_map<std::string, std::size_t> known;
  std::size_t number = 0;
  std::string_view rest = file.bytes;
  if (rest.starts_with("\xEF\xBB\xBF")) rest.remove_prefix(3);
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    const std::string_view text = trimmed(rest.substr(0, end));
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    ++number;
    if (text.empty()) continue;
    Line line;
    try {
      if (text.front() == '{') {
        const Json object = parse_object(text);
        line.domain = object["domain"];
        line.score = object.value("score", Json());
        line.pattern = object.value("pattern", Json());
      } else {
        line.domain = text;
      }
      if (!is_utf8(line.domain)) throw UsageError("the line is not UTF-8");
    } catch (const UsageError& error) {
      bad.push_back({file.name, number, "", error.what()});
      continue;
    }
    try {
      std::string name = normalise_domain(line.domain);
      if (is_registrable_root(name)) {
        line.name = known.emplace(name, input.names.size()).first->second;
        if (*line.name == input.names.size()) input.names.push_back(name);
        line.domain = std::move(name);
      }
    } catch (const InvalidDomain&) {
      // Told in its row: an invalid name is an answer, not a mistake in the file.
    }
    input.lines.push_back(std::move(line));
  }
  if (!bad.empty()) throw InputError(std::move(bad));
  return input;
}

Json row_record(const Line& line, const AvailabilityRow& row) {
  Json record = {{"domain", line.domain}, {"available", row.available()}};
  if (row.available() || row.reason == Reason::premium) record["premium"] = row.reason == Reason::premium;
  if (row.price_cents) record["price_cents"] = *row.price_cents;
  if (row.renewal_price_cents) record["renewal_price_cents"] = *row.renewal_price_cents;
  if (!row.currency.empty()) record["currency"] = row.currency;
  if (row.available()) {
    record["usable_for"] = Json::array();
    for (const Provider provider : {Provider::google, Provider::microsoft})
      if (row.usable_for.has(provider)) record["usable_for"].push_back(name_of(provider));
  }
  if (row.reason) record["reason"] = name_of(*row.reason);
  if (!line.score.is_null()) record["score"] = line.score;
  if (!line.pattern.is_null()) record["pattern"] = line.pattern;
  return record;
}

// Prints rows in the order of the lines, each as soon as all before it are known.
class InOrder {
 public:
  InOrder(const Input& input, RecordWriter& writer)
      : input_(input), writer_(writer), rows_(input.names.size()) {
    for (std::size_t i = 0; i < input.names.size(); ++i) place_.emplace(input.names[i], i);
  }
  void add(AvailabilityRow row) {
    const std::size_t place = place_.at(row.domain);
    rows_[place] = std::move(row);
    print_known();
  }
  void print_known() {
    for (; next_ < input_.lines.size(); ++next_) {
      const Line& line = input_.lines[next_];
      if (!line.name)
        writer_.add(row_record(line, {.domain = line.domain, .reason = Reason::invalid}));
      else if (rows_[*line.name])
        writer_.add(row_record(line, *rows_[*line.name]));
      else
        return;
    }
  }

 private:
  const Input& input_;
  RecordWriter& writer_;
  std::unordered_map<std::string_view, std::size_t> place_;
  std::vector<std::optional<AvailabilityRow>> rows_;
  std::size_t next_ = 0;
};

int run(const po::variables_map& values, const std::vector<std::string>& arguments, Surroundings& around) {
  const Format format = format_of(values, around.out_is_terminal ? Format::text : Format::ndjson);
  const Input input = read_lines(read_file(arguments.empty() ? "-" : arguments.front(), around));
  ApiAccess access = api_access(values, around);
  RecordWriter writer(around.out, format,
                      {"domain", "available", "premium", "price_cents", "renewal_price_cents", "currency",
                       "usable_for", "reason", "score", "pattern"});
  InOrder rows(input, writer);
  rows.print_known();
  if (access.replay) {
    const auto recorded = read_recorded(*access.replay);
    for (const std::string& name : input.names) {
      const auto found = recorded.find(name);
      // A name not recorded is never taken as available.
      rows.add(found != recorded.end() ? found->second
                                       : AvailabilityRow{.domain = name, .reason = Reason::errored});
    }
  } else if (!input.names.empty()) {
    partner::Api api(*access.api);
    check_names(
        input.names, api, {access.batch_size, access.recheck_wait},
        [&](AvailabilityRow row) { rows.add(std::move(row)); },
        [&](const std::string& warning) { around.err << "warning: " << warning << '\n'; }, around.stop);
  }
  writer.finish();
  return kDone;
}

}  // namespace

Command check_command() {
  Command command{
      .name = "check",
      .synopsis = "check [FILE or -] [options]",
      .summary = "availability of the domains in a list",
      .about =
          "Reads one domain a line, or ndjson objects with a \"domain\" (as generate prints them), and "
          "prints\n"
          "one row for each line, in the same order. 50 names go into a call; none is asked twice.\n\n"
          "  domainplan check domains.txt --sandbox",
      .options = po::options_description("Options", kHelpWidth),
      .most_arguments = 1,
      .run = run};
  add_format_option(command.options, "default: text on a terminal, else ndjson");
  add_api_options(command.options);
  add_asking_options(command.options);
  return command;
}

}  // namespace domainplan::cli
