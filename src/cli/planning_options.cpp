#include "cli/planning_options.hpp"

#include <fmt/format.h>

#include "cli/files.hpp"
#include "cli/values.hpp"
#include "domainplan/error.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {

po::options_description naming_group() {
  po::options_description group("Names", kHelpWidth);
  auto add = group.add_options();
  add("tlds", one("com,net,..."), "the top-level domains to use, best first");
  add("patterns", one("FILE"), "patterns, affixes, TLDs and weights in place of the built-in ones");
  add("include", many("RE2"), "keep only names that match one of these");
  add("exclude", many("RE2"), "leave out names that match one of these");
  add("strict-names", po::bool_switch(),
      "hold customers whose name is a guess, or whose brand a person should check");
  add("brand-ok", many("CUSTOMER"), "a person has checked this customer's brand; may be repeated");
  return group;
}

NamingSources naming_sources(const po::variables_map& values, Process& process) {
  NamingSources sources{{}, texts(values, "include"), texts(values, "exclude"), {}};
  if (const auto patterns = text(values, "patterns")) sources.patterns = read_file(*patterns, process);
  if (const auto given = text(values, "tlds")) sources.tlds = tlds_in(*given);
  return sources;
}

std::vector<std::string> tlds_in(std::string_view list) {
  std::vector<std::string> tlds;
  for (const std::string_view tld : split(list, ", ")) {
    std::string name = ascii_lower(tld);
    name.erase(0, name.find_first_not_of('.'));
    if (!name.empty()) tlds.push_back(std::move(name));
  }
  return tlds;
}

std::string currency_of(std::string_view place, std::string_view text) {
  std::string code = ascii_lower(text);
  if (code.size() != 3 || code.find_first_not_of("abcdefghijklmnopqrstuvwxyz") != std::string::npos)
    throw UsageError(fmt::format("{}: {} is not a currency code such as usd", place, in_quotes(text)),
                     Subject{std::string(place), "a currency code such as usd"});
  return code;
}

po::options_description choice_group() {
  po::options_description group("Selection", kHelpWidth);
  auto add = group.add_options();
  add("prefer", one("quality|price"),
      "quality: best names, then lowest cost; price: the reverse (default quality)");
  add("years", one("N"), "cost is the first year and N-1 renewals (default 1)");
  add("max-price-cents", one("N"), "leave out domains whose first year costs more");
  add("max-renewal-cents", one("N"), "leave out domains whose renewal costs more");
  add("currency", one("CODE"), "leave out domains priced in another currency (default usd)");
  add("tld-share", one("P"), "at most P percent of an order under one TLD, rounded up (default 100)");
  add("pattern-share", one("P"), "at most P percent of an order from one pattern, rounded up (default 25)");
  add("style-share", one("P"),
      "at most P percent of an order in one style (hyphenated, persona, prefixed, suffixed), rounded up "
      "(default 60)");
  return group;
}

ChoiceOptions choice_options(const po::variables_map& values, ChoiceOptions choice) {
  const int prefer =
      choice_or(values, "prefer", {"quality", "price"}, choice.prefer == Prefer::price ? 1 : 0);
  choice.prefer = prefer == 0 ? Prefer::quality : Prefer::price;
  choice.years = number_or(values, "years", choice.years);
  if (const auto cap = number(values, "max-price-cents")) choice.max_price_cents = cap;
  if (const auto cap = number(values, "max-renewal-cents")) choice.max_renewal_cents = cap;
  if (const auto given = text(values, "currency")) choice.currency = currency_of("--currency", *given);
  choice.tld_share = number_or(values, "tld-share", choice.tld_share);
  choice.pattern_share = number_or(values, "pattern-share", choice.pattern_share);
  choice.style_share = number_or(values, "style-share", choice.style_share);
  return choice;
}

}  // namespace domainplan::cli
