// The order that a change is about, and the domains on it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domainplan/notice.hpp"
#include "domainplan/session.hpp"
#include "domainplan/stored_plan.hpp"
#include "partner/domains.hpp"
#include "partner/orders.hpp"

namespace domainplan {

// The order of a customer, as the journal of its plan folder knows it. Throws UsageError where `customer` is
// none of the plan, its order was not placed, or the plan belongs to another account, environment or API than
// the session's. Calls GET /me, once a session.
std::string placed_order(const StoredPlan& plan, const std::string& customer, Session& session);

// GET /orders/{id}. Throws UsageError where the account has no such order; else as partner::get_order().
partner::Order order_of_account(partner::Client& client, const std::string& id);

// GET /orders/{id} of an order that the list has. Where the API refuses it, or its answer is not an order,
// that is a warning, given once, and nothing is returned. Throws where the API cannot be reached or refuses
// the key.
std::optional<partner::Order> readable_order(partner::Client& client, const std::string& id,
                                             std::vector<Notice>& warnings);

// The domains of GET /domains that are on the order, by name.
std::vector<partner::PartnerDomain> domains_on(partner::Client& client, const std::string& order_id);

// The status of a domain that a premium swap replaced: it is kept warm for a while, and its licences have
// gone to the replacement.
inline constexpr std::string_view kRetiring = "retiring";

// What the licences of some of an order's domains cost a month, in cents, by the order's own bill: `some` are
// domains of `all`; those that are retiring cost nothing. Nothing where the bill or the providers do not say.
std::optional<Cents> month_cents(const partner::Order& order, const std::vector<partner::PartnerDomain>& all,
                                 const std::vector<partner::PartnerDomain>& some);

// The share of one domain in that bill, of `all` that the order has, by name. The shares of all add up to it.
std::optional<Cents> share_of_bill(const partner::Order& order, const partner::PartnerDomain& domain,
                                   const std::vector<const partner::PartnerDomain*>& all);

}  // namespace domainplan
