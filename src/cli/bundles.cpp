#include <fmt/format.h>

#include <ostream>

#include "cli/command.hpp"
#include "cli/files.hpp"
#include "cli/output.hpp"
#include "cli/values.hpp"
#include "core/text.hpp"
#include "domainplan/bundle.hpp"
#include "domainplan/error.hpp"

namespace domainplan::cli {
namespace {

using Json = nlohmann::ordered_json;

Json sized(const Bundle& bundle) {
  Json record;
  if (!bundle.id.empty()) record["id"] = bundle.id;
  if (!bundle.name.empty()) record["name"] = bundle.name;
  record["monthly_sending_volume"] = bundle.monthly_sending_volume;
  record["google_percent"] = bundle.google_percent ? Json(*bundle.google_percent) : Json();
  record["microsoft_percent"] = bundle.microsoft_percent ? Json(*bundle.microsoft_percent) : Json();
  record["send_on_weekends"] = bundle.send_on_weekends;
  record["google_inboxes_per_domain"] = bundle.google_inboxes_per_domain;
  record["required_domains"] = {{"google", bundle.required.google},
                                {"microsoft", bundle.required.microsoft},
                                {"total", bundle.required.total()}};
  record["estimated"] = bundle.estimated;
  return record;
}

Bundle described(const po::variables_map& values) {
  Bundle bundle;
  required(values, "monthly-sending-volume");
  bundle.monthly_sending_volume = *number(values, "monthly-sending-volume", 1, 1'000'000'000'000);
  const auto google = number(values, "google-percent", 0, 100);
  const auto microsoft = number(values, "microsoft-percent", 0, 100);
  if (google || microsoft) {
    bundle.google_percent = static_cast<int>(google ? *google : 100 - *microsoft);
    bundle.microsoft_percent = static_cast<int>(microsoft ? *microsoft : 100 - *google);
    if (*bundle.google_percent + *bundle.microsoft_percent != 100)
      throw UsageError(fmt::format("--google-percent {} and --microsoft-percent {} do not add to 100",
                                   *bundle.google_percent, *bundle.microsoft_percent));
  }
  bundle.send_on_weekends = values["send-on-weekends"].as<bool>();
  bundle.google_inboxes_per_domain = number_or(values, "google-inboxes-per-domain", 2, 3, 2);
  bundle.required = required_domains(bundle);
  bundle.estimated = true;
  return bundle;
}

// Columns for text and csv, where an object has no place.
Json flat(Json record) {
  const Json needed = record["required_domains"];
  record.erase("required_domains");
  record["google_domains"] = needed["google"];
  record["microsoft_domains"] = needed["microsoft"];
  record["total_domains"] = needed["total"];
  if (record["google_percent"].is_null()) record["google_percent"] = "";
  if (record["microsoft_percent"].is_null()) record["microsoft_percent"] = "";
  return record;
}

int run(const po::variables_map& values, const std::vector<std::string>& arguments, Surroundings& around) {
  if (arguments.empty() || arguments.front() != "size")
    throw UsageError(arguments.empty() ? std::string("bundles: say what to do: size")
                                       : fmt::format("bundles: {} is not known; there is size",
                                                     in_quotes(arguments.front())));
  const Format format = format_of(values, around.out_is_terminal ? Format::text : Format::json);
  std::vector<Bundle> bundles;
  const auto path = text(values, "bundles");
  if (path) {
    std::vector<Diagnostic> bad;
    bundles = read_bundles(read_file(*path, around), bad);
    if (!bad.empty()) throw InputError(std::move(bad));
  } else {
    bundles.push_back(described(values));
  }
  if (format == Format::json && !path) {
    around.out << sized(bundles.front()).dump(2) << '\n';
    return kDone;
  }
  std::vector<std::string> columns = {"monthly_sending_volume",
                                      "google_percent",
                                      "microsoft_percent",
                                      "send_on_weekends",
                                      "google_inboxes_per_domain",
                                      "google_domains",
                                      "microsoft_domains",
                                      "total_domains",
                                      "estimated"};
  if (path) columns.insert(columns.begin(), {"id", "name"});
  RecordWriter writer(around.out, format, columns);
  const bool as_table = format == Format::text || format == Format::csv;
  for (const Bundle& bundle : bundles) writer.add(as_table ? flat(sized(bundle)) : sized(bundle));
  writer.finish();
  return kDone;
}

}  // namespace

Command bundles_command() {
  Command command{
      .name = "bundles",
      .synopsis = "bundles size --monthly-sending-volume N [options] | bundles size --bundles F",
      .summary = "how many domains a bundle needs (size: offline)",
      .about =
          "size estimates how many Google and Microsoft domains a sending volume needs, without a call:\n\n"
          "  domainplan bundles size --monthly-sending-volume 25000",
      .options = po::options_description("Options", kHelpWidth),
      .most_arguments = 1,
      .run = run};
  auto add = command.options.add_options();
  add("monthly-sending-volume", one("N"), "emails a month");
  add("google-percent", one("P"), "share of the volume sent from Google (default 50)");
  add("microsoft-percent", one("P"), "share sent from Microsoft (default the rest)");
  add("send-on-weekends", po::bool_switch(), "spread the volume over 30 days, not 22");
  add("google-inboxes-per-domain", one("2|3"), "inboxes on each Google domain (default 2)");
  add("bundles", one("FILE"), "the bundles of a bundles.json or bundles.csv instead");
  add_format_option(command.options, "default: text on a terminal, else json");
  return command;
}

}  // namespace domainplan::cli
