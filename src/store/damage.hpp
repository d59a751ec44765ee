// A file of a plan folder that is not as a plan writes it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "domainplan/diagnostic.hpp"

namespace domainplan::store {

// Each throws DamagedFile, with the place where it is known (line 0: the file as a whole).
[[noreturn]] void throw_damaged(const std::string& file, std::size_t line, std::string_view column,
                                std::string_view what);
// Of a cell or field of which it is known what would be right, in words. Without a `value` it is missing.
[[noreturn]] void throw_wrong_value(const std::string& file, std::size_t line, std::string_view column,
                                    const std::optional<std::string>& value, std::string_view expected);

// A file of JSON.
struct JsonFile {
  std::string_view bytes;
  const std::string& name;
};

// The value at a JSON pointer, other than "", is not as it should be.
[[noreturn]] void throw_damaged(const JsonFile& file, const std::string& pointer, std::string_view what);
// The same where it is known what would be right. `value` is its text; without, it is missing.
[[noreturn]] void throw_wrong_value(const JsonFile& file, const std::string& pointer,
                                    const std::optional<std::string>& value, std::string_view expected);
// The file is not JSON, or nests deeper than a plan's file does.
[[noreturn]] void throw_not_json(const JsonFile& file);

// What is wrong with a customer's key that was read from a file of a plan; "" where nothing is. It names a
// file.
std::string key_problem(const std::string& key);

}  // namespace domainplan::store
