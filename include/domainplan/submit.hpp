// Sends the orders of a plan folder, each at most once.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "domainplan/api_options.hpp"
#include "domainplan/availability.hpp"
#include "domainplan/intake.hpp"
#include "domainplan/naming.hpp"
#include "domainplan/plan.hpp"

namespace domainplan {

// What the plan was made of, for planning a customer anew.
struct ReplanSources {
  IntakeFiles files;
  Intake intake;  // read from them
  NamingRules rules;
  PlanOptions options;
};

struct SubmitOptions {
  std::set<std::string> only = {};  // customers; empty: all
  // Customers whose sending nothing came of, as a person has found out.
  std::set<std::string> not_ordered = {};
  std::set<std::string> again = {};       // customers whose order is sent though the API has one like it
  std::optional<std::size_t> limit = {};  // orders sent in this run
  std::optional<Cents> max_spend = {};  // cents of the orders of this folder, those of earlier runs included
  const ReplanSources* replan = nullptr;  // plan an order anew that lost a domain or whose price rose
  bool check_urls = false;  // fetch each picture and forwarding URL once, before anything is sent
  int batch_size = 50;
  std::chrono::milliseconds recheck_wait{2000};
};

// What became of one order.
enum class SubmitState : std::uint8_t {
  sent,            // placed by this run
  sent_before,     // placed by an earlier run
  unsent,          // not reached: the limit, or a dry run
  refused,         // the API said no
  changed,         // the file is not what it must be
  domain_lost,     // a domain cannot be had any more, or not as planned
  price_rose,      // a domain costs more than planned
  replanned,       // one of the two; there is a new order now, for the next submit to send
  unconfirmed,     // the API does not say at present whether a domain can be had
  not_imported,    // an owned domain whose import has not completed
  ordered_before,  // the API has an order for this user with this bundle
  undecided,       // sent once, and neither its answer nor the API's lists tell what became of it
  bad_url,         // a picture or a forwarding URL does not answer as it must
  over_budget,     // it would cost more than max_spend
};
std::string_view name_of(SubmitState state);
// Whether the order still waits for somebody to act.
bool needs_person(SubmitState state);

struct SubmitResult {
  std::string customer;
  SubmitState state = SubmitState::unsent;
  std::string order_id;  // where there is one; escaped
  std::size_t domains = 0;
  Cents price_cents = 0;             // first-year prices of the planned domains
  std::optional<Cents> total_cents;  // as the API charges, licences included
  std::string currency;
  std::string message;  // why it was not sent, and what would help; escaped
};

// What the orders that would be sent cost for their domains: how many at each price, by currency.
using Spending = std::map<std::string, std::map<Cents, std::size_t>>;

struct SubmitPreview {
  std::size_t orders = 0;   // that would be sent
  std::size_t domains = 0;  // to be registered
  Spending spending;
};

// Called on the thread that calls submit(), by one at a time; `warning` also on a worker thread, while that
// one waits.
struct SubmitHooks {
  // Asked once before the first order is sent, after everything that can be checked without the API; false
  // ends the run before any call that changes something. May be empty.
  std::function<bool(const SubmitPreview&)> confirm;
  // Each order's result, in the order of the plan, as it becomes known. May be empty.
  std::function<void(const SubmitResult&)> result;
  std::function<void(const std::string&)> warning;
  // For tests that end a run at every point: called before each step that matters. May be empty.
  std::function<void(std::string_view step)> step;
  // For tests whose clocks jump; the system's where empty. Milliseconds since 1970, and since the machine's
  // start.
  std::function<std::pair<std::int64_t, std::int64_t>()> clocks;
};

// What submit() would send, from the folder alone: no call, nothing written. Throws UsageError where `folder`
// holds no finished plan or an option names a customer it does not have.
SubmitPreview preview(const std::string& folder, const SubmitOptions& options, const SubmitHooks& hooks);

// Sends what is to be sent. `environment`: sandbox, test or live, as the key says. Throws UsageError where
// the plan was made against another API; RunError where another submit holds the folder, the network or the
// disk fails; KeyRefused where the key may not order; Interrupted. Whatever happens, the next call goes on
// without sending anything twice.
void submit(const std::string& folder, const partner::ApiOptions& api, const std::string& environment,
            const SubmitOptions& options, const SubmitHooks& hooks, std::stop_token stop);

}  // namespace domainplan
