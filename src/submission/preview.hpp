// What is about to be sent, and what became of it, for a caller to show.
#pragma once

#include "domainplan/submit.hpp"
#include "store/journal.hpp"
#include "submission/licences.hpp"
#include "submission/outgoing.hpp"

namespace domainplan {

// The currency that the amounts of an order are shown in: where it registers nothing, that of the licence
// prices, if it is known, else that of the plan.
std::string shown_currency(const Outgoing& order, const LicencePrices& prices);

// Why an order is held whose customer has a limit for a month, where there is no ledger.
SubmitReason unknown_month(const Outgoing& order, Cents limit);

// Adds an order to what is about to be sent, unless preview.limit is reached.
void add_order(const Outgoing& order, const LicencePrices& prices, SubmitPreview& preview);

// What is known of an order but its state and message. `sending` is null where the journal has nothing of it.
SubmitResult result_for(const Outgoing& order, const Sending* sending, const LicencePrices& prices);

// What a submission would send, from the folder alone: the ledger of options.ledger is named, and not asked.
// Results go to hooks.result.
struct Submission;
SubmitPreview preview_of(const Submission& about, const Sendings& sendings, const SubmitOptions& options,
                         const SubmitHooks& hooks);

}  // namespace domainplan
