#include "cli/values.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <span>
#include <stdexcept>

#include "cli/option_values.hpp"
#include "domainplan/error.hpp"

namespace domainplan::cli {

std::optional<std::string> text(const po::variables_map& values, const std::string& option) {
  const auto found = values.find(option);
  if (found == values.end() || found->second.empty()) return std::nullopt;
  return found->second.as<std::string>();
}

std::optional<std::int64_t> number(const po::variables_map& values, const std::string& option) {
  const std::optional<std::string> given = text(values, option);
  if (!given) return std::nullopt;
  const Range<std::int64_t>* const range = whole_range_of(option);
  if (!range) throw std::logic_error("the option --" + option + " has no range");
  return whole_number("--" + option, *given, *range);
}

int number_or(const po::variables_map& values, const std::string& option, int otherwise) {
  return static_cast<int>(number(values, option).value_or(otherwise));
}

double fraction_or(const po::variables_map& values, const std::string& option, double otherwise) {
  const std::optional<std::string> given = text(values, option);
  if (!given) return otherwise;
  const Range<double>* const range = fraction_range_of(option);
  if (!range) throw std::logic_error("the option --" + option + " has no range");
  return fraction("--" + option, *given, *range);
}

int choice_or(const po::variables_map& values, const std::string& option,
              const std::vector<std::string>& words, int otherwise) {
  const std::optional<std::string> given = text(values, option);
  return given ? choice("--" + option, *given, words) : otherwise;
}

std::vector<std::string> texts(const po::variables_map& values, const std::string& option) {
  const auto found = values.find(option);
  if (found == values.end() || found->second.empty()) return {};
  return found->second.as<std::vector<std::string>>();
}

void require_arguments(std::string_view command, const std::vector<std::string>& arguments,
                       const std::vector<std::string>& names) {
  if (arguments.size() >= names.size()) return;
  const std::span missing = std::span(names).subspan(arguments.size());
  std::string list = missing.front();
  for (std::size_t i = 1; i < missing.size(); ++i)
    list += (i + 1 == missing.size() ? " and " : ", ") + missing[i];
  throw UsageError(fmt::format("{}: missing argument{}: {}", command, missing.size() == 1 ? "" : "s", list));
}

void require(const po::variables_map& values, const std::vector<std::string>& options) {
  std::vector<std::string> missing;
  for (const std::string& option : options)
    if (!text(values, option)) missing.push_back("--" + option);
  if (missing.empty()) return;
  throw UsageError(
      fmt::format("missing option{}: {}", missing.size() == 1 ? "" : "s", fmt::join(missing, ", ")));
}

std::string required(const po::variables_map& values, const std::string& option) {
  require(values, {option});
  return *text(values, option);
}

void throw_all_of(const std::vector<std::function<void()>>& checks) {
  std::vector<std::string> wrong;
  Subject first;
  for (const std::function<void()>& check : checks) try {
      check();
    } catch (const UsageError& error) {
      if (wrong.empty()) first = {error.subject(), error.expected()};
      wrong.emplace_back(error.what());
    }
  if (!wrong.empty()) throw UsageError(fmt::format("{}", fmt::join(wrong, "; ")), std::move(first));
}

po::typed_value<std::string>* one(const char* value_name) {
  return po::value<std::string>()->value_name(value_name);
}

po::typed_value<std::vector<std::string>>* many(const char* value_name) {
  return po::value<std::vector<std::string>>()->value_name(value_name);
}

}  // namespace domainplan::cli
