// Whether a website's label has to do with a brand.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "naming/brand_parts.hpp"

namespace domainplan {

class Relation {
 public:
  // `words` are all words of the brand, `whole` is the brand as one word. `read`: it is of another script, so
  // that its owner may spell it in other letters than these.
  Relation(const WordLists& lists, const Words& words, const std::string& whole, bool read);

  // Whether `label` and the brand have a run of letters in common that no generic word explains, or the label
  // is made of its initials.
  bool is_related(const std::string& label) const;
  // Whether `label` is the first letters of all words of the brand, or of all that are not generic or small.
  bool is_all_initials(const std::string& label) const {
    return label.size() >= 2 && (label == initials_ || label == short_initials_);
  }
  // Whether `label` may be how the owner of a brand in a script that others read differently spells it: most
  // of the consonants of a word or of one of `other_readings`, or initials (icbc) that nobody can check.
  // `label` has no generic word at its end.
  bool may_be_reading(const std::string& label, const std::vector<std::string>& other_readings) const;

 private:
  bool has_common_run(std::string_view label) const;
  bool is_initials(std::string_view label) const;
  bool sounds_alike(std::string_view label) const;

  std::vector<std::string> words_;  // without generic ones, unless all are
  std::string joined_;              // of these
  std::vector<std::string> generic_;
  std::string whole_;
  std::string initials_;  // of all words, and without the generic and small ones
  std::string short_initials_;
  std::string syllable_initials_;  // of all words in such a script
  bool read_;
};

}  // namespace domainplan
