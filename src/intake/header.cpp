#include "intake/header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "core/text.hpp"
#include "domainplan/nearest.hpp"
#include "intake/invisible.hpp"

namespace domainplan {
namespace {

constexpr std::array<char, 3> kSeparators = {',', ';', '\t'};
constexpr std::size_t kTitleLines = 20;  // above a header

// The i of Turkish, which small letters and capitals of an i become there (WEBSİTE), as that of all others.
std::string with_plain_i(std::string text) {
  constexpr std::array<std::string_view, 2> kTurkish = {"\u0130", "\u0131"};
  if (is_ascii(text)) return text;
  for (const std::string_view i : kTurkish)
    for (std::size_t at = text.find(i); at != std::string::npos; at = text.find(i, at)) {
      text[at] = 'i';
      text.erase(at + 1, i.size() - 1);
    }
  return text;
}

// In lower case, with one `_` between words.
std::string written_key(std::string_view name) {
  std::string key;
  const std::string visible = with_plain_blanks(visible_text(name, Joiners::removed).text);
  for (const char c : ascii_lower(with_plain_i(visible))) {
    const bool between = c == '_' || c == '-' || c == ' ' || (c >= '\t' && c <= '\r');
    if (!between)
      key += c;
    else if (!key.empty() && key.back() != '_')
      key += '_';
  }
  while (key.ends_with('_')) key.pop_back();
  return key;
}

bool is_utf8_record(const ParsedRow& row) {
  return std::all_of(row.cells.begin(), row.cells.end(), [](std::string_view cell) { return is_utf8(cell); });
}

// How many of the columns a record names.
std::size_t known_columns(const ParsedRow& row, std::span<const Column> columns) {
  if (!is_utf8_record(row)) return 0;
  std::vector<std::string> keys;
  for (const std::string_view cell : row.cells)
    if (cell.size() < 100) keys.push_back(column_key(cell));
  return static_cast<std::size_t>(std::count_if(columns.begin(), columns.end(), [&](const Column& column) {
    return std::find(keys.begin(), keys.end(), column_key(column.name)) != keys.end();
  }));
}

bool is_blank(const ParsedRow& row) {
  return row.problem.empty() && std::all_of(row.cells.begin(), row.cells.end(),
                                            [](std::string_view cell) { return trimmed(cell).empty(); });
}

struct BestRecord {
  std::size_t line = 0;
  std::size_t known = 0;
};

// The record among the first `most` that names the most columns.
BestRecord best_record(std::string_view bytes, CsvFormat format, std::span<const Column> columns,
                       std::size_t most) {
  BestRecord best;
  std::size_t seen = 0;
  read_csv(
      bytes,
      [&](const ParsedRow& row) {
        if (is_blank(row)) return true;
        const std::size_t known = known_columns(row, columns);
        if (known > best.known) best = {row.line, known};
        return ++seen < most;
      },
      format);
  return best;
}

// An object or an array of anything but bare words: { "error": 401 }, [ { "id": 1 } ].
bool is_json(std::string_view start) {
  if (start.empty() || (start.front() != '{' && start.front() != '[')) return false;
  const std::string_view rest = trimmed(start.substr(1));
  if (rest.empty()) return false;
  return start.front() == '{' ? rest.front() == '"' || rest.front() == '}'
                              : rest.front() == '{' || rest.front() == '[' || rest.front() == ']';
}

}  // namespace

std::string column_key(std::string_view name) {
  std::string key = written_key(name);
  std::erase(key, '_');
  return key;
}

const Column* near_column(std::string_view name, std::span<const Column> columns) {
  static constexpr std::string_view kPrefix = "sequencer", kSuffix = "cents";
  const std::string key = column_key(name), written = written_key(name);
  if (key.empty() || key.size() > 64) return nullptr;
  const Column* nearest = nullptr;
  std::size_t fewest = 3;
  for (const Column& column : columns) {
    const std::string known = column_key(column.name);
    if (key == known) return nullptr;
    const auto plus = [&](const std::string& shorter, const std::string& longer) {
      return longer == fmt::format("{}{}", kPrefix, shorter) ||
             longer == fmt::format("{}{}", shorter, kSuffix);
    };
    if (plus(key, known) || plus(known, key)) return &column;
    const std::size_t allowed = known.size() >= 8 ? 2 : 1;
    const std::size_t distance = edit_distance(written, column.name, allowed);
    if (distance <= allowed && distance < fewest) {
      fewest = distance;
      nearest = &column;
    }
  }
  return nearest;
}

std::optional<Problem> other_format(std::string_view bytes) {
  const auto other = [](std::string_view what) {
    return Problem{DiagnosticCode::other_format, std::string(what)};
  };
  struct Format {
    std::string_view start;
    std::string_view what;
  };
  static constexpr std::string_view kWorkbook =
      "the file is a workbook (Excel or the like), not CSV: open it and save the sheet as CSV";
  static constexpr std::string_view kHtml = "the file is HTML, not CSV: export the table as CSV";
  static constexpr std::string_view kArchive = "the file is compressed or an archive: unpack it";
  static constexpr std::string_view kImage = "the file is a picture, not CSV: export the table as CSV";
  static constexpr std::array<Format, 20> kBinary = {{
      {"PK\x03\x04", kWorkbook},
      {"PK\x05\x06", "the file is an empty archive, not CSV"},
      {"\x28\xB5\x2F\xFD", kArchive},
      {"\xFD"
       "7zXZ",
       kArchive},
      {"BZh", kArchive},
      {"7z\xBC\xAF", kArchive},
      {"Rar!", kArchive},
      {"\x89PNG", kImage},
      {"\xFF\xD8\xFF", kImage},
      {"GIF8", kImage},
      {"PAR1", "the file is Parquet, not CSV: export the table as CSV"},
      {"ARROW1", "the file is Arrow, not CSV: export the table as CSV"},
      {"version https://git-lfs.", "the file is a Git LFS pointer: fetch the file itself (git lfs pull)"},
      {"\xD0\xCF\x11\xE0", kWorkbook},
      {"%PDF", "the file is PDF, not CSV: export the table as CSV"},
      {"{\\rtf", "the file is rich text, not CSV: save it as plain CSV"},
      {"\x1F\x8B", "the file is compressed (gzip): decompress it"},
      {"SQLite format 3", "the file is a database, not CSV: export the table as CSV"},
      {"bplist", "the file is a property list, not CSV: export the table as CSV"},
      {"\x7F"
       "ELF",
       "the file is a program, not CSV"},
  }};
  for (const Format& format : kBinary)
    if (bytes.starts_with(format.start)) return other(format.what);
  const std::string start = ascii_lower(trimmed(bytes.substr(0, 1024)));
  for (const std::string_view tag :
       {"<!doctype", "<html", "<head", "<body", "<table", "<meta", "<!--", "<div", "<span", "<p>", "<p ",
        "<script", "<style", "<tr", "<thead", "<tbody"})
    if (start.starts_with(tag)) return other(kHtml);
  if (start.starts_with("<?xml")) return other("the file is XML, not CSV: save the sheet as CSV");
  if (is_json(start)) return other("the file is JSON, not CSV: export it as CSV");
  constexpr std::string_view kUtf32Little("\xFF\xFE\0\0", 4), kUtf32Big("\0\0\xFE\xFF", 4),
      kNone("\0\0\0", 3);
  if (bytes.starts_with(kUtf32Little) || bytes.starts_with(kUtf32Big) || bytes.starts_with(kNone) ||
      (bytes.size() > 3 && bytes.substr(1, 3) == kNone))
    return Problem{DiagnosticCode::other_encoding, "the file is UTF-32: save it as UTF-8"};
  if ((bytes.size() > 3 && bytes[0] == '\0' && bytes[1] != '\0' && bytes[2] == '\0') ||
      (bytes.size() > 3 && bytes[0] != '\0' && bytes[1] == '\0' && bytes[3] == '\0'))
    return Problem{DiagnosticCode::other_encoding,
                   "the file is UTF-16 without a byte-order mark: save it as UTF-8"};
  return {};
}

CsvFormat csv_format(std::string_view& bytes, std::span<const Column> columns) {
  const std::size_t end = std::min(bytes.find_first_of("\r\n"), bytes.size());
  std::string_view first = bytes.substr(0, end);
  if (first.size() == 7 && first.starts_with('"') && first.ends_with('"'))
    first = first.substr(1, 5);  // as Excel quotes it on saving
  // As a spreadsheet saves it again, with the separators of a row of empty cells: sep=;;;;
  if (first.size() > 5 && ascii_lower(first.substr(0, 4)) == "sep=" &&
      first.find_first_not_of(first[4], 4) == std::string_view::npos)
    first = first.substr(0, 5);
  if (first.size() == 5 && ascii_lower(first).starts_with("sep=") && first[4] != '"') {
    bytes.remove_prefix(end);
    if (bytes.starts_with("\r\n"))
      bytes.remove_prefix(2);
    else if (!bytes.empty())
      bytes.remove_prefix(1);
    return {first[4], 2};
  }
  CsvFormat best;
  std::size_t most = 0;
  for (const char separator : kSeparators) {
    const std::size_t known = best_record(bytes, {separator, 1}, columns, 1).known;
    if (known <= most) continue;
    most = known;
    best.separator = separator;
  }
  return best;
}

std::string wrong_first_line(std::string_view bytes, CsvFormat format, std::span<const Column> columns) {
  const std::size_t known = best_record(bytes, format, columns, 1).known;
  const auto is_better = [&](const BestRecord& other) { return other.known >= 2 && other.known > known; };
  if (is_better(best_record(bytes, {'|', format.first_line}, columns, 1)))
    return "the columns are separated by '|': separate them by commas, semicolons or tabs";
  BestRecord header;
  for (const char separator : kSeparators)
    if (const auto found = best_record(bytes, {separator, format.first_line}, columns, kTitleLines);
        found.known > header.known)
      header = found;
  if (is_better(header))
    return fmt::format("the header seems to be on line {}: remove what is above it", header.line);
  if (known > 0) return {};
  std::string names;
  for (const Column& column : columns)
    if (column.required) names += fmt::format("{}{}", names.empty() ? "" : ",", column.name);
  return fmt::format("the first line has none of the columns: begin the file with a header, {}", names);
}

}  // namespace domainplan
