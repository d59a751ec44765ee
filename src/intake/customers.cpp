#include "intake/customers.hpp"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "core/text.hpp"
#include "intake/email.hpp"
#include "intake/fields.hpp"
#include "intake/secret.hpp"
#include "intake/table.hpp"
#include "intake/url.hpp"

namespace domainplan {
namespace {

// Those that names are made of come first, so that read_brands() can do with the first five.
enum : std::size_t {
  kCustomer,
  kBrand,
  kWebsite,
  kStem,
  kTlds,
  kUser,
  kBundle,
  kForwardingUrl,
  kLoginEmail,
  kLoginPassword,
  kClientId,
  kMaxPrice
};

constexpr std::array<Column, 12> kColumns = {{
    {"customer", true, "a key of its own for each customer"},
    {"brand", true, "the brand as people write it"},
    {"website", false, "the customer's website"},
    {"stem", false, "the name to build on"},
    {"tlds", false, "public suffixes separated by spaces"},
    {"user", true, "an email address or an id that begins with usr_"},
    {"bundle", true, "a bundle's id or name"},
    {"forwarding_url", true, "an http or https URL"},
    {"sequencer_login_email", true, "an email address"},
    {"sequencer_login_password", true, "env:NAME, file:PATH or the password"},
    {"sequencer_client_id", false, "a whole number"},
    {"max_price_cents", false, "a whole number of cents"},
}};
constexpr std::size_t kNamingColumns = kTlds + 1;

// One row on its way to a customer. Each mistake is told once and noted with the row.
class RowCheck {
 public:
  RowCheck(const TableRow& cells, CustomerRows::Row& row, Findings& findings)
      : cells_(cells), row_(row), findings_(findings) {
    for (const Mistake& mistake : cells.mistakes) report(mistake.column, mistake.message);
  }

  void report(std::string_view column, std::string message) {
    CustomerRows::blame(row_, column.empty() ? message : fmt::format("{}: {}", column, message));
    findings_.add(cells_.line, column, std::move(message));
  }

  // Calls check(cell) where the cell holds text and stores what comes out of it.
  template <class Check, class Target>
  void optional(std::size_t column, Target& target, Check check) {
    const std::string_view cell = cells_.cell(column);
    if (!cells_.is_text(column) || cell.empty()) return;
    auto checked = check(cell);
    if (auto* problem = std::get_if<Problem>(&checked))
      report(kColumns[column].name, std::move(problem->message));
    else
      target = std::move(std::get<0>(checked));
  }

  // The same for a cell that may not be empty.
  template <class Check, class Target>
  void required(std::size_t column, Target& target, Check check) {
    if (cells_.is_text(column) && cells_.cell(column).empty())
      report(kColumns[column].name, fmt::format("the cell is empty: give {}", kColumns[column].expected));
    else
      optional(column, target, check);
  }

  std::string_view exact(std::size_t column) const { return cells_.exact(column); }
  bool is_text(std::size_t column) const { return cells_.is_text(column); }

 private:
  const TableRow& cells_;
  CustomerRows::Row& row_;
  Findings& findings_;
};

Checked<std::string> as_written(std::string_view text) { return std::string(text); }

void check_names(RowCheck& check, Customer& customer) {
  check.required(kBrand, customer.brand, as_written);
  check.optional(kStem, customer.stem, [](std::string_view text) -> Checked<std::string> {
    if (has_letter_or_digit(text)) return std::string(text);
    return Problem{fmt::format("{} holds no letter or digit to build names on", in_quotes(text))};
  });
  check.optional(kWebsite, customer.website, website_host);
  check.optional(kTlds, customer.tlds, tld_list);
  if (!customer.brand.empty() && customer.stem.empty() && customer.website.empty() && check.is_text(kStem) &&
      check.is_text(kWebsite) && !has_letter_or_digit(customer.brand))
    check.report("brand",
                 fmt::format("{} holds no letter or digit: give a stem or a website to build names on",
                             in_quotes(customer.brand)));
}

void check_bundle(RowCheck& check, CustomerRows::Row& row, const BundleList& bundles) {
  std::string named;
  check.required(kBundle, named, as_written);
  if (named.empty() || bundles.unusable) return;  // a file that cannot be used is told once
  if (const Bundle* bundle = bundles.find(named)) {
    if (bundle->archived)
      check.report("bundle", fmt::format("{} is archived: name an active bundle{}", in_quotes(named),
                                         bundles.active_ones()));
    row.customer.bundle = *bundle;
  } else if (const std::string* mistake = bundles.mistake_of(named)) {
    CustomerRows::blame(row, *mistake);  // told once, on the bundle's row
  } else {
    check.report("bundle",
                 fmt::format("{} is no bundle's id or name{}", in_quotes(named), bundles.suggestion(named)));
  }
}

void check_order(RowCheck& check, Customer& customer, Passwords& passwords) {
  check.required(kUser, customer.user, user_name);
  check.required(kForwardingUrl, customer.forwarding_url, ascii_url);
  check.required(kLoginEmail, customer.login_email, email_address);
  check.required(kLoginPassword, customer.login_password,
                 [&](std::string_view) { return passwords.resolve(check.exact(kLoginPassword)); });
  check.optional(kClientId, customer.client_id, [](std::string_view text) { return whole_number(text, 1); });
  check.optional(kMaxPrice, customer.max_price_cents,
                 [](std::string_view text) { return whole_number(text, 0); });
}

// Reads the file; `check_more` looks at what is behind the columns of names.
template <class CheckMore>
CustomerRows read_rows(const InputFile& file, std::span<const Column> columns, Findings& findings,
                       CheckMore check_more) {
  CustomerRows all;
  const TableHeader header = read_table(file, columns, findings, [&](const TableRow& cells) {
    CustomerRows::Row read;
    read.line = cells.line;
    if (cells.is_text(kCustomer)) read.customer.key = cells.cell(kCustomer);
    CustomerRows::Row& row = all.add(std::move(read));
    RowCheck check(cells, row, findings);
    if (row.twice) {
      CustomerRows::Row& first = *all.find(row.customer.key);
      check.report("customer", fmt::format("{} stands on line {} already: give each row a key of its own",
                                           in_quotes(row.customer.key), first.line));
      // Which of the two is meant is not known, so that neither is planned.
      CustomerRows::blame(first,
                          fmt::format("customer: {} stands again on line {}: give each row a key of its own",
                                      in_quotes(row.customer.key), row.line));
    }
    if (!cells.readable) return;
    std::string key;
    check.required(kCustomer, key, customer_key);
    check_names(check, row.customer);
    check_more(check, row);
  });
  all.keys_known = header.good[kCustomer];
  if (header.mistake) all.blame_all("the header of the customers", *header.mistake);
  return all;
}

}  // namespace

CustomerRows read_customers(const InputFile& file, const BundleList& bundles, const SecretSources& secrets,
                            Findings& findings) {
  Passwords passwords(secrets);
  return read_rows(file, kColumns, findings, [&](RowCheck& check, CustomerRows::Row& row) {
    check_bundle(check, row, bundles);
    check_order(check, row.customer, passwords);
  });
}

CustomerRows read_brands(const InputFile& file, Findings& findings) {
  return read_rows(file, std::span(kColumns).first(kNamingColumns), findings,
                   [](RowCheck&, CustomerRows::Row&) {});
}

}  // namespace domainplan
