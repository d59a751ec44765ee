#include <utility>

#include "core/text.hpp"
#include "domainplan/domain_name.hpp"
#include "domainplan/naming.hpp"
#include "naming/draw.hpp"
#include "naming/found_stems.hpp"
#include "naming/rules.hpp"
#include "naming/stems.hpp"

namespace domainplan {

NamingInput naming_input(const Customer& customer) {
  NamingInput input{.brand = customer.brand,
                    .website = customer.website,
                    .stem = customer.stem,
                    .personas = customer.personas,
                    .tlds = customer.tlds,
                    .found = customer.found};
  for (const OwnedDomain& owned : customer.owned) input.not_these.push_back(owned.domain);
  return input;
}

std::vector<std::string> stems_of(const NamingRules& rules, const NamingInput& input) {
  std::vector<std::string> out;
  for (Stem& stem : stems_for(rules.data(), input).stems) out.push_back(std::move(stem.text));
  return out;
}

NameReview review_names(const NamingRules& rules, const NamingInput& input,
                        std::shared_ptr<const FoundStems>* found) {
  Stems stems = stems_for(rules.data(), input);
  NameReview review = stems.review;
  if (found) *found = std::make_shared<const FoundStems>(rules, input, std::move(stems));
  return review;
}

bool needs_brand_check(const NameReview& review, std::string_view user, std::string_view website) {
  if (review.guard != GuardReason::famous) return review.guard != GuardReason::none;
  const std::size_t at = user.rfind('@');
  if (at == std::string_view::npos) return true;
  const std::string domain = ascii_lower(user.substr(at + 1));
  const std::string_view root = registrable_domain(domain);
  return root.empty() || root != registrable_domain(website);
}

std::size_t count_styles(const NamingRules& rules) { return rules.data().styles; }

// Keeps the rules alive for the draw, which refers to them.
class CandidateStream::Impl {
 public:
  Impl(NamingRules rules, const NamingInput& input) : rules_(std::move(rules)), draw_(rules_.data(), input) {}
  std::optional<Candidate> next() { return draw_.next(); }
  NameOrigin origin() const { return draw_.origin(); }
  const NameReview& review() const { return draw_.review(); }

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

NameOrigin CandidateStream::origin() const { return impl_->origin(); }

const NameReview& CandidateStream::review() const { return impl_->review(); }

}  // namespace domainplan
