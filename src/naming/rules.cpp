#include "naming/rules.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "naming/embedded.hpp"

namespace domainplan {
namespace {

// The most that the weights of two neighbours in a preference of TLDs differ by: what makes com the first
// choice for every good affix, but not for bad ones.
constexpr int kGreatestStep = 100;

std::size_t styles_in(const std::vector<Pattern>& patterns) {
  std::set<Style> styles;
  for (const Pattern& pattern : patterns)
    if (const auto style = style_of(pattern.text)) styles.insert(*style);
  return styles.size();
}

void use(ReadSettings read, NamingRules::Data& data) {
  data.settings = std::move(read.settings);
  data.warnings = std::move(read.warnings);
  std::vector<Pattern> patterns = patterns_of(data.settings);
  data.styles = styles_in(patterns);
  data.misreads = std::make_shared<const Misreads>(*data.words, patterns);
  data.patterns = std::make_shared<const std::vector<Pattern>>(std::move(patterns));
  data.name_words = std::make_shared<const NameWords>(*data.words, data.settings);
}

std::shared_ptr<const NamingRules::Data> load_built_in() {
  auto data = std::make_shared<NamingRules::Data>();
  data->words = std::make_shared<const WordLists>(built_in_words());
  use(read_settings({}, embedded::data_naming_patterns_json, "data/naming/patterns.json",
                    data->words->blocked),
      *data);
  return data;
}

Expressions compiled(const std::vector<std::string>& expressions, std::string_view option) {
  Expressions out;
  for (const std::string& text : expressions) {
    auto expression = std::make_shared<const re2::RE2>(text, re2::RE2::Quiet);
    if (!expression->ok())
      throw UsageError(fmt::format("{} is not an RE2 expression: {}", in_quotes(text), expression->error()),
                       Subject{std::string(option), "an RE2 expression"});
    out.push_back(std::move(expression));
  }
  return out;
}

}  // namespace

bool NamingRules::Data::matches(std::string_view domain) const {
  const re2::StringPiece name(domain.data(), domain.size());
  const auto matches = [&](const auto& expression) { return re2::RE2::PartialMatch(name, *expression); };
  if (!include.empty() && std::none_of(include.begin(), include.end(), matches)) return false;
  return std::none_of(exclude.begin(), exclude.end(), matches);
}

NamingRules NamingRules::built_in() {
  static const std::shared_ptr<const Data> data = load_built_in();
  return NamingRules(data);
}

NamingRules NamingRules::from_json(std::string_view json, const std::string& file) {
  auto data = std::make_shared<Data>(built_in().data());
  use(read_settings(data->settings, json, file, data->words->blocked), *data);
  return NamingRules(std::move(data));
}

std::vector<Diagnostic> NamingRules::warnings() const { return data_->warnings; }

NamingRules NamingRules::with_tlds(const std::vector<std::string>& tlds) const {
  if (tlds.empty())
    throw UsageError("the list of TLDs is empty; name one at least, such as com",
                     Subject{"tlds", "public suffixes such as com"});
  auto data = std::make_shared<Data>(*data_);
  data->settings.tlds = weighted_tlds(tlds, data_->settings.tlds);
  return NamingRules(std::move(data));
}

NamingRules NamingRules::with_filters(const std::vector<std::string>& include,
                                      const std::vector<std::string>& exclude) const {
  auto data = std::make_shared<Data>(*data_);
  for (auto& expression : compiled(include, "include")) data->include.push_back(std::move(expression));
  for (auto& expression : compiled(exclude, "exclude")) data->exclude.push_back(std::move(expression));
  return NamingRules(std::move(data));
}

NamingRules NamingRules::without_filters(Filters filters) const {
  auto data = std::make_shared<Data>(*data_);
  if (filters != Filters::exclude) data->include.clear();
  if (filters != Filters::include) data->exclude.clear();
  return NamingRules(std::move(data));
}

bool NamingRules::has_include() const { return !data_->include.empty(); }

bool NamingRules::has_exclude() const { return !data_->exclude.empty(); }

std::vector<Weighted> weighted_tlds(const std::vector<std::string>& tlds, const std::vector<Weighted>& like) {
  std::vector<Weighted> out;
  for (const std::string& text : tlds) {
    const std::string suffix = public_suffix_of(trimmed(text));
    if (suffix.empty())
      throw UsageError(
          fmt::format("{} is not a public suffix; write one such as com or co.uk", in_quotes(text)),
          Subject{"tlds", "public suffixes such as com or co.uk"});
    const auto known =
        std::find_if(out.begin(), out.end(), [&](const Weighted& tld) { return tld.text == suffix; });
    if (known == out.end()) out.push_back({suffix, 0});
  }
  // At least 1 apart, or the order asked for would be lost.
  const int gaps = static_cast<int>(out.size()) - 1;
  const int range = like.front().weight - like.back().weight;
  const int step = gaps == 0 ? 0 : std::clamp(range / gaps, 1, kGreatestStep);
  const int best = std::max(like.front().weight, gaps * step);
  for (std::size_t i = 0; i < out.size(); ++i) out[i].weight = best - step * static_cast<int>(i);
  return out;
}

}  // namespace domainplan
