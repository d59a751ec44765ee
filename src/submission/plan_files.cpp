#include "submission/plan_files.hpp"

#include <fmt/format.h>

#include <charconv>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "io/csv_reader.hpp"
#include "io/file.hpp"

namespace domainplan {
namespace {

using nlohmann::json;

void read_summary(const std::string& path, PlanFiles& plan) {
  const json summary = json::parse(bytes_of_file(path), nullptr, false);
  const auto text = [&](const char* name) {
    if (!summary.is_object() || !summary.contains(name) || !summary[name].is_string())
      throw RunError(fmt::format("{}: {} is missing; the plan is damaged", escaped(path), name));
    return summary[name].get<std::string>();
  };
  plan.api_url = text("api_url");
  plan.environment = text("environment");
  if (summary.contains("inputs_sha256")) plan.inputs_sha256 = text("inputs_sha256");
}

// The rows of plan.csv as the plan wrote them: other columns, or none, are damage.
class PlanRows {
 public:
  PlanRows(std::string path, PlanFiles& plan) : path_(std::move(path)), plan_(plan) {}

  void read() {
    const std::string bytes = bytes_of_file(path_);
    std::size_t rows = 0;
    read_csv(bytes, [&](const ParsedRow& row) {
      if (rows++ == 0)
        check_header(row);
      else
        add(row);
      return true;
    });
    if (rows == 0) throw RunError(fmt::format("{} is empty; the plan is damaged", escaped(path_)));
  }

 private:
  [[noreturn]] void damaged(const ParsedRow& row, std::string_view what) const {
    throw RunError(
        fmt::format("{}:{}: {}; the plan is damaged: nothing is sent", escaped(path_), row.line, what));
  }

  void check_header(const ParsedRow& row) const {
    constexpr std::string_view kColumns[] = {"customer", "domain",      "provider",
                                             "source",   "price_cents", "renewal_price_cents",
                                             "currency", "score",       "pattern"};
    if (!std::equal(row.cells.begin(), row.cells.end(), std::begin(kColumns), std::end(kColumns)))
      damaged(row, "the header is not that of plan.csv");
  }

  Cents cents(const ParsedRow& row, std::size_t column) const {
    const std::string_view cell = row.cells[column];
    Cents value = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    if (error != std::errc() || end != cell.data() + cell.size() || value < 0)
      damaged(row, fmt::format("{} is no price in cents", in_quotes(cell)));
    return value;
  }

  void add(const ParsedRow& row) {
    if (row.cells.size() != 9 || !row.problem.empty()) damaged(row, "9 cells are expected");
    const std::string customer(row.cells[0]);
    if (plan_.orders.empty() || plan_.orders.back().customer != customer) {
      if (!customers_.insert(customer).second) damaged(row, "a customer's rows are not together");
      plan_.orders.push_back({customer, {}});
    }
    PlannedDomain domain;
    domain.domain = row.cells[1];
    if (row.cells[2] != "google" && row.cells[2] != "microsoft") damaged(row, "provider is unknown");
    domain.provider = row.cells[2] == "google" ? Provider::google : Provider::microsoft;
    if (row.cells[3] != "registrar" && row.cells[3] != "owned") damaged(row, "source is unknown");
    domain.owned = row.cells[3] == "owned";
    if (!domain.owned) {
      domain.price_cents = cents(row, 4);
      // A renewal price that the API did not give and no option needed is an empty cell.
      domain.renewal_price_cents = row.cells[5].empty() ? -1 : cents(row, 5);
      domain.currency = row.cells[6];
    }
    if (!domains_.insert(domain.domain).second) damaged(row, "a domain stands in the plan twice");
    plan_.orders.back().domains.push_back(std::move(domain));
  }

  std::string path_;
  PlanFiles& plan_;
  std::set<std::string> customers_;
  std::set<std::string> domains_;
};

}  // namespace

Cents PlannedOrder::price_cents() const {
  Cents sum = 0;
  for (const PlannedDomain& domain : domains) sum += domain.price_cents;
  return sum;
}

PlanFiles read_plan_files(const std::string& folder) {
  const std::string summary = folder + "/summary.json";
  if (!std::filesystem::exists(summary))
    throw UsageError(
        fmt::format("{} holds no finished plan: there is no summary.json; make one with domainplan "
                    "plan --out {}",
                    in_quotes(folder, 300), escaped(folder)));
  PlanFiles plan{.folder = folder, .api_url = {}, .environment = {}, .inputs_sha256 = {}, .orders = {}};
  read_summary(summary, plan);
  PlanRows(folder + "/plan.csv", plan).read();
  return plan;
}

void demand_same_api(const PlanFiles& plan, const std::string& api_url, const std::string& environment) {
  const bool same_url = plan.api_url == api_url || environment == "sandbox";
  if (plan.environment == environment && same_url) return;
  throw UsageError(
      fmt::format("{} was planned against {} ({}), and this is {} ({}): its prices and its domains may be "
                  "others; plan again, "
                  "or use the API and the key it was planned with",
                  in_quotes(plan.folder, 300), escaped(plan.api_url), escaped(plan.environment),
                  escaped(api_url), escaped(environment)));
}

std::string order_path(const std::string& folder, const std::string& customer) {
  return fmt::format("{}/orders/{}.json", folder, customer);
}

std::string read_order(const std::string& folder, const std::string& customer) {
  return bytes_of_file(order_path(folder, customer));
}

}  // namespace domainplan
