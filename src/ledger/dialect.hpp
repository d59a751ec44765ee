// The spellings in which SQLite and PostgreSQL differ.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace domainplan::ledger {

enum class Dialect : std::uint8_t { sqlite, postgres };

// `sql` with the words in braces (database.hpp) spelled out.
std::string in_dialect(std::string_view sql, Dialect dialect);

}  // namespace domainplan::ledger
