#include "submission/replan.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "io/append_log.hpp"
#include "io/csv_reader.hpp"
#include "io/file.hpp"
#include "planning/market.hpp"
#include "planning/run_note.hpp"
#include "store/availability_log.hpp"
#include "submission/recheck.hpp"

namespace domainplan {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

// What a file is called until it takes the place of another.
constexpr const char* kNew = ".new";

void write_beside(const std::string& path, std::string_view bytes) {
  remove_file(path + kNew);
  OutputFile file(path + kNew);
  file.write(bytes);
  file.sync();
  file.close();
}

// A folder beside the plan's, gone with the object.
class Workplace {
 public:
  explicit Workplace(const std::string& folder) {
    const fs::path plan = fs::absolute(folder).lexically_normal();
    const fs::path name = plan.has_filename() ? plan.filename() : plan.parent_path().filename();
    const fs::path parent = plan.has_filename() ? plan.parent_path() : plan.parent_path().parent_path();
    path_ = (parent / fmt::format(".{}.replanned", name.string())).string();
    fs::remove_all(path_);
    make_folder(path_);
  }
  ~Workplace() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  Workplace(const Workplace&) = delete;
  Workplace& operator=(const Workplace&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

std::string log_path(const std::string& folder) { return fmt::format("{}/{}", folder, kAvailabilityLogName); }

// Copies the rows of the plan's availability log that still hold. Returns how many.
std::size_t carry_rows(const std::string& from, const std::string& to) {
  const auto now = std::chrono::system_clock::now();
  std::size_t count = 0;
  std::string lines;
  each_logged_row(log_path(from), {.row = [&](const LoggedRow& logged) {
                    if (!still_holds(logged.row, logged.checked_at, now)) return;
                    lines.append(logged.line).push_back('\n');
                    ++count;
                  }});
  OutputFile log(log_path(to));
  log.write(lines);
  log.close();
  return count;
}

// Adds what was learned anew to the plan's availability log.
void keep_new_rows(const std::string& from, std::size_t carried, const std::string& to) {
  std::string lines;
  each_logged_row(log_path(from), {.row = [&](const LoggedRow& logged) {
                    if (logged.number > carried) lines.append(logged.line).push_back('\n');
                  }});
  AppendLog log(log_path(to), Durability::each_append);
  log.append(lines);
  log.close();
}

// All files of the folder that wait to take another's place, plan.csv last: it is written last, so that where
// it is there all others are whole, and put in place last.
std::vector<fs::path> waiting_files(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const fs::path& place : {folder / "orders", folder})
    for (const fs::directory_entry& entry : fs::directory_iterator(place))
      if (entry.path().extension() == kNew) found.push_back(entry.path());
  std::stable_partition(found.begin(), found.end(),
                        [](const fs::path& path) { return path.stem() != "plan.csv"; });
  return found;
}

// The bytes of a CSV file cut into its header, the rows before a customer's, the customer's, and those after.
struct Parts {
  std::string before, own, after;
};

Parts parts_of(const std::string& path, const std::string& customer) {
  const std::string bytes = bytes_of_file(path);
  std::size_t first = 0, last = 0, line = 0;  // physical lines of the customer's rows, from 1; 0: none
  read_csv(bytes, [&](const ParsedRow& row) {
    const bool own = line > 0 && !row.cells.empty() && row.cells[0] == customer;
    line = row.line;
    if (own && first == 0) first = row.line;
    if (!own && first > 0 && last == 0) last = row.line;
    return last == 0;
  });
  const auto offset_of = [&](std::size_t number) {
    std::size_t at = 0;
    while (--number > 0) at = bytes.find('\n', at) + 1;
    return at;
  };
  if (first == 0) return {bytes, "", ""};
  const std::size_t begin = offset_of(first), end = last == 0 ? bytes.size() : offset_of(last);
  return {bytes.substr(0, begin), bytes.substr(begin, end - begin), bytes.substr(end)};
}

// The rows of a CSV file without its header.
std::string rows_of(const std::string& path) {
  const std::string bytes = bytes_of_file(path);
  return bytes.substr(std::min(bytes.size(), bytes.find('\n') + 1));
}

// Moves what rows of candidates.csv say from or to the counts of summary.json.
void count_verdicts(const std::string& rows, int sign, Json& summary) {
  read_csv(rows, [&](const ParsedRow& row) {
    summary["candidates"] = summary["candidates"].get<std::int64_t>() + sign;
    Json& count = summary["verdicts"][std::string(row.cells.at(4))];
    count = count.get<std::int64_t>() + sign;
    return true;
  });
}

const Customer& customer_named(const Intake& intake, const std::string& name) {
  for (const Customer& customer : intake.customers)
    if (customer.key == name) return customer;
  throw RunError(fmt::format("{} is no customer of the files given with --replan", in_quotes(name)));
}

// The last cell of the last row of shortfall.csv.
std::string shortfall_message(const std::string& path) {
  std::string message;
  const std::string bytes = bytes_of_file(path);
  read_csv(bytes, [&](const ParsedRow& row) {
    if (!row.cells.empty()) message = row.cells.back();
    return true;
  });
  return message;
}

}  // namespace

void demand_same_inputs(const StoredPlan& plan, const ReplanSources& sources) {
  if (inputs_sha256(sources.files) == plan.summary.inputs_sha256) return;
  throw UsageError(
      fmt::format("--replan: the files are not those that {} was made of; give the same --customers, "
                  "--personas, --bundles "
                  "and --owned",
                  in_quotes(plan.folder, 300)));
}

bool finish_replan(const std::string& folder) try {
  const std::vector<fs::path> files = waiting_files(folder);
  if (files.empty()) return false;
  const bool whole = files.back().stem() == "plan.csv";
  for (const fs::path& file : files)
    if (whole)
      fs::rename(file, fs::path(file).replace_extension());
    else
      fs::remove(file);
  sync_folder(folder + "/orders");
  sync_folder(folder);
  return whole;
} catch (const fs::filesystem_error& error) {
  throw RunError(fmt::format("cannot put the new plan in place: {}", escaped(error.what())));
}

Replanned replan(const StoredPlan& plan, const std::string& customer, const ReplanSources& sources,
                 const partner::ApiOptions& api, const std::string& environment, std::stop_token stop) {
  Intake one;
  one.customers.push_back(customer_named(sources.intake, customer));
  one.positions.push_back(0);
  PlanOptions options = sources.options;
  options.resume = true;
  for (const PlannedOrder& order : plan.orders)
    if (order.customer != customer)
      for (const PlannedDomain& domain : order.domains) options.claimed.push_back(domain.domain);
  for (const Customer& other : sources.intake.customers)
    for (const OwnedDomain& owned : other.owned) options.claimed.push_back(owned.domain);

  const Workplace work(plan.folder);
  const std::size_t carried = carry_rows(plan.folder, work.path());
  const AnswerSource source{.api = api, .replay = {}, .api_url = api.base_url, .environment = environment};
  const PlanSummary made =
      domainplan::plan(one, sources.files, sources.rules, source, options, work.path(), {}, std::move(stop));
  keep_new_rows(work.path(), carried, plan.folder);
  if (made.planned != 1)
    throw RunError(
        fmt::format("no other choice was found: {}", shortfall_message(work.path() + "/shortfall.csv")));

  const std::string summary_path = plan.folder + "/summary.json";
  Json summary = Json::parse(bytes_of_file(summary_path));
  const PlannedOrder fresh = read_plan(work.path()).orders.at(0);
  const auto add_costs = [&](const PlannedOrder& order, int sign) {
    for (const PlannedDomain& domain : order.domains) {
      if (!domain.is_bought()) continue;
      summary["cost_cents"] = summary["cost_cents"].get<Cents>() + sign * domain.price_cents.value_or(0);
      summary["renewal_cents"] =
          summary["renewal_cents"].get<Cents>() + sign * domain.renewal_price_cents.value_or(0);
    }
  };
  for (const PlannedOrder& order : plan.orders)
    if (order.customer == customer) add_costs(order, -1);
  add_costs(fresh, 1);

  const Parts candidates = parts_of(plan.folder + "/candidates.csv", customer);
  const std::string candidate_rows = rows_of(work.path() + "/candidates.csv");
  count_verdicts(candidates.own, -1, summary);
  count_verdicts(candidate_rows, 1, summary);
  const Parts rows = parts_of(plan.folder + "/plan.csv", customer);

  write_beside(order_path(plan.folder, customer), read_order(work.path(), customer));
  write_beside(plan.folder + "/candidates.csv", candidates.before + candidate_rows + candidates.after);
  write_beside(summary_path, summary.dump(2) + "\n");
  write_beside(plan.folder + "/plan.csv", rows.before + rows_of(work.path() + "/plan.csv") + rows.after);
  finish_replan(plan.folder);
  return {fresh, made.calls};
}

}  // namespace domainplan
