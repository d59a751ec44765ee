#include "intake/customers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "core/text.hpp"
#include "domainplan/domain_name.hpp"
#include "intake/brand_text.hpp"
#include "intake/email.hpp"
#include "intake/fields.hpp"
#include "intake/formula.hpp"
#include "intake/secret.hpp"
#include "intake/table.hpp"
#include "intake/url.hpp"

namespace domainplan {
namespace {

using Code = DiagnosticCode;

// Those that names are made of come first, so that read_brands() can do with them.
enum : std::size_t {
  kCustomer,
  kBrand,
  kWebsite,
  kStem,
  kTlds,
  kBrandOk,
  kUser,
  kBundle,
  kForwardingUrl,
  kLoginEmail,
  kLoginPassword,
  kClientId,
  kMaxPrice,
  kMaxMonth
};

constexpr std::array<Column, 14> kColumns = {{
    {"customer", true, "a key of its own for each customer"},
    {"brand", true, "the brand as people write it", CellText::name},
    {"website", false, "the customer's website"},
    {"stem", false, "the name to build on", CellText::name},
    {"tlds", false, "public suffixes separated by blanks or commas"},
    {"brand_ok", false, "yes or no"},
    {"user", true, "an email address or an id that begins with usr_"},
    {"bundle", true, "a bundle's id or name"},
    {"forwarding_url", true, "an http or https URL"},
    {"sequencer_login_email", true, "an email address"},
    {"sequencer_login_password", true, "env:NAME, file:PATH or the password", CellText::exact},
    {"sequencer_client_id", false, "a whole number"},
    {"max_price_cents", false, "a whole number of cents"},
    {"max_month_cents", false, "a whole number of cents"},
}};

constexpr std::array<Column, kColumns.size()> naming_columns() {
  std::array<Column, kColumns.size()> columns = kColumns;
  for (std::size_t i = kUser; i < columns.size(); ++i) {
    columns[i].required = false;
    columns[i].text = CellText::unread;
  }
  return columns;
}

// One row on its way to a customer. Each mistake is reported once and noted with the row. No message has a
// value that may be a misplaced password.
class RowCheck {
 public:
  RowCheck(const TableRow& cells, CustomerRows::Row& row, Findings& findings)
      : cells_(cells), row_(row), findings_(findings) {
    for (const Mistake& mistake : cells.mistakes) report(mistake.column, mistake);
  }

  void report(std::string_view column, Problem problem) {
    CustomerRows::blame(row_,
                        column.empty() ? problem.message : fmt::format("{}: {}", column, problem.message));
    findings_.add(cells_.line, column, std::move(problem));
  }
  // The same of a column's value, which is not quoted where that must not be.
  void report(std::size_t column, Problem problem) {
    report(kColumns[column].name,
           shown(column, std::move(problem),
                 fmt::format("the value is not allowed: give {}", kColumns[column].expected)));
  }
  // `hidden`: what to say where the value must not be quoted.
  void warn(std::size_t column, Problem problem, std::string_view hidden) {
    findings_.warn(cells_.line, kColumns[column].name, shown(column, std::move(problem), hidden));
  }
  void note(std::size_t column, Problem problem, std::string_view hidden) {
    findings_.note(cells_.line, kColumns[column].name, shown(column, std::move(problem), hidden));
  }

  // Calls check(cell) where the cell holds text and stores what comes out of it.
  template <class Check, class Target>
  void optional(std::size_t column, Target& target, Check check) {
    const std::string_view cell = cells_.cell(column);
    if (!cells_.is_text(column) || cell.empty()) return;
    auto checked = check(cell);
    if (auto* problem = std::get_if<Problem>(&checked))
      report(column, std::move(*problem));
    else
      target = std::move(std::get<0>(checked));
  }

  // The same for a cell that may not be empty.
  template <class Check, class Target>
  void required(std::size_t column, Target& target, Check check) {
    if (cells_.is_text(column) && cells_.cell(column).empty())
      report(kColumns[column].name,
             {Code::missing, fmt::format("the cell is empty: give {}", kColumns[column].expected)});
    else
      optional(column, target, check);
  }

  bool hides(std::size_t column) const {
    return !cells_.readable || column == kLoginEmail || column == kLoginPassword || column == kClientId ||
           cells_.are_neighbours(column, kLoginPassword);
  }

  std::string_view exact(std::size_t column) const { return cells_.exact(column); }
  bool is_text(std::size_t column) const { return cells_.is_text(column); }

 private:
  // `problem`, which says `hidden` where the column's value must not be quoted.
  Problem shown(std::size_t column, Problem problem, std::string_view hidden) const {
    if (!hides(column) || column == kLoginPassword) return problem;  // those of passwords never quote one
    return {problem.code, std::string(hidden)};
  }

  const TableRow& cells_;
  CustomerRows::Row& row_;
  Findings& findings_;
};

Checked<std::string> as_written(std::string_view text) { return std::string(text); }

void check_website(RowCheck& check, Customer& customer) {
  check.optional(kWebsite, customer.website, [&](std::string_view text) -> Checked<std::string> {
    auto checked = website_host(text);
    const auto* const host = std::get_if<std::string>(&checked);
    if (!host || !registrable_domain(*host).empty()) return checked;
    constexpr std::string_view kIgnored = "has no known public suffix: the website is ignored";
    check.warn(kWebsite, {Code::unknown_suffix, fmt::format("{} {}", in_quotes(*host), kIgnored), *host},
               fmt::format("the host {}", kIgnored));
    return std::string();
  });
}

void check_names(RowCheck& check, Customer& customer) {
  check.required(kBrand, customer.brand, [&](std::string_view text) -> Checked<std::string> {
    auto read = brand_text(text);
    if (auto* problem = std::get_if<Problem>(&read)) return std::move(*problem);
    auto& brand = std::get<BrandText>(read);
    for (Problem& warning : brand.warnings)
      check.warn(kBrand, std::move(warning), "the cell may be no name but a formula or a date: check it");
    for (Problem& note : brand.notes)
      check.note(kBrand, std::move(note), "the cell was changed to the name in it");
    return std::move(brand.brand);
  });
  check.optional(kStem, customer.stem, [](std::string_view text) -> Checked<std::string> {
    if (formula_in(text)) return formula_refused(text);
    if (has_letter_or_digit(text)) return std::string(text);
    return refused(Code::no_name, text, "has no letter or digit to build names on");
  });
  check_website(check, customer);
  check.optional(kTlds, customer.tlds, tld_list);
  check.optional(kBrandOk, customer.brand_ok, yes_or_no);
  if (!customer.brand.empty() && customer.stem.empty() && customer.website.empty() && check.is_text(kStem) &&
      check.is_text(kWebsite) && !has_letter_or_digit(customer.brand))
    check.report(kBrand, refused(Code::no_name, customer.brand,
                                 "has no letter or digit: give a stem or a website to build names on"));
}

void check_bundle(RowCheck& check, CustomerRows::Row& row, const BundleList& bundles) {
  std::string named;
  check.required(kBundle, named, as_written);
  if (named.empty() || bundles.unusable) return;  // a file that cannot be used is reported once
  const auto report = [&](Code code, std::string_view why) {
    check.report(kBundle, refused(code, named, why));
  };
  if (const std::string* why = bundles.ambiguity_of(named)) {
    report(Code::ambiguous_bundle, *why);
  } else if (const Bundle* bundle = bundles.find(named)) {
    if (bundle->archived)
      report(Code::archived_bundle,
             fmt::format("is archived: name an active bundle{}", bundles.active_ones()));
    row.customer.bundle = *bundle;
  } else if (const std::string* mistake = bundles.mistake_of(named)) {
    CustomerRows::blame(row, *mistake);  // reported once, on the bundle's row
  } else {
    report(Code::unknown_bundle, fmt::format("is not a bundle's id or name{}", bundles.suggestion(named)));
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
  check.optional(kMaxMonth, customer.max_month_cents,
                 [](std::string_view text) { return whole_number(text, 0); });
}

// About as many rows as the bytes hold; a guess that costs little where it is wrong.
std::size_t likely_rows(std::string_view bytes) {
  constexpr std::size_t kShortestRow = 40, kMost = 200'000;
  const auto lines = static_cast<std::size_t>(std::count(bytes.begin(), bytes.end(), '\n'));
  return std::min({lines, bytes.size() / kShortestRow, kMost});
}

// Reads the file; `check_more` looks at what is behind the columns of names.
template <class CheckMore>
CustomerRows read_rows(const InputFile& file, std::span<const Column> columns, Findings& findings,
                       CheckMore check_more) {
  CustomerRows all;
  all.reserve(likely_rows(file.bytes));
  const TableHeader header = read_table(file, columns, findings, [&](const TableRow& cells) {
    CustomerRows::Row read;
    read.line = cells.line;
    if (cells.is_text(kCustomer)) read.customer.key = cells.cell(kCustomer);
    CustomerRows::Row& row = all.add(std::move(read));
    RowCheck check(cells, row, findings);
    row.hides_key = check.hides(kCustomer);
    if (row.twice) {
      CustomerRows::Row& first = *all.find(row.customer.key);
      check.report("customer", {Code::repeated,
                                fmt::format("{} is on line {} already: give each row a key of its own",
                                            CustomerRows::shown_key(row), first.line),
                                row.hides_key ? std::string() : row.customer.key});
      // Which of the two is meant is not known, so that neither is planned.
      CustomerRows::blame(first,
                          fmt::format("customer: {} is on line {} again: give each row a key of its own",
                                      CustomerRows::shown_key(row), row.line));
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

std::vector<std::string> read_passwords(const InputFile& file, const SecretSources& secrets) {
  Findings passed_over(file.name);
  Passwords passwords(secrets);
  std::vector<std::string> found;
  read_table(file, kColumns, passed_over, [&](const TableRow& cells) {
    if (!cells.readable || !cells.is_text(kLoginPassword)) return;
    auto read = passwords.resolve(cells.exact(kLoginPassword));
    if (auto* password = std::get_if<std::string>(&read)) found.push_back(std::move(*password));
  });
  return found;
}

CustomerRows read_brands(const InputFile& file, Findings& findings) {
  static constexpr std::array<Column, kColumns.size()> columns = naming_columns();
  return read_rows(file, columns, findings, [](RowCheck&, CustomerRows::Row&) {});
}

}  // namespace domainplan
