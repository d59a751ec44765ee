#include "intake/checked.hpp"

#include <fmt/format.h>

#include "core/text.hpp"

namespace domainplan {

Problem refused(DiagnosticCode code, std::string_view value, std::string_view why, std::string expected) {
  return {code, fmt::format("{} {}", in_quotes(value), why), std::string(value), std::move(expected)};
}

Diagnostic diagnostic_of(std::string column, Problem problem) {
  return {{},
          0,
          std::move(column),
          problem.code,
          std::move(problem.message),
          std::move(problem.expected),
          std::move(problem.value)};
}

}  // namespace domainplan
