#include <utility>

#include "domainplan/naming.hpp"
#include "naming/draw.hpp"
#include "naming/rules.hpp"
#include "naming/stems.hpp"

namespace domainplan {

NamingInput naming_input(const Customer& customer) {
  NamingInput input{.brand = customer.brand,
                    .website = customer.website,
                    .stem = customer.stem,
                    .personas = customer.personas,
                    .tlds = customer.tlds};
  for (const OwnedDomain& owned : customer.owned) input.not_these.push_back(owned.domain);
  return input;
}

std::vector<std::string> stems_of(const NamingRules& rules, const NamingInput& input) {
  std::vector<std::string> out;
  for (Stem& stem : find_stems(rules.data(), input).stems) out.push_back(std::move(stem.text));
  return out;
}

// Keeps the rules alive for the draw, which refers to them.
class CandidateStream::Impl {
 public:
  Impl(NamingRules rules, const NamingInput& input) : rules_(std::move(rules)), draw_(rules_.data(), input) {}
  std::optional<Candidate> next() { return draw_.next(); }

 private:
  NamingRules rules_;
  RankedNames draw_;
};

CandidateStream::CandidateStream(NamingRules rules, NamingInput input)
    : impl_(std::make_unique<Impl>(std::move(rules), input)) {}
CandidateStream::~CandidateStream() = default;
CandidateStream::CandidateStream(CandidateStream&&) noexcept = default;
CandidateStream& CandidateStream::operator=(CandidateStream&&) noexcept = default;

std::optional<Candidate> CandidateStream::next() { return impl_->next(); }

}  // namespace domainplan
