#include "domainplan/passwords.hpp"

#include "domainplan/error.hpp"
#include "intake/customers.hpp"
#include "partner/place_order.hpp"

namespace domainplan {

void redact_passwords(const std::vector<Customer>& customers, Session& session) {
  for (const Customer& customer : customers) session.redact({customer.login_password});
}

void redact_passwords(const InputFile& customers, const SecretSources& secrets, Session& session) {
  session.redact(read_passwords(customers, secrets));
}

void redact_passwords(const StoredPlan& plan, Session& session) {
  for (const PlannedOrder& order : plan.orders) {
    try {
      session.redact({partner::secret_in_order(read_order(plan.folder, order.customer))});
    } catch (const Error&) {  // it is reported where the order is needed
    }
  }
}

}  // namespace domainplan
