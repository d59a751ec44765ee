#include "planning/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory_resource>
#include <ostream>
#include <unordered_map>

#include "cli/api_access.hpp"
#include "cli/command.hpp"
#include "cli/files.hpp"
#include "cli/output.hpp"
#include "cli/values.hpp"
#include "core/json_text.hpp"
#include "core/text.hpp"
#include "domainplan/domain_name.hpp"
#include "domainplan/error.hpp"
#include "planning/replay.hpp"

namespace domainplan::cli {
namespace {

using Json = nlohmann::ordered_json;

// One line of input: a name, and what a candidate says of it.
struct Line {
  std::optional<std::size_t> name;  // which of the different valid names; unset: invalid
  std::string invalid;              // such a name, as written
  Json score, pattern;              // null where not given
};

struct Input {
  std::vector<Line> lines;
  std::vector<std::string> names;  // different, valid
  // The place of each of them, which its keys are views of. Its parts are freed as one.
  std::unique_ptr<std::pmr::memory_resource> memory = std::make_unique<std::pmr::monotonic_buffer_resource>();
  std::pmr::unordered_map<std::string_view, std::size_t> place{memory.get()};
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
  const auto most = static_cast<std::size_t>(std::count(file.bytes.begin(), file.bytes.end(), '\n')) + 1;
  input.lines.reserve(most);
  input.names.reserve(most);  // so that none ever moves
  input.place.reserve(most);
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
    std::string said;
    std::string_view domain = text;
    try {
      if (text.front() == '{') {
        const Json object = parse_object(text);
        domain = said = object["domain"];
        line.score = object.value("score", Json());
        line.pattern = object.value("pattern", Json());
      }
      if (!is_utf8(domain)) throw UsageError("the line is not UTF-8");
    } catch (const UsageError& error) {
      bad.push_back({file.name, number, "", error.what()});
      continue;
    }
    try {
      std::string name = normalise_domain(domain);
      if (is_registrable_root(name)) {
        const auto known = input.place.find(name);
        line.name = known != input.place.end() ? known->second : input.names.size();
        if (known == input.place.end())
          input.place.emplace(input.names.emplace_back(std::move(name)), *line.name);
      }
    } catch (const InvalidDomain&) {
      // Told in its row: an invalid name is an answer, not a mistake in the file.
    }
    if (!line.name) line.invalid = domain;
    input.lines.push_back(std::move(line));
  }
  if (!bad.empty()) throw InputError(std::move(bad));
  return input;
}

// A line of output. Written out by hand: there are hundreds of thousands of them.
std::string row_json(std::string_view domain, const AvailabilityRow& row, const Line& line) {
  std::string json;
  json.reserve(256);
  json.append(R"({"domain":)").append(domain);
  const auto add_quoted = [&](std::string_view word) { (json += '"').append(word) += '"'; };
  const auto add_key = [&](std::string_view key) { (json += ",\"").append(key) += "\":"; };
  add_key("available"), json += row.available() ? "true" : "false";
  if (row.available() || row.reason == Reason::premium)
    add_key("premium"), json += row.available() ? "false" : "true";
  if (row.price_cents) add_key("price_cents"), json += fmt::format_int(*row.price_cents).c_str();
  if (row.renewal_price_cents)
    add_key("renewal_price_cents"), json += fmt::format_int(*row.renewal_price_cents).c_str();
  if (!row.currency.empty()) add_key("currency"), add_quoted(row.currency);
  if (row.available()) {
    add_key("usable_for"), json += '[';
    for (const Provider provider : {Provider::google, Provider::microsoft}) {
      if (!row.usable_for.has(provider)) continue;
      if (json.back() != '[') json += ',';
      add_quoted(name_of(provider));
    }
    json += ']';
  }
  if (row.reason) add_key("reason"), add_quoted(name_of(*row.reason));
  if (!line.score.is_null()) add_key("score"), json += json_text(line.score);
  if (!line.pattern.is_null()) add_key("pattern"), json += json_text(line.pattern);
  return json += '}';
}

// Prints rows in the order of the lines, each as soon as all before it are known.
class InOrder {
 public:
  InOrder(const Input& input, RecordWriter& writer)
      : input_(input), writer_(writer), rows_(input.names.size()) {}
  void add(AvailabilityRow row) {
    const std::string name = std::move(row.domain);  // rows_ need not hold it again
    // Nearly always it is the next one.
    if (place_ == rows_.size() || input_.names[place_] != name) place_ = input_.place.at(name);
    rows_[place_++] = std::move(row);
    print_known();
  }
  void print_known() {
    for (; next_ < input_.lines.size(); ++next_) {
      const Line& line = input_.lines[next_];
      if (!line.name)
        writer_.add_json(row_json(json_text(Json(line.invalid)), {.reason = Reason::invalid}, line));
      else if (rows_[*line.name])
        writer_.add_json(row_json(fmt::format("\"{}\"", input_.names[*line.name]), *rows_[*line.name], line));
      else
        return;
    }
  }

 private:
  const Input& input_;
  RecordWriter& writer_;
  std::vector<std::optional<AvailabilityRow>> rows_;  // beside the names
  std::size_t place_ = 0;                             // behind the last row that came
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
        input.names, api, {access.batch_size, access.recheck_wait, access.api->connections},
        [&](std::vector<AvailabilityRow> some) {
          for (AvailabilityRow& row : some) rows.add(std::move(row));
          around.out.flush();  // whoever reads has them as they come, and is noticed when it goes away
        },
        [&](const std::string& warning) {
          if (!values["quiet"].as<bool>()) around.err << "warning: " << warning << '\n';
        },
        around.stop);
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
      .run = run,
      .reader_gone = ReaderGone::end};
  add_format_option(command.options, "default: text on a terminal, else ndjson");
  add_api_options(command.options);
  add_asking_options(command.options);
  add_replay_option(command.options);
  return command;
}

}  // namespace domainplan::cli
