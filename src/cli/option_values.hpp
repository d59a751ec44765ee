// What values an option takes: the bounds of every number and the words of every choice, for the command
// line, the environment and the config file alike.
#pragma once

#include <boost/program_options.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "domainplan/error.hpp"

namespace domainplan::cli {

namespace po = boost::program_options;

// A number from `least` to `most`.
template <class Number>
struct Range {
  std::string_view option;
  Number least, most;
};

// The range of an option whose value is a whole number, or one with a fraction; null where it is not.
const Range<std::int64_t>* whole_range_of(std::string_view option);
const Range<double>* fraction_range_of(std::string_view option);

// The number that `text` is. `place` begins the error, as "--rate" does. Throw UsageError.
std::int64_t whole_number(std::string_view place, const std::string& text, const Range<std::int64_t>& range);
double fraction(std::string_view place, const std::string& text, const Range<double>& range);

// The words of a choice, from how help writes its value: "auto|always|never". Empty where it is no choice.
std::vector<std::string> choices_in(std::string_view value_name);

// The place of `text` among `words`. Throws UsageError naming them all.
int choice(std::string_view place, const std::string& text, const std::vector<std::string>& words);

// Throws UsageError, which begins with `place`, where the option does not take this value: a number outside
// its range, a word that is no choice, a URL, a currency or an expression that is none. Whether a file or a
// customer exists is not asked.
void check_value(const po::option_description& option, const std::string& value, const std::string& place);

// The same for each option of `values`, as "--NAME", and all of them at once.
void check_values(const po::options_description& options, const po::variables_map& values);

// What `action` returns; a UsageError about the library's option `name` becomes one about --NAME.
template <class Action>
auto as_option(const std::string& name, Action action) try {
  return action();
} catch (const UsageError& error) {
  if (error.subject() != name) throw;
  throw UsageError(error.what(), Subject{"--" + name, error.expected()});
}

}  // namespace domainplan::cli
