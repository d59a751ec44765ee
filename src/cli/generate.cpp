#include <fmt/format.h>

#include <algorithm>
#include <ostream>
#include <utility>

#include "cli/command.hpp"
#include "cli/diagnostics.hpp"
#include "cli/files.hpp"
#include "cli/name_warnings.hpp"
#include "cli/output.hpp"
#include "cli/planning_options.hpp"
#include "cli/values.hpp"
#include "domainplan/domain_name.hpp"
#include "domainplan/error.hpp"
#include "domainplan/intake.hpp"
#include "domainplan/name_holds.hpp"
#include "domainplan/text.hpp"

namespace domainplan::cli {
namespace {

constexpr std::int64_t kLimit = 50;  // as many as one call can check

std::string website_of(std::string_view text) {
  CheckedWebsite checked = check_website(trimmed(text));
  if (const auto& problem = checked.problem)
    throw UsageError(fmt::format("--website: {}", problem->message), Subject{"--website", problem->expected});
  return std::move(checked.host);
}

Persona persona_of(std::string_view name) {
  name = trimmed(name);
  const std::size_t space = name.find_last_of(' ');
  if (space == std::string_view::npos)
    throw UsageError(fmt::format("--persona: {} has no last name; write \"First Last\"", in_quotes(name)),
                     Subject{"--persona", "\"First Last\""});
  return {std::string(trimmed(name.substr(0, space))), std::string(name.substr(space + 1)), ""};
}

// A person sees a warning instead of the column `rough`.
std::vector<std::string> columns(bool with_customer, Format format) {
  std::vector<std::string> names = {"domain", "score", "pattern"};
  if (format != Format::text) names.emplace_back("rough");
  if (with_customer) names.insert(names.begin(), "customer");
  return names;
}

// Returns how many were written.
std::int64_t write_candidates(CandidateStream stream, std::int64_t limit, const std::string& customer,
                              RecordWriter& writer) {
  nlohmann::ordered_json record;  // one for all rows, as making one takes longer than its name
  if (!customer.empty()) record["customer"] = customer;
  for (const char* column : {"domain", "score", "pattern"}) record[column] = nullptr;
  record["rough"] = stream.review().rough;
  for (std::int64_t count = 0; count < limit; ++count) {
    std::optional<Candidate> candidate = stream.next();
    if (!candidate) return count;
    record["domain"] = std::move(candidate->domain);
    record["score"] = candidate->score;
    record["pattern"] = std::move(candidate->pattern);
    writer.add(record);
  }
  return limit;
}

int run(const po::variables_map& values, const std::vector<std::string>&, Process& process) {
  const NamingRules rules = naming_rules(naming_sources(values, process));
  if (!values["quiet"].as<bool>()) report_rows(rules.warnings(), "warning: ", process.err);
  const std::int64_t limit = number(values, "limit").value_or(kLimit);
  const Format format = format_of(values, process.out_is_terminal ? Format::text : Format::ndjson);
  const auto customers = text(values, "customers");
  const auto brand = text(values, "brand");
  if (customers.has_value() == brand.has_value()) throw UsageError("pass either --brand or --customers");

  RecordWriter writer(process.out, format, columns(customers.has_value(), format), "candidates");
  std::int64_t count = 0;
  NameWarnings warnings;
  bool held = false;
  // Whether names are made for a customer; what a person should know of them is kept for the end.
  const auto may_go_on = [&](const NameReview& review, const Customer& customer) {
    const bool guarded = !customer.brand_ok && needs_brand_check(review, customer.user, customer.website);
    warnings.add(customer.key, review, guarded);
    const bool holds = values["strict-names"].as<bool>() && (guarded || review.rough);
    held = held || holds;
    return !holds;
  };
  if (customers) {
    std::optional<InputFile> personas;
    if (const auto path = text(values, "personas")) personas = read_file(*path, process);
    Intake intake = read_naming_intake(read_file(*customers, process), personas);
    if (!values["quiet"].as<bool>()) {
      report_rows(intake.warnings, "warning: ", process.err);
      report_rows(intake.notes, "note: ", process.err);
    }
    if (!intake.bad_rows.empty()) throw InputError(intake.bad_rows);
    accept_brands(intake, texts(values, "brand-ok"));
    for (const Customer& customer : intake.customers) {
      CandidateStream stream(rules, naming_input(customer));
      if (may_go_on(stream.review(), customer))
        count += write_candidates(std::move(stream), limit, customer.key, writer);
    }
  } else {
    CheckedBrand checked = check_brand(*brand);
    if (const auto& problem = checked.problem)
      throw UsageError(fmt::format("--brand: {}", problem->message), Subject{"--brand", problem->expected});
    if (!values["quiet"].as<bool>()) {
      for (const Diagnostic& warning : checked.warnings)
        process.err << "warning: --brand: " << escaped(warning.message) << '\n';
      for (const Diagnostic& note : checked.notes)
        process.err << "note: --brand: " << escaped(note.message) << '\n';
    }
    NamingInput input{.brand = std::move(checked.brand), .stem = text(values, "stem").value_or("")};
    if (const auto website = text(values, "website")) input.website = website_of(*website);
    for (const std::string& persona : texts(values, "persona")) input.personas.push_back(persona_of(persona));
    if (stems_of(rules, input).empty())
      throw UsageError(
          fmt::format("--brand: {} cannot be written in Latin letters; pass a --stem to build names on",
                      in_quotes(*brand)),
          Subject{"--brand", "a brand in a script that is read, or --stem beside it"});
    CandidateStream stream(rules, input);
    Customer nobody;
    nobody.website = input.website;
    if (may_go_on(stream.review(), nobody)) count = write_candidates(std::move(stream), limit, "", writer);
  }
  writer.finish({{"count", count}});
  if (!values["quiet"].as<bool>()) warnings.print(process.err);
  return held ? kShort : kDone;
}

}  // namespace

Command generate_command() {
  Command command{
      .name = "generate",
      .synopsis = "generate --brand NAME [options] | generate --customers F --personas F [options]",
      .summary = "generate candidate domains for a brand, best first",
      .about =
          R"(Prints candidates, best first. In a pipe the format is ndjson, which check reads.

  domainplan generate --brand "Müller & Söhne" | domainplan check - --sandbox
  domainplan generate --customers customers.csv --limit 20 --format csv)",
      .options = po::options_description("Options", kHelpWidth),
      .most_arguments = 0,
      .run = run,
      .reader_gone = ReaderGone::end};
  auto add = command.options.add_options();
  add("brand", one("NAME"), "the brand as written, in any script");
  add("website", one("URL"), "the brand's website; names are built on its label too");
  add("stem", one("NAME"), "the name to build on, instead of the brand");
  add("persona", many("\"First Last\""), "a sender's name to build on; may be repeated");
  add("customers", one("FILE"), "candidates for every customer of a customers.csv");
  add("personas", one("FILE"), "their personas.csv");
  add("limit", one("N"), "at most N candidates for each brand (default 50)");
  add_format_option(command.options, "default: text on a terminal, else ndjson");
  command.options.add(naming_group());
  return command;
}

}  // namespace domainplan::cli
