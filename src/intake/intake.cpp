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
    std::string message = row.personas == 0
                              ? fmt::format("{} has no personas: give it 1 to {} rows in personas.csv",
                                            in_quotes(row.customer.key), kMostPersonas)
                              : fmt::format("{} has {} personas: give it 1 to {} rows in personas.csv",
                                            in_quotes(row.customer.key), row.personas, kMostPersonas);
    CustomerRows::blame(row, fmt::format("customer: {}", message));
    findings.add(row.line, "customer", std::move(message));
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
  const auto good = std::count_if(read.rows.begin(), read.rows.end(),
                                  [](const CustomerRows::Row& row) { return row.mistakes.empty(); });
  intake.customers.reserve(static_cast<std::size_t>(good));
  for (std::size_t i = 0; i < read.rows.size(); ++i) {
    CustomerRows::Row& row = read.rows[i];
    if (row.mistakes.empty()) {
      intake.customers.push_back(std::move(row.customer));
      intake.positions.push_back(i);
    } else {
      intake.skipped.push_back({i, std::move(row.customer.key), joined(row)});
    }
  }
}

}  // namespace

Intake read_intake(const IntakeFiles& files, const SecretSources& secrets) {
  Findings in_bundles(files.bundles.name);
  const BundleList bundles = read_bundle_list(files.bundles, in_bundles);

  Findings in_customers(files.customers.name);
  CustomerRows customers = read_customers(files.customers, bundles, secrets, in_customers);
  if (bundles.unusable) customers.blame_all("the bundles file", *bundles.unusable);

  Findings in_personas(files.personas.name);
  const bool personas_read = read_personas(files.personas, customers, in_personas);
  if (personas_read && customers.keys_known) check_persona_counts(customers, 1, in_customers);

  Findings in_owned(files.owned ? files.owned->name : std::string());
  if (files.owned) read_owned(*files.owned, customers, in_owned);

  Intake intake;
  in_customers.move_to(intake.bad_rows);
  in_personas.move_to(intake.bad_rows);
  in_bundles.move_to(intake.bad_rows);
  in_owned.move_to(intake.bad_rows);
  sort_out(std::move(customers), intake);
  return intake;
}

Intake read_naming_intake(const InputFile& customers_file, const std::optional<InputFile>& personas) {
  Findings in_customers(customers_file.name);
  CustomerRows customers = read_brands(customers_file, in_customers);
  Findings in_personas(personas ? personas->name : std::string());
  if (personas && read_personas(*personas, customers, in_personas) && customers.keys_known)
    check_persona_counts(customers, 0, in_customers);

  Intake intake;
  in_customers.move_to(intake.bad_rows);
  in_personas.move_to(intake.bad_rows);
  sort_out(std::move(customers), intake);
  return intake;
}

}  // namespace domainplan
