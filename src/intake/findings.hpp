// What is wrong in one input file.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domainplan/error.hpp"

namespace domainplan {

class Findings {
 public:
  explicit Findings(std::string file) : file_(std::move(file)) {}

  void add(std::size_t line, std::string_view column, std::string message) {
    found_.push_back({file_, line, std::string(column), std::move(message)});
  }
  // Moves everything to the end of `all`, by line; what is on one line stays in the order of finding.
  void move_to(std::vector<Diagnostic>& all);

 private:
  std::string file_;
  std::vector<Diagnostic> found_;
};

}  // namespace domainplan
