// What a person should know of customers' names, one line a kind.
#pragma once

#include <array>
#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "domainplan/name_holds.hpp"
#include "domainplan/naming.hpp"

namespace domainplan::cli {

class NameWarnings {
 public:
  // `customer` is who it is about, or empty for the one that the command line names.
  void add(std::string_view customer, const NameReview& review, bool guarded);
  void print(std::ostream& err) const;

 private:
  struct Line {
    std::size_t count = 0;
    std::string customers;  // the first of them, with what was found
  };
  static void add(Line& line, std::string_view customer, std::string_view found);
  static void print(const Line& line, std::string_view what, std::ostream& err);

  Line guarded_, unrelated_, rough_, unreadable_;
};

// The findings of a whole file.
void print_findings(const std::vector<NameFinding>& findings, std::ostream& err);

}  // namespace domainplan::cli
