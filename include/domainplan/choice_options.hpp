// What a choice of domains depends on, besides the domains and the demand.
#pragma once

#include <optional>
#include <string>

#include "domainplan/availability.hpp"
#include "domainplan/selection.hpp"

namespace domainplan {

// Which domains may be chosen, and which choice is best. Money in cents of `currency`, shares in percent.
struct ChoiceOptions {
  Prefer prefer = Prefer::quality;
  int years = 1;                         // cost = first year + (years - 1) renewals
  std::optional<Cents> max_price_cents;  // first year; the lower of it and a customer's own
  std::optional<Cents> max_renewal_cents;
  std::string currency = "usd";
  int tld_share = 100;
  int pattern_share = 25;
  int style_share = 60;

  bool operator==(const ChoiceOptions&) const = default;
};

}  // namespace domainplan
