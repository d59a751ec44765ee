#include "intake/secret.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"

namespace domainplan {
namespace {

constexpr std::string_view kVariable = "env:";
constexpr std::string_view kFile = "file:";

bool is_variable_name(std::string_view name) {
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  return !name.empty() && is_letter(name.front()) && std::all_of(name.begin(), name.end(), [&](char c) {
    return is_letter(c) || (c >= '0' && c <= '9');
  });
}

// An order is JSON, so what it holds is text.
bool is_text(std::string_view secret) {
  return is_utf8(secret) && secret.find('\0') == std::string_view::npos;
}

}  // namespace

Checked<std::string> Passwords::resolve(std::string_view cell) {
  const std::string_view reference = trimmed(cell);
  if (reference.starts_with(kVariable))
    return variable(std::string(trimmed(reference.substr(kVariable.size()))));
  if (reference.starts_with(kFile)) return first_line(std::string(trimmed(reference.substr(kFile.size()))));
  return std::string(cell);
}

Checked<std::string> Passwords::variable(const std::string& name) const {
  if (!is_variable_name(name))
    return Problem{"'env:' is not followed by the name of an environment variable: letters, digits and _"};
  const auto value = sources_.environment ? sources_.environment(name) : std::nullopt;
  if (!value)
    return Problem{
        fmt::format("the environment variable {} is not set: set it to the password", in_quotes(name))};
  if (value->empty())
    return Problem{
        fmt::format("the environment variable {} is empty: set it to the password", in_quotes(name))};
  if (!is_text(*value))
    return Problem{fmt::format("the environment variable {} is not UTF-8", in_quotes(name))};
  return *value;
}

Checked<std::string> Passwords::first_line(const std::string& path) {
  if (path.empty())
    return Problem{"'file:' is not followed by a path: name the file that holds the password"};
  auto known = files_.find(path);
  if (known == files_.end())
    known = files_.emplace(path, sources_.file ? sources_.file(path) : std::nullopt).first;
  const std::optional<std::string>& value = known->second;
  if (!value)
    return Problem{
        fmt::format("the file {} cannot be read: put the password on its first line", in_quotes(path))};
  const std::string_view line = std::string_view(*value).substr(0, value->find_first_of("\r\n"));
  if (line.empty())
    return Problem{
        fmt::format("the first line of the file {} is empty: put the password there", in_quotes(path))};
  if (!is_text(line))
    return Problem{fmt::format("the first line of the file {} is not UTF-8", in_quotes(path))};
  return std::string(line);
}

}  // namespace domainplan
