// availability.ndjson, as --resume and --replay read it: torn, edited or made up.
#include "store/availability_log.hpp"

#include "domainplan/domain_name.hpp"
#include "domainplan/text.hpp"
#include "partner/availability.hpp"
#include "require.hpp"

using namespace domainplan;
using namespace domainplan::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text = text_of(bytes, size);
  std::size_t last = 0;
  const auto count = [&](std::size_t number) {
    require(number > last, "lines are counted");
    last = number;
  };
  const auto look = [&](const LoggedRow& logged) {
    count(logged.number);
    require(!logged.line.empty() && logged.line.find('\n') == std::string_view::npos, "a line is a line");
    require(is_host_name(logged.row.domain), "a row has a name in canonical form");
    require(!logged.row.available() || (logged.row.price_cents && !logged.row.currency.empty()),
            "what is available has a price");
    if (logged.checked_at)
      require(read_rfc3339(rfc3339(*logged.checked_at)) == logged.checked_at, "a time is a time");
    require(partner::read_availability_row(logged.line) == logged.row, "a line is read the same alone");
  };
  each_logged_row_in(text, {.row = look, .bad_line = [&](std::size_t number, const std::string& why) {
                              count(number);
                              require(is_utf8(why), "a message is UTF-8");
                            }});
  return 0;
}
