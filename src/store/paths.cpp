#include "store/paths.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "domainplan/error.hpp"

namespace domainplan::store {

bool is_ours(std::string_view name) {
  const std::size_t slash = name.find('/');
  const std::string_view top = name.substr(0, slash);
  const bool known = std::find(kOurNames.begin(), kOurNames.end(), top) != kOurNames.end();
  if (!known || slash == std::string_view::npos) return known;
  const std::string_view rest = name.substr(slash + 1);
  return (top == kOrders || top == kInputs) && !rest.empty() && rest != "." && rest != ".." &&
         rest.find('/') == std::string_view::npos && rest.find('\0') == std::string_view::npos;
}

void demand_ours(std::string_view name) {
  if (is_ours(name)) return;
  throw RunError(ErrorCode::internal,
                 fmt::format("{} is no name of a file of a plan, which is directly in its folder, {}/ or {}/",
                             in_quotes(name, 300), kOrders, kInputs),
                 std::string(name));
}

std::string order_name(const std::string& customer) {
  std::string name = fmt::format("{}/{}.json", kOrders, customer);
  demand_ours(name);
  return name;
}

}  // namespace domainplan::store
