// Customers whose names a person should check before anything is ordered.
#pragma once

#include <string>
#include <vector>

#include "domainplan/intake.hpp"
#include "domainplan/naming.hpp"

namespace domainplan {

// What was found for one customer of an intake.
struct NameFinding {
  std::string customer;  // the key
  NameReview review;
  bool needs_brand_check = false;  // and nobody has said that a person looked
};

// Notes that a person has looked at the brands of these customers (Customer::brand_ok). Throws UsageError
// naming a key that is in no row.
void accept_brands(Intake& intake, const std::vector<std::string>& keys);

// The findings of all customers for whom there is one, in the order of the file. Works in parallel.
std::vector<NameFinding> review_customers(const NamingRules& rules, const Intake& intake);

// Moves the customers whose name is a guess, or whose brand needs a check, to the skipped ones: they get no
// order, but a row in shortfall.csv with the reason rough_name or brand_check.
void hold_customers(Intake& intake, const std::vector<NameFinding>& findings);

}  // namespace domainplan
