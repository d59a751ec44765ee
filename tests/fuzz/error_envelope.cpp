// The body of a 4xx or 5xx, and what follows from it.
#include "partner/error_envelope.hpp"

#include "domainplan/text.hpp"
#include "partner/retry.hpp"
#include "require.hpp"

using namespace domainplan;
using namespace domainplan::fuzz;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  using namespace std::chrono_literals;
  const std::string_view body = text_of(bytes, size);
  const partner::ErrorEnvelope error = partner::read_error_envelope(body);
  const std::string said = partner::describe_error(400, error);
  require(is_utf8(said), "a message is UTF-8");
  require(said.size() <= 64 * 1024, "a message has a bound");
  require(is_utf8(partner::request_note(body)), "a request's id is UTF-8");
  for (const auto wait : {partner::retry_after(error, "", ""), partner::retry_after({}, body, ""),
                          partner::retry_after({}, body, std::string(body))})
    require(!wait || (*wait >= 0ms && *wait <= 1h * 24 * 366 * 100), "a pause is at most a hundred years");
  return 0;
}
