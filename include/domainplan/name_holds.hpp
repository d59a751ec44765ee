// Customers whose names a person should check before anything is ordered.
#pragma once

#include <string>
#include <vector>

#include "domainplan/intake.hpp"
#include "domainplan/naming.hpp"

namespace domainplan {

// What a person should check about one customer of an intake.
struct NameFinding {
  std::string customer;  // the key
  NameReview review;
  bool needs_brand_check = false;  // and Customer::brand_ok is not set
};

// Sets Customer::brand_ok for these customers: a person has looked at their brands. Throws UsageError for a
// key that is in no row.
void accept_brands(Intake& intake, const std::vector<std::string>& keys);

// The findings, in the order of the file, for the customers that have one. Sets Customer::found, so that a
// plan made by the same rules does not find the stems again. Works with `threads` threads (0: one per core),
// and calls nothing back.
std::vector<NameFinding> review_customers(const NamingRules& rules, Intake& intake, int threads = 0);

// Moves the customers whose brand cannot be read to the skipped ones and, if `strict`, those whose name is a
// guess or whose brand needs a check: they get no order, but a row in shortfall.csv with the reason
// rough_name or brand_check.
void hold_customers(Intake& intake, const std::vector<NameFinding>& findings, bool strict);

}  // namespace domainplan
