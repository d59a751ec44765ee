// Results in the formats a person or a program asks for.
#pragma once

#include <chrono>
#include <iosfwd>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/command.hpp"

namespace domainplan::cli {

enum class Format { text, json, ndjson, csv };

void add_format_option(po::options_description& options, const char* default_text);
// What --format says, or `otherwise`. Throws UsageError.
Format format_of(const po::variables_map& values, Format otherwise);

// Writes records, JSON objects with the same keys, as they come: `text` lines them up in columns and so
// prints them at the end; `json` is one object that holds them under `list_name`, or one array where that is
// empty; `csv` has a header. A key that a record lacks is an empty cell. Nothing is printed before the first
// record or finish(), so that an error comes before any header.
class RecordWriter {
 public:
  RecordWriter(std::ostream& out, Format format, std::vector<std::string> columns,
               std::string list_name = "");
  void add(const nlohmann::ordered_json& record);
  // The same for a record that is JSON text already, on one line.
  void add_json(std::string_view record);
  // Ends the output. `totals`: the other members of the JSON object, such as {"count": 3}.
  void finish(const nlohmann::ordered_json& totals = nlohmann::ordered_json::object());

 private:
  void begin();

  std::ostream& out_;
  Format format_;
  std::vector<std::string> columns_;
  std::string list_name_;
  std::vector<std::vector<std::string>> rows_;  // for text
  bool begun_ = false;                          // whether the opening was printed
};

// Prints records whose columns are known to be many: for a person, only the columns that have a value in any
// row. `totals`: other members of the JSON object, besides the count.
void print_records(std::ostream& out, Format format, std::vector<std::string> columns,
                   const std::vector<nlohmann::ordered_json>& records, const std::string& list_name,
                   const nlohmann::ordered_json& totals = nlohmann::ordered_json::object());

// One record: as JSON an object, for a person a line for each field that has a value.
void print_record(std::ostream& out, Format format, const nlohmann::ordered_json& record);

// Marks the stream as one that could not be written, for run() to report; for printers that end in a
// destructor, which must not throw.
void mark_failed(std::ostream& out) noexcept;

// A value, or null.
nlohmann::ordered_json or_null(const std::string& text);
// "2026-11-27T03:18:02Z", or null.
nlohmann::ordered_json or_null(const std::optional<std::chrono::system_clock::time_point>& time);
// "2026-11-27", or "".
std::string date_of(const std::optional<std::chrono::system_clock::time_point>& time);

// Lines cells up in columns, two spaces apart; numbers to the right.
void print_table(std::ostream& out, const std::vector<std::string>& header,
                 const std::vector<std::vector<std::string>>& rows);

}  // namespace domainplan::cli
