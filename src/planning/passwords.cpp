#include "planning/passwords.hpp"

#include "domainplan/error.hpp"
#include "store/order_json.hpp"

namespace domainplan {

void redact_passwords(const std::vector<Customer>& customers, Session& session) {
  for (const Customer& customer : customers) session.redact({customer.login_password});
}

void redact_passwords(const StoredPlan& plan, Session& session) {
  for (const PlannedOrder& order : plan.orders) {
    try {
      if (const auto password = password_in(read_order(plan.folder, order.customer)))
        session.redact({*password});
    } catch (const Error&) {  // it is reported where the order is needed
    }
  }
}

void redact_passwords(const std::vector<Customer>& customers, const StoredPlan& plan, Session& session) {
  redact_passwords(customers, session);
  redact_passwords(plan, session);
}

}  // namespace domainplan
