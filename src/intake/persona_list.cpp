// Personas without customers.csv.
#include <fmt/format.h>

#include <array>

#include "core/text.hpp"
#include "domainplan/rename.hpp"
#include "intake/fields.hpp"
#include "intake/table.hpp"

namespace domainplan {

std::vector<Persona> read_persona_list(const InputFile& file) {
  constexpr std::size_t kMost = 10;
  enum : std::size_t { kCustomer, kFirstName, kLastName, kPicture };
  static constexpr std::array<Column, 4> kColumns = {
      {{"customer", false, "the key of a customer"},
       {"first_name", true, "a persona's first name", CellText::name},
       {"last_name", true, "a persona's last name", CellText::name},
       {"profile_picture_url", false, "a URL, or nothing"}}};
  Findings findings(file.name);
  std::vector<Persona> personas;
  std::optional<std::string> customer;
  std::size_t rows = 0;
  read_table(file, kColumns, findings, [&](const TableRow& row) {
    ++rows;
    for (const Mistake& mistake : row.mistakes) findings.add(row.line, mistake.column, mistake);
    if (!row.readable) return;
    Persona persona;
    const auto value = [&](std::size_t column, auto check, std::string& place) {
      if (!row.is_text(column)) return;
      Checked<std::string> checked = check(row.cell(column));
      if (auto* const problem = std::get_if<Problem>(&checked))
        findings.add(row.line, kColumns[column].name, std::move(*problem));
      else
        place = std::get<std::string>(std::move(checked));
    };
    value(kFirstName, person_name, persona.first_name);
    value(kLastName, person_name, persona.last_name);
    value(kPicture, picture_url, persona.profile_picture_url);
    const std::string key(row.cell(kCustomer));
    if (customer && *customer != key)
      findings.add(row.line, "customer",
                   refused(DiagnosticCode::other_customer, key,
                           fmt::format("after {}: give the personas of one customer", in_quotes(*customer)),
                           *customer));
    else
      customer = key;
    personas.push_back(std::move(persona));
  });
  std::vector<Diagnostic> bad;
  findings.move_to(bad);
  if (bad.empty() && (rows == 0 || rows > kMost))
    bad.push_back({file.name, 0, "", DiagnosticCode::persona_count,
                   fmt::format("{} personas: give 1 to {}", rows, kMost), fmt::format("1 to {}", kMost),
                   std::to_string(rows)});
  if (!bad.empty()) throw InputError(std::move(bad));
  return personas;
}

}  // namespace domainplan
