#include "partner/bundles.hpp"

#include <fmt/format.h>

#include <set>

#include "core/json_text.hpp"
#include "core/text.hpp"
#include "domainplan/error.hpp"

namespace domainplan::partner {
namespace {

using nlohmann::json;

void demand_bundle(const json& data) { text_field(data, "id", "bundle"); }

std::string path_of(const std::string& id) { return fmt::format("/bundles/{}", percent_encoded(id)); }

}  // namespace

std::vector<json> list_bundles(Client& client, const std::string& status) {
  std::vector<json> bundles;
  std::set<std::string> seen;
  client.each(status.empty() ? "/bundles" : fmt::format("/bundles?status={}", percent_encoded(status)),
              [&](const json& bundle) {
                if (seen.insert(text_field(bundle, "id", "bundle")).second) bundles.push_back(bundle);
              });
  return bundles;
}

std::string whole_bundles_body(const std::vector<json>& bundles) {
  const nlohmann::ordered_json all{{"data", bundles},
                                   {"links", {{"first", nullptr}, {"next", nullptr}}},
                                   {"meta", {{"returned", bundles.size()}}}};
  return json_text(all, 2) + "\n";
}

std::string bundle_body(const json& bundle) { return json_text(bundle, 2) + "\n"; }

json show_bundle(Client& client, const std::string& id) {
  return client.call({"GET", path_of(id), ""}, demand_bundle);
}

json create_bundle(Client& client, const json& bundle) {
  try {
    return client.call({"POST", "/bundles", bundle.dump(), 1}, demand_bundle);
  } catch (const Refusal&) {
    throw;
  } catch (const RunError& error) {
    throw RunError(fmt::format(
        "{}; the bundle may have been made all the same: look with 'domainplan bundles list' before you "
        "create it again",
        error.what()));
  }
}

json update_bundle(Client& client, const std::string& id, const json& change) {
  return client.call({"PATCH", path_of(id), change.dump()}, demand_bundle);
}

}  // namespace domainplan::partner
