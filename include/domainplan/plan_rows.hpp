// The rows of a plan folder's tables: plan.csv, candidates.csv, shortfall.csv. Money in cents; a price that
// is not known is absent, not 0.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domainplan/availability.hpp"
#include "domainplan/provider.hpp"
#include "domainplan/shortfall_reason.hpp"
#include "domainplan/verdict.hpp"

namespace domainplan {

// Where a chosen domain comes from.
enum class Source : std::uint8_t {
  registrar,  // to be registered with the order
  owned,      // by the customer, at another registrar
  inventory   // the account has it already
};
inline constexpr std::array<std::string_view, 3> kSourceNames = {"registrar", "owned", "inventory"};
constexpr std::string_view name_of(Source source) { return kSourceNames[static_cast<std::size_t>(source)]; }

// plan.csv: one chosen domain.
struct PlannedDomain {
  std::string customer;
  std::string domain;  // canonical form
  Provider provider = Provider::google;
  Source source = Source::registrar;
  std::optional<Cents> price_cents;          // of the first year; always there for Source::registrar
  std::optional<Cents> renewal_price_cents;  // of every further year
  std::string currency;                      // lower case; empty where nothing is registered
  std::optional<std::int64_t> score;
  std::string pattern;

  bool needs_registration() const { return source == Source::registrar; }
  bool operator==(const PlannedDomain&) const = default;
};

// The chosen domains of one customer.
struct PlannedOrder {
  std::string customer;
  std::vector<PlannedDomain> domains;  // as in the order: those for Google, then those for Microsoft

  // First-year prices of what is to be registered, in cents.
  Cents price_cents() const;
  // Of the domains to be registered; empty where there is none.
  std::string currency() const;
  bool operator==(const PlannedOrder&) const = default;
};

// candidates.csv: a candidate of a customer, and what became of it.
struct CandidateRow {
  std::string customer;
  std::string domain;  // canonical form
  std::int64_t score = 0;
  std::string pattern;
  Verdict verdict = Verdict::not_recorded;
  std::optional<Cents> price_cents;
  std::optional<Cents> renewal_price_cents;
  ProviderSet usable_for;

  bool operator==(const CandidateRow&) const = default;
};

// shortfall.csv: a customer without an order.
struct ShortfallRow {
  std::string customer;
  ShortfallReason reason = ShortfallReason::not_enough;
  std::int64_t google_missing = 0, microsoft_missing = 0;  // domains
  std::int64_t candidates = 0, checked = 0, available = 0, eligible = 0;
  std::string message;

  bool operator==(const ShortfallRow&) const = default;
};

}  // namespace domainplan
