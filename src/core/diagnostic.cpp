#include "domainplan/diagnostic.hpp"

#include <fmt/format.h>

#include "domainplan/api_key.hpp"

namespace domainplan {

std::string Diagnostic::text() const {
  std::string out = file;
  if (line > 0) out += fmt::format(":{}", line);
  if (!column.empty()) out += fmt::format(": {}", column);
  return without_api_keys(fmt::format("{}: {}", out, message));
}

std::string_view name_of(DiagnosticCode code) {
  switch (code) {
    case DiagnosticCode::empty_file:
      return "empty_file";
    case DiagnosticCode::other_format:
      return "other_format";
    case DiagnosticCode::other_encoding:
      return "other_encoding";
    case DiagnosticCode::bad_json:
      return "bad_json";
    case DiagnosticCode::other_document:
      return "other_document";
    case DiagnosticCode::more_pages:
      return "more_pages";
    case DiagnosticCode::no_header:
      return "no_header";
    case DiagnosticCode::missing_column:
      return "missing_column";
    case DiagnosticCode::repeated_column:
      return "repeated_column";
    case DiagnosticCode::unclear_column:
      return "unclear_column";
    case DiagnosticCode::bad_csv:
      return "bad_csv";
    case DiagnosticCode::cell_count:
      return "cell_count";
    case DiagnosticCode::bad_line:
      return "bad_line";
    case DiagnosticCode::key_and_value:
      return "key_and_value";
    case DiagnosticCode::persona_count:
      return "persona_count";
    case DiagnosticCode::other_customer:
      return "other_customer";
    case DiagnosticCode::not_utf8:
      return "not_utf8";
    case DiagnosticCode::lost_character:
      return "lost_character";
    case DiagnosticCode::misread_encoding:
      return "misread_encoding";
    case DiagnosticCode::error_value:
      return "error_value";
    case DiagnosticCode::formula:
      return "formula";
    case DiagnosticCode::api_key:
      return "api_key";
    case DiagnosticCode::invisible_character:
      return "invisible_character";
    case DiagnosticCode::missing:
      return "missing";
    case DiagnosticCode::repeated:
      return "repeated";
    case DiagnosticCode::inconsistent:
      return "inconsistent";
    case DiagnosticCode::no_name:
      return "no_name";
    case DiagnosticCode::unknown_bundle:
      return "unknown_bundle";
    case DiagnosticCode::archived_bundle:
      return "archived_bundle";
    case DiagnosticCode::ambiguous_bundle:
      return "ambiguous_bundle";
    case DiagnosticCode::secret_unusable:
      return "secret_unusable";
    case DiagnosticCode::unknown_key:
      return "unknown_key";
    case DiagnosticCode::command_line_only:
      return "command_line_only";
    case DiagnosticCode::formula_text:
      return "formula_text";
    case DiagnosticCode::like_date:
      return "like_date";
    case DiagnosticCode::unknown_suffix:
      return "unknown_suffix";
    case DiagnosticCode::blocked_word:
      return "blocked_word";
    case DiagnosticCode::invisible_removed:
      return "invisible_removed";
    case DiagnosticCode::columns_ignored:
      return "columns_ignored";
    case DiagnosticCode::rows_ignored:
      return "rows_ignored";
    case DiagnosticCode::html_decoded:
      return "html_decoded";
    case DiagnosticCode::address_replaced:
      return "address_replaced";
    case DiagnosticCode::invalid:
      break;
  }
  return "invalid";
}

}  // namespace domainplan
