// Reading option values, with errors that say what would be right.
#pragma once

#include <boost/program_options.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace domainplan::cli {

namespace po = boost::program_options;

// An option's text; nothing where it was not given.
std::optional<std::string> text(const po::variables_map& values, const std::string& option);

// An option's whole number from `least` to `most`; nothing where it was not given. Throws UsageError.
std::optional<std::int64_t> number(const po::variables_map& values, const std::string& option,
                                   std::int64_t least, std::int64_t most);
int number_or(const po::variables_map& values, const std::string& option, int least, int most, int otherwise);

// An option's number of seconds or share, fractions allowed. Throws UsageError.
double fraction_or(const po::variables_map& values, const std::string& option, double least, double most,
                   double otherwise);
// A number in `text` from `least` to `most`; `what` names it in the error. Throws UsageError.
double parse_fraction(const std::string& what, const std::string& text, double least, double most);

// The place of an option's text among `words`; `otherwise` where it was not given. Throws UsageError naming
// them all.
int choice_or(const po::variables_map& values, const std::string& option,
              const std::vector<std::string>& words, int otherwise);

// All values of an option that may be repeated.
std::vector<std::string> texts(const po::variables_map& values, const std::string& option);

// Options that must be given. Throws UsageError naming all that are missing.
void require(const po::variables_map& values, const std::vector<std::string>& options);
// One of them, and its text.
std::string required(const po::variables_map& values, const std::string& option);

// Options that take a text, one or many times.
po::typed_value<std::string>* one(const char* value_name);
po::typed_value<std::vector<std::string>>* many(const char* value_name);

}  // namespace domainplan::cli
