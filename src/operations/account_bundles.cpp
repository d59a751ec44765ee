#include "domainplan/account_bundles.hpp"

#include <fmt/format.h>

#include "domainplan/error.hpp"
#include "domainplan/text.hpp"
#include "operations/warnings.hpp"
#include "partner/bundles.hpp"

namespace domainplan {
namespace {

using nlohmann::json;

json body_of(const BundleFields& fields) {
  json body = json::object();
  const auto set = [&](const char* name, const auto& value) {
    if (value) body[name] = *value;
  };
  set("name", fields.name);
  set("monthly_sending_volume", fields.monthly_sending_volume);
  set("google_percent", fields.google_percent);
  set("microsoft_percent", fields.microsoft_percent);
  set("send_on_weekends", fields.send_on_weekends);
  set("google_inboxes_per_domain", fields.google_inboxes_per_domain);
  return body;
}

// Names that a person would take for one: customers.csv cannot have blanks around one either.
bool is_same_name(const std::string& one, const std::string& other) {
  return ascii_lower(trimmed(one)) == ascii_lower(trimmed(other));
}

void refuse_duplicate(Session& session, const std::string& name) {
  for (const json& bundle : partner::list_bundles(session.client()).items)
    if (const auto known = bundle.find("name");
        known != bundle.end() && known->is_string() && is_same_name(known->get<std::string>(), name))
      throw UsageError(fmt::format("a bundle named {} exists: {}", in_quotes(known->get<std::string>()),
                                   bundle["id"].get<std::string>()),
                       name, Remedy::allow_same_name);
}

}  // namespace

bool BundleFields::empty() const { return body_of(*this).empty(); }

AccountBundles list_bundles(Session& session, BundleStatus status) {
  constexpr const char* kWords[] = {"", "active", "archived"};
  auto list = partner::list_bundles(session.client(), kWords[static_cast<std::size_t>(status)]);
  AccountBundles found{std::move(list.items), {}};
  add_warnings(list.odd, found.warnings, NoticeCode::left_out);
  return found;
}

std::string bundles_json(const std::vector<json>& bundles) { return partner::whole_bundles_body(bundles); }

json show_bundle(Session& session, const std::string& id) {
  return partner::show_bundle(session.client(), id);
}

json create_bundle(Session& session, const BundleFields& bundle, bool allow_duplicate) {
  if (bundle.name && !allow_duplicate) refuse_duplicate(session, *bundle.name);
  const json body = body_of(bundle);
  auto created = partner::create_bundle(session.client(), body);
  while (created.rate_limited()) created = partner::create_bundle(session.client(), body);
  if (created.state == partner::SendState::lost)
    throw RunError(
        ErrorCode::api,
        fmt::format("{}; the bundle may have been created all the same: list the bundles before you create "
                    "it again",
                    created.message),
        created);
  if (!created.value) std::rethrow_exception(partner::error_of(created));
  return *created.value;
}

json update_bundle(Session& session, const std::string& id, const BundleFields& change) {
  return partner::update_bundle(session.client(), id, body_of(change));
}

}  // namespace domainplan
