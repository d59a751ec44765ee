// A customer's words: the brand, and where there are further lines, the stem, a persona's two names and a
// website.
#include <set>

#include "domainplan/domain_name.hpp"
#include "domainplan/naming.hpp"
#include "require.hpp"

using namespace domainplan;
using namespace domainplan::fuzz;

namespace {

std::string next_line(std::string_view& rest) {
  const std::size_t end = rest.find('\n');
  const std::string line(rest.substr(0, end));
  rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
  return line;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  static const NamingRules rules = NamingRules::built_in();
  std::string_view rest = text_of(bytes, size);
  NamingInput input;
  input.brand = next_line(rest);
  input.stem = next_line(rest);
  Persona persona;
  persona.first_name = next_line(rest);
  persona.last_name = next_line(rest);
  if (!persona.first_name.empty()) input.personas.push_back(persona);
  if (const std::string website = next_line(rest); is_host_name(website)) input.website = website;

  for (const std::string& stem : stems_of(rules, input)) require(is_label(stem), "a stem is a label");
  CandidateStream stream(rules, input);
  std::set<std::string> seen;
  int score = 0;
  for (int drawn = 0; drawn < 60; ++drawn) {
    const auto candidate = stream.next();
    if (!candidate) break;
    require(is_host_name(candidate->domain), "a candidate is a host name");
    require(is_registrable_domain(candidate->domain), "a candidate is a registrable domain");
    require(seen.insert(candidate->domain).second, "no candidate comes twice");
    require(candidate->score >= 0 && (drawn == 0 || candidate->score <= score), "scores fall, down to 0");
    score = candidate->score;
  }
  return 0;
}
