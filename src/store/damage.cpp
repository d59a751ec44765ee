#include "store/damage.hpp"

#include <fmt/format.h>

#include "core/text.hpp"
#include "domainplan/damaged_file.hpp"
#include "intake/fields.hpp"
#include "io/json_positions.hpp"

namespace domainplan::store {
namespace {

// Of the value at a JSON pointer, or of what would be around it.
std::size_t line_in(const JsonFile& file, const std::string& pointer) {
  try {
    return line_of_value(file.bytes, file.name, pointer);
  } catch (const InputError& error) {  // what comes later is no JSON either
    throw DamagedFile(error.diagnostics().front());
  }
}

}  // namespace

void throw_damaged(const std::string& file, std::size_t line, std::string_view column,
                   std::string_view what) {
  throw DamagedFile({file, line, std::string(column), DiagnosticCode::invalid, std::string(what)});
}

void throw_wrong_value(const std::string& file, std::size_t line, std::string_view column,
                       const std::optional<std::string>& value, std::string_view expected) {
  const std::string what =
      value ? fmt::format("{} is not expected here", in_quotes(*value)) : "it is missing";
  throw DamagedFile(
      {file, line, std::string(column), value ? DiagnosticCode::invalid : DiagnosticCode::missing,
       fmt::format("{}; right would be {}", what, expected), std::string(expected), value.value_or("")});
}

void throw_wrong_value(const JsonFile& file, const std::string& pointer,
                       const std::optional<std::string>& value, std::string_view expected) {
  const std::size_t line = line_in(file, pointer);
  const std::string_view path = pointer;
  throw_wrong_value(file.name, line, path.substr(path.empty() ? 0 : 1), value, expected);
}

void throw_damaged(const JsonFile& file, const std::string& pointer, std::string_view what) {
  throw_damaged(file.name, line_in(file, pointer), pointer.substr(1), what);
}

void throw_not_json(const JsonFile& file) {
  try {
    demand_json(file.bytes, file.name);
  } catch (const InputError& error) {
    throw DamagedFile(error.diagnostics().front());
  }
  throw DamagedFile({file.name, 0, "", DiagnosticCode::bad_json, "its JSON is not that of a plan"});
}

std::string key_problem(const std::string& key) {
  auto checked = customer_key(key);
  Problem* const problem = std::get_if<Problem>(&checked);
  return problem ? std::move(problem->message) : std::string();
}

}  // namespace domainplan::store
