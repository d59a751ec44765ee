// What would help a customer that got no order: which constraint bars it, and whether more names could do
// without another. A change that cannot help is never among the answers.
//
// A change of a cap, a price or a currency is tried on the names that were taken: the order is there, or it
// is not. More names are taken to be as those are that were answered: of a TLD under which all that are
// available cost too much, more would, too; one of which no name is available is as the others are; and where
// nothing is known at all, any name could do. So a change that
// brings names may help, and one that is not offered would not have.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "planning/customer_plan.hpp"

namespace domainplan {

enum class PossibleChange : std::uint8_t {
  pattern_share,   // a higher one, as the next two
  style_share,     //
  tld_share,       //
  customer_price,  // a higher first-year cap in the customer's row
  price,           // a higher first-year cap of the run
  renewal,         // a higher cap on renewals
  currency,        // paying in the currency of the names that have another
  live_answers,    // asking the API about the names that a replay does not know
  max_checks,      // more names of the same kind
  include,         // the names that this filter leaves out
  exclude,         // likewise
  tlds,            // names under more TLDs
  stem             // names on another stem
};

// Whether `changes` together would, or might, get the customer of `plan` an order. `plan` has none.
// `of_others`: what is known of names of other customers.
bool may_help(const CustomerPlan& plan, const std::vector<PossibleChange>& changes,
              const std::vector<Fact>& of_others = {});

// What would help, each a set of changes that do so together, the fewest there are. Changes of caps, prices
// and the currency are sure to help and come first: all that are enough alone, else the first pair or three
// of them. Behind them those that bring names and may be enough alone (where none of the sure ones is); where
// there is nothing else, the first pair or three of any. Empty: nothing that is known.
std::vector<std::vector<PossibleChange>> changes_that_help(const CustomerPlan& plan);

// The same in words: "a higher price cap, more TLDs". Empty: nothing that is known.
std::string help_text(const CustomerPlan& plan);

}  // namespace domainplan
