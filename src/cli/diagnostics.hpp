// Reporting what input files give cause to say.
#pragma once

#include <iosfwd>
#include <string_view>
#include <vector>

#include "domainplan/error.hpp"
#include "domainplan/notice.hpp"

namespace domainplan::cli {

// One line each, after `prefix`. What is the same for many rows is one line that lists them.
void report_rows(const std::vector<Diagnostic>& found, std::string_view prefix, std::ostream& err);

// "warning: " and the text, escaped, on a line of its own.
void report_warning(std::string_view text, std::ostream& err);
void report_warning(const Notice& notice, std::ostream& err);

// How many different rows these are about.
std::size_t count_rows(const std::vector<Diagnostic>& found);

}  // namespace domainplan::cli
