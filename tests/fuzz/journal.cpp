// journal.ndjson, as a crash, a full disk or a hand may have left it.
#include "store/journal.hpp"

#include "domainplan/error.hpp"
#include "domainplan/text.hpp"
#include "require.hpp"

using namespace domainplan;
using namespace domainplan::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text = text_of(bytes, size);
  try {
    const Sendings all = read_journal(text, "journal.ndjson").sendings;
    // What was placed stays placed, whatever is written after it.
    const std::size_t cut = text.substr(0, text.empty() ? 0 : text.size() - 1).rfind('\n');
    const Sendings before = read_journal(text.substr(0, cut + 1), "journal.ndjson").sendings;
    for (const auto& [customer, sending] : before)
      require(sending.state != Sending::State::placed || all.at(customer).order_id == sending.order_id,
              "what was placed stays placed");
  } catch (const RunError& error) {
    require(is_utf8(error.what()), "a message is UTF-8");
  }
  return 0;
}
