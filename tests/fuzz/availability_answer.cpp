// The body of POST /domains/availability.
#include "../partner/row_reference.hpp"
#include "domainplan/error.hpp"
#include "domainplan/text.hpp"
#include "partner/availability.hpp"
#include "require.hpp"

using namespace domainplan;
using namespace domainplan::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const std::vector<std::string> asked{"getacme.com", "acme-hq.net", "xn--mller-kva.de", "a1.co.uk"};
  const auto document = reference::parse(text_of(bytes, size));
  const bool comparable = document && !document->repeats_a_key;
  const auto expected = document ? reference::read_answer(document->value, asked) : std::nullopt;
  partner::AvailabilityRows read;
  try {
    read = partner::read_availability(text_of(bytes, size), asked);
  } catch (const RunError& error) {
    require(is_utf8(error.what()), "a message is UTF-8");
    require(!comparable || !expected, "an answer is read");
    return 0;
  }
  require(document.has_value(), "what is read is JSON");
  require(!comparable || expected, "what is read is an answer");
  for (const Notice& warning : read.warnings)
    require(is_utf8(warning.subject) && is_utf8(warning.reason), "a warning is UTF-8");
  require(read.raw.size() == read.rows.size(), "every row has its text");
  require(read.rows.size() + read.missing.size() == asked.size(), "every name has a row or is missing");
  std::size_t row = 0;
  std::size_t missing = 0;
  for (const std::string& name : asked) {
    if (missing < read.missing.size() && read.missing[missing] == name) {
      ++missing;
      require(!comparable || !(*expected)[row + missing - 1],
              "a row is there that the document does not have");
      continue;
    }
    require(row < read.rows.size() && read.rows[row].domain == name, "rows are in the order asked");
    const AvailabilityRow& got = read.rows[row];
    require(!got.available() || (got.price_cents && !got.currency.empty()), "what is available has a price");
    require(got.price_cents.value_or(0) >= 0 && got.renewal_price_cents.value_or(0) >= 0,
            "no price is negative");
    require(read.raw[row].find('\n') == std::string::npos, "the text of a row is one line");
    require(partner::read_availability_row(read.raw[row]) == got, "the log says what the answer said");
    require(!comparable || (*expected)[row + missing] == got, "an independent reader finds the same row");
    ++row;
  }
  return 0;
}
