// A root domain we could buy for a customer.
#pragma once

#include <string>

namespace domainplan {

struct Candidate {
  std::string domain;   // normal form, a registrable root
  int score = 0;        // 0 or more; higher is better
  std::string pattern;  // the pattern that made it, as in the patterns file; empty where unknown
};

}  // namespace domainplan
