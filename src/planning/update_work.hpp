// What an update has to do, decided before anything is called or written.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "domainplan/update.hpp"

namespace domainplan {

// One customer of the updated plan.
struct UpdateStep {
  std::string key;
  UpdateState state = UpdateState::kept;
  // As it is planned, or was: null for a bad row.
  const Customer* customer = nullptr;
  const SkippedCustomer* skipped = nullptr;
  const PinnedCustomer* before = nullptr;  // null: new
  std::size_t options = 0;                 // its number among the options of the update
  std::set<std::string> rejected;          // for it alone: those known before, and those rejected now

  bool is_planned() const { return state == UpdateState::planned; }
  bool has_order_before() const { return before && before->order; }
};

struct UpdateFacts {
  const StoredPlan& before;
  const std::vector<Customer>& old_customers;  // as inputs/ has them
  const Intake& intake;                        // as it is now
  const UpdateRequest& request;
  // How the customer is kept where its order was sent, or may have been: sent, unknown or held. Nothing where
  // it was not.
  std::function<std::optional<UpdateState>(const std::string& customer)> sent;
  // Whether the vendor says of the order that was sent that it failed or was cancelled.
  std::function<bool(const std::string& customer)> has_ended;
  // Of the account's orders that ended a short time ago: an order that has one of them cannot be sent.
  const std::unordered_set<std::string>& ended_domains;
  // The number of the options that the customer would have: those pinned as before->options[number], with
  // what was given now where `changed`.
  std::function<std::size_t(std::size_t number, bool changed)> options_number;
  // The hashes of a customer under the options of that number.
  std::function<PinnedCustomer(const Customer& customer, std::size_t options)> hashes;
  // Whether the order in the folder says something else than the customer's row, domains aside.
  std::function<bool(const Customer& customer, const PinnedOrder& order)> body_differs;
};

struct UpdateWork {
  std::vector<UpdateStep> steps;  // in the order of the updated plan
  std::vector<UpdateResult::Held> held;
  std::vector<std::string> replaced;  // planned again because their orders ended
};

// Throws UsageError as update() does.
UpdateWork update_work(const UpdateFacts& facts);

// `domains`: those of all orders of the updated plan. Throws RunError where one is there twice: such a plan
// could not be read again.
void check_no_domain_twice(std::vector<std::string> domains);

}  // namespace domainplan
