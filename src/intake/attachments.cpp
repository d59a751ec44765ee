#include "intake/attachments.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>

#include "core/text.hpp"
#include "intake/fields.hpp"
#include "intake/table.hpp"

namespace domainplan {
namespace {

using Code = DiagnosticCode;

constexpr std::size_t kCustomer = 0;  // the first column of both files

// A row that belongs to a customer.
class AttachedRow {
 public:
  AttachedRow(const TableRow& cells, std::string_view what, CustomerRows& customers, Findings& findings)
      : cells_(cells), what_(what), findings_(findings) {
    const std::string_view key = cells.is_text(kCustomer) ? cells.cell(kCustomer) : std::string_view();
    owner_ = customers.find(key);
    is_ignored_ = !owner_ && !key.empty() && cells.readable && customers.keys_known;
    if (is_ignored_) return;
    for (const Mistake& mistake : cells.mistakes) report(mistake.column, mistake);
    if (!owner_ && cells.readable && cells.is_text(kCustomer) && key.empty())
      report("customer", {Code::missing, "the cell is empty: give the key of a row of the customers"});
  }

  // Whether the row is of a customer that is not there, so that nothing in it matters.
  bool is_ignored() const { return is_ignored_; }
  // The customer, if there is one of this key.
  CustomerRows::Row* owner() const { return owner_; }
  bool good() const { return good_; }

  void report(std::string_view column, Problem problem) {
    good_ = false;
    if (owner_) CustomerRows::blame(*owner_, placed(column, problem.message));
    findings_.add(cells_.line, column, std::move(problem));
  }

  // The message as the customer's own list has it: said of another file, whose line must be named.
  std::string placed(std::string_view column, std::string_view message) const {
    return fmt::format("line {} of the {}: {}{}{}", cells_.line, what_, column, column.empty() ? "" : ": ",
                       message);
  }

  // What `check` makes of the cell; nothing where it is bad, which is reported.
  template <class Check>
  auto value(std::size_t column, std::string_view name, Check check) {
    using Value = std::variant_alternative_t<0, decltype(check(std::string_view()))>;
    if (!cells_.is_text(column)) return Value();
    auto checked = check(cells_.cell(column));
    if (auto* problem = std::get_if<Problem>(&checked)) {
      report(name, std::move(*problem));
      return Value();
    }
    return std::move(std::get<0>(checked));
  }

 private:
  const TableRow& cells_;
  std::string_view what_;
  Findings& findings_;
  CustomerRows::Row* owner_ = nullptr;
  bool is_ignored_ = false;
  bool good_ = true;
};

}  // namespace

AttachedRows read_personas(const InputFile& file, CustomerRows& customers, Findings& findings) {
  enum : std::size_t { kFirstName = 1, kLastName, kPicture };
  static constexpr std::array<Column, 4> kColumns = {
      {{"customer", true, "the key of a row of the customers"},
       {"first_name", true, "a persona's first name", CellText::name},
       {"last_name", true, "a persona's last name", CellText::name},
       {"profile_picture_url", false, "a URL, or nothing"}}};
  AttachedRows result;
  const TableHeader header = read_table(file, kColumns, findings, [&](const TableRow& cells) {
    AttachedRow row(cells, "personas", customers, findings);
    if (row.is_ignored()) ++result.ignored;
    if (row.is_ignored()) return;
    if (row.owner()) ++row.owner()->personas;
    if (!cells.readable) return;
    Persona persona;
    persona.first_name = row.value(kFirstName, "first_name", person_name);
    persona.last_name = row.value(kLastName, "last_name", person_name);
    persona.profile_picture_url = row.value(kPicture, "profile_picture_url", picture_url);
    if (row.owner() && row.good()) row.owner()->customer.personas.push_back(std::move(persona));
  });
  if (header.mistake) customers.blame_all("the header of the personas", *header.mistake);
  result.customers_known = header.good[kCustomer];
  return result;
}

AttachedRows read_owned(const InputFile& file, CustomerRows& customers, Findings& findings) {
  enum : std::size_t { kDomain = 1, kUsableFor };
  static constexpr std::array<Column, 3> kColumns = {{{"customer", true, "the key of a row of the customers"},
                                                      {"domain", true, "a domain that the customer owns"},
                                                      {"usable_for", false, "google, microsoft or both"}}};
  struct Claim {
    std::size_t line;
    std::string customer;
  };
  std::unordered_map<std::string, Claim> claims;
  AttachedRows result;
  const TableHeader header = read_table(file, kColumns, findings, [&](const TableRow& cells) {
    AttachedRow row(cells, "owned domains", customers, findings);
    if (row.is_ignored()) ++result.ignored;
    if (row.is_ignored()) return;
    if (!cells.readable) return;
    OwnedDomain owned;
    owned.domain = row.value(kDomain, "domain", checked_domain);
    owned.usable_for = row.value(kUsableFor, "usable_for", provider_set);
    if (owned.domain.empty()) return;
    const auto [claim, first] =
        claims.try_emplace(owned.domain, Claim{cells.line, std::string(cells.cell(kCustomer))});
    if (!first) {
      row.report("domain", refused(Code::repeated, owned.domain,
                                   fmt::format("is owned by {} on line {} already: keep one of the two rows",
                                               in_quotes(claim->second.customer), claim->second.line)));
      // Whose it is cannot be known, so that the other customer is hit as well.
      CustomerRows::Row* other = customers.find(claim->second.customer);
      if (other && other != row.owner())
        CustomerRows::blame(*other, row.placed("domain", fmt::format("{} is owned by another customer too",
                                                                     in_quotes(owned.domain))));
    }
    if (row.owner() && row.good()) row.owner()->customer.owned.push_back(std::move(owned));
  });
  if (header.mistake) customers.blame_all("the header of the owned domains", *header.mistake);
  for (CustomerRows::Row& row : customers.rows)
    std::sort(row.customer.owned.begin(), row.customer.owned.end(),
              [](const OwnedDomain& a, const OwnedDomain& b) { return a.domain < b.domain; });
  result.customers_known = header.good[kCustomer];
  return result;
}

}  // namespace domainplan
