// The small values that cells hold.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domainplan/provider.hpp"
#include "intake/checked.hpp"

namespace domainplan {

// What is wrong with a formula that does not hold what it shows.
Problem formula_refused(std::string_view value);

// A customer's key: a letter or digit, then up to 63 letters, digits, dots, underscores and hyphens. It names
// a file.
Checked<std::string> customer_key(std::string_view text);

// An email address, or an id of the vendor's that begins with usr_.
Checked<std::string> user_name(std::string_view text);

// A whole number in decimal digits, which `.0` may follow, from `least` to `most`.
Checked<std::int64_t> whole_number(std::string_view text, std::int64_t least,
                                   std::int64_t most = std::numeric_limits<std::int64_t>::max());

// Public suffixes between blanks or commas, each with or without its leading dot, in canonical form and once.
Checked<std::vector<std::string>> tld_list(std::string_view text);

// `google`, `microsoft`, both words in any order between blanks or commas, or `both`; both where empty.
Checked<ProviderSet> provider_set(std::string_view text);

// A registrable domain in canonical form.
Checked<std::string> checked_domain(std::string_view text);

// yes, true or 1; no, false or 0; or what a spreadsheet in another language writes for TRUE and FALSE (WAHR,
// FAUX).
Checked<bool> yes_or_no(std::string_view text);

// A persona's first or last name.
Checked<std::string> person_name(std::string_view text);

// The URL of a persona's picture as ascii_url() has it; may be empty.
Checked<std::string> picture_url(std::string_view text);

// Whether there is a letter or digit of any script.
bool has_letter_or_digit(std::string_view text);

}  // namespace domainplan
