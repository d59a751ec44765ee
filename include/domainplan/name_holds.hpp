// Customers whose names a person should look at before anything is bought.
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

// The findings of all customers for whom there is one, in the order of the file. `brand_ok` are the keys of
// customers whose brand a person has looked at, besides those whose row says so. Works in parallel.
std::vector<NameFinding> review_customers(const NamingRules& rules, const Intake& intake,
                                          const std::vector<std::string>& brand_ok);

// Moves the customers whose name is a guess, or whose brand needs a check, to the skipped ones: they get no
// order, but a row in shortfall.csv with the reason rough_name or brand_check.
void hold_customers(Intake& intake, const std::vector<NameFinding>& findings);

}  // namespace domainplan
