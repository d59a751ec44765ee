// Availability rows with what a candidate says of them, as `check` prints them and `select` reads them.
#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>
#include <unordered_map>

#include "core/text.hpp"
#include "domainplan/csv_writer.hpp"
#include "domainplan/domain_name.hpp"
#include "domainplan/error.hpp"
#include "domainplan/select_rows.hpp"
#include "intake/fields.hpp"
#include "intake/findings.hpp"
#include "intake/table.hpp"
#include "io/append_log.hpp"
#include "partner/availability.hpp"

namespace domainplan {
namespace {

using Code = DiagnosticCode;

constexpr int kHighestScore = 1 << 30;

CheckedCandidate read_json(std::string_view line) {
  CheckedCandidate one{{}, partner::read_availability_row(line)};
  one.candidate.domain = one.row.domain;
  const auto object = nlohmann::json::parse(line);
  if (const auto score = object.find("score"); score != object.end() && !score->is_null()) {
    if (!score->is_number_integer() || *score < 0 || *score > kHighestScore)
      throw RunError(ErrorCode::bad_input,
                     fmt::format("score: not a whole number from 0 to {}", kHighestScore));
    one.candidate.score = *score;
  }
  if (const auto pattern = object.find("pattern"); pattern != object.end() && !pattern->is_null()) {
    if (!pattern->is_string()) throw RunError(ErrorCode::bad_input, "pattern: not a string");
    one.candidate.pattern = *pattern;
  }
  return one;
}

void read_lines(const InputFile& file, Findings& findings,
                const std::function<void(CheckedCandidate&&)>& visit) {
  each_line(file.bytes, [&](std::string_view line, std::size_t number, bool) {
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) return;
    try {
      visit(read_json(line));
    } catch (const RunError& error) {
      findings.add(
          number, "",
          {Code::bad_line, fmt::format("not an availability row (ndjson or csv): {}", error.what())});
    }
  });
}

enum Cell : std::size_t {
  kDomain,
  kAvailable,
  kPremium,
  kPrice,
  kRenewal,
  kCurrency,
  kUsableFor,
  kReason,
  kScore,
  kPattern
};
constexpr std::array<Column, 11> kColumns = {{{"domain", true, "a domain"},
                                              {"available", true, "yes or no"},
                                              {"premium", false, ""},
                                              {"price_cents", false, ""},
                                              {"renewal_price_cents", false, ""},
                                              {"currency", false, ""},
                                              {"usable_for", false, ""},
                                              {"reason", false, ""},
                                              {"score", false, ""},
                                              {"pattern", false, ""},
                                              {"message", false, "", CellText::unread}}};

// Reads the cells of one row. An empty cell is a field that is absent.
class CandidateRowReader {
 public:
  CandidateRowReader(const TableRow& cells, Findings& findings) : cells_(cells), findings_(findings) {}

  // Unset where a cell is no such value, which is then in the findings.
  std::optional<CheckedCandidate> read() {
    AvailabilityRow& row = one_.row;
    for (const Cell required : {kDomain, kAvailable})
      if (cells_.cell(required).empty())
        bad(required, {Code::missing, fmt::format("is empty: give {}", kColumns[required].expected)});
    set(kDomain, checked_name, row.domain);
    bool available = false;
    bool premium = false;
    set(kAvailable, yes_or_no, available);
    set(kPremium, yes_or_no, premium);
    set(kPrice, cents, row.price_cents);
    set(kRenewal, cents, row.renewal_price_cents);
    set(kCurrency, currency, row.currency);
    for (const std::string_view word : split(text(kUsableFor), " ,"))
      if (const auto provider = provider_of(word)) row.usable_for = row.usable_for | *provider;
    set(kScore, score, one_.candidate.score);
    one_.candidate.pattern = formula_unescaped(text(kPattern));
    const std::string_view word = text(kReason);
    const auto stated =
        word.empty() ? std::nullopt : std::optional(reason_of(word).value_or(Reason::errored));
    row.reason = reason_of_row(row, available, premium, stated);
    one_.candidate.domain = row.domain;
    return is_good_ ? std::optional(std::move(one_)) : std::nullopt;
  }

 private:
  std::string_view text(Cell cell) const {
    return cells_.is_text(cell) ? cells_.cell(cell) : std::string_view();
  }
  void bad(Cell cell, Problem problem) {
    findings_.add(cells_.line, kColumns[cell].name, std::move(problem));
    is_good_ = false;
  }
  template <class Check, class Value>
  void set(Cell cell, Check check, Value& value) {
    if (text(cell).empty()) return;
    auto checked = check(text(cell));
    if (auto* const problem = std::get_if<Problem>(&checked))
      bad(cell, std::move(*problem));
    else
      value = std::get<0>(std::move(checked));
  }

  // Canonical form, and any name that the API may have been asked for.
  static Checked<std::string> checked_name(std::string_view text) {
    try {
      return canonical_domain(text);
    } catch (const InvalidDomain& error) {
      return Problem{Code::invalid, fmt::format("{}: {}", in_quotes(text), error.what()), std::string(text)};
    }
  }
  static Checked<std::int64_t> cents(std::string_view text) { return whole_number(text, 0, kMostApiCents); }
  static Checked<int> score(std::string_view text) {
    auto checked = whole_number(text, 0, kHighestScore);
    if (auto* const problem = std::get_if<Problem>(&checked)) return *std::move(problem);
    return static_cast<int>(std::get<std::int64_t>(checked));
  }
  static Checked<std::string> currency(std::string_view text) {
    if (is_currency(text)) return ascii_lower(text);
    return refused(Code::invalid, text, "is not a currency of up to 8 letters such as usd",
                   "a currency such as usd");
  }

  const TableRow& cells_;
  Findings& findings_;
  CheckedCandidate one_;
  bool is_good_ = true;
};

void read_table_of_rows(const InputFile& file, Findings& findings,
                        const std::function<void(CheckedCandidate&&)>& visit) {
  read_table(file, kColumns, findings, [&](const TableRow& cells) {
    for (const Mistake& mistake : cells.mistakes) findings.add(cells.line, mistake.column, mistake);
    if (!cells.mistakes.empty()) return;
    if (auto one = CandidateRowReader(cells, findings).read()) visit(*std::move(one));
  });
}

}  // namespace

std::vector<CheckedCandidate> read_checked_candidates(const InputFile& file) {
  std::vector<CheckedCandidate> rows;
  std::unordered_map<std::string, std::size_t> place;
  Findings findings(file.name);
  const auto add = [&](CheckedCandidate&& one) {
    const auto [known, is_new] = place.emplace(one.candidate.domain, rows.size());
    if (is_new)
      rows.push_back(std::move(one));
    else
      rows[known->second] = std::move(one);
  };
  const auto read = is_table_with(file, "domain") ? read_table_of_rows : read_lines;
  read(file, findings, add);
  std::vector<Diagnostic> bad;
  findings.move_to(bad);
  if (!bad.empty()) throw InputError(std::move(bad));
  return rows;
}

}  // namespace domainplan
