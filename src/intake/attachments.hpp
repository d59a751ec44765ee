// The files that say more about customers: personas.csv and owned.csv. What is wrong in them is noted with
// the customer it hits. Rows of unknown customers are ignored and counted.
#pragma once

#include "domainplan/intake.hpp"
#include "intake/customers.hpp"
#include "intake/findings.hpp"

namespace domainplan {

struct AttachedRows {
  bool customers_known =
      true;                 // false: the header lacks the column, so it is not known whom the rows belong to
  std::size_t ignored = 0;  // rows of unknown customers
};

AttachedRows read_personas(const InputFile& file, CustomerRows& customers, Findings& findings);
AttachedRows read_owned(const InputFile& file, CustomerRows& customers, Findings& findings);

}  // namespace domainplan
