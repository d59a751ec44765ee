#include "domainplan/error.hpp"

#include "core/text.hpp"

namespace domainplan {

std::string Diagnostic::text() const {
  std::string out = escaped(file);
  if (line > 0) out += ":" + std::to_string(line);
  out += ": ";
  if (!column.empty()) out += escaped(column) + ": ";
  return out + message;
}

namespace {
std::string first_of(const std::vector<Diagnostic>& found) {
  if (found.empty()) return "bad input";
  if (found.size() == 1) return found.front().text();
  return found.front().text() + " (and " + std::to_string(found.size() - 1) + " more)";
}
}  // namespace

InputError::InputError(std::vector<Diagnostic> found) : Error(first_of(found)), diagnostics_(std::move(found)) {}

}  // namespace domainplan
