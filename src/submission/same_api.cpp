#include "submission/same_api.hpp"

#include <fmt/format.h>

#include "core/text.hpp"
#include "domainplan/error.hpp"

namespace domainplan {

void demand_same_api(const StoredPlan& plan, const std::string& api_url, const std::string& environment) {
  const PlanSummary& made = plan.summary;
  const bool same_url = made.api_url == api_url || environment == "sandbox";
  if (made.environment == environment && same_url) return;
  throw UsageError(
      fmt::format("{} was planned against {} ({}), and this is {} ({}): its prices and its domains may be "
                  "others; plan again, or use the API and the key it was planned with",
                  in_quotes(plan.folder, 300), escaped(made.api_url), escaped(made.environment),
                  escaped(api_url), escaped(environment)));
}

}  // namespace domainplan
