#include "domainplan/name_holds.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "planning/flow_executor.hpp"

namespace domainplan {
namespace {

bool is_finding(const NameFinding& finding) {
  return finding.needs_brand_check || finding.review.rough || finding.review.unreadable ||
         !finding.review.unrelated_label.empty();
}

SkippedCustomer held(std::size_t position, const NameFinding& finding) {
  if (finding.review.unreadable)
    return {position, finding.customer, "the brand cannot be written in Latin letters; give a stem",
            ShortfallReason::rough_name};
  if (finding.needs_brand_check)
    return {position, finding.customer,
            fmt::format(
                "the brand has {} {}; set brand_ok once a person has looked",
                finding.review.guard == GuardReason::famous ? "the famous name" : "a word of phishing mail,",
                finding.review.guarded),
            ShortfallReason::brand_check};
  return {position, finding.customer, "the name is a guess at how the brand is read; give a stem",
          ShortfallReason::rough_name};
}

}  // namespace

void accept_brands(Intake& intake, const std::vector<std::string>& keys) {
  std::unordered_set<std::string_view> unknown(keys.begin(), keys.end());
  const std::unordered_set<std::string_view> accepted = unknown;
  for (Customer& customer : intake.customers) {
    if (!accepted.contains(customer.key)) continue;
    customer.brand_ok = true;
    unknown.erase(customer.key);
  }
  for (const SkippedCustomer& skipped : intake.skipped) unknown.erase(skipped.key);
  for (const std::string& key : keys)
    if (unknown.contains(key))
      throw UsageError(fmt::format("unknown customer {}: its brand cannot be accepted", in_quotes(key)), key);
}

std::vector<NameFinding> review_customers(const NamingRules& rules, Intake& intake, int threads) {
  std::vector<NameFinding> all(intake.customers.size());
  side_by_side(all.size(), threads, [&](std::size_t i) {
    Customer& customer = intake.customers[i];
    NameReview review = review_names(rules, naming_input(customer), &customer.found);
    const bool guarded = !customer.brand_ok && needs_brand_check(review, customer.user, customer.website);
    all[i] = {customer.key, std::move(review), guarded};
  });
  std::erase_if(all, [](const NameFinding& finding) { return !is_finding(finding); });
  return all;
}

void hold_customers(Intake& intake, const std::vector<NameFinding>& findings, bool strict) {
  std::unordered_map<std::string, const NameFinding*> found;
  for (const NameFinding& finding : findings)
    if (finding.review.unreadable || (strict && (finding.needs_brand_check || finding.review.rough)))
      found.emplace(finding.customer, &finding);
  if (found.empty()) return;
  std::vector<Customer> kept;
  std::vector<std::size_t> positions;
  for (std::size_t i = 0; i < intake.customers.size(); ++i) {
    const auto known = found.find(intake.customers[i].key);
    if (known != found.end()) {
      intake.skipped.push_back(held(intake.positions[i], *known->second));
      continue;
    }
    kept.push_back(std::move(intake.customers[i]));
    positions.push_back(intake.positions[i]);
  }
  intake.customers = std::move(kept);
  intake.positions = std::move(positions);
  std::stable_sort(
      intake.skipped.begin(), intake.skipped.end(),
      [](const SkippedCustomer& a, const SkippedCustomer& b) { return a.position < b.position; });
}

}  // namespace domainplan
