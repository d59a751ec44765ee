// availability.ndjson, as --resume and --replay read it: torn, edited or made up.
#include "io/append_log.hpp"

#include "domainplan/domain_name.hpp"
#include "domainplan/error.hpp"
#include "partner/availability.hpp"
#include "require.hpp"

using namespace domainplan;
using namespace domainplan::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text = text_of(bytes, size);
  std::size_t last = 0;
  bool torn = false;
  each_line(text, [&](std::string_view line, std::size_t number, bool whole) {
    require(!line.empty() && line.find('\n') == std::string_view::npos, "a line is a line");
    require(number > last, "lines are counted");
    require(!torn, "only the last line may be torn");
    last = number;
    torn = !whole;
    try {
      const AvailabilityRow row = partner::read_availability_row(line);
      require(is_host_name(row.domain), "a row has a name in normal form");
      require(!row.available() || (row.price_cents && !row.currency.empty()),
              "what is available has a price");
    } catch (const RunError& error) {
      require(is_printable(error.what()), "a message cannot drive a terminal");
    }
  });
  require(!torn || text.back() != '\n', "a line with its end is whole");
  return 0;
}
