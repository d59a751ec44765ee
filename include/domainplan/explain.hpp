// Why a plan is as it is: how each name was made, what the API said about it, why it was chosen or not, and
// what would help a customer that got no order. Everything comes from the plan folder (its pinned inputs and
// options, candidates.csv and the availability log); no call is made and nothing is written.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domainplan/naming.hpp"
#include "domainplan/notice.hpp"
#include "domainplan/stored_plan.hpp"

namespace domainplan {

// A cap on the domains of one order that share a pattern, style or TLD, and how many of the chosen ones do.
struct CapUse {
  enum class Kind : std::uint8_t { pattern, style, tld };
  Kind kind = Kind::pattern;
  std::string group;  // "get{stem}", "prefixed", "com"
  int limit = 0, used = 0;
  bool is_full() const { return used >= limit; }
};
inline constexpr std::array<std::string_view, 3> kCapKindNames = {"pattern", "style", "tld"};
constexpr std::string_view name_of(CapUse::Kind kind) {
  return kCapKindNames[static_cast<std::size_t>(kind)];
}

// How the best order changes when one name is forced in or out. The loss in the plan's first objective
// (score, or cents with Prefer::price) is 0 or more; the other may be negative.
struct OrderLoss {
  std::int64_t score = 0;            // points lost
  std::int64_t cents = 0;            // added cost, over the years that count
  std::vector<std::string> out, in;  // the domains that leave the order for others, by rank
  // Set: the search met its limit, and the loss in the first objective may be smaller by up to this.
  std::optional<std::int64_t> gap;
};

// What the API said about a name.
struct LoggedAnswer {
  std::string checked_at;  // RFC 3339; empty where the log has no time
  AvailabilityRow row;
  bool is_from_ledger = false;  // the API answered another process, which shared it
};

struct NameExplanation {
  CandidateRow row;
  std::size_t rank = 0;  // from 1
  bool is_drawn = true;  // false: a name of the customer whose rank was not reached
  bool is_chosen() const { return row.verdict == Verdict::selected; }
  std::optional<Provider> provider;  // the one it serves, where it is chosen
  std::vector<CapUse> caps;          // those that apply to it, as used by the chosen order
  // For an eligible name: the loss if the order must have it; unset where no order can, or the customer has
  // none. For a chosen one: the loss if the order must do without it; unset where the names that were taken
  // hold no such order.
  std::optional<OrderLoss> loss;
  // Eligible, and no order can have it: because of the caps; else because owned domains serve its provider.
  bool is_barred_by_caps = false;
  std::string held_by;  // claimed or reserved: the customer of this plan that has it now, if one does
  std::optional<ShortfallReason> shortfall;  // why the customer has no order; unset where it has one
  int max_checks = 0;                        // the limit that the customer was planned with
  std::optional<Cents> max_price_cents, max_renewal_cents;  // the caps in force
  // The following are filled by PlanExplainer::name() only.
  std::optional<NameOrigin> origin;   // unset where the naming data is not that of the plan
  std::vector<LoggedAnswer> answers;  // in the order of the log
};

// A change that would get a customer an order.
struct Cure {
  enum class Kind : std::uint8_t {
    pattern_share,  // percent
    style_share,    // percent
    tld_share,      // percent
    max_price,      // cents
    max_prices,     // cents, of both price caps: the customer's and the plan's
    max_renewal,    // cents
    currency,
    max_checks,    // names
    include,       // the filter left out: `value` is an expression that lets all names through
    exclude,       // likewise
    tlds,          // one more TLD: `value` and `current` are lists with commas
    live_answers,  // ask the API instead of recorded rows
    stem,          // a name to build on
    brand_ok,      // a person has looked at the brand
    correct_row    // correct the row of the input file
  };
  Kind kind = Kind::stem;
  std::string value = {};    // the new value as the option takes it; empty where a person has to find it
  std::string current = {};  // the value in force; empty: none
  bool in_row = false;       // it is a column of the customer's row, not an option of the plan
  // Whether the availability log holds all names that would be checked. Otherwise there is no price, and it
  // and `checks` are an estimate: that the other names are as those of the same TLD in the log. Where the log
  // has too few rows for that, the change may help, and `checks` is 0.
  bool is_proven = false;
  Cents price_cents = 0, renewal_cents = 0;  // of the order it gives; 0 where it is not proven
  std::string currency = {};
  std::int64_t checks = 0;  // more names to be checked; 0 where it is proven
};
inline constexpr std::array<std::string_view, 15> kCureNames = {
    "pattern_share", "style_share",  "tld_share",  "max_price", "max_prices",
    "max_renewal",   "currency",     "max_checks", "include",   "exclude",
    "tlds",          "live_answers", "stem",       "brand_ok",  "correct_row"};
constexpr std::string_view name_of(Cure::Kind kind) { return kCureNames[static_cast<std::size_t>(kind)]; }

// One line of plain text about it, without its price: "raise the share of one pattern from 25% to 40%".
std::string text_of(const Cure& cure);

// The best order with one more domain for a provider, compared with the one that was planned.
struct OneMore {
  Cents price_cents = 0, renewal_cents = 0;  // the increase; may be negative
  std::vector<std::string> in, out;          // the domains that join and leave
};

// A share that an order keeps to: one of the caps, in percent.
struct ShareInForce {
  CapUse::Kind kind = CapUse::Kind::pattern;
  int percent = 0;
};

struct CustomerExplanation {
  std::string customer, brand;
  bool has_order = false;
  Demand demand;  // of the bundle; {0, 0} where the row was bad
  Cents price_cents = 0, renewal_cents = 0;
  std::string currency;
  std::int64_t score = 0;  // of the chosen names
  std::array<std::size_t, kVerdicts> verdicts{};
  std::optional<ShortfallRow> shortfall;
  // What would cure the shortfall, cheapest first. Each of them has an effect.
  std::vector<Cure> cures;
  // Filled by PlanExplainer::customer() only.
  std::optional<OneMore> one_more_google, one_more_microsoft;  // unset where no name of the log fits
  // Where there is none because of the caps: those that leave no room for it.
  std::vector<ShareInForce> google_caps, microsoft_caps;
  std::vector<NameExplanation> names;  // by rank

  std::size_t candidates() const {
    std::size_t sum = 0;
    for (const std::size_t count : verdicts) sum += count;
    return sum;
  }
};

// Explains one finished plan.
class PlanExplainer {
 public:
  // Reads what is pinned. `warning` may be empty; it is called on this thread, before the constructor
  // returns, about anything that affects the explanations, such as a folder of reserved names that is gone.
  // Throws UsageError where the plan was made by a version without plan.json, RunError where a file of the
  // folder is damaged or gone.
  explicit PlanExplainer(StoredPlan plan, NoticeHook warning = {});
  ~PlanExplainer();
  PlanExplainer(PlanExplainer&&) noexcept;
  PlanExplainer& operator=(PlanExplainer&&) noexcept;

  const StoredPlan& plan() const;
  // Throw RunError as the constructor does; customer() and name() throw UsageError for a customer that the
  // plan does not have, name() for a domain that is not one of the customer's names.
  std::vector<CustomerExplanation> customers() const;  // in the order of the plan
  CustomerExplanation customer(const std::string& key) const;
  NameExplanation name(const std::string& key, const std::string& domain) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace domainplan
