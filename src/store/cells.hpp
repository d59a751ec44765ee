// How a value stands in a cell of CSV: one overload to write and one to read for each type of a column.
#pragma once

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <array>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "domainplan/csv_writer.hpp"
#include "domainplan/plan_rows.hpp"

namespace domainplan::store {

inline void write_cell(CsvRow& row, const std::string& value) { row.text(value); }
inline void write_cell(CsvRow& row, std::int64_t value) { row.number(value); }
inline void write_cell(CsvRow& row, Provider value) { row.text(name_of(value)); }
inline void write_cell(CsvRow& row, Source value) { row.text(name_of(value)); }
inline void write_cell(CsvRow& row, Verdict value) { row.text(name_of(value)); }
inline void write_cell(CsvRow& row, ShortfallReason value) { row.text(name_of(value)); }
inline void write_cell(CsvRow& row, ProviderSet value) { row.text(value.text()); }
template <class Value>
void write_cell(CsvRow& row, const std::optional<Value>& value) {
  value ? write_cell(row, *value) : static_cast<void>(row.empty());
}

// The highest amount and number that a file of a plan holds: no sum over a plan overflows.
inline constexpr std::int64_t kMostStoredCents = std::int64_t{1} << 40;

// Each is false where the cell is not such a value; numbers are digits, not negative, and bounded.
inline bool read_cell(std::string_view cell, std::string& value) {
  value = formula_unescaped(cell);
  return true;
}
inline bool read_cell(std::string_view cell, std::int64_t& value) {
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  return error == std::errc() && end == cell.data() + cell.size() && value >= 0 && value <= kMostStoredCents;
}
template <class Enum, std::size_t Size>
bool read_name(std::string_view cell, const std::array<std::string_view, Size>& names, Enum& value) {
  for (std::size_t i = 0; i < Size; ++i)
    if (names[i] == cell) return value = static_cast<Enum>(i), true;
  return false;
}
inline bool read_cell(std::string_view cell, Source& value) { return read_name(cell, kSourceNames, value); }
inline bool read_cell(std::string_view cell, Verdict& value) { return read_name(cell, kVerdictNames, value); }
inline bool read_cell(std::string_view cell, ShortfallReason& value) {
  return read_name(cell, kShortfallReasonNames, value);
}
bool read_cell(std::string_view cell, Provider& value);
bool read_cell(std::string_view cell, ProviderSet& value);
template <class Value>
bool read_cell(std::string_view cell, std::optional<Value>& value) {
  value.reset();
  return cell.empty() || read_cell(cell, value.emplace());
}

// What such a cell holds, in words.
template <std::size_t Size>
std::string one_of(const std::array<std::string_view, Size>& names) {
  return fmt::format("one of {}", fmt::join(names, ", "));
}
inline std::string cell_words(const std::string&) { return "text"; }
inline std::string cell_words(std::int64_t) {
  return fmt::format("a whole number from 0 to {}", kMostStoredCents);
}
inline std::string cell_words(Provider) { return "google or microsoft"; }
inline std::string cell_words(ProviderSet) { return "google, microsoft, 'google microsoft' or nothing"; }
inline std::string cell_words(Source) { return one_of(kSourceNames); }
inline std::string cell_words(Verdict) { return one_of(kVerdictNames); }
inline std::string cell_words(ShortfallReason) { return one_of(kShortfallReasonNames); }
template <class Value>
std::string cell_words(const std::optional<Value>&) {
  return cell_words(Value()) + ", or nothing";
}

}  // namespace domainplan::store
