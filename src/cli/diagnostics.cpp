#include "cli/diagnostics.hpp"

#include <fmt/format.h>

#include <map>
#include <ostream>
#include <set>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "cli/notice_words.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

// "2-4, 7": rising numbers, with those in a row as a range.
std::string ranges(const std::vector<std::size_t>& numbers) {
  std::string text;
  for (std::size_t first = 0; first < numbers.size();) {
    std::size_t last = first;
    while (last + 1 < numbers.size() && numbers[last + 1] == numbers[last] + 1) ++last;
    text += fmt::format("{}{}", text.empty() ? "" : ", ", numbers[first]);
    if (last > first) text += fmt::format("-{}", numbers[last]);
    first = last + 1;
  }
  return text;
}

// What rows of one cause have in common: the message, where that does not quote the customer or bundle of its
// row.
std::string_view cause_of(const Diagnostic& one) {
  switch (one.code) {
    case DiagnosticCode::persona_count:
      return one.value;
    case DiagnosticCode::unknown_bundle:
    case DiagnosticCode::archived_bundle:
      return "";
    default:
      return one.message;
  }
}

}  // namespace

void report_rows(const std::vector<Diagnostic>& found, std::string_view prefix, std::ostream& err) {
  struct Cause {
    const Diagnostic* first;
    std::vector<std::size_t> lines;
    bool differ = false;  // the messages, which quote values of their rows
  };
  std::map<std::tuple<std::string_view, std::string_view, DiagnosticCode, std::string_view>, std::size_t>
      places;
  std::vector<Cause> causes;
  for (const Diagnostic& one : found) {
    const auto [known, is_new] = places.emplace(
        std::tuple(std::string_view(one.file), std::string_view(one.column), one.code, cause_of(one)),
        causes.size());
    if (is_new) causes.push_back({&one, {}});
    Cause& cause = causes[known->second];
    cause.differ = cause.differ || one.message != cause.first->message;
    if (cause.lines.empty() || cause.lines.back() != one.line) cause.lines.push_back(one.line);
  }
  for (const Cause& cause : causes) {
    err << prefix << escaped(cause.first->text());
    if (cause.lines.size() > 1)
      err << fmt::format(" ({} {}: lines {})", cause.lines.size(), cause.differ ? "such rows" : "rows",
                         ranges(cause.lines));
    err << '\n';
  }
}

void report_warning(std::string_view text, std::ostream& err) {
  err << fmt::format("warning: {}\n", escaped(text)) << std::flush;
}

void report_warning(const Notice& notice, std::ostream& err) { report_warning(words_of(notice), err); }

std::size_t count_rows(const std::vector<Diagnostic>& found) {
  std::set<std::pair<std::string_view, std::size_t>> rows;
  for (const Diagnostic& one : found) rows.emplace(one.file, one.line);
  return rows.size();
}

}  // namespace domainplan::cli
