// What renews when, and what it costs.
//
// Orders renew monthly: their licences are billed again. Domains renew a year after they were registered,
// which the API does not give: created_at plus whole years is assumed. Calls nothing back.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domainplan/availability.hpp"
#include "domainplan/notice.hpp"
#include "domainplan/session.hpp"

namespace domainplan {

struct Renewal {
  enum class Kind : std::uint8_t {
    licences,  // of an order, for a month
    domain     // its registration, for a year
  } kind = Kind::licences;
  std::chrono::system_clock::time_point at;
  bool is_assumed = false;     // the date is not the vendor's
  std::string order;           // ord_…; may be empty for a domain
  std::string user;            // the email, or the usr_… id
  std::string domain;          // of Kind::domain
  std::int64_t domains = 0;    // how many the licences are for, or 1
  std::optional<Cents> cents;  // unset where no price is known
  std::string currency;        // of `cents`
};
inline constexpr std::array<std::string_view, 2> kRenewalKindNames = {"licences", "domain"};
constexpr std::string_view name_of(Renewal::Kind kind) {
  return kRenewalKindNames[static_cast<std::size_t>(kind)];
}

struct Renewals {
  std::vector<Renewal> rows;            // by day (UTC), then user, order and domain
  std::map<std::string, Cents> totals;  // of the known amounts, by currency
  std::size_t unknown = 0;  // rows without an amount, and orders whose date is not known (each a warning)
  std::vector<Notice> warnings;  // redacted
};

// The renewals from `now` to `now` + `days`, of all orders and domains that are not cancelled. An order that
// GET /domains does not show yet has a row without an amount; one that GET /orders/{id} refuses is a warning.
// Reads /orders, /domains and /bundles whole and up to 10 orders for the prices of licences. The cost of a
// domain's renewal is not known: the API gives it only for domains that are available. Throws RunError where
// a list cannot be read to its end, KeyRefused, Interrupted.
Renewals renewals(Session& session, std::chrono::days days, std::chrono::system_clock::time_point now);

// As an iCalendar file (RFC 5545), an all-day event for each row; lines end in CRLF. `now` is its time stamp.
std::string icalendar(const Renewals& renewals, std::chrono::system_clock::time_point now);

}  // namespace domainplan
