// The columns of plan.csv, candidates.csv and shortfall.csv. A new column is a member of the row in
// domainplan/plan_rows.hpp and a line here.
#pragma once

#include "store/csv_table.hpp"

namespace domainplan::store {

inline constexpr CsvTable kPlanTable{
    CsvColumn{"customer", &PlannedDomain::customer, key_problem},
    CsvColumn{"domain", &PlannedDomain::domain},
    CsvColumn{"provider", &PlannedDomain::provider},
    CsvColumn{"source", &PlannedDomain::source},
    CsvColumn{"price_cents", &PlannedDomain::price_cents},
    CsvColumn{"renewal_price_cents", &PlannedDomain::renewal_price_cents},
    CsvColumn{"currency", &PlannedDomain::currency},
    CsvColumn{"score", &PlannedDomain::score},
    CsvColumn{"pattern", &PlannedDomain::pattern},
};

inline constexpr CsvTable kCandidatesTable{
    CsvColumn{"customer", &CandidateRow::customer},
    CsvColumn{"domain", &CandidateRow::domain},
    CsvColumn{"score", &CandidateRow::score},
    CsvColumn{"pattern", &CandidateRow::pattern},
    CsvColumn{"verdict", &CandidateRow::verdict},
    CsvColumn{"price_cents", &CandidateRow::price_cents},
    CsvColumn{"renewal_price_cents", &CandidateRow::renewal_price_cents},
    CsvColumn{"usable_for", &CandidateRow::usable_for},
};

inline constexpr CsvTable kShortfallTable{
    CsvColumn{"customer", &ShortfallRow::customer},
    CsvColumn{"reason", &ShortfallRow::reason},
    CsvColumn{"google_missing", &ShortfallRow::google_missing},
    CsvColumn{"microsoft_missing", &ShortfallRow::microsoft_missing},
    CsvColumn{"candidates", &ShortfallRow::candidates},
    CsvColumn{"checked", &ShortfallRow::checked},
    CsvColumn{"available", &ShortfallRow::available},
    CsvColumn{"eligible", &ShortfallRow::eligible},
    CsvColumn{"message", &ShortfallRow::message},
};

}  // namespace domainplan::store
