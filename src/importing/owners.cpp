// owned.csv without customers.csv: the customers are those that the file itself names.
#include <array>

#include "domainplan/import.hpp"
#include "intake/attachments.hpp"
#include "intake/customers.hpp"
#include "intake/fields.hpp"
#include "intake/table.hpp"

namespace domainplan {
namespace {

// The keys in the order of the file. What else is wrong with a row is found when it is read as a whole.
CustomerRows named_customers(const InputFile& file, Findings& findings) {
  static constexpr std::array<Column, 3> kColumns = {{{"customer", true, "whose domain it is"},
                                                      {"domain", false, "", CellText::unread},
                                                      {"usable_for", false, "", CellText::unread}}};
  CustomerRows customers;
  customers.keys_known = false;
  findings.expect(kColumns);
  Findings reported_later(file.name);
  read_table(file, kColumns, reported_later, [&](const TableRow& cells) {
    if (!cells.readable || !cells.is_text(0) || cells.cell(0).empty()) return;
    auto key = customer_key(cells.cell(0));
    if (auto* problem = std::get_if<Problem>(&key)) {
      problem->expected = "the key of a customer";
      findings.add(cells.line, "customer", std::move(*problem));
    } else if (!customers.find(std::get<std::string>(key))) {
      CustomerRows::Row row;
      row.customer.key = std::get<std::string>(key);
      row.line = cells.line;
      customers.add(std::move(row));
    }
  });
  return customers;
}

}  // namespace

std::vector<DomainOwner> read_domain_owners(const InputFile& file, std::vector<Diagnostic>& bad_rows,
                                            std::vector<Diagnostic>* notes) {
  Findings findings(file.name);
  CustomerRows customers = named_customers(file, findings);
  read_owned(file, customers, findings);
  const std::size_t good_before = bad_rows.size();
  findings.move_to(bad_rows);
  if (notes) findings.move_notes_to(*notes);
  std::vector<DomainOwner> owners;
  for (CustomerRows::Row& row : customers.rows)
    owners.push_back({std::move(row.customer.key), std::move(row.customer.owned)});
  if (owners.empty() && bad_rows.size() == good_before)
    bad_rows.push_back({file.name, 0, "", DiagnosticCode::empty_file,
                        "the file names no domain: give one a row, below the header"});
  return owners;
}

}  // namespace domainplan
