#include "cli/output.hpp"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <utility>

#include "cli/color.hpp"
#include "cli/values.hpp"
#include "cli/wrap.hpp"
#include "domainplan/csv_writer.hpp"
#include "domainplan/json_text.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

std::string cell_text(const nlohmann::ordered_json& value) {
  if (value.is_string()) return value.get<std::string>();
  if (value.is_null()) return "";
  if (value.is_boolean()) return value.get<bool>() ? "yes" : "no";
  if (!value.is_array()) return value.dump();
  std::string joined;
  for (const auto& element : value)
    joined += fmt::format("{}{}", joined.empty() ? "" : " ", cell_text(element));
  return joined;
}

// Whether the cells of a column are states, which have colours.
bool is_state(std::string_view column) {
  return column == "state" || column == "status" || column == "verdict";
}

bool is_number(const std::string& text) {
  return !text.empty() && text.find_first_not_of("0123456789.") == std::string::npos && text.front() != '.';
}

}  // namespace

void add_format_option(po::options_description& options, const char* default_text) {
  options.add_options()("format", one("text|json|ndjson|csv"), default_text);
}

Format format_of(const po::variables_map& values, Format otherwise) {
  return static_cast<Format>(
      choice_or(values, "format", {"text", "json", "ndjson", "csv"}, static_cast<int>(otherwise)));
}

RecordWriter::RecordWriter(std::ostream& out, Format format, std::vector<std::string> columns,
                           std::string list_name)
    : out_(out), format_(format), columns_(std::move(columns)), list_name_(std::move(list_name)) {}

// What stands before the first record.
void RecordWriter::begin() {
  begun_ = true;
  if (format_ == Format::csv) {
    CsvRow header;
    for (const std::string& column : columns_) header.text(column);
    out_ << header.end();
  }
  if (format_ == Format::json) out_ << (list_name_.empty() ? "[" : fmt::format("{{\"{}\":[", list_name_));
}

void RecordWriter::add(const nlohmann::ordered_json& record) {
  switch (format_) {
    case Format::ndjson:
    case Format::json:
      return add_json(json_text(record));
    case Format::csv:
    case Format::text: {
      std::vector<std::string> cells;
      cells.reserve(columns_.size());
      for (const std::string& column : columns_) {
        const auto found = record.find(column);
        cells.push_back(found != record.end() ? escaped(cell_text(*found)) : std::string());
      }
      if (format_ == Format::text) {
        rows_.push_back(std::move(cells));
        break;
      }
      if (!begun_) begin();
      CsvRow row;
      for (std::size_t i = 0; i < cells.size(); ++i) row.text(cells[i]);
      out_ << row.end();
    }
  }
}

void RecordWriter::add_json(std::string_view record) {
  switch (format_) {
    case Format::ndjson:
      out_ << record << '\n';
      break;
    case Format::json:
      if (const bool is_first = !begun_; is_first) {
        begin();
        out_ << "\n  " << record;
      } else {
        out_ << ",\n  " << record;
      }
      break;
    case Format::csv:
    case Format::text:
      add(nlohmann::ordered_json::parse(record));
  }
}

void RecordWriter::finish(const nlohmann::ordered_json& totals) {
  if (format_ == Format::text) print_table(out_, columns_, rows_);
  const bool is_empty = !begun_;
  if (is_empty && (format_ == Format::csv || format_ == Format::json)) begin();
  if (format_ == Format::json) {
    out_ << (is_empty ? "]" : "\n]");
    if (!list_name_.empty()) {
      for (const auto& [name, value] : totals.items())
        out_ << fmt::format(",\"{}\":{}", name, json_text(value));
      out_ << '}';
    }
    out_ << '\n';
  }
  out_.flush();
}

void print_records(std::ostream& out, Format format, std::vector<std::string> columns,
                   const std::vector<nlohmann::ordered_json>& records, const std::string& list_name,
                   const nlohmann::ordered_json& totals) {
  const auto has_value = [](const nlohmann::ordered_json& record, const std::string& column) {
    const auto found = record.find(column);
    return found != record.end() && !cell_text(*found).empty();
  };
  if (format == Format::text && !records.empty())
    std::erase_if(columns, [&](const std::string& column) {
      return std::none_of(records.begin(), records.end(),
                          [&](const auto& record) { return has_value(record, column); });
    });
  RecordWriter writer(out, format, std::move(columns), list_name);
  for (const nlohmann::ordered_json& record : records) writer.add(record);
  nlohmann::ordered_json members = {{"count", records.size()}};
  members.update(totals);
  writer.finish(members);
}

void print_record(std::ostream& out, Format format, const nlohmann::ordered_json& record) {
  if (format == Format::json) {
    out << json_text(record, 2) << '\n';
    return;
  }
  std::vector<std::string> columns;
  std::size_t width = 0;
  for (const auto& [name, value] : record.items()) {
    columns.push_back(name);
    width = std::max(width, name.size());
  }
  if (format != Format::text) {
    RecordWriter writer(out, format, columns);
    writer.add(record);
    return writer.finish();
  }
  for (const auto& [name, value] : record.items())
    if (const std::string text = cell_text(value); !text.empty())
      out << fmt::format("{:<{}}  {}\n", name, width,
                         is_state(name) ? colored(out, escaped(text), text) : escaped(text));
}

void mark_failed(std::ostream& out) noexcept {
  out.exceptions(std::ios::goodbit);
  out.setstate(std::ios::badbit);
}

nlohmann::ordered_json or_null(const std::string& text) {
  return text.empty() ? nlohmann::ordered_json() : nlohmann::ordered_json(text);
}

nlohmann::ordered_json or_null(const std::optional<std::chrono::system_clock::time_point>& time) {
  if (!time) return {};
  return fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(*time)));
}

std::string date_of(const std::optional<std::chrono::system_clock::time_point>& time) {
  return time ? fmt::format("{:%Y-%m-%d}", fmt::gmtime(std::chrono::system_clock::to_time_t(*time))) : "";
}

void print_table(std::ostream& out, const std::vector<std::string>& header,
                 const std::vector<std::vector<std::string>>& rows) {
  std::vector<std::size_t> widths;
  std::vector<bool> numeric;
  for (std::size_t column = 0; column < header.size(); ++column) {
    widths.push_back(columns_of(header[column]));
    numeric.push_back(!rows.empty());
    for (const auto& row : rows) {
      widths[column] = std::max(widths[column], columns_of(row[column]));
      if (!row[column].empty() && !is_number(row[column])) numeric[column] = false;
    }
  }
  const auto print = [&](const std::vector<std::string>& cells, bool is_header) {
    std::string line;
    for (std::size_t column = 0; column < cells.size(); ++column) {
      const std::string padding(widths[column] - columns_of(cells[column]), ' ');
      if (column > 0) line += "  ";
      line += numeric[column] ? padding : "";
      line +=
          is_header || !is_state(header[column]) ? cells[column] : colored(out, cells[column], cells[column]);
      line += numeric[column] ? "" : padding;
    }
    line.resize(line.find_last_not_of(' ') + 1);
    out << line << '\n';
  };
  print(header, true);
  for (const auto& row : rows) print(row, false);
}

}  // namespace domainplan::cli
