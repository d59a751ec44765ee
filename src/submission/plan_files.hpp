// A finished plan folder, read back: who gets which domains, at what price, planned against which API.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domainplan/availability.hpp"
#include "domainplan/provider.hpp"

namespace domainplan {

// A row of plan.csv.
struct PlannedDomain {
  std::string domain;  // normal form
  Provider provider = Provider::google;
  bool owned = false;  // else from the registrar, and then with prices
  Cents price_cents = 0;
  Cents renewal_price_cents = 0;
  std::string currency;
};

struct PlannedOrder {
  std::string customer;
  std::vector<PlannedDomain> domains;  // in the order's order

  // First-year prices of what is to be registered.
  Cents price_cents() const;
};

struct PlanFiles {
  std::string folder;
  std::string api_url;
  std::string environment;           // sandbox, test or live
  std::string inputs_sha256;         // of the files it was made of
  std::vector<PlannedOrder> orders;  // in the order of plan.csv
};

// Throws UsageError where `folder` holds no finished plan, RunError where a file of it is damaged.
PlanFiles read_plan_files(const std::string& folder);

// Throws UsageError where the plan was made against another API than the one at `api_url`. Embedded sandboxes
// are all alike, whatever their ports.
void demand_same_api(const PlanFiles& plan, const std::string& api_url, const std::string& environment);

// The path of a customer's order, and its exact bytes. Throws RunError where it cannot be read.
std::string order_path(const std::string& folder, const std::string& customer);
std::string read_order(const std::string& folder, const std::string& customer);

}  // namespace domainplan
