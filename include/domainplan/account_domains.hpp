// The account's domains: GET /domains joined with the orders they are on and with what the vendor waits for.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "domainplan/availability.hpp"
#include "domainplan/provider.hpp"
#include "domainplan/session.hpp"

namespace domainplan {

// One domain of the account. A member that is not known is empty.
struct AccountDomain {
  std::string domain;    // canonical form
  std::string state;     // as GET /domains says: active, ready, in_progress, …
  std::string category;  // inventory (ready, on no order) or connected (on an order)
  std::optional<Provider> provider;
  std::string customer;  // of DomainFilter::plan
  std::string user;      // the email; the usr_… id where the account's orders do not have the email
  std::string order;     // ord_…
  std::optional<std::chrono::system_clock::time_point> created_at;
  std::optional<std::chrono::system_clock::time_point> renews_at;  // the order's next monthly renewal
  bool has_ended = false;  // it or its order failed, ended or is scheduled to end: it is not renewed
  // The monthly cost of its licences, at the prices of the account's newest orders and for the inboxes of its
  // order's bundle. Unset where that is not known or nothing is billed.
  std::optional<Cents> month_cents;
  std::string currency;                // of month_cents
  std::vector<std::string> waits_for;  // types of the open actions, such as update_nameservers; each once
};

// A domain must match every member that is set.
struct DomainFilter {
  std::string plan = {};      // a plan folder: only the domains of its orders, each with its customer
  std::string customer = {};  // a customer of that plan
  std::string user = {};      // an email or a usr_… id
  std::string state = {};
  std::optional<Provider> provider = {};
  std::optional<std::chrono::days> older_than = {};     // by created_at
  std::optional<std::chrono::days> renews_within = {};  // only domains that are renewed
};

struct AccountDomains {
  std::vector<AccountDomain> domains;  // by name
  std::vector<std::string> warnings;   // invalid values, each with its place; escaped
};

// Reads /domains, /orders, /bundles and the open actions (and /users for a user without orders), all pages,
// and up to 10 orders for the prices of licences. Days count from `now`. May be called from any thread, and
// calls nothing back. Throws UsageError where `plan` holds no finished plan or has no such customer; RunError
// where a list cannot be read to its end; KeyRefused, Interrupted.
AccountDomains account_domains(Session& session, const DomainFilter& filter,
                               std::chrono::system_clock::time_point now);

}  // namespace domainplan
