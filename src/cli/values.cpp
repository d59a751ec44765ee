#include "cli/values.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <charconv>

#include "domainplan/error.hpp"
#include "domainplan/nearest.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {

std::optional<std::string> text(const po::variables_map& values, const std::string& option) {
  const auto found = values.find(option);
  if (found == values.end() || found->second.empty()) return std::nullopt;
  return found->second.as<std::string>();
}

std::optional<std::int64_t> number(const po::variables_map& values, const std::string& option,
                                   std::int64_t least, std::int64_t most) {
  const std::optional<std::string> given = text(values, option);
  if (!given) return std::nullopt;
  std::int64_t value = 0;
  const char* const end = given->data() + given->size();
  const auto [parsed, error] = std::from_chars(given->data(), end, value);
  if (error != std::errc() || parsed != end || value < least || value > most)
    throw UsageError(
        fmt::format("--{}: {} is not a whole number from {} to {}", option, in_quotes(*given), least, most));
  return value;
}

int number_or(const po::variables_map& values, const std::string& option, int least, int most,
              int otherwise) {
  return static_cast<int>(number(values, option, least, most).value_or(otherwise));
}

double parse_fraction(const std::string& what, const std::string& text, double least, double most) {
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [parsed, error] = std::from_chars(text.data(), end, value, std::chars_format::fixed);
  if (error != std::errc() || parsed != end || !(value >= least && value <= most))
    throw UsageError(fmt::format("{}: {} is not a number from {} to {}", what, in_quotes(text), least, most));
  return value;
}

double fraction_or(const po::variables_map& values, const std::string& option, double least, double most,
                   double otherwise) {
  const std::optional<std::string> given = text(values, option);
  return given ? parse_fraction("--" + option, *given, least, most) : otherwise;
}

int choice_or(const po::variables_map& values, const std::string& option,
              const std::vector<std::string>& words, int otherwise) {
  const std::optional<std::string> given = text(values, option);
  if (!given) return otherwise;
  Nearest nearest(*given);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == *given) return static_cast<int>(i);
    nearest.consider(words[i]);
  }
  throw UsageError(fmt::format("--{}: {} is not one of {}{}", option, in_quotes(*given),
                               fmt::join(words, ", "), nearest.question()));
}

std::vector<std::string> texts(const po::variables_map& values, const std::string& option) {
  const auto found = values.find(option);
  if (found == values.end() || found->second.empty()) return {};
  return found->second.as<std::vector<std::string>>();
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

po::typed_value<std::string>* one(const char* value_name) {
  return po::value<std::string>()->value_name(value_name);
}

po::typed_value<std::vector<std::string>>* many(const char* value_name) {
  return po::value<std::vector<std::string>>()->value_name(value_name);
}

}  // namespace domainplan::cli
