// Identifiers as the vendor makes them: a prefix and 26 characters of Crockford's base 32.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace domainplan::sandbox {

// `prefix` and 26 characters made of these 128 bits (two leading bits are always 0).
std::string id_of(std::string_view prefix, std::uint64_t high, std::uint64_t low);

// An id that no other call returns: the time in milliseconds first, as in a ULID, then a count and a mix of
// it.
std::string new_id(std::string_view prefix);

// Whether `text` is `prefix` and 26 characters of the alphabet.
bool is_id(std::string_view text, std::string_view prefix);

}  // namespace domainplan::sandbox
