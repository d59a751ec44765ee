#include "sandbox/market.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "domainplan/domain_name.hpp"
#include "sandbox/chance.hpp"

namespace domainplan::embedded {
extern const std::string_view data_sandbox_prices_json;
extern const std::string_view data_sandbox_words_txt;
}  // namespace domainplan::embedded

namespace domainplan::sandbox {
namespace {

// Which random number of a name decides what.
enum Chance : std::uint64_t { is_taken, is_premium, usable, discount };

// The share of .com labels of each length that are taken, where they are not common words.
constexpr std::array<double, 26> kTakenByLength = {1,    1,    1,    0.99, 0.97, 0.9,  0.75, 0.62, 0.52,
                                                   0.45, 0.40, 0.37, 0.34, 0.32, 0.30, 0.28, 0.25, 0.22,
                                                   0.19, 0.16, 0.14, 0.12, 0.1,  0.09, 0.08, 0.07};
// The same for labels that are made of so many common words.
constexpr std::array<double, 5> kTakenByWords = {0, 0.99, 0.9, 0.55, 0.3};

constexpr double kHyphenated = 0.35;  // a hyphen leaves this share of the interest in a name
constexpr double kGoogleOnly = 0.15;
constexpr double kMicrosoftOnly = 0.05;
constexpr double kDiscounted = 0.1;      // share of names whose first year is cheaper
constexpr double kDiscount = 0.6;        // what is left of its price
constexpr double kPremiumWord = 0.3;     // share of premium names among single words and very short labels
constexpr double kPremiumPhrase = 0.04;  // among two-word labels
constexpr double kPremiumElse = 0.003;

}  // namespace

Market::Market(std::uint64_t seed, const std::vector<std::string>& taken)
    : seed_(seed), taken_(taken.begin(), taken.end()), words_(embedded::data_sandbox_words_txt) {
  const auto prices = nlohmann::json::parse(embedded::data_sandbox_prices_json);
  for (const auto& [name, entry] : prices.items())
    suffixes_[name] = {entry.at("first_year"), entry.at("renewal"), entry.at("crowding")};
}

double Market::share_taken(std::string_view label, int words, const Suffix& suffix) const {
  const double by_length = kTakenByLength[std::min(label.size(), kTakenByLength.size() - 1)];
  const double by_words = kTakenByWords[std::min<std::size_t>(static_cast<std::size_t>(words), 4)];
  double share = std::max(by_length, by_words);
  if (label.find('-') != std::string_view::npos) share *= kHyphenated;
  // A power keeps the most wanted names taken everywhere, and empties the middle of small suffixes.
  return std::pow(share, 1 / suffix.crowding);
}

Offer Market::judge(std::string_view name) const {
  std::string_view label = first_label(name);
  const auto suffix = suffixes_.find(std::string(name.substr(label.size() + 1)));
  // The description's pattern allows hyphens in places three and four; no registry does, but for A-labels.
  if (suffix == suffixes_.end() || !is_label(label)) return {.reason = Reason::invalid};
  if (label.starts_with("xn--")) label.remove_prefix(4);
  const int words = words_.fewest_in(label);
  const std::uint64_t hash = hash_of(name, seed_);

  const bool high_demand = words == 1 || label.size() <= 4;
  const double premium = high_demand ? kPremiumWord : words == 2 ? kPremiumPhrase : kPremiumElse;
  if (!taken_.empty() && taken_.contains(std::string(name))) return {.reason = Reason::taken};
  if (uniform(hash, is_premium) < premium) return {.reason = Reason::premium};
  if (uniform(hash, is_taken) < share_taken(label, words, suffix->second)) return {.reason = Reason::taken};

  Offer offer;
  offer.price_cents = suffix->second.first_year;
  offer.renewal_price_cents = suffix->second.renewal;
  if (uniform(hash, discount) < kDiscounted)
    offer.price_cents = static_cast<Cents>(static_cast<double>(offer.price_cents) * kDiscount);
  const double served = uniform(hash, usable);
  offer.usable_for = served < kGoogleOnly                    ? ProviderSet(Provider::google)
                     : served < kGoogleOnly + kMicrosoftOnly ? ProviderSet(Provider::microsoft)
                                                             : ProviderSet::both();
  return offer;
}

}  // namespace domainplan::sandbox
