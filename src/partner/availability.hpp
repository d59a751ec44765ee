// POST /domains/availability: up to 50 registrable domains a call.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domainplan/availability.hpp"
#include "domainplan/notice.hpp"
#include "partner/http.hpp"

namespace domainplan::partner {

inline constexpr int kMostDomainsPerCall = 50;

// The request's body for `domains` (1 to 50 different names in canonical form).
std::string availability_body(const std::vector<std::string>& domains);

// unavailable_row() as the API would write it.
std::string unavailable_json(std::string_view domain, Reason reason);

// The row of a name of which the API said nothing: it counts as errored.
AvailabilityRow missing_row(std::string domain);

// What one answer said about the names asked.
struct AvailabilityRows {
  std::vector<AvailabilityRow> rows;  // in the order asked; at most one a name
  std::vector<std::string> raw;  // for each of `rows`, the JSON object as the API gave it (compact), unknown
                                 // fields and all; for a refused name an object that says `invalid`.
                                 // None where they are not wanted.
  std::vector<std::string> missing;  // names asked that have no row; none after ask_availability()
  std::vector<Notice> warnings;      // such as a row for a name that was not asked
  std::size_t refused = 0;           // names that a 400 refused; they are in `rows` too
  std::size_t unusable = 0;          // rows of names asked that cannot be used; they are in `rows` as errored
  std::string refusal;               // why, for the last of both
  bool has_more = false;             // whether a row, or a warning, says more than the contract allows
};

// Takes everything out of `rows` that is not a known field with a possible value: for an answer that repeats
// a secret somewhere.
void keep_known_only(AvailabilityRows& rows);

// Reads an answer's body. Names are brought to canonical form before they are matched. A second row for a
// name is ignored with a warning where it says the same, and makes the name `errored` where it does not. A
// row with a field of a wrong type or an impossible value is `errored`, with a warning that names the field;
// so is an available row without price or currency. null is the same as absent in optional fields, and
// unknown fields are ignored. Throws RunError, with the field or the byte, when the body is not JSON of this
// shape. `wants_raw`: whether `raw` is.
AvailabilityRows read_availability(std::string_view body, const std::vector<std::string>& asked,
                                   bool wants_raw = true);

// What one call said of the names asked. There is one, or more where a 400 names the domains: they are halved
// until each refused name stands alone; it then has a row with reason `invalid`.
struct AvailabilityPart {
  AvailabilityRows rows;
  std::optional<Failure> failure;  // with the last part: of the first call that failed
  bool is_last = false;            // nothing of the question is under way any more
};

// Asks for `domains` and calls `heard`, on the network thread, for each part as it arrives. A name without a
// row counts as errored, and has such a row behind the others. `wants_raw`: whether AvailabilityRows::raw is.
void ask_availability(Api& api, std::vector<std::string> domains, std::function<void(AvailabilityPart)> heard,
                      bool wants_raw = true);

// Reads one such object as in `raw` (a line of availability.ndjson; `checked_at` and other unknown fields are
// ignored) under the same rules, but throws RunError for a row that cannot be used, too.
// Its `checked_at`, as written, goes to *checked_at where that is not null.
AvailabilityRow read_availability_row(std::string_view json, std::string* checked_at = nullptr);

}  // namespace domainplan::partner
