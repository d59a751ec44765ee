#include "planning/run_note.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "io/sha256.hpp"

namespace domainplan {
namespace {

using Json = nlohmann::ordered_json;

Json number_or_none(const std::optional<Cents>& cents) { return cents ? Json(*cents) : Json("none"); }

// A server on this machine gets another port each time it is started.
std::string without_loopback_port(const std::string& url) {
  for (const std::string_view host : {"://127.0.0.1:", "://localhost:", "://[::1]:"}) {
    const std::size_t found = url.find(host);
    if (found == std::string::npos) continue;
    const std::size_t colon = found + host.size() - 1;
    return url.substr(0, colon) + url.substr(std::min(url.find('/', colon), url.size()));
  }
  return url;
}

std::string shown(const Json& object, const std::string& key) {
  if (!object.contains(key)) return "not given";
  const Json& value = object[key];
  return value.is_string() ? in_quotes(value.get<std::string>()) : value.dump();
}

}  // namespace

std::string inputs_sha256(const IntakeFiles& files) {
  std::string lines =
      fmt::format("{} customers\n{} personas\n{} bundles\n", sha256_hex(files.customers.bytes),
                  sha256_hex(files.personas.bytes), sha256_hex(files.bundles.bytes));
  if (files.owned) lines += fmt::format("{} owned\n", sha256_hex(files.owned->bytes));
  return sha256_hex(lines);
}

std::string run_note(const IntakeFiles& files, const Intake& intake, const AnswerSource& source,
                     const PlanOptions& options) {
  Json contents = {{"--customers", sha256_hex(files.customers.bytes)},
                   {"--personas", sha256_hex(files.personas.bytes)},
                   {"--bundles", sha256_hex(files.bundles.bytes)}};
  if (files.owned) contents["--owned"] = sha256_hex(files.owned->bytes);
  if (source.replay) contents["--replay"] = sha256_hex(source.replay->bytes);

  const ChoiceOptions& choice = options.choice;
  Json given = {{"--prefer", choice.prefer == Prefer::quality ? "quality" : "price"},
                {"--years", choice.years},
                {"--max-price-cents", number_or_none(choice.max_price_cents)},
                {"--max-renewal-cents", number_or_none(choice.max_renewal_cents)},
                {"--currency", choice.currency},
                {"--tld-share", choice.tld_share},
                {"--pattern-share", choice.pattern_share},
                {"--style-share", choice.style_share},
                {"--surplus", options.surplus},
                {"--max-checks", options.max_checks},
                {"rows left out", intake.skipped.size()},
                {"environment", source.environment}};
  if (source.environment != "sandbox") given["--api-url"] = without_loopback_port(source.api_url);
  const NamingSources& naming = options.naming;
  if (!naming.tlds.empty()) given["--tlds"] = fmt::format("{}", fmt::join(naming.tlds, ","));
  if (naming.patterns) given["--patterns (content)"] = sha256_hex(naming.patterns->bytes);
  if (!naming.include.empty()) given["--include"] = fmt::format("{}", fmt::join(naming.include, " "));
  if (!naming.exclude.empty()) given["--exclude"] = fmt::format("{}", fmt::join(naming.exclude, " "));
  if (options.strict_names) given["--strict-names"] = "yes";
  if (!options.brand_ok.empty()) given["--brand-ok"] = fmt::format("{}", fmt::join(options.brand_ok, " "));
  return Json{{"contents", contents}, {"options", given}}.dump(2) + "\n";
}

void check_same_run(const std::string& found, const std::string& now) {
  const Json before = Json::parse(found, nullptr, false), here = Json::parse(now);
  std::string differs;
  const auto tell = [&](const std::string& what) {
    differs += fmt::format("{}{}", differs.empty() ? "" : ", ", what);
  };
  const auto readable = [&](const char* part) {
    return before.is_object() && before.contains(part) && before[part].is_object();
  };
  if (!readable("contents") || !readable("options"))
    throw UsageError(
        "--resume: the note on what the interrupted run was cannot be read; say --force to start again");
  const auto compare = [&](const char* part, const auto& describe) {
    const Json& was = before[part];
    Json both = was;
    both.update(here[part]);
    for (const auto& [key, value] : both.items())
      if (!was.contains(key) || !here[part].contains(key) || was[key] != here[part][key])
        tell(describe(key, was, here[part]));
  };
  compare("contents", [](const std::string& key, const Json&, const Json&) {
    return fmt::format("{} has other content", key);
  });
  compare("options", [](const std::string& key, const Json& was, const Json& is) {
    return fmt::format("{} was {} and is {}", key, shown(was, key), shown(is, key));
  });
  if (!differs.empty())
    throw UsageError(fmt::format(
        "--resume: the interrupted run was not this one: {}; run it as it was, or say --force to start "
        "again",
        differs));
}

}  // namespace domainplan
