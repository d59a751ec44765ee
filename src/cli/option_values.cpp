#include "cli/option_values.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "cli/planning_options.hpp"
#include "cli/values.hpp"
#include "domainplan/api_options.hpp"
#include "domainplan/error.hpp"
#include "domainplan/ledger_use.hpp"
#include "domainplan/nearest.hpp"
#include "domainplan/plan.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

constexpr std::int64_t kMostCents = std::int64_t{1} << 40;
constexpr std::int64_t kMostSpend = 1'000'000'000'000;
constexpr std::int64_t kMostSeed = std::numeric_limits<std::int64_t>::max();

// By name.
constexpr auto kWholeRanges = std::to_array<Range<std::int64_t>>({
    {"batch-size", 1, 50},
    {"connections", 1, 1000},
    {"days", 0, 3660},
    {"fault-seed", 0, kMostSeed},
    {"google", 0, 100'000},
    {"google-inboxes-per-domain", 2, 3},
    {"google-percent", 0, 100},
    {"limit", 1, 1'000'000'000},
    {"max-checks", 1, 1'000'000},
    {"max-increase-cents", 0, kMostSpend},
    {"max-month-cents", 0, kMostSpend},
    {"max-price-cents", 0, kMostCents},
    {"max-renewal-cents", 0, kMostCents},
    {"max-spend-cents", 0, kMostSpend},
    {"microsoft", 0, 100'000},
    {"microsoft-percent", 0, 100},
    {"monthly-sending-volume", 1, 1'000'000'000'000},
    {"older-than", 0, 36'500},
    {"pattern-share", 1, 100},
    {"port", 0, 65'535},
    {"rate", 1, 100'000'000},
    {"rate-limit", 0, 100'000'000},
    {"renews-within", 0, 36'500},
    {"reserve-days", 1, kMostReserveDays},
    {"seed", 0, kMostSeed},
    {"style-share", 1, 100},
    {"surplus", 0, 1000},
    {"threads", 1, 1024},
    {"tld-share", 1, 100},
    {"tolerance", 0, 86'400},
    {"trust-taken", 0, kMostTrustedHours},
    {"years", 1, 100},
});
constexpr auto kFractionRanges = std::to_array<Range<double>>({
    {"errored", 0, 1},
    {"intervention-rate", 0, 1},
    {"poll", 0.01, 86'400},
    {"recheck-wait", 0, 3600},
    {"stale", 0, 1},
    {"time-scale", 0, 1'000'000},
});

template <class Ranges>
constexpr bool is_sorted(const Ranges& ranges) {
  return std::is_sorted(ranges.begin(), ranges.end(),
                        [](const auto& a, const auto& b) { return a.option < b.option; });
}
static_assert(is_sorted(kWholeRanges) && is_sorted(kFractionRanges));

template <class Ranges>
auto found_in(const Ranges& ranges, std::string_view option) -> decltype(ranges.data()) {
  const auto found =
      std::lower_bound(ranges.begin(), ranges.end(), option,
                       [](const auto& range, std::string_view name) { return range.option < name; });
  return found != ranges.end() && found->option == option ? &*found : nullptr;
}

// Runs `check`, and lets what it throws begin with `place`.
template <class Check>
void at_place(const std::string& place, Check check) try {
  check();
} catch (const UsageError& error) {
  throw UsageError(fmt::format("{}: {}", place, error.what()), Subject{place, error.expected()});
}

}  // namespace

const Range<std::int64_t>* whole_range_of(std::string_view option) { return found_in(kWholeRanges, option); }
const Range<double>* fraction_range_of(std::string_view option) { return found_in(kFractionRanges, option); }

std::int64_t whole_number(std::string_view place, const std::string& text, const Range<std::int64_t>& range) {
  std::int64_t value = 0;
  const char* const end = text.data() + text.size();
  const auto [parsed, error] = std::from_chars(text.data(), end, value);
  if (error != std::errc() || parsed != end || value < range.least || value > range.most)
    throw UsageError(
        fmt::format("{}: {} is not a whole number from {} to {}", place, in_quotes(text), range.least,
                    range.most),
        Subject{std::string(place), fmt::format("a whole number from {} to {}", range.least, range.most)});
  return value;
}

double fraction(std::string_view place, const std::string& text, const Range<double>& range) {
  double value = 0;
  const char* const end = text.data() + text.size();
  const auto [parsed, error] = std::from_chars(text.data(), end, value, std::chars_format::fixed);
  if (error != std::errc() || parsed != end || !(value >= range.least && value <= range.most))
    throw UsageError(
        fmt::format("{}: {} is not a number from {} to {}", place, in_quotes(text), range.least, range.most),
        Subject{std::string(place), fmt::format("a number from {} to {}", range.least, range.most)});
  return value;
}

std::vector<std::string> choices_in(std::string_view value_name) {
  if (value_name == "[=false]") return {"false", "true"};
  if (value_name.find('|') == std::string_view::npos ||
      value_name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789._-|") != std::string_view::npos)
    return {};
  std::vector<std::string> words;
  for (const std::string_view word : split(value_name, "|")) words.emplace_back(word);
  return words;
}

int choice(std::string_view place, const std::string& text, const std::vector<std::string>& words) {
  Nearest nearest(text);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == text) return static_cast<int>(i);
    nearest.consider(words[i]);
  }
  throw UsageError(fmt::format("{}: {} is not one of {}{}", place, in_quotes(text), fmt::join(words, ", "),
                               nearest.question()),
                   Subject{std::string(place), fmt::format("one of {}", fmt::join(words, ", "))});
}

void check_value(const po::option_description& option, const std::string& value, const std::string& place) {
  const std::string& name = option.long_name();
  if (const auto* const whole = whole_range_of(name)) {
    whole_number(place, value, *whole);
  } else if (const auto* const range = fraction_range_of(name)) {
    fraction(place, value, *range);
  } else if (const std::vector<std::string> words = choices_in(option.semantic()->name()); !words.empty()) {
    choice(place, value, words);
  } else if (name == "api-url") {
    at_place(place, [&] { partner::is_loopback_url(value); });
  } else if (name == "currency") {
    currency_of(place, value);
  } else if (name == "include") {
    at_place(place, [&] { naming_rules({.include = {value}}); });
  } else if (name == "exclude") {
    at_place(place, [&] { naming_rules({.exclude = {value}}); });
  } else if (name == "tlds") {
    const std::vector<std::string> tlds = tlds_in(value);
    if (tlds.empty())
      throw UsageError(place + ": name at least one, such as com,net",
                       Subject{place, "public suffixes such as com,net"});
    at_place(place, [&] { naming_rules({.tlds = tlds}); });
  }
}

void check_values(const po::options_description& options, const po::variables_map& values) {
  std::vector<std::function<void()>> checks;
  for (const auto& option : options.options()) {
    const std::string& name = option->long_name();
    if (values.count(name) == 0 || values[name].defaulted()) continue;
    const boost::any& value = values[name].value();
    std::vector<std::string> given;
    if (const auto* const one = boost::any_cast<std::string>(&value)) given = {*one};
    if (const auto* const many = boost::any_cast<std::vector<std::string>>(&value)) given = *many;
    for (const std::string& each : given)
      checks.emplace_back([&, each] { check_value(*option, each, "--" + name); });
  }
  throw_all_of(checks);
}

}  // namespace domainplan::cli
