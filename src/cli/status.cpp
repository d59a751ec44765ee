#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <cmath>
#include <condition_variable>
#include <map>
#include <mutex>
#include <ostream>
#include <sstream>

#include "cli/api_access.hpp"
#include "cli/color.hpp"
#include "cli/command.hpp"
#include "cli/error_output.hpp"
#include "cli/live_line.hpp"
#include "cli/output.hpp"
#include "cli/standing_words.hpp"
#include "cli/values.hpp"
#include "domainplan/error.hpp"
#include "domainplan/status.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr int kMostFailedPolls = 3;  // in a row, of a watch
// What a watch shows below its table at any height: the closing line and the next look.
constexpr std::size_t kClosingLines = 2;

// What is to be done about an order, in words.
std::vector<std::string> remedies(const OrderStanding& standing) {
  std::vector<std::string> all;
  if (std::string remedy = remedy_of(standing); !remedy.empty()) all.push_back(std::move(remedy));
  for (const ActionToTake& action : standing.actions) all.push_back(remedy_of(action));
  return all;
}

std::string cost_of(const OrderStanding& standing) {
  return standing.total_cents ? money(*standing.total_cents, escaped(standing.currency)) : "";
}

Json as_object(const OrderStanding& standing) {
  Json actions = Json::array();
  for (const ActionToTake& action : standing.actions) {
    Json json = {{"type", action.type}, {"reason", action.reason}};
    if (!action.domain.empty()) json["domain"] = action.domain;
    if (!action.nameservers.empty()) json["nameservers"] = action.nameservers;
    if (action.pictures.size() == 1) {
      json["persona"] = action.pictures.front().name;
      if (!action.pictures.front().url.empty()) json["picture_url"] = action.pictures.front().url;
    }
    json["remedy"] = remedy_of(action);
    actions.push_back(std::move(json));
  }
  return {{"customer", standing.customer},
          {"order_id", standing.order_id.empty() ? Json() : Json(standing.order_id)},
          {"status", words_of(standing)},
          {"total_cents", standing.total_cents ? Json(*standing.total_cents) : Json()},
          {"currency", standing.currency.empty() ? Json() : Json(standing.currency)},
          {"needs_person", standing.needs_person},
          {"remedy", or_null(remedy_of(standing))},
          {"actions", std::move(actions)}};
}

// `has_ids`: with a column of the orders' ids.
void print_text(const std::vector<OrderStanding>& orders, std::ostream& out, bool has_ids = true) {
  std::vector<std::string> header = {"customer", "order", "status", "cost"};
  if (!has_ids) header.erase(header.begin() + 1);
  std::vector<std::vector<std::string>> rows;
  std::string to_do;
  for (const OrderStanding& standing : orders) {
    std::vector<std::string> row = {standing.customer, escaped(standing.order_id),
                                    escaped(words_of(standing)), cost_of(standing)};
    if (!has_ids) row.erase(row.begin() + 1);
    rows.push_back(std::move(row));
    for (const std::string& remedy : remedies(standing))
      to_do += fmt::format("  {}: {}\n", standing.customer, remedy);
  }
  print_table(out, header, rows);
  if (!to_do.empty()) out << "\nto do:\n" << to_do;
}

void print_csv_row(const OrderStanding& standing, RecordWriter& writer) {
  std::string joined;
  for (const std::string& remedy : remedies(standing))
    joined += fmt::format("{}{}", joined.empty() ? "" : "; ", remedy);
  writer.add({{"customer", standing.customer},
              {"order_id", standing.order_id},
              {"status", words_of(standing)},
              {"total_cents", standing.total_cents ? Json(*standing.total_cents) : Json("")},
              {"currency", standing.currency},
              {"to_do", joined}});
}

// "3 orders: 1 completed, 2 in progress; 123.45 usd"
std::string closing_line(const StatusReport& report, std::ostream& shown_on) {
  std::map<std::string, std::size_t> counts;
  for (const OrderStanding& standing : report.orders) ++counts[words_of(standing)];
  std::string line =
      fmt::format("{} {}", report.orders.size(), report.orders.size() == 1 ? "order" : "orders");
  const char* before = ": ";
  for (const auto& [status, count] : counts) {
    line += fmt::format("{}{} {}", before, count, colored(shown_on, escaped(status), status));
    before = ", ";
  }
  before = "; ";
  for (const auto& [currency, cents] : report.costs) {
    line += fmt::format("{}{}", before, money(cents, escaped(currency)));
    before = " + ";
  }
  return line;
}

// {"states": {"completed": 1}, "cost_cents": 12345, "currency": "usd"}; a sum of two currencies means
// nothing.
Json totals(const StatusReport& report) {
  Json states = Json::object();
  for (const OrderStanding& standing : report.orders) {
    Json& count = states[words_of(standing)];
    count = count.is_null() ? 1 : count.get<std::int64_t>() + 1;
  }
  const bool is_one = report.costs.size() == 1;
  return {{"states", states},
          {"cost_cents", is_one                 ? Json(report.costs.begin()->second)
                         : report.costs.empty() ? Json(0)
                                                : Json()},
          {"currency", is_one ? Json(report.costs.begin()->first) : Json()}};
}

// Prints reports one after another: on a terminal each in place of the one before, else only what is new.
class Printer {
 public:
  Printer(Process& process, Format format, bool in_place, bool quiet)
      : process_(process),
        quiet_(quiet),
        format_(format),
        in_place_(in_place),
        writer_(process.out, format, {"customer", "order_id", "status", "total_cents", "currency", "to_do"},
                "orders") {}
  ~Printer() {
    try {
      leave();
    } catch (const std::exception&) {
      mark_failed(process_.out);
    }
  }
  Printer(const Printer&) = delete;
  Printer& operator=(const Printer&) = delete;

  // A line of its own on stderr.
  void note(const std::string& line) {
    erase();
    process_.out.flush();
    process_.err << line << std::endl;
  }
  // When the next look is due, for the one who watches.
  void next_look_in(std::chrono::milliseconds time) { next_ = time; }

  void show(const StatusReport& report, bool last) {
    if (in_place_ && !last) return rewrite(report);
    if (in_place_) erase();
    const std::vector<OrderStanding> news = in_place_ ? report.orders : changed(report.orders);
    if (format_ == Format::json) {
      // An array can be written once only: when it is over.
      for (const OrderStanding& standing : last ? report.orders : std::vector<OrderStanding>())
        writer_.add(as_object(standing));
      if (last) writer_.finish(totals(report));
    } else if (!news.empty() || (first_ && format_ == Format::text)) {
      if (format_ == Format::text) print_text(news, process_.out);
      for (const OrderStanding& standing : news) {
        if (format_ == Format::ndjson) writer_.add(as_object(standing));
        if (format_ == Format::csv) print_csv_row(standing, writer_);
      }
    }
    process_.out.flush();
    if (!quiet_ && (first_ || last || in_place_ || !news.empty()))
      process_.err << closing_line(report, process_.err) << std::endl;
    first_ = false;
  }

 private:
  // The table, the closing line, and when the next look is due. Where a screen is too narrow for all columns
  // the ids of the orders are left out.
  std::string watched(const StatusReport& report, std::size_t columns) {
    std::ostringstream table;
    use_color(table, uses_color(process_.out));
    print_text(report.orders, table);
    const std::string wide = table.str();
    const std::vector<std::string_view> lines = split(wide, "\n");
    const auto below_table = lines.begin() + static_cast<std::ptrdiff_t>(1 + report.orders.size());
    if (std::any_of(lines.begin(), below_table,
                    [&](std::string_view line) { return fitted({std::string(line)}, columns) != line; })) {
      table.str("");
      print_text(report.orders, table, false);
    }
    const auto at = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now() + next_);
    table << closing_line(report, table)
          << fmt::format("\nlooking again at {:%H:%M:%S} UTC\n", fmt::gmtime(at));
    return table.str();
  }

  // The lines written before are ours, and no others are touched. What does not fit on the screen is counted.
  void rewrite(const StatusReport& report) {
    const ScreenSize screen = screen_of_stdout();
    const std::string shown = watched(report, screen.columns - 1);
    std::vector<std::string_view> lines = split(shown, "\n");
    const std::size_t room = screen.rows > 2 ? screen.rows - 2 : 1;
    std::string left_out;
    if (lines.size() > room) {
      const std::size_t last = std::min<std::size_t>(room - 1, kClosingLines);
      left_out = fmt::format("({} lines more)", lines.size() - room + 1);
      lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(room - 1 - last),
                  lines.end() - static_cast<std::ptrdiff_t>(last));
      lines.insert(lines.end() - static_cast<std::ptrdiff_t>(last), left_out);
    }
    erase();
    for (const std::string_view line : lines)
      on_screen_ += fitted({std::string(line)}, screen.columns - 1) + "\n";
    // The cursor waits on the first line: where a terminal that is made narrower breaks our lines, all of
    // them are still below it.
    process_.out << on_screen_ << fmt::format("\033[{}A", lines.size());
    process_.out.flush();
    first_ = false;
  }

  void erase() {
    if (!on_screen_.empty()) process_.out << "\r\033[J";
    on_screen_.clear();
  }

  // What stands there stays, and what follows is printed below it.
  void leave() {
    const std::string last = on_screen_;
    erase();
    process_.out << last << std::flush;
  }

  std::vector<OrderStanding> changed(const std::vector<OrderStanding>& orders) {
    std::vector<OrderStanding> news;
    for (const OrderStanding& standing : orders) {
      const auto [known, is_new] = shown_.emplace(standing.customer, standing);
      if (!is_new && known->second == standing) continue;
      known->second = standing;
      news.push_back(standing);
    }
    return news;
  }

  Process& process_;
  const bool quiet_;
  const Format format_;
  const bool in_place_;
  RecordWriter writer_;
  std::map<std::string, OrderStanding> shown_;
  std::chrono::milliseconds next_{0};
  std::string on_screen_;  // what stands on the screen and is ours
  bool first_ = true;
};

// Throws Interrupted where that is asked for first.
void wait(std::chrono::milliseconds time, std::stop_token stop) {
  std::mutex mutex;
  std::condition_variable_any never;
  std::unique_lock lock(mutex);
  never.wait_for(lock, stop, time, [] { return false; });
  if (stop.stop_requested()) throw Interrupted("interrupted");
}

// The report of the next poll; a network that fails now and then is reported, and waited for.
StatusReport next_report(StatusReader& reader, std::chrono::milliseconds poll, Printer& printer,
                         const Process& process) {
  for (int failed = 1;; ++failed) {
    wait(poll, process.stop);
    try {
      return reader.read();
    } catch (const RunError& error) {
      if (failed == kMostFailedPolls) throw;
      printer.note(fmt::format("domainplan: {}; asking again", escaped(error.what())));
    }
  }
}

int run(const po::variables_map& values, const std::vector<std::string>& arguments, Process& process) {
  if (arguments.size() != 1)
    throw UsageError("status: missing argument: the plan folder, such as domainplan status plan");
  const bool watch = values["watch"].as<bool>();
  const Format format = format_of(values, Format::text);
  const std::chrono::milliseconds poll(std::llround(fraction_or(values, "poll", 60) * 1000));

  const bool offline = values["offline"].as<bool>();
  if (text(values, "events") && !offline) throw UsageError("--events is for --offline");
  if (offline && watch)
    throw UsageError("--offline and --watch cannot be used together: events are read once");
  if (offline) {
    const StatusReport report =
        offline_status(arguments.front(), text(values, "events").value_or(arguments.front()));
    Printer(process, format, false, values["quiet"].as<bool>()).show(report, true);
    return report.needs_person ? kShort : kDone;
  }
  ApiAccess access = api_access(values, process);
  StatusReader reader(arguments.front(), open_session(access, process));
  Printer printer(process, format,
                  watch && format == Format::text && process.out_is_terminal && !is_dumb(process),
                  values["quiet"].as<bool>());
  printer.next_look_in(poll);
  StatusReport report = reader.read();
  while (watch && report.in_progress && process.out) {
    printer.show(report, false);
    report = next_report(reader, poll, printer, process);
  }
  printer.show(report, true);
  return report.needs_person ? kShort : kDone;
}

}  // namespace

Command status_command() {
  Command command{
      .name = "status",
      .synopsis = "status DIR [--watch | --offline [--events DIR]] [options]",
      .summary = "show the status of a plan's orders, and what a person has to do",
      .about =
          R"(Shows the status and cost of each order of a plan folder, what the vendor is waiting for, and
what to do about it. It changes nothing. Exit code 3: something needs a person.

  domainplan status plan --watch
  domainplan status plan --offline --events events --format json)",
      .options = po::options_description("Options", kHelpWidth),
      .most_arguments = 1,
      .run = run};
  auto add = command.options.add_options();
  add("watch", po::bool_switch(), "watch until nothing is in progress; Ctrl-C ends it");
  add("poll", one("S"), "with --watch: seconds between checks (default 60)");
  add("offline", po::bool_switch(), "make no call; take the status from the vendor's events");
  add("events", one("DIR"),
      "with --offline: the folder that webhook listen appends to (default: the plan folder)");
  add_format_option(command.options, "default: text; with --watch, json is printed at the end");
  add_api_options(command.options);
  return command;
}

}  // namespace domainplan::cli
