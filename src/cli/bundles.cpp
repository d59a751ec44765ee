#include "cli/bundles.hpp"

#include <fmt/format.h>

#include <ostream>

#include "cli/api_access.hpp"
#include "cli/diagnostics.hpp"
#include "cli/files.hpp"
#include "cli/output.hpp"
#include "cli/values.hpp"
#include "domainplan/bundle.hpp"
#include "domainplan/error.hpp"
#include "domainplan/json_text.hpp"
#include "domainplan/nearest.hpp"
#include "domainplan/text.hpp"

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
  require(values, {"monthly-sending-volume"});
  bundle.monthly_sending_volume = *number(values, "monthly-sending-volume");
  if (const auto shares = percents(values)) {
    bundle.google_percent = shares->first;
    bundle.microsoft_percent = shares->second;
  }
  bundle.send_on_weekends = weekends(values).value_or(false);
  bundle.google_inboxes_per_domain = number_or(values, "google-inboxes-per-domain", 2);
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

int size_bundles(const po::variables_map& values, Process& process) {
  const Format format = format_of(values, process.out_is_terminal ? Format::text : Format::json);
  std::vector<Bundle> bundles;
  const auto path = text(values, "bundles");
  if (path) {
    std::vector<Diagnostic> bad, notes;
    bundles = read_bundles(read_file(*path, process), bad, &notes);
    if (!values["quiet"].as<bool>()) report_rows(notes, "note: ", process.err);
    if (!bad.empty()) throw InputError(std::move(bad));
  } else {
    bundles.push_back(described(values));
  }
  if (format == Format::json && !path) {
    process.out << json_text(sized(bundles.front()), 2) << '\n';
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
  RecordWriter writer(process.out, format, columns);
  const bool as_table = format == Format::text || format == Format::csv;
  for (const Bundle& bundle : bundles) writer.add(as_table ? flat(sized(bundle)) : sized(bundle));
  writer.finish();
  return kDone;
}

int run(const po::variables_map& values, const std::vector<std::string>& arguments, Process& process) {
  constexpr const char* kActions = "list, show ID, create, update ID or size";
  if (arguments.empty()) throw UsageError(fmt::format("bundles: missing subcommand: {}", kActions));
  const std::string& action = arguments.front();
  const bool takes_id = action == "show" || action == "update";
  if (takes_id && arguments.size() < 2)
    throw UsageError(fmt::format("bundles {}: missing argument: the bundle's id", action));
  if (!takes_id && arguments.size() > 1)
    throw UsageError(
        fmt::format("bundles {}: unexpected argument {}", escaped(action), in_quotes(arguments[1])));
  if (action == "list") return list_bundles(values, process);
  if (action == "show") return show_bundle(values, arguments[1], process);
  if (action == "create") return create_bundle(values, process);
  if (action == "update") return update_bundle(values, arguments[1], process);
  if (action == "size") return size_bundles(values, process);
  Nearest nearest(action);
  for (const char* known : {"list", "show", "create", "update", "size"}) nearest.consider(known);
  throw UsageError(fmt::format("bundles: unknown subcommand {}{}; use {}", in_quotes(action),
                               nearest.question(), kActions),
                   Subject{action, std::string(kActions)});
}

}  // namespace

std::optional<std::pair<int, int>> percents(const po::variables_map& values) {
  const auto google = number(values, "google-percent");
  const auto microsoft = number(values, "microsoft-percent");
  if (!google && !microsoft) return std::nullopt;
  const auto first = static_cast<int>(google ? *google : 100 - *microsoft);
  const auto second = static_cast<int>(microsoft ? *microsoft : 100 - *google);
  if (first + second != 100)
    throw UsageError(
        fmt::format("--google-percent {} and --microsoft-percent {} do not add to 100", first, second),
        Subject{"--google-percent", "two percents that add to 100"});
  return std::pair(first, second);
}

std::optional<bool> weekends(const po::variables_map& values) {
  if (!text(values, "send-on-weekends")) return std::nullopt;
  return choice_or(values, "send-on-weekends", {"false", "true"}, 0) == 1;
}

Command bundles_command() {
  Command command{.name = "bundles",
                  .synopsis = "bundles list | show ID | create | update ID | size [options]",
                  .summary = "list, show, create and update bundles, the sizes of orders",
                  .about =
                      R"(list prints all bundles; with --format json it is a bundles.json for plan. create and
update change a bundle at the vendor and take the options of a bundle below. size
estimates how many domains a sending volume needs, without a call.

  domainplan bundles list --sandbox --format json > bundles.json
  domainplan bundles create --name Day --monthly-sending-volume 5000 --sandbox
  domainplan bundles size --monthly-sending-volume 25000)",
                  .options = po::options_description("Options", kHelpWidth),
                  .most_arguments = 2,
                  .run = run,
                  .subcommands = {"list", "show", "create", "update", "size"}};
  auto add = command.options.add_options();
  add("name", one("NAME"), "the name of the bundle");
  add("monthly-sending-volume", one("N"), "emails a month");
  add("google-percent", one("P"), "share of the volume sent from Google (default 50)");
  add("microsoft-percent", one("P"), "share sent from Microsoft (default: the rest)");
  add("send-on-weekends", one("[=false]")->implicit_value("true", ""),
      "spread the volume over 30 days, not 22 (write --send-on-weekends=false to change it back)");
  add("google-inboxes-per-domain", one("2|3"), "inboxes on each Google domain (default 2)");
  add("status", one("active|archived"), "list: only these");
  add("allow-duplicate", po::bool_switch(), "create: even if a bundle of this name exists");
  add("bundles", one("FILE"), "size: the bundles of a bundles.json or bundles.csv instead");
  add_format_option(command.options, "default: text on a terminal, else json");
  add_live_option(command.options);
  add_api_options(command.options);
  return command;
}

}  // namespace domainplan::cli
