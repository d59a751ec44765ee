#include "partner/bundles.hpp"

#include <fmt/format.h>

#include <set>

#include "core/percent.hpp"
#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "domainplan/json_text.hpp"

namespace domainplan::partner {
namespace {

using nlohmann::json;

// `value` with every text in it redacted, names too. Documents are not nested deeper than kDeepest.
json without_secrets(const json& value, const Redactor& redactor) {
  if (value.is_string()) return redactor.redacted(value.get_ref<const std::string&>());
  if (!value.is_structured()) return value;
  json clean = value.is_array() ? json::array() : json::object();
  for (const auto& [name, inner] : value.items()) {
    if (value.is_array())
      clean.push_back(without_secrets(inner, redactor));
    else
      clean[redactor.redacted(name)] = without_secrets(inner, redactor);
  }
  return clean;
}

// What is printed is what the API gave; all that has to be right is which bundle it is.
json read_bundle(const Fields& data) {
  const std::string id = data.id("id", "bun_");
  json bundle = without_secrets(data.object(), data.reading().redactor);
  bundle["id"] = id;
  return bundle;
}

std::string path_of(const std::string& id) { return fmt::format("/bundles/{}", percent_encoded(id)); }

}  // namespace

List<json> list_bundles(Client& client, const std::string& status) {
  auto list = client.read_list(
      status.empty() ? "/bundles" : fmt::format("/bundles?status={}", percent_encoded(status)), read_bundle);
  std::set<std::string> seen;  // one that moved to a later page while the pages were read comes twice
  std::erase_if(list.items,
                [&](const json& bundle) { return !seen.insert(bundle["id"].get<std::string>()).second; });
  return list;
}

std::string whole_bundles_body(const std::vector<json>& bundles) {
  const nlohmann::ordered_json all{{"data", bundles},
                                   {"links", {{"first", nullptr}, {"next", nullptr}}},
                                   {"meta", {{"returned", bundles.size()}}}};
  return json_text(all, 2) + "\n";
}

std::string bundle_body(const json& bundle) { return json_text(bundle, 2) + "\n"; }

json show_bundle(Client& client, const std::string& id) {
  return client.read_one(path_of(id), "GET " + path_of(id), read_bundle);
}

SentFor<json> create_bundle(Client& client, const json& bundle) {
  return send_once(client, {"POST", "/bundles", bundle.dump()}, false, read_bundle);
}

json update_bundle(Client& client, const std::string& id, const json& change) {
  return client.read_answer({"PATCH", path_of(id), change.dump()}, "PATCH " + path_of(id), read_bundle);
}

}  // namespace domainplan::partner
