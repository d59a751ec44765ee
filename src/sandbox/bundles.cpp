#include "sandbox/bundles.hpp"

#include <fmt/format.h>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "sandbox/ids.hpp"
#include "sandbox/moment.hpp"
#include "sandbox/paging.hpp"

namespace domainplan::embedded {
extern const std::string_view data_sandbox_bundles_json;
}

namespace domainplan::sandbox {
namespace {

std::optional<int> percent_in(const Json& body, const std::string& field) {
  const auto value = body.find(field);
  if (value == body.end() || value->is_null()) return std::nullopt;
  const auto percent = integer_in(*value);
  if (!percent || *percent < 0 || *percent > 100)
    throw bad(field, fmt::format("{} must be an integer from 0 to 100 or null, not {}", field,
                                 in_quotes(value->dump())));
  return static_cast<int>(*percent);
}

std::string name_in(const Json& body) {
  const auto value = body.find("name");
  if (value == body.end()) throw bad("name", "name is required");
  if (!value->is_string() || value->get_ref<const std::string&>().empty())
    throw bad("name",
              fmt::format("name must be a string that is not empty, not {}", in_quotes(value->dump())));
  return value->get<std::string>();
}

std::int64_t volume_in(const Json& body) {
  const auto value = body.find("monthly_sending_volume");
  if (value == body.end())
    throw bad("monthly_sending_volume", "monthly_sending_volume is required: emails a month");
  const auto volume = integer_in(*value);
  if (!volume || *volume < 1)
    throw bad("monthly_sending_volume",
              fmt::format("monthly_sending_volume must be an integer of 1 or more, not {}",
                          in_quotes(value->dump())));
  return *volume;
}

// Reads a NewBundle, or a changed one as a whole, in the order in which the description lists its fields.
Bundle bundle_in(const Json& body) {
  Bundle bundle;
  bundle.name = name_in(body);
  bundle.monthly_sending_volume = volume_in(body);
  bundle.google_percent = percent_in(body, "google_percent");
  bundle.microsoft_percent = percent_in(body, "microsoft_percent");
  if (bundle.google_percent.has_value() != bundle.microsoft_percent.has_value())
    throw bad(bundle.google_percent ? "microsoft_percent" : "google_percent",
              "set both google_percent and microsoft_percent, or neither");
  if (bundle.google_percent && *bundle.google_percent + *bundle.microsoft_percent != 100)
    throw bad("google_percent", fmt::format("google_percent {} and microsoft_percent {} must add to 100",
                                            *bundle.google_percent, *bundle.microsoft_percent));
  if (const auto value = body.find("send_on_weekends"); value != body.end()) {
    if (!value->is_boolean())
      throw bad("send_on_weekends",
                fmt::format("send_on_weekends must be true or false, not {}", in_quotes(value->dump())));
    bundle.send_on_weekends = value->get<bool>();
  }
  if (const auto value = body.find("google_inboxes_per_domain"); value != body.end()) {
    const auto inboxes = integer_in(*value);
    if (!inboxes || (*inboxes != 2 && *inboxes != 3))
      throw bad("google_inboxes_per_domain",
                fmt::format("google_inboxes_per_domain must be 2 or 3, not {}", in_quotes(value->dump())));
    bundle.google_inboxes_per_domain = static_cast<int>(*inboxes);
  }
  try {
    bundle.required = required_domains(bundle);
  } catch (const UsageError& error) {
    throw bad("monthly_sending_volume", error.what());
  }
  return bundle;
}

// What a change must hold that a bundle as a whole cannot show.
void check_change(const Json& change) {
  if (change.empty()) throw bad("", "the body must hold what is to be changed");
  for (const auto& [one, other] :
       {std::pair("google_percent", "microsoft_percent"), std::pair("microsoft_percent", "google_percent")})
    if (change.contains(one) && !change.contains(other))
      throw bad(other, fmt::format("{} is required beside {}", other, one));
}

OrderedJson or_null(std::optional<int> value) { return value ? OrderedJson(*value) : OrderedJson(nullptr); }

}  // namespace

Bundles::Bundles(Clock clock) : clock_(std::move(clock)) {
  const Json page = Json::parse(embedded::data_sandbox_bundles_json);
  for (const Json& item : page.at("data")) {
    Bundle bundle = bundle_in(item);
    bundle.id = item.at("id");
    bundle.archived = item.at("status") == "archived";
    stored_.push_back({std::move(bundle), item.at("created_at")});
  }
}

OrderedJson Bundles::json_of(const Stored& stored) {
  const Bundle& bundle = stored.bundle;
  const int google = bundle.google_percent.value_or(50);
  return {{"id", bundle.id},
          {"name", bundle.name},
          {"monthly_sending_volume", bundle.monthly_sending_volume},
          {"google_percent", or_null(bundle.google_percent)},
          {"microsoft_percent", or_null(bundle.microsoft_percent)},
          {"send_on_weekends", bundle.send_on_weekends},
          {"google_inboxes_per_domain", bundle.google_inboxes_per_domain},
          {"effective", {{"google_percent", google}, {"microsoft_percent", 100 - google}}},
          {"required_domains",
           {{"google", bundle.required.google},
            {"microsoft", bundle.required.microsoft},
            {"total", bundle.required.total()}}},
          {"status", bundle.archived ? "archived" : "active"},
          {"created_at", stored.created_at}};
}

Reply Bundles::list(const Call& call, const std::string& url) const {
  const auto status = parameter(call, "status");
  if (status && *status != "active" && *status != "archived")
    throw bad("status", fmt::format("status must be active or archived, not {}", in_quotes(*status)));
  const std::lock_guard lock(mutex_);
  const auto item = [&](std::size_t place) -> std::optional<OrderedJson> {
    const Stored& stored = stored_[place];
    if (status && stored.bundle.archived != (*status == "archived")) return std::nullopt;
    return json_of(stored);
  };
  return page_of(call, stored_.size(), item, url, {"status"});
}

Reply Bundles::create(const Call& call) {
  Stored stored{bundle_in(object_in(call)), text_of(clock_())};
  stored.bundle.id = new_id("bun_");
  Reply reply = ok(json_of(stored), 201);
  const std::lock_guard lock(mutex_);
  stored_.push_back(std::move(stored));
  return reply;
}

Reply Bundles::change(const Call& call, const std::string& id) {
  const Json change = object_in(call);
  const std::lock_guard lock(mutex_);
  for (Stored& stored : stored_) {
    if (stored.bundle.id != id) continue;
    check_change(change);
    // What the change does not name stays; the whole is then read as a new bundle is.
    Json whole = json_of(stored);
    for (const char* field : {"name", "monthly_sending_volume", "google_percent", "microsoft_percent",
                              "send_on_weekends", "google_inboxes_per_domain"})
      if (change.contains(field)) whole[field] = change[field];
    Bundle changed = bundle_in(whole);
    changed.id = id;
    changed.archived = stored.bundle.archived;
    stored.bundle = std::move(changed);
    return ok(json_of(stored));
  }
  throw ErrorReply{404, "not_found", fmt::format("there is no bundle {}", in_quotes(id))};
}

Reply Bundles::show(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  for (const Stored& stored : stored_)
    if (stored.bundle.id == id) return ok(json_of(stored));
  throw ErrorReply{404, "not_found", fmt::format("there is no bundle {}", in_quotes(id))};
}

std::optional<Bundle> Bundles::find(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  for (const Stored& stored : stored_)
    if (stored.bundle.id == id) return stored.bundle;
  return std::nullopt;
}

}  // namespace domainplan::sandbox
