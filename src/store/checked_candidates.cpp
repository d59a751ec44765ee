// Availability rows with what a candidate says of them, as `check` prints them and `select` reads them.
#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <unordered_map>

#include "domainplan/error.hpp"
#include "domainplan/name_list.hpp"
#include "domainplan/select_rows.hpp"
#include "io/append_log.hpp"
#include "partner/availability.hpp"

namespace domainplan {
namespace {

CheckedCandidate read_candidate(std::string_view line) {
  CheckedCandidate one{{}, partner::read_availability_row(line)};
  one.candidate.domain = one.row.domain;
  const auto object = nlohmann::json::parse(line);
  if (const auto score = object.find("score"); score != object.end() && !score->is_null()) {
    if (!score->is_number_integer() || *score < 0 || *score > (1 << 30))
      throw RunError("score: not a whole number from 0 to 1073741824");
    one.candidate.score = *score;
  }
  if (const auto pattern = object.find("pattern"); pattern != object.end() && !pattern->is_null()) {
    if (!pattern->is_string()) throw RunError("pattern: not a string");
    one.candidate.pattern = *pattern;
  }
  return one;
}

}  // namespace

std::vector<CheckedCandidate> read_checked_candidates(const InputFile& file) {
  std::vector<CheckedCandidate> rows;
  std::unordered_map<std::string, std::size_t> place;
  std::vector<Diagnostic> bad;
  const auto add = [&](std::string_view line, std::size_t number) {
    try {
      CheckedCandidate one = read_candidate(line);
      const auto [known, is_new] = place.emplace(one.candidate.domain, rows.size());
      if (is_new)
        rows.push_back(std::move(one));
      else
        rows[known->second] = std::move(one);
    } catch (const RunError& error) {
      bad.push_back(
          {file.name, number, "", fmt::format("not an availability row (ndjson or csv): {}", error.what())});
    }
  };
  if (!read_availability_csv(file, add))
    each_line(file.bytes, [&](std::string_view line, std::size_t number, bool) {
      if (line.find_first_not_of(" \t\r") != std::string_view::npos) add(line, number);
    });
  if (!bad.empty()) throw InputError(std::move(bad));
  return rows;
}

}  // namespace domainplan
