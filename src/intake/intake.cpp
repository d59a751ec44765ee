#include "domainplan/intake.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "core/text.hpp"
#include "intake/attachments.hpp"
#include "intake/bundles.hpp"
#include "intake/customers.hpp"

namespace domainplan {
namespace {

constexpr std::size_t kMostPersonas = 10;  // of one order

void check_persona_counts(CustomerRows& customers, std::size_t least, Findings& findings) {
  for (CustomerRows::Row& row : customers.rows) {
    // A row of a bad shape has no sure key, and the personas of a key that stands twice are counted for the
    // first.
    if (row.customer.key.empty() || row.twice) continue;
    if (row.personas >= least && row.personas <= kMostPersonas) continue;
    const std::string count = row.personas == 0 ? "no" : std::to_string(row.personas);
    const std::string expected = fmt::format("1 to {} rows in personas.csv", kMostPersonas);
    std::string message =
        fmt::format("{} has {} personas: give it {}",
                    row.hides_key ? "the customer" : in_quotes(row.customer.key), count, expected);
    CustomerRows::blame(row, fmt::format("customer: {}", message));
    findings.add(row.line, "customer",
                 {DiagnosticCode::persona_count, std::move(message), std::to_string(row.personas), expected});
  }
}

std::string joined(const CustomerRows::Row& row) {
  std::string message;
  for (const std::string& mistake : row.mistakes)
    message += fmt::format("{}{}", message.empty() ? "" : "; ", mistake);
  if (row.more_mistakes > 0) message += fmt::format("; and {} more", row.more_mistakes);
  return message;
}

void sort_out(CustomerRows&& read, Intake& intake) {
  intake.unusable = read.all_blamed;
  const auto good = std::count_if(read.rows.begin(), read.rows.end(),
                                  [](const CustomerRows::Row& row) { return row.mistakes.empty(); });
  intake.customers.reserve(static_cast<std::size_t>(good));
  for (std::size_t i = 0; i < read.rows.size(); ++i) {
    CustomerRows::Row& row = read.rows[i];
    if (row.mistakes.empty()) {
      intake.customers.push_back(std::move(row.customer));
      intake.positions.push_back(i);
    } else {
      const std::string line = row.hides_key ? fmt::format("line {}: ", row.line) : std::string();
      if (row.hides_key) row.customer.key.clear();
      intake.skipped.push_back({i, std::move(row.customer.key), line + joined(row)});
    }
  }
}

void take(Findings& findings, Intake& intake) {
  findings.move_to(intake.bad_rows);
  findings.move_warnings_to(intake.warnings);
  findings.move_notes_to(intake.notes);
}

void note_ignored(std::size_t personas, std::size_t owned, Findings& findings) {
  if (personas + owned == 0) return;
  const auto rows = [](std::size_t count, std::string_view what) {
    return fmt::format("{} {} row{}", count, what, count == 1 ? "" : "s");
  };
  std::string what = personas > 0 ? rows(personas, "persona") : std::string();
  if (owned > 0) what += fmt::format("{}{}", what.empty() ? "" : " and ", rows(owned, "owned-domain"));
  findings.note(0, "",
                {DiagnosticCode::rows_ignored,
                 fmt::format("{} of customers that are not in this file {} ignored", what,
                             personas + owned == 1 ? "was" : "were"),
                 std::to_string(personas + owned)});
}

}  // namespace

Intake read_intake(const IntakeFiles& files, const SecretSources& secrets) {
  Findings in_bundles(files.bundles.name);
  const BundleList bundles = read_bundle_list(files.bundles, in_bundles);

  Findings in_customers(files.customers.name);
  CustomerRows customers = read_customers(files.customers, bundles, secrets, in_customers);
  if (bundles.unusable) customers.blame_all("the bundles file", *bundles.unusable);

  Findings in_personas(files.personas.name);
  const AttachedRows personas = read_personas(files.personas, customers, in_personas);
  if (personas.customers_known && customers.keys_known) check_persona_counts(customers, 1, in_customers);

  Findings in_owned(files.owned ? files.owned->name : std::string());
  AttachedRows owned;
  if (files.owned) owned = read_owned(*files.owned, customers, in_owned);
  note_ignored(personas.ignored, owned.ignored, in_customers);

  Intake intake;
  for (Findings* const findings : {&in_customers, &in_personas, &in_bundles, &in_owned})
    take(*findings, intake);
  sort_out(std::move(customers), intake);
  return intake;
}

Intake read_naming_intake(const InputFile& customers_file, const std::optional<InputFile>& personas) {
  Findings in_customers(customers_file.name);
  CustomerRows customers = read_brands(customers_file, in_customers);
  Findings in_personas(personas ? personas->name : std::string());
  if (personas) {
    const AttachedRows read = read_personas(*personas, customers, in_personas);
    if (read.customers_known && customers.keys_known) check_persona_counts(customers, 0, in_customers);
    note_ignored(read.ignored, 0, in_customers);
  }

  Intake intake;
  take(in_customers, intake);
  take(in_personas, intake);
  sort_out(std::move(customers), intake);
  return intake;
}

}  // namespace domainplan
