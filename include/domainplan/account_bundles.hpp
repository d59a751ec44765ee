// The account's bundles (saved order sizes): GET, POST and PATCH /bundles.
//
// A bundle is passed on as the API gave it, unknown fields and all; text in it is not escaped. The functions
// may be called from any thread, and call nothing back.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "domainplan/notice.hpp"
#include "domainplan/session.hpp"

namespace domainplan {

struct AccountBundles {
  std::vector<nlohmann::json> bundles;  // in the API's order, each once
  std::vector<Notice> warnings;         // items that were left out, each with its place and why
};

enum class BundleStatus : std::uint8_t { any, active, archived };

// GET /bundles, all pages. Throws RunError where the list cannot be read to its end, KeyRefused, Interrupted.
AccountBundles list_bundles(Session& session, BundleStatus status = BundleStatus::any);

// The body of one GET /bundles that holds them all, as bundles.json is: for read_bundles(), or to be saved.
// The same bundles give the same bytes, without characters that could drive a terminal.
std::string bundles_json(const std::vector<nlohmann::json>& bundles);

// GET /bundles/{id}. Throws as list_bundles().
nlohmann::json show_bundle(Session& session, const std::string& id);

// What a bundle is made of, or what changes in it. Percents add to 100.
struct BundleFields {
  std::optional<std::string> name;
  std::optional<std::int64_t> monthly_sending_volume;  // emails a month
  std::optional<int> google_percent, microsoft_percent;
  std::optional<bool> send_on_weekends;
  std::optional<int> google_inboxes_per_domain;  // 2 or 3
  bool empty() const;
};

// POST /bundles, sent at most once, as the vendor makes a new bundle for each call. Unless
// `allow_duplicate`, the account's bundles are listed first, and a name that exists throws UsageError with
// the bundle's id (Remedy::allow_same_name). Throws RunError where the API refused it, or where the answer
// was lost (then the bundle may exist); KeyRefused, Interrupted.
nlohmann::json create_bundle(Session& session, const BundleFields& bundle, bool allow_duplicate = false);

// PATCH /bundles/{id}. Throws as list_bundles().
nlohmann::json update_bundle(Session& session, const std::string& id, const BundleFields& change);

}  // namespace domainplan
