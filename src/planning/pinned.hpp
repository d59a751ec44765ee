// What is pinned of a run and of each of its customers.
#pragma once

#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "domainplan/pinned_plan.hpp"
#include "domainplan/plan.hpp"

namespace domainplan {

// SHA-256 of the lines "<SHA-256 of the file> <role>", one for each input file.
std::string inputs_sha256(const IntakeFiles& files);

// A list of domains as inputs/ holds it: sorted, one per line.
std::string list_text(const std::unordered_set<std::string>& domains);
std::unordered_set<std::string> list_of(std::string_view text);

PinnedOptions pinned_options(const PlanOptions& options);
PinnedLedger pinned_ledger(const LedgerUse& use);

// The options as JSON, for the hash of a customer's choice: without those that name single customers, which
// are in the customer.
std::string hashed_options(const PlanOptions& options);
std::string hashed_options(const PinnedOptions& options);

// plan.json without its customers. `account`: empty where it is not known.
PinnedPlan pinned_run(const IntakeFiles& files, const AnswerSource& source,
                      const std::optional<std::string>& account, const PlanOptions& options);

// A customer without its order: its name and its two hashes. Choice covers what the selection depends on:
// brand, brand_ok, website, stem, TLDs, caps, domain counts, the personas' names, owned domains and the
// options; body covers the rest of the order but for the password, which could be guessed from a hash.
// `options` is hashed_options() of those it is planned with.
PinnedCustomer pinned_customer(const Customer& customer, const std::string& options);

// Whether `customer`, as it is in inputs/, is what `pinned` was made from; `options` as above.
bool is_as_planned(const Customer& customer, const std::string& options, const PinnedCustomer& pinned);

// The customers of whom `inputs`, read from inputs/, says something else than the plan was made from, leaves
// out, or adds. A bad row has no hashes, and is not in inputs/.
std::vector<std::string> customers_not_as_planned(const PinnedPlan& plan,
                                                  const std::vector<Customer>& inputs);

}  // namespace domainplan
