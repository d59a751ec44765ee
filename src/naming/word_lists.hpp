// What is known of words in names: legal forms, signs, generic words, places, hosts that name nobody.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "naming/joins.hpp"
#include "naming/sorted_lines.hpp"

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
  WordSet form_texts;            // every word of a form as it is spelled ("SpA", "A/S")
  WordSet form_keys;             // the keys of all words of all forms
  WordSet joined_forms;          // the keys of each form at the end, as one text of two letters or more
  WordSet ambiguous_forms;       // keys of forms that are often words or initials in a name
  WordSet forms_with_another;    // keys of forms that begin a name only where another ends it
  WordSet forms_like_words;      // those of them that an English name may end with
  WordSet middle_forms;          // keys of forms that end a name where they are written in capitals
  std::map<std::string, std::map<std::string, std::string>> signs;  // sign → country ("" elsewhere) → word
  WordSet articles;
  WordSet small;
  WordSet dot_words;
  WordSet generic;
  WordSet corporate;  // those of them that do not say what a company does
  WordSet trades;     // what says what a company does before its name; other scripts than Latin as they are
  WordSet trades_behind;  // what says so behind the name only
  WordSet trade_phrases;  // the same of several words, joined
  WordSet titles;         // of persons, before their names
  WordSet former;         // before a name that is none any more, by their keys
  std::vector<std::string> trade_endings;
  WordSet common;
  std::vector<std::string> glued_countries;          // what scripts without blanks write at a name's end
  std::vector<std::string> glued_trades;             // and before it, longest first
  WordSet german;                                    // words that show a name is German
  WordSet umlauts_kept;                              // that it is of a language that never spells umlauts out
  WordSet bulgarian;                                 // and Bulgarian, by their keys
  std::map<std::string, std::string> abbreviations;  // of a word with a dot in it → the word
  std::vector<std::string> german_endings;
  std::vector<std::string> han_generic;  // longest first
  WordSet han_of_the_name;               // those of them that are not corporate
  SortedLines english;                   // the words that everybody knows
  SortedLines rarer_english;
  SortedLines places;  // a-z or another script, without blanks; "c" for a country
  WordSet named_by_subdomain;
  WordSet nameless;  // registrable domains, or "shopee.*" for a label under any suffix
  WordSet profiles;  // those of them whose paths begin with the customer's name
  WordSet not_names;
  WordSet suffix_like;
  WordSet government;
  WordSet brand_tlds;
  WordSet famous;
  WordSet phishing;
  std::vector<std::string> blocked;  // as affixes, those of `phishing` too
  JoinWords rude;                    // what must not arise across a join
  JoinWords misleading;              // and across the join of a stem and an affix: famous names besides

  // How `sign` is said in `country`; empty where it is not a sign.
  std::string_view said(std::string_view sign, std::string_view country) const;
  bool is_english(std::string_view word) const { return english.contains(word); }
  // Whether a word is one of another language's dictionary; the lists are read when they are first asked.
  bool is_word_abroad(std::string_view word) const;
  // The same of a Cyrillic or Greek word, by its key, in any form that names use.
  bool is_word_of_other_script(std::string_view key) const;
  bool is_place(std::string_view key) const { return places.contains(key); }
  bool is_country(std::string_view key) const { return places.value(key) == "c"; }
};

// SHA-256 of the lists of words abroad, which are installed beside the program; empty where there are none.
std::string words_abroad_version();

// The lists in data/naming/.
WordLists built_in_words();

// What legal forms are compared by: `token` in lower case, with letters, digits, & and + only.
std::string form_key(std::string_view token);

}  // namespace domainplan
