#include <fmt/format.h>

#include "core/text.hpp"
#include "intake/customers.hpp"

namespace domainplan {
namespace {
constexpr std::size_t kMistakesInWords = 10;  // for each customer; a thousand personas may be bad
}  // namespace

CustomerRows::Row* CustomerRows::find(std::string_view key) {
  const auto found = by_key_.find(key);
  return found == by_key_.end() ? nullptr : &rows[found->second];
}

void CustomerRows::reserve(std::size_t count) {
  rows.reserve(count);
  by_key_.reserve(count);
}

CustomerRows::Row& CustomerRows::add(Row row) {
  if (!row.customer.key.empty()) row.twice = !by_key_.emplace(row.customer.key, rows.size()).second;
  rows.push_back(std::move(row));
  return rows.back();
}

void CustomerRows::blame(Row& row, std::string message) {
  if (row.mistakes.size() < kMistakesInWords)
    row.mistakes.push_back(std::move(message));
  else
    ++row.more_mistakes;
}

std::string CustomerRows::shown_key(const Row& row) {
  return row.hides_key ? "the key" : in_quotes(row.customer.key);
}

void CustomerRows::blame_all(std::string_view what, const Mistake& mistake) {
  all_blamed = true;
  for (Row& row : rows)
    blame(row, fmt::format("{} is bad: {}{}{}", what, mistake.column, mistake.column.empty() ? "" : ": ",
                           mistake.message));
}

}  // namespace domainplan
