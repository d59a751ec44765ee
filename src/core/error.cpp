#include "domainplan/error.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "domainplan/api_key.hpp"

namespace domainplan {

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

std::string_view name_of(Remedy remedy) {
  switch (remedy) {
    case Remedy::force:
      return "force";
    case Remedy::resume:
      return "resume";
    case Remedy::make_plan:
      return "make_plan";
    case Remedy::update:
      return "update";
    case Remedy::update_customer:
      return "update_customer";
    case Remedy::replan:
      return "replan";
    case Remedy::skip_bad_rows:
      return "skip_bad_rows";
    case Remedy::live:
      return "live";
    case Remedy::allow_duplicate:
      return "allow_duplicate";
    case Remedy::allow_same_name:
      return "allow_same_name";
    case Remedy::confirm_not_placed:
      return "confirm_not_placed";
    case Remedy::accept_edited:
      return "accept_edited";
    case Remedy::accept_receipt:
      return "accept_receipt";
    case Remedy::choose_another_folder:
      return "choose_another_folder";
    case Remedy::choose_state_folder:
      return "choose_state_folder";
    case Remedy::trust_certificate:
      return "trust_certificate";
    case Remedy::use_another_key:
      return "use_another_key";
    case Remedy::none:
      break;
  }
  return "none";
}

}  // namespace domainplan
