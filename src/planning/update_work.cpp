#include "planning/update_work.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <unordered_map>

#include "core/text.hpp"
#include "domainplan/error.hpp"

namespace domainplan {
namespace {

template <class Item>
using ByKey = std::unordered_map<std::string_view, const Item*>;

class Work {
 public:
  explicit Work(const UpdateFacts& facts) : facts_(facts) {
    for (const PinnedCustomer& one : facts.before.pinned->customers) pinned_.emplace(one.customer, &one);
    for (const Customer& one : facts.old_customers) old_customers_.emplace(one.key, &one);
    for (const std::string& key : facts.request.only) only_.insert(key);
    for (const Customer& one : facts.intake.customers) now_.insert(one.key);
    for (const SkippedCustomer& one : facts.intake.skipped) now_.insert(one.key);
  }

  UpdateWork operator()() {
    check_names();
    assign_rejected();
    auto skipped = facts_.intake.skipped.begin();
    for (std::size_t i = 0; i < facts_.intake.customers.size(); ++i) {
      for (; skipped != facts_.intake.skipped.end() && skipped->position < facts_.intake.positions[i];
           ++skipped)
        take(*skipped);
      take(facts_.intake.customers[i]);
    }
    for (; skipped != facts_.intake.skipped.end(); ++skipped) take(*skipped);
    for (const PinnedCustomer& one : facts_.before.pinned->customers)
      if (!now_.contains(one.customer)) take_removed(one);
    plan_again_what_others_own();
    return std::move(work_);
  }

 private:
  const PinnedCustomer* pinned(const std::string& key) const {
    const auto found = pinned_.find(key);
    return found == pinned_.end() ? nullptr : found->second;
  }
  bool is_named(const std::string& key) const { return only_.empty() || only_.contains(key); }
  bool may_change(const std::string& key) const { return is_named(key) || rejected_now_.contains(key); }

  void check_names() const {
    std::vector<std::string> unknown;
    for (const std::string& key : facts_.request.only)
      if (!pinned(key) && !now_.contains(key)) unknown.push_back(key);
    if (!unknown.empty())
      throw UsageError(
          fmt::format("unknown customer {}: neither the plan nor customers.csv has it", in_quotes(unknown)),
          unknown.front());
  }

  bool is_sent(const std::string& key) const { return facts_.sent(key).has_value(); }

  // Which customer each rejected domain is of.
  void assign_rejected() {
    struct Place {
      const std::string* customer;
      Source source;
    };
    std::unordered_map<std::string_view, Place> places;
    for (const PlannedOrder& order : facts_.before.orders)
      for (const PlannedDomain& domain : order.domains)
        places.emplace(domain.domain, Place{&order.customer, domain.source});
    std::unordered_set<std::string_view> before;
    for (const PinnedCustomer& one : facts_.before.pinned->customers)
      before.insert(one.rejected.begin(), one.rejected.end());
    std::vector<std::string> wrong;
    std::string first_wrong;
    const auto refuse = [&](const std::string& domain, const std::string& why) {
      if (wrong.empty()) first_wrong = domain;
      wrong.push_back(fmt::format("{} {}", in_quotes(domain), why));
    };
    for (const std::string& domain : facts_.request.rejected) {
      const auto found = places.find(domain);
      if (found == places.end()) {
        if (!before.contains(domain)) refuse(domain, "is in no order of the plan");
      } else if (found->second.source == Source::owned) {
        refuse(domain,
               fmt::format("is owned by {}: take it out of owned.csv", in_quotes(*found->second.customer)));
      } else if (is_sent(*found->second.customer)) {
        refuse(domain,
               fmt::format("is in the order of {}, which was sent", in_quotes(*found->second.customer)));
      } else {
        rejected_now_[*found->second.customer].insert(domain);
      }
    }
    if (!wrong.empty())
      throw UsageError(fmt::format("domains that cannot be rejected: {}", fmt::join(wrong, "; ")),
                       first_wrong);
  }

  UpdateStep& add(const std::string& key, UpdateState state) {
    UpdateStep& step = work_.steps.emplace_back();
    step.key = key;
    step.state = state;
    step.before = pinned(key);
    if (step.before) step.rejected.insert(step.before->rejected.begin(), step.before->rejected.end());
    if (state != UpdateState::kept && state != UpdateState::rewritten && state != UpdateState::planned)
      work_.held.push_back({key, state});
    return step;
  }

  // Keeps a customer as it is in the plan.
  void keep(const std::string& key, UpdateState state) {
    UpdateStep& step = add(key, state);
    const auto old = old_customers_.find(key);
    step.customer = old == old_customers_.end() ? nullptr : old->second;
    step.options = facts_.options_number(step.before->options, false);
  }

  void take(const Customer& customer) {
    const PinnedCustomer* const before = pinned(customer.key);
    const bool changes = may_change(customer.key);
    if (!before) {
      if (changes)
        put(customer, UpdateState::planned, facts_.options_number(0, true));
      else
        work_.held.push_back({customer.key, UpdateState::left});
      return;
    }
    // Who is planned again for a rejected domain alone keeps the options.
    const std::size_t options = facts_.options_number(before->options, is_named(customer.key));
    if (facts_.has_ended(customer.key)) {
      if (!only_.contains(customer.key)) return keep(customer.key, UpdateState::ended);
      put(customer, UpdateState::planned, options);
      if (before->order)
        for (const PlannedDomain& domain : before->order->domains)
          if (domain.source != Source::owned) work_.steps.back().rejected.insert(domain.domain);
      work_.replaced.push_back(customer.key);
      return;
    }
    const UpdateState state = state_of(customer, *before, options);
    if (const auto sent = facts_.sent(customer.key)) {
      // Whoever names a customer wants a change of it.
      const bool is_asked_for = state != UpdateState::kept || only_.contains(customer.key);
      return keep(customer.key, is_asked_for || sent == UpdateState::held ? *sent : UpdateState::kept);
    }
    if (only_.contains(customer.key))
      if (std::set<std::string> lost = on_ended_orders(*before); !lost.empty()) {
        put(customer, UpdateState::planned, options);
        return work_.steps.back().rejected.merge(lost);
      }
    if (state == UpdateState::kept) return put(customer, UpdateState::kept, options);
    if (!changes) return keep(customer.key, UpdateState::left);
    put(customer, state, options);
  }

  // The domains of a customer's order that an order has that ended a short time ago. Owned ones stay.
  std::set<std::string> on_ended_orders(const PinnedCustomer& before) const {
    std::set<std::string> found;
    if (before.order)
      for (const PlannedDomain& domain : before.order->domains)
        if (domain.source != Source::owned && facts_.ended_domains.contains(domain.domain))
          found.insert(domain.domain);
    return found;
  }

  void put(const Customer& customer, UpdateState state, std::size_t options) {
    UpdateStep& step = add(customer.key, state);
    step.customer = &customer;
    step.options = options;
    if (const auto now = rejected_now_.find(customer.key); now != rejected_now_.end())
      step.rejected.insert(now->second.begin(), now->second.end());
  }

  UpdateState state_of(const Customer& customer, const PinnedCustomer& before, std::size_t options) const {
    const PinnedCustomer now = facts_.hashes(customer, options);
    if (now.choice != before.choice || rejected_now_.contains(customer.key)) return UpdateState::planned;
    if (!before.order) return now.body != before.body ? UpdateState::planned : UpdateState::kept;
    const bool same = now.body == before.body && !facts_.body_differs(customer, *before.order);
    return same ? UpdateState::kept : UpdateState::rewritten;
  }

  // A row that is bad now.
  void take(const SkippedCustomer& skipped) {
    const PinnedCustomer* const before = pinned(skipped.key);
    // Where a key is there twice both rows are bad, and the plan's customer is kept once.
    const auto keep_once = [&](UpdateState state) {
      if (kept_although_bad_.insert(skipped.key).second) keep(skipped.key, state);
    };
    if (const auto sent = facts_.sent(skipped.key); before && sent) return keep_once(*sent);
    if (!may_change(skipped.key)) {
      if (before && before->order) return keep_once(UpdateState::left);
      if (!before) return work_.held.push_back({skipped.key, UpdateState::left});
    }
    add(skipped.key, UpdateState::kept).skipped = &skipped;
  }

  void take_removed(const PinnedCustomer& before) {
    if (const auto sent = facts_.sent(before.customer)) return keep(before.customer, *sent);
    if (!may_change(before.customer)) keep(before.customer, UpdateState::left);  // else it is dropped
  }

  // A domain is in one order at most: what a customer turns out to own leaves the order of another.
  void plan_again_what_others_own() {
    std::unordered_map<std::string_view, std::string_view> owners;
    // A ready domain that was shared out is its customer's only while owned.csv does not say otherwise.
    for (const bool is_inventory : {false, true})
      for (const UpdateStep& step : work_.steps)
        if (step.customer)
          for (const OwnedDomain& owned : step.customer->owned)
            if (owned.is_inventory == is_inventory) owners.emplace(owned.domain, step.key);
    for (UpdateStep& step : work_.steps) {
      if (step.is_planned() || !step.has_order_before()) continue;
      for (const PlannedDomain& domain : step.before->order->domains) {
        const auto owner = owners.find(domain.domain);
        if (owner == owners.end() || owner->second == step.key) continue;
        if (step.state != UpdateState::kept && step.state != UpdateState::rewritten)
          throw UsageError(
              fmt::format("{} is owned by {} now, and in the order of {}, which is kept",
                          in_quotes(domain.domain), in_quotes(owner->second), in_quotes(step.key)),
              domain.domain);
        if (is_sent(step.key))
          throw UsageError(
              fmt::format("{} is owned by {} now, and in the order of {}, which was sent",
                          in_quotes(domain.domain), in_quotes(owner->second), in_quotes(step.key)),
              domain.domain);
        step.state = UpdateState::planned;
        break;
      }
    }
  }

  const UpdateFacts& facts_;
  ByKey<PinnedCustomer> pinned_;
  ByKey<Customer> old_customers_;
  std::unordered_set<std::string_view> only_, now_, kept_although_bad_;
  std::unordered_map<std::string, std::set<std::string>> rejected_now_;
  UpdateWork work_;
};

}  // namespace

UpdateWork update_work(const UpdateFacts& facts) { return Work(facts)(); }

void check_no_domain_twice(std::vector<std::string> domains) {
  std::sort(domains.begin(), domains.end());
  const auto twice = std::adjacent_find(domains.begin(), domains.end());
  if (twice != domains.end())
    throw RunError(
        ErrorCode::internal,
        fmt::format("{} would be in the updated plan twice: the plan stays as it was", in_quotes(*twice)),
        *twice);
}

}  // namespace domainplan
