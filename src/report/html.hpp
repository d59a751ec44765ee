// What the pages are written with.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "domainplan/availability.hpp"

namespace domainplan::report {

// Text as it may stand in an element or a quoted attribute.
std::string html(std::string_view text);

// 1,234,567
std::string grouped(std::uint64_t number);

// A cell with a number, which sorts by it; an amount of cents, which sorts by the cents.
std::string number_cell(std::uint64_t number);
std::string money_cell(Cents cents, std::string_view currency);

// How every page begins, up to its title; no file of another program does.
std::string_view page_head();
// A whole page around `body`.
std::string page(std::string_view title, std::string_view body);

}  // namespace domainplan::report
