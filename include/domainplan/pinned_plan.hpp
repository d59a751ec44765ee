// plan.json: what a plan was made of and with, and what its orders are. Whatever acts on a plan later
// compares with this and reports a difference, instead of trusting the files beside it.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domainplan/choice_options.hpp"
#include "domainplan/environment.hpp"
#include "domainplan/error.hpp"
#include "domainplan/ledger_use.hpp"
#include "domainplan/plan_rows.hpp"

namespace domainplan {

// The version of plan.json that this library writes. A newer one is refused.
inline constexpr std::int64_t kPlanVersion = 1;

// The options that results depend on. A new one is a member here, or of ChoiceOptions, and a line in
// store/pinned_json.cpp.
struct PinnedOptions : ChoiceOptions {
  // Names
  std::vector<std::string> tlds = {};               // empty: the list of the naming data
  std::optional<std::string> patterns_sha256 = {};  // of the patterns file; absent: the built-in patterns
  std::vector<std::string> include = {}, exclude = {};
  std::optional<std::string> avoid_sha256 = {};  // of inputs/avoid.txt; absent: no domain is avoided
  std::int64_t max_checks = 1000;
  bool strict_names = false;
  std::vector<std::string> brand_ok = {};  // customers whose brand a person has looked at
  // Choice
  std::int64_t surplus = 0;  // in percent
  // Reserved
  std::vector<std::string> reserved_by = {};  // plan folders
  bool inventory = false;                     // the account's ready domains are used first

  bool operator==(const PinnedOptions&) const = default;
};

// How the account's ledger was used.
struct PinnedLedger {
  std::string ledger = kNoLedger;  // as LedgerUse::identity
  std::int64_t reserve_days = 14;
  std::int64_t trust_taken = 24;  // hours
  std::optional<Cents> max_month_cents = {};

  bool operator==(const PinnedLedger&) const = default;
};

// Something that differs from what a plan was made with.
struct PlanDifference {
  enum class Kind : std::uint8_t {
    option,   // `name` as in plan.json ("tld_share"); both values as JSON text, empty where there is none
    input,    // an input file by its role ("customers"), whose content differs
    service,  // "account", "api_url" or "environment", with both values
    data      // a version of the naming data, with both values
  };
  Kind kind = Kind::option;
  std::string name, before, now;
};
std::vector<PlanDifference> differences(const PinnedOptions& before, const PinnedOptions& now);

// A plan cannot be continued or used, because its options, inputs or service have changed.
class PlanDiffers : public UsageError {
 public:
  PlanDiffers(const std::string& message, std::vector<PlanDifference> differences, std::string subject,
              Remedy remedy)
      : UsageError(message, std::move(subject), remedy), differences_(std::move(differences)) {}
  // At least one.
  const std::vector<PlanDifference>& differences() const { return differences_; }

 private:
  std::vector<PlanDifference> differences_;
};

// The input files as they were given, each as the SHA-256 of its bytes.
struct PinnedInputs {
  std::string customers, personas, bundles;
  std::optional<std::string> owned, replay;

  bool operator==(const PinnedInputs&) const = default;
};

// An order as it was planned. Amounts are taken from here, never from plan.csv.
struct PinnedOrder {
  std::string sha256;                  // of the exact bytes of orders/<customer>.json
  Cents planned_cents = 0;             // its first-year cost as a plan or an update last made it: a replanned
                                       // order keeps the figure of the one it replaces
  std::vector<PlannedDomain> domains;  // without score and pattern; as in the order

  bool operator==(const PinnedOrder&) const = default;
};

struct PinnedCustomer {
  std::string customer;
  std::size_t options = 0;  // which of PinnedPlan::options it was planned with
  // Hashes of all that the choice of its domains depends on, and of the rest of its order's body. Empty for a
  // bad row.
  std::string choice, body;
  std::vector<std::string> rejected;  // domains a person has rejected for it
  std::optional<PinnedOrder> order;

  bool operator==(const PinnedCustomer&) const = default;
};

struct PinnedPlan {
  std::optional<std::string> account;  // the partner's id; absent: not bound to one yet
  std::string api_url;
  Environment environment = Environment::live;
  std::string program;                      // the version of domainplan
  std::map<std::string, std::string> data;  // versions of the data it was made with, by what it is
  PinnedInputs inputs;
  bool skip_bad_rows = false;
  std::optional<PinnedLedger> ledger = {};  // absent: made by an earlier version, and not compared
  // Of inputs/reserved.txt; absent: no folder reserves names for the plan, or an earlier version made it.
  std::optional<std::string> reserved_sha256 = {};
  std::vector<PinnedOptions> options;     // the run's, and after updates those of single customers too
  std::vector<PinnedCustomer> customers;  // in the order of customers.csv

  bool operator==(const PinnedPlan&) const = default;
};

// All differences that affect the result of a run, except those of customers. The port of a loopback URL is
// not compared, nor is the program's version, nor an account where one of them has none.
std::vector<PlanDifference> differences(const PinnedPlan& before, const PinnedPlan& now);

}  // namespace domainplan
