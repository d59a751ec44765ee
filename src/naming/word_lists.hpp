// What is known of words in names: legal forms, signs, generic words, hosts that name nobody.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

namespace domainplan {

// A legal form as the keys of its words (see form_key()), and the country it is of ("de"; empty where several
// have it).
struct LegalForm {
  std::vector<std::string> keys;
  std::string country;
};

using WordSet = std::unordered_set<std::string>;

struct WordLists {
  std::unordered_map<std::string, std::vector<LegalForm>> trailing;  // by their last key, longest first
  std::unordered_map<std::string, std::vector<LegalForm>> leading;   // by their first key, longest first
  std::vector<LegalForm> glued;  // one text each, longest first; stands without a space
  std::map<std::string, std::map<std::string, std::string>> signs;  // sign → country ("" elsewhere) → word
  WordSet articles;
  WordSet small;
  WordSet dot_words;
  WordSet generic;
  WordSet common;
  WordSet named_by_subdomain;
  WordSet nameless;
  WordSet not_names;
  std::vector<std::string> blocked;

  // How `sign` is said in `country`; empty where it is no sign.
  std::string_view said(std::string_view sign, std::string_view country) const;
};

// The lists in data/naming/.
WordLists built_in_words();

// What legal forms are compared by: `token` in lower case, with letters, digits, & and + only.
std::string form_key(std::string_view token);

}  // namespace domainplan
