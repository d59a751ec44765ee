// The stems of a customer as its review found them, packed: a run keeps those of 100,000 customers until
// their names are drawn.
#pragma once

#include <optional>
#include <string>

#include "naming/stems.hpp"

namespace domainplan {

class FoundStems {
 public:
  // `stems`: what find_stems() found for `input` by these rules.
  FoundStems(NamingRules rules, const NamingInput& input, Stems stems);

  // They again; nothing where the rules or the input are others.
  std::optional<Stems> stems(const NamingRules::Data& data, const NamingInput& input) const;

  // How many bytes they take.
  std::size_t size() const { return packed_.size(); }

 private:
  NamingRules rules_;
  std::size_t input_hash_;
  std::string packed_;
};

}  // namespace domainplan
