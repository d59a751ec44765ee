// The actions of `bundles` that call the API.
#include "cli/bundles.hpp"

#include <fmt/format.h>

#include <ostream>

#include "cli/api_access.hpp"
#include "cli/diagnostics.hpp"
#include "cli/output.hpp"
#include "cli/values.hpp"
#include "domainplan/account_bundles.hpp"
#include "domainplan/error.hpp"
#include "domainplan/json_text.hpp"
#include "domainplan/text.hpp"

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

Format format_in(const po::variables_map& values, Process& process) {
  return format_of(values, process.out_is_terminal ? Format::text : Format::json);
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
    out << json_text(bundle, 2) << '\n';
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

BundleFields described(const po::variables_map& values) {
  BundleFields bundle;
  bundle.name = text(values, "name");
  if (bundle.name && (trimmed(*bundle.name).empty() || !is_utf8(*bundle.name)))
    throw UsageError(fmt::format("--name: {} cannot be a bundle's name", in_quotes(*bundle.name)),
                     Subject{"--name", "a name in UTF-8 that is not blank"});
  bundle.monthly_sending_volume = number(values, "monthly-sending-volume");
  if (const auto shares = percents(values)) {
    bundle.google_percent = shares->first;
    bundle.microsoft_percent = shares->second;
  }
  bundle.send_on_weekends = weekends(values);
  if (const auto inboxes = number(values, "google-inboxes-per-domain"))
    bundle.google_inboxes_per_domain = static_cast<int>(*inboxes);
  return bundle;
}

}  // namespace

int list_bundles(const po::variables_map& values, Process& process) {
  const Format format = format_in(values, process);
  const auto status =
      text(values, "status")
          ? static_cast<BundleStatus>(choice_or(values, "status", {"active", "archived"}, 0) + 1)
          : BundleStatus::any;
  ApiAccess access = api_access(values, process);
  const AccountBundles listed = domainplan::list_bundles(open_session(access, process), status);
  for (const Notice& warning : listed.warnings) report_warning(warning, process.err);
  if (format == Format::json) {
    process.out << bundles_json(listed.bundles);
    return kDone;
  }
  RecordWriter writer(process.out, format, format == Format::text ? kListed : kFields);
  for (const json& bundle : listed.bundles)
    writer.add(format == Format::ndjson ? nlohmann::ordered_json(bundle) : flat(bundle));
  writer.finish();
  return kDone;
}

int show_bundle(const po::variables_map& values, const std::string& id, Process& process) {
  const Format format = format_in(values, process);
  ApiAccess access = api_access(values, process);
  print_one(domainplan::show_bundle(open_session(access, process), id), format, process.out);
  return kDone;
}

int create_bundle(const po::variables_map& values, Process& process) {
  const Format format = format_in(values, process);
  require(values, {"name", "monthly-sending-volume"});
  const BundleFields bundle = described(values);
  ApiAccess access = api_access(values, process);
  demand_live(values, access);
  print_one(
      domainplan::create_bundle(open_session(access, process), bundle, values["allow-duplicate"].as<bool>()),
      format, process.out);
  return kDone;
}

int update_bundle(const po::variables_map& values, const std::string& id, Process& process) {
  const Format format = format_in(values, process);
  const BundleFields change = described(values);
  if (change.empty())
    throw UsageError("bundles update: nothing to change; pass an option such as --monthly-sending-volume");
  ApiAccess access = api_access(values, process);
  demand_live(values, access);
  print_one(domainplan::update_bundle(open_session(access, process), id, change), format, process.out);
  return kDone;
}

}  // namespace domainplan::cli
