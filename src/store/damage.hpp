// A file of a plan folder that is not as a plan writes it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace domainplan::store {

// Throws RunError, with the place where it is known (line 0: the file as a whole).
[[noreturn]] void throw_damaged(const std::string& file, std::size_t line, std::string_view column,
                                std::string_view what);

// What is wrong with a customer's key that was read from a file of a plan; "" where nothing is. It names a
// file.
std::string key_problem(const std::string& key);

}  // namespace domainplan::store
