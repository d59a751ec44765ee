// Reading option values, with errors that say what would be right.
#pragma once

#include <boost/program_options.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace domainplan::cli {

namespace po = boost::program_options;

// An option's text; nothing where it was not given.
std::optional<std::string> text(const po::variables_map& values, const std::string& option);

// An option's whole number within its range (see option_values.hpp); nothing where it was not given. Throws
// UsageError.
std::optional<std::int64_t> number(const po::variables_map& values, const std::string& option);
int number_or(const po::variables_map& values, const std::string& option, int otherwise);

// An option's number of seconds or share, fractions allowed, within its range. Throws UsageError.
double fraction_or(const po::variables_map& values, const std::string& option, double otherwise);

// The place of an option's text among `words`; `otherwise` where it was not given. Throws UsageError naming
// them all.
int choice_or(const po::variables_map& values, const std::string& option,
              const std::vector<std::string>& words, int otherwise);

// All values of an option that may be repeated.
std::vector<std::string> texts(const po::variables_map& values, const std::string& option);

// Arguments that must be given, in their order: "swap: missing arguments: the customer and the domain to
// replace". Throws UsageError naming all that are missing.
void require_arguments(std::string_view command, const std::vector<std::string>& arguments,
                       const std::vector<std::string>& names);

// Options that must be given. Throws UsageError naming all that are missing.
void require(const po::variables_map& values, const std::vector<std::string>& options);
// One of them, and its text.
std::string required(const po::variables_map& values, const std::string& option);

// Runs all of `checks`, and throws one UsageError with what each of those that failed said, if any did; its
// subject is that of the first.
void throw_all_of(const std::vector<std::function<void()>>& checks);

// Options that take a text, one or many times.
po::typed_value<std::string>* one(const char* value_name);
po::typed_value<std::vector<std::string>>* many(const char* value_name);

}  // namespace domainplan::cli
