// The account's domains: GET /domains joined with the orders they are on and with what the vendor is waiting
// for.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "domainplan/availability.hpp"
#include "domainplan/notice.hpp"
#include "domainplan/provider.hpp"
#include "domainplan/session.hpp"

namespace domainplan {

// The states that GET /domains is known to give; the API does not list them, and may have others.
inline constexpr std::array<std::string_view, 8> kDomainStates = {
    "active",           "ready",     "in_progress", "action_required", "retiring",
    "cancel_scheduled", "cancelled", "failed"};

// One domain of the account. A member that is not known is empty.
struct AccountDomain {
  std::string domain;    // canonical form
  std::string state;     // as GET /domains says: one of kDomainStates, or another
  std::string category;  // inventory (ready, on no order) or connected (on an order)
  std::optional<Provider> provider;
  std::string customer;  // of DomainFilter::plan
  std::string user;      // the email; the usr_… id where the account's orders do not have the email
  std::string order;     // ord_…
  std::optional<std::chrono::system_clock::time_point> created_at;
  // It or its order failed, ended or is scheduled to end: it is not renewed, and the next two are unset.
  bool has_ended = false;
  std::optional<std::chrono::system_clock::time_point> renews_at;  // the order's next monthly renewal
  // What its licences cost then, at the prices of the account's newest orders and for the inboxes of its
  // order's bundle. Unset where that is not known or nothing is billed.
  std::optional<Cents> month_cents;
  std::string currency;                // of month_cents
  std::vector<std::string> waits_for;  // types of the open actions, such as update_nameservers; each once
};

// An order of the account, as far as its renewal needs it.
struct RenewingOrder {
  std::string id;          // ord_…
  std::string user;        // as AccountDomain::user
  bool has_ended = false;  // it failed, ended or is scheduled to end
  std::optional<std::chrono::system_clock::time_point> renews_at;
  std::optional<std::int64_t> domain_count;  // as GET /orders says
};

// A domain must match every member that is set.
struct DomainFilter {
  std::string plan = {};      // a plan folder: only the domains of its orders, each with its customer
  std::string customer = {};  // a customer of that plan
  std::string user = {};      // an email or a usr_… id
  std::string state = {};     // compared as it is
  std::optional<Provider> provider = {};
  std::optional<std::chrono::days> older_than = {};     // by created_at
  std::optional<std::chrono::days> renews_within = {};  // only domains that are renewed
};

struct AccountDomains {
  std::vector<AccountDomain> domains;  // by name
  std::vector<RenewingOrder> orders;   // all, or those of DomainFilter::user
  std::set<std::string> states;        // of all domains, also those that do not match the filter
  std::vector<Notice> warnings;        // invalid values, each with its place
};

// Reads /domains, /orders, /bundles and the open actions (and /users for a user without orders), all pages,
// and up to 10 orders for the prices of licences. Days count from `now`. May be called from any thread, and
// calls nothing back. Throws UsageError where `plan` holds no finished plan or has no such customer, or the
// account has no such user; RunError where a list cannot be read to its end; KeyRefused, Interrupted.
AccountDomains account_domains(Session& session, const DomainFilter& filter,
                               std::chrono::system_clock::time_point now);

}  // namespace domainplan
