// The best order among domains whose availability is known: the choice that plan() makes for a customer.
// Calls nothing back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <variant>
#include <vector>

#include "domainplan/availability.hpp"
#include "domainplan/bundle.hpp"
#include "domainplan/candidate.hpp"
#include "domainplan/choice_options.hpp"
#include "domainplan/intake.hpp"
#include "domainplan/provider.hpp"

namespace domainplan {

// A candidate and its availability. Its rank is its place in the list.
struct CheckedCandidate {
  Candidate candidate;  // score 0 to 2^30; no cap applies to an empty pattern
  AvailabilityRow row;
};

// Reads availability rows with `score` and `pattern`, as ndjson or CSV. A domain that occurs twice keeps
// its first place and has its last row. Throws InputError with every bad line.
std::vector<CheckedCandidate> read_checked_candidates(const InputFile& file);

// The best order. Money in cents of ChoiceOptions::currency.
struct RowSelection {
  struct Line {
    std::size_t row;  // index into the list
    Provider provider;
  };
  std::vector<Line> lines;  // those for Google, then those for Microsoft, each by rank
  Cents cost_cents = 0;     // of the first year
  Cents renewal_cents = 0;  // of every further year, as far as renewal prices are known
  std::int64_t score = 0;
  std::optional<std::int64_t> gap;  // as Selection::gap
};

// Why there is no order.
struct NoSelection {
  Demand missing;                // see missing() in selection.hpp
  std::size_t eligible = 0;      // rows
  bool share_caps_bind = false;  // without the share caps the eligible rows would do
};

// Exactly `demand` of the rows that are eligible under `choice`, the best by ChoiceOptions::prefer. With
// `surplus`, in percent, only the rows that plan() would have taken count: the eligible ones by falling
// score, until they hold a selection of the demand and that much more. Depends on nothing else; makes no
// call. Throws UsageError for a demand below 0.
std::variant<RowSelection, NoSelection> select_rows(const std::vector<CheckedCandidate>& rows, Demand demand,
                                                    const ChoiceOptions& choice,
                                                    std::optional<int> surplus = std::nullopt);

}  // namespace domainplan
