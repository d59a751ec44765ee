// The market for names: what of it is taken, and what the rest costs. A pure function of name and seed that
// behaves like the real one: short names and those made of common words are mostly gone, long ones mostly
// free.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "domainplan/availability.hpp"
#include "sandbox/words.hpp"

namespace domainplan::sandbox {

inline constexpr std::string_view kCurrency = "usd";

// What the market says of a name: a row without the name.
struct Offer {
  std::optional<Reason> reason = {};  // taken, premium or invalid; unset: available, and the rest is set
  Cents price_cents = 0;
  Cents renewal_price_cents = 0;
  ProviderSet usable_for = {};
};

class Market {
 public:
  // `taken` are names taken in the real world, in canonical form.
  Market(std::uint64_t seed, const std::vector<std::string>& taken);

  // `name` is a registrable domain in canonical form.
  Offer judge(std::string_view name) const;

 private:
  struct Suffix {
    Cents first_year = 0;
    Cents renewal = 0;
    double crowding = 1;  // 1: as full as .com; towards 0: emptier
  };
  double share_taken(std::string_view label, int words, const Suffix& suffix) const;

  std::uint64_t seed_;
  std::unordered_set<std::string> taken_;
  std::unordered_map<std::string, Suffix> suffixes_;
  Words words_;
};

}  // namespace domainplan::sandbox
