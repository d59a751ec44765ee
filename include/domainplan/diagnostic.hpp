// What an input file gives cause to say, as data: mistakes, and what is used but a person should look at.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace domainplan {

enum class DiagnosticCode : std::uint8_t {
  // Of a file as a whole.
  empty_file,      // nothing in it, or no row below the header
  other_format,    // a workbook, HTML, a picture, an archive or the like
  other_encoding,  // UTF-32, or UTF-16 without a byte-order mark
  bad_json,        // not JSON, nested too deep, or with a number beyond any type
  other_document,  // JSON, but not of the shape that the file has
  more_pages,      // one page of a list that has more
  // Of a header.
  no_header,        // the first line is not the header, or its columns are not separated as they may be
  missing_column,   // a required one
  repeated_column,  // two columns of one name
  unclear_column,   // an unknown name, close to a known one
  // Of a row or a line.
  bad_csv,         // a quote mark out of place, or too many or too long cells
  cell_count,      // more or fewer cells than the header
  bad_line,        // no object of the kind that the lines of the file are
  key_and_value,   // of a settings file: not KEY = VALUE
  persona_count,   // too few or too many personas for an order; value: how many
  other_customer,  // a row of another customer where all must be of one
  // Of the text of a cell.
  not_utf8,             // or a NUL byte
  lost_character,       // U+FFFD
  misread_encoding,     // UTF-8 that was read as Windows-1252
  error_value,          // of a spreadsheet: #N/A
  formula,              // which does not hold what it shows
  api_key,              // which must not be there
  invisible_character,  // where each character counts
  // Of a value.
  missing,          // an empty cell, or a field that is not there
  invalid,          // not what `expected` says, or out of its bounds
  repeated,         // there twice where it may be once: a customer's key, a bundle's id, a domain, a JSON key
  inconsistent,     // with another value of the row: percents that do not add to 100
  no_name,          // of a brand or stem: nothing in it to make names of
  unknown_bundle,   // no bundle has this id or name
  archived_bundle,  // which cannot be ordered
  ambiguous_bundle,   // several bundles have this name
  secret_unusable,    // of a password: it, or what env: or file: names, cannot be used
  unknown_key,        // of a settings or patterns file
  command_line_only,  // of a settings file or variable: an option that has to be on the command line
  // Warnings: the value is used, or left out, as the message says.
  formula_text,    // the text that a formula shows is used
  like_date,       // a brand that a spreadsheet may have made a date
  unknown_suffix,  // the website is ignored
  blocked_word,    // an affix or pattern is left out
  // Notes.
  invisible_removed,  // value: how many characters
  columns_ignored,    // unknown ones
  rows_ignored,       // of customers that the file does not have; value: how many rows
  html_decoded,
  address_replaced  // a URL, an email address or a handle, by the name in it
};
// The enumerator's name ("missing_column").
std::string_view name_of(DiagnosticCode code);

// One of them, not escaped. `line` is the physical line, from 1, on which the row starts (0: the file as a
// whole); `column` is the column's name (empty: the row as a whole).
struct Diagnostic {
  std::string file;
  std::size_t line = 0;
  std::string column;
  DiagnosticCode code = DiagnosticCode::invalid;
  std::string message;        // what is wrong, and what would be right
  std::string expected = {};  // what the column holds where it is right ("a whole number"); empty: not known
  // What was read, of any length and bytes; empty where it is not known, or is a secret or may be one.
  std::string value = {};

  // `file:line: column: message`, without the parts that are unknown. Not escaped.
  std::string text() const;
};

}  // namespace domainplan
