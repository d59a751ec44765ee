// The state of an order, and what a person has to do about it, in words.
#pragma once

#include <string>
#include <vector>

#include "domainplan/status.hpp"

namespace domainplan::cli {

// "in progress"; a state that this program does not know is as the API gave it, not escaped.
std::string words_of(const OrderStanding& standing);

// What to do about the order as a whole; "" where there is nothing. Escaped.
std::string remedy_of(const OrderStanding& standing);

// What to do about one action. Escaped.
std::string remedy_of(const ActionToTake& action);

}  // namespace domainplan::cli
