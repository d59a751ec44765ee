#include "domainplan/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <memory_resource>
#include <optional>
#include <ostream>
#include <unordered_map>

#include "cli/api_access.hpp"
#include "cli/command.hpp"
#include "cli/diagnostics.hpp"
#include "cli/files.hpp"
#include "cli/ledger_access.hpp"
#include "cli/output.hpp"
#include "cli/values.hpp"
#include "domainplan/error.hpp"
#include "domainplan/json_text.hpp"
#include "domainplan/name_list.hpp"

namespace domainplan::cli {
namespace {

using Json = nlohmann::ordered_json;

// What a line has beside a valid name.
struct Beside {
  std::string invalid, message;  // a name that is not valid, as written, and why
  std::string score, pattern;    // what a candidate says, as JSON; empty where not given
};

// One line of input. Most of hundreds of thousands are a bare name.
struct Line {
  std::optional<std::size_t> name;  // which of the different valid names; unset: invalid
  std::unique_ptr<const Beside> more;

  const Beside& beside() const {
    static const Beside none;
    return more ? *more : none;
  }
};

struct Input {
  std::vector<Line> lines;
  std::vector<std::string> names;  // different, valid
  // The place of each of them, which its keys are views of. Its parts are freed as one.
  std::unique_ptr<std::pmr::memory_resource> memory = std::make_unique<std::pmr::monotonic_buffer_resource>();
  std::pmr::unordered_map<std::string_view, std::size_t> place{memory.get()};
  std::size_t invalid = 0;    // lines
  std::string first_invalid;  // where it is, and why
};

Input read_lines(const InputFile& file) {
  Input input;
  const auto ends = [&](char c) { return std::count(file.bytes.begin(), file.bytes.end(), c); };
  const auto most = static_cast<std::size_t>(std::max(ends('\n'), ends('\r'))) + 1;
  input.lines.reserve(most);
  input.names.reserve(most);  // so that none ever moves
  input.place.reserve(most);
  read_name_list(file, [&](ListedName&& listed) {
    Line line;
    Beside beside{{}, std::move(listed.invalid), std::move(listed.score), std::move(listed.pattern)};
    if (beside.message.empty()) {
      const auto known = input.place.find(listed.name);
      line.name = known != input.place.end() ? known->second : input.names.size();
      if (known == input.place.end())
        input.place.emplace(input.names.emplace_back(std::move(listed.name)), *line.name);
    } else {
      if (input.invalid++ == 0) input.first_invalid = fmt::format("line {}: {}", listed.line, beside.message);
      beside.invalid = std::move(listed.name);
    }
    if (!line.name || !beside.score.empty() || !beside.pattern.empty())
      line.more = std::make_unique<const Beside>(std::move(beside));
    input.lines.push_back(std::move(line));
  });
  return input;
}

// A line of output. Written out by hand: there are hundreds of thousands of them.
std::string row_json(std::string_view domain, const AvailabilityRow& row, const Beside& beside) {
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
  if (!beside.score.empty()) add_key("score"), json += beside.score;
  if (!beside.pattern.empty()) add_key("pattern"), json += beside.pattern;
  if (!beside.message.empty()) add_key("message"), json += json_text(Json(beside.message));
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
      if (line.name && rows_[*line.name]) available_ += rows_[*line.name]->available();
      if (!line.name)
        writer_.add_json(
            row_json(json_text(Json(line.beside().invalid)), {.reason = Reason::invalid}, line.beside()));
      else if (rows_[*line.name])
        writer_.add_json(
            row_json(fmt::format("\"{}\"", input_.names[*line.name]), *rows_[*line.name], line.beside()));
      else
        return;
    }
  }
  std::size_t available() const { return available_; }  // lines printed

 private:
  const Input& input_;
  RecordWriter& writer_;
  std::vector<std::optional<AvailabilityRow>> rows_;  // beside the names
  std::size_t place_ = 0;                             // behind the last row that came
  std::size_t next_ = 0;
  std::size_t available_ = 0;
};

int run(const po::variables_map& values, const std::vector<std::string>& arguments, Process& process) {
  const Format format = format_of(values, process.out_is_terminal ? Format::text : Format::ndjson);
  const Input input = read_lines(read_file(arguments.empty() ? "-" : arguments.front(), process));
  const bool quiet = values["quiet"].as<bool>();
  if (input.invalid > 0 && !quiet)
    process.err << fmt::format("warning: {} invalid line{} not checked; the first is {}\n", input.invalid,
                               input.invalid == 1 ? " is" : "s are", input.first_invalid);
  ApiAccess access = api_access(values, process);
  RecordWriter writer(process.out, format,
                      {"domain", "available", "premium", "price_cents", "renewal_price_cents", "currency",
                       "usable_for", "reason", "score", "pattern", "message"},
                      "domains");
  InOrder rows(input, writer);
  rows.print_known();
  if (access.replay) {
    const auto recorded = read_recorded(*access.replay);
    for (const std::string& name : input.names) {
      const auto found = recorded.find(name);
      rows.add(found != recorded.end() ? found->second : unavailable_row(name, Reason::not_recorded));
    }
  } else if (!input.names.empty()) {
    Session& session = open_session(access, process);
    const std::unique_ptr<Ledger> ledger = open_ledger(access, process);
    check_availability(session, input.names,
                       {access.batch_size, access.recheck_wait, ledger_use(values, access, ledger.get())},
                       {.rows =
                            [&](std::vector<AvailabilityRow> some) {
                              for (AvailabilityRow& row : some) rows.add(std::move(row));
                              // Whoever reads has them as they come, and is noticed when it goes away.
                              process.out.flush();
                            },
                        .warning =
                            [&](const std::string& warning) {
                              if (!quiet) report_warning(warning, process.err);
                            }});
  }
  writer.finish({{"count", input.lines.size()}, {"available", rows.available()}});
  return kDone;
}

}  // namespace

Command check_command() {
  Command command{.name = "check",
                  .synopsis = "check [FILE or -] [options]",
                  .summary = "check the availability of a list of domains",
                  .about =
                      R"(Reads one domain per line, ndjson objects with a "domain" (as generate prints
them) or CSV with that column, and prints one row for each line, in the same order.
A call carries up to 50 names, and no name is asked twice.

  domainplan check domains.txt --sandbox
  domainplan generate --brand Acme | domainplan check - --format csv > acme.csv)",
                  .options = po::options_description("Options", kHelpWidth),
                  .most_arguments = 1,
                  .run = run,
                  .reader_gone = ReaderGone::end};
  add_format_option(command.options, "default: text on a terminal, else ndjson");
  add_api_options(command.options);
  add_asking_options(command.options);
  add_replay_option(command.options);
  add_trust_option(command.options);
  return command;
}

}  // namespace domainplan::cli
