// The actions of `bundles` that call the API.
#include "cli/bundles.hpp"

#include <fmt/format.h>

#include <ostream>

#include "cli/api_access.hpp"
#include "cli/output.hpp"
#include "cli/values.hpp"
#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "partner/bundles.hpp"

namespace domainplan::cli {
namespace {

using nlohmann::json;

const std::vector<std::string> kFields = {"id",
                                          "name",
                                          "monthly_sending_volume",
                                          "google_percent",
                                          "microsoft_percent",
                                          "send_on_weekends",
                                          "google_inboxes_per_domain",
                                          "google_domains",
                                          "microsoft_domains",
                                          "status"};

// Those that fit a terminal side by side; `show` has the rest.
const std::vector<std::string> kListed = {
    "id", "name", "monthly_sending_volume", "google_domains", "microsoft_domains", "status"};

Format format_in(const po::variables_map& values, Surroundings& around) {
  return format_of(values, around.out_is_terminal ? Format::text : Format::json);
}

// The columns of bundles.csv, and of a table.
nlohmann::ordered_json flat(const json& bundle) {
  nlohmann::ordered_json record;
  const json needed = bundle.value("required_domains", json::object());
  for (const std::string& field : kFields) {
    const bool counts = field.ends_with("_domains") && needed.is_object();
    const json value =
        counts ? needed.value(field.substr(0, field.find('_')), json()) : bundle.value(field, json());
    if (!value.is_null()) record[field] = value;
  }
  return record;
}

void print_one(const json& bundle, Format format, std::ostream& out) {
  if (format == Format::json) {
    out << partner::bundle_body(bundle);
    return;
  }
  if (format != Format::text) {
    RecordWriter writer(out, format, kFields);
    writer.add(format == Format::csv ? flat(bundle) : nlohmann::ordered_json(bundle));
    return writer.finish();
  }
  const nlohmann::ordered_json record = flat(bundle);
  for (const auto& [field, value] : record.items())
    out << fmt::format("{:<26} {}\n", field,
                       escaped(value.is_string() ? value.get<std::string>() : value.dump()));
}

// What the options say of a bundle.
json described(const po::variables_map& values) {
  json bundle = json::object();
  if (const auto name = text(values, "name")) {
    if (trimmed(*name).empty() || !is_utf8(*name))
      throw UsageError(fmt::format("--name: {} is no name for a bundle", in_quotes(*name)));
    bundle["name"] = *name;
  }
  if (const auto volume = number(values, "monthly-sending-volume", 1, 1'000'000'000'000))
    bundle["monthly_sending_volume"] = *volume;
  if (const auto shares = percents(values)) {
    bundle["google_percent"] = shares->first;
    bundle["microsoft_percent"] = shares->second;
  }
  if (const auto on_weekends = weekends(values)) bundle["send_on_weekends"] = *on_weekends;
  if (const auto inboxes = number(values, "google-inboxes-per-domain", 2, 3))
    bundle["google_inboxes_per_domain"] = *inboxes;
  return bundle;
}

}  // namespace

int list_bundles(const po::variables_map& values, Surroundings& around) {
  const Format format = format_in(values, around);
  const std::vector<std::string> statuses = {"", "active", "archived"};
  const int status = text(values, "status") ? choice_or(values, "status", {"active", "archived"}, 0) + 1 : 0;
  const ApiAccess access = api_access(values, around);
  partner::Client client(*access.api, around.stop);
  const auto listed = partner::list_bundles(client, statuses[static_cast<std::size_t>(status)]);
  for (const partner::Odd& odd : listed.odd)
    around.err << fmt::format("warning: {}: {}; left out\n", odd.place, odd.reason);
  const auto& bundles = listed.items;
  if (format == Format::json) {
    around.out << partner::whole_bundles_body(bundles);
    return kDone;
  }
  RecordWriter writer(around.out, format, format == Format::text ? kListed : kFields);
  for (const json& bundle : bundles)
    writer.add(format == Format::ndjson ? nlohmann::ordered_json(bundle) : flat(bundle));
  writer.finish();
  return kDone;
}

int show_bundle(const po::variables_map& values, const std::string& id, Surroundings& around) {
  const Format format = format_in(values, around);
  const ApiAccess access = api_access(values, around);
  partner::Client client(*access.api, around.stop);
  print_one(partner::show_bundle(client, id), format, around.out);
  return kDone;
}

int create_bundle(const po::variables_map& values, Surroundings& around) {
  const Format format = format_in(values, around);
  require(values, {"name", "monthly-sending-volume"});
  const json bundle = described(values);
  const ApiAccess access = api_access(values, around);
  demand_live(values, access);
  partner::Client client(*access.api, around.stop);
  auto created = partner::create_bundle(client, bundle);
  while (created.rate_limited()) created = partner::create_bundle(client, bundle);
  if (created.key_refused()) throw KeyRefused(created.message);
  if (created.state == partner::SendState::lost)
    throw RunError(
        ErrorCode::api,
        fmt::format("{}; the bundle may have been created all the same: look with 'domainplan bundles "
                    "list' before you create it again",
                    created.message));
  if (!created.value) throw RunError(ErrorCode::api, created.message);
  print_one(*created.value, format, around.out);
  return kDone;
}

int update_bundle(const po::variables_map& values, const std::string& id, Surroundings& around) {
  const Format format = format_in(values, around);
  const json change = described(values);
  if (change.empty())
    throw UsageError("bundles update: say what shall be different, such as --monthly-sending-volume 30000");
  const ApiAccess access = api_access(values, around);
  demand_live(values, access);
  partner::Client client(*access.api, around.stop);
  print_one(partner::update_bundle(client, id, change), format, around.out);
  return kDone;
}

}  // namespace domainplan::cli
