// /bundles: saved order sizes.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "partner/send_once.hpp"

namespace domainplan::partner {

// All bundles, each as the API gave it, in its order; one that moved to a later page while the pages were
// read is there once. `status` is active, archived, or empty for both. Throws as Client::each does.
List<nlohmann::json> list_bundles(Client& client, const std::string& status = "");

// Pages put together: the body of one GET /bundles that holds them all, as bundles.json is. The same bundles
// give the same bytes, without characters that could drive a terminal.
std::string whole_bundles_body(const std::vector<nlohmann::json>& bundles);

// One bundle as text: indented, and without characters that could drive a terminal.
std::string bundle_body(const nlohmann::json& bundle);

nlohmann::json show_bundle(Client& client, const std::string& id);

// POST /bundles, at most one attempt: the vendor makes a new bundle for each call. Throws Interrupted.
SentFor<nlohmann::json> create_bundle(Client& client, const nlohmann::json& bundle);

// PATCH /bundles/{id}: `change` holds what shall be different.
nlohmann::json update_bundle(Client& client, const std::string& id, const nlohmann::json& change);

}  // namespace domainplan::partner
