// How an order moves with time: in progress, then completed - or waiting for a person, and on when that has
// been done.
#pragma once

#include <chrono>

#include "sandbox/account.hpp"
#include "sandbox/pictures.hpp"

namespace domainplan::sandbox {

inline constexpr std::chrono::minutes kOrderChecked{2};   // then the vendor looks at pictures and domains
inline constexpr std::chrono::minutes kOrderShortest{4};  // no order is completed sooner …
inline constexpr std::chrono::minutes kOrderLongest{10};  // … or, where nothing is in its way, later
inline constexpr std::chrono::minutes kGoesOn{2};         // from the last resolved action to completed
inline constexpr std::chrono::minutes kSomebodyActs{30};  // until what is wrong with a domain is put right

// What an order's life depends on, apart from the order.
struct Circumstances {
  std::uint64_t seed;
  double intervention_rate;  // share of orders with a domain that needs a person
  Moment now;
  BrokenPictures pictures;
};

// Brings order number `index` up to date. The account is locked.
void look_at(Account& account, std::size_t index, Circumstances& around);

// Brings all of the account up to date. It is locked.
void bring_up_to_date(Account& account, Circumstances& around);

}  // namespace domainplan::sandbox
