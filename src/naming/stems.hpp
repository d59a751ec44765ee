// The stems of a customer: what its names are built on.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domainplan/naming.hpp"

namespace domainplan {

struct Stem {
  std::string text;  // a-z, 0-9 and at most one inner hyphen
  int weight = 0;
  bool second = false;     // good enough to be offered beside the first
  bool unrelated = false;  // the website's label, which has nothing to do with the brand
  StemSource source = StemSource::brand;
  int moved = 0;  // what the draw has added to the weight to give the stem its place
};

// A persona's names as parts of labels; a part is empty where it cannot be written in ASCII.
struct PersonaName {
  std::string first;
  std::string last;
  std::string initial;  // of the first name
};

struct Stems {
  std::vector<Stem> stems;  // best first, each text once
  std::vector<PersonaName> personas;
  bool of_personas = false;  // the stems are made of the personas' names, as nothing else could be read
  NameReview review;
};

Stems find_stems(const NamingRules::Data& data, const NamingInput& input);

// The same, from input.found where that fits.
Stems stems_for(const NamingRules::Data& data, const NamingInput& input);

}  // namespace domainplan
