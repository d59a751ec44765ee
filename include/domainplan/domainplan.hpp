// The whole library, and what holds for all of it. Each header documents its own part.
//
// Link targets
//   domainplan::core        names, input files, selection: no network
//   domainplan::client      the API, plan folders, orders and what comes after them, the ledger
//   domainplan::sandbox     the Partner API on loopback
//   domainplan::domainplan  all of them
//
// Errors. Functions throw the classes of error.hpp: a code, a message and, where an option helps, a Remedy.
// Each header lists which; std::bad_alloc may always come. Nothing is printed, and nothing exits.
//
// Threads. Functions may be called from any thread, also several at a time. An object is used by one thread
// at a time, except those that may be shared: Session, Ledger, NamingRules, sandbox::Server and everything
// const. Several plans or submissions may run at the same time in one process if each has its own folder;
// they may share a Session, and then share its rate.
//
// Callbacks. They run on the thread that made the call, with these exceptions:
//   Observer of plan() and update()      worker threads, one at a time (`note`: the calling thread)
//   ApiOptions, SharedRate               the network thread
//   LedgerOptions::waiting               any thread, several at a time
// A callback may throw: the call then ends and throws the same. Those on the network thread, those of
// WebhookListener and LedgerOptions::waiting must not throw. A callback must not destroy the Session.
//
// Stopping. A Session ends all its calls once its std::stop_token asks for it, and what waits for them throws
// Interrupted. What was done is kept.
//
// Process-wide. libcurl's global state is set up by the first Session and stays. The dictionaries for
// Japanese are loaded once. TBB's worker threads belong to the process; PlanOptions::threads limits those of
// one run. The lock of a plan folder and of an account also keep out other runs of the same process. The
// library raises no SIGPIPE, and changes no signal handler, locale, environment variable or current folder.
//
// Units. Money is in cents, the smallest unit of the currency named beside it, as 64-bit integers; shares are
// percents from 0 to 100; times are UTC; durations are std::chrono. Text is UTF-8. Domains are in canonical
// form (lower case, A-labels) unless it says otherwise.
//
// Money. plan() spends nothing. The rules for what is sent are in submit.hpp, with their numbers: the vendor
// answers equal bytes with the old order for 24 h (kRepeatWindow); the same bytes are sent again within 20 h
// (kResendWithin); an availability row counts for 30 s (kFreshRows); an amount of the API above 2^33 cents
// is invalid (kMostApiCents).
#pragma once

#include "domainplan/account_bundles.hpp"
#include "domainplan/account_domains.hpp"
#include "domainplan/api_key.hpp"
#include "domainplan/api_options.hpp"
#include "domainplan/availability.hpp"
#include "domainplan/bundle.hpp"
#include "domainplan/cancel.hpp"
#include "domainplan/candidate.hpp"
#include "domainplan/check.hpp"
#include "domainplan/choice_options.hpp"
#include "domainplan/csv_writer.hpp"
#include "domainplan/customer.hpp"
#include "domainplan/domain_name.hpp"
#include "domainplan/environment.hpp"
#include "domainplan/error.hpp"
#include "domainplan/estimate.hpp"
#include "domainplan/explain.hpp"
#include "domainplan/forwarding.hpp"
#include "domainplan/import.hpp"
#include "domainplan/intake.hpp"
#include "domainplan/json_text.hpp"
#include "domainplan/ledger.hpp"
#include "domainplan/ledger_use.hpp"
#include "domainplan/name_holds.hpp"
#include "domainplan/name_list.hpp"
#include "domainplan/naming.hpp"
#include "domainplan/nearest.hpp"
#include "domainplan/passwords.hpp"
#include "domainplan/pinned_plan.hpp"
#include "domainplan/plan.hpp"
#include "domainplan/plan_diff.hpp"
#include "domainplan/plan_lock.hpp"
#include "domainplan/plan_report.hpp"
#include "domainplan/plan_rows.hpp"
#include "domainplan/possible_duplicates.hpp"
#include "domainplan/provider.hpp"
#include "domainplan/rename.hpp"
#include "domainplan/renewals.hpp"
#include "domainplan/sandbox.hpp"
#include "domainplan/select_rows.hpp"
#include "domainplan/selection.hpp"
#include "domainplan/session.hpp"
#include "domainplan/shared_rate.hpp"
#include "domainplan/shortfall_reason.hpp"
#include "domainplan/status.hpp"
#include "domainplan/stored_plan.hpp"
#include "domainplan/submit.hpp"
#include "domainplan/submit_reason.hpp"
#include "domainplan/swap.hpp"
#include "domainplan/text.hpp"
#include "domainplan/update.hpp"
#include "domainplan/users.hpp"
#include "domainplan/verdict.hpp"
#include "domainplan/webhook.hpp"
