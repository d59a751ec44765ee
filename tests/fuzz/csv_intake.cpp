// All input files of a plan: customers, personas, bundles (CSV) and owned domains, with a line "---" between
// them.
#include "domainplan/intake.hpp"
#include "domainplan/text.hpp"
#include "require.hpp"

using namespace domainplan;
using namespace domainplan::fuzz;

namespace {

std::string next_part(std::string_view& rest) {
  constexpr std::string_view kBetween = "\n---\n";
  const std::size_t end = rest.find(kBetween);
  const std::string part(rest.substr(0, end == std::string_view::npos ? end : end + 1));
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + kBetween.size());
  return part;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  std::string_view rest = text_of(bytes, size);
  IntakeFiles files;
  files.customers = {"customers.csv", next_part(rest)};
  files.personas = {"personas.csv", next_part(rest)};
  files.bundles = {"bundles.csv", next_part(rest)};
  if (!rest.empty()) files.owned = InputFile{"owned.csv", next_part(rest)};

  const Intake intake = read_intake(files, {});
  require(intake.positions.size() == intake.customers.size(), "every customer has its position");
  require(intake.skipped.empty() || !intake.bad_rows.empty(), "who is skipped, is reported");
  for (const SkippedCustomer& skipped : intake.skipped) require(!skipped.message.empty(), "and why");
  for (const Diagnostic& found : intake.bad_rows) {
    require(found.line > 0 && !found.message.empty(), "a mistake has a line and a message");
    require(is_utf8(found.text()), "a message is UTF-8");
  }
  for (const Customer& customer : intake.customers) {
    require(!customer.key.empty(), "a customer has a key");
    require(customer.bundle.required.total() > 0, "an order needs a domain");
    require(!customer.personas.empty() && customer.personas.size() <= 10, "1 to 10 personas");
  }
  return 0;
}
