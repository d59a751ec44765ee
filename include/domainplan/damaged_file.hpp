// The error that a file of a plan is damaged.
#pragma once

#include <string_view>

#include "domainplan/diagnostic.hpp"
#include "domainplan/error.hpp"

namespace domainplan {

// A file that a plan wrote is not as it was written. Exit 1.
class DamagedFile : public RunError {
 public:
  // `then`: what follows from it, or what to do.
  explicit DamagedFile(Diagnostic found, std::string_view then = "the plan is damaged");
  const Diagnostic& found() const { return found_; }

 private:
  Diagnostic found_;
};

}  // namespace domainplan
