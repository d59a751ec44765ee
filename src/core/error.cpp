#include "domainplan/error.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"

namespace domainplan {

std::string Diagnostic::text() const {
  std::string out = escaped(file);
  if (line > 0) out += fmt::format(":{}", line);
  if (!column.empty()) out += fmt::format(": {}", escaped(column));
  return fmt::format("{}: {}", out, message);
}

namespace {
std::string first_of(const std::vector<Diagnostic>& found) {
  if (found.empty()) return "bad input";
  if (found.size() == 1) return found.front().text();
  return fmt::format("{} (and {} more)", found.front().text(), found.size() - 1);
}

std::string only_file_of(const std::vector<Diagnostic>& found) {
  if (found.empty()) return "";
  const std::string& file = found.front().file;
  const bool is_only =
      std::all_of(found.begin(), found.end(), [&](const Diagnostic& one) { return one.file == file; });
  return is_only ? file : "";
}
}  // namespace

InputError::InputError(std::vector<Diagnostic> found, Remedy remedy)
    : Error(ErrorCode::bad_input, first_of(found), only_file_of(found), remedy),
      diagnostics_(std::move(found)) {}

std::string_view name_of(ErrorCode code) {
  switch (code) {
    case ErrorCode::usage:
      return "usage";
    case ErrorCode::bad_input:
      return "bad_input";
    case ErrorCode::key_refused:
      return "key_refused";
    case ErrorCode::network:
      return "network";
    case ErrorCode::api:
      return "api";
    case ErrorCode::disk:
      return "disk";
    case ErrorCode::locked:
      return "locked";
    case ErrorCode::interrupted:
      return "interrupted";
    case ErrorCode::internal:
      break;
  }
  return "internal";
}

}  // namespace domainplan
