// From a brand, as people write it, to candidates, best first.
//
//   NamingRules rules = NamingRules::built_in();
//   CandidateStream stream(rules, {.brand = "Müller & Söhne GmbH", .website = "mueller-soehne.de"});
//   while (auto candidate = stream.next()) use(*candidate);
//
// The stream is lazy: its cost grows with the candidates taken, not with the number of possible combinations.
// A stream is used by one thread at a time; several may share the same rules. Nothing calls back.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domainplan/candidate.hpp"
#include "domainplan/customer.hpp"
#include "domainplan/error.hpp"

namespace domainplan {

// What names are made of: patterns, affixes, TLDs, weights, legal forms, blocked words. Immutable once made,
// cheap to copy, safe to share between threads.
class NamingRules {
 public:
  // The rules in data/naming/, compiled in.
  static NamingRules built_in();
  // The built-in rules, overridden by `json` (in the format of data/naming/patterns.json).
  // `file` names the text in errors. Throws InputError with every mistake found.
  static NamingRules from_json(std::string_view json, const std::string& file);

  // The same rules with other TLDs, best first ("com", "co.uk"). Throws UsageError for one that is not
  // a public suffix.
  NamingRules with_tlds(const std::vector<std::string>& tlds) const;
  // The same rules, with names that match none of `include` (if any) or one of `exclude` left out. RE2
  // syntax, matched anywhere in the whole domain name. Throws UsageError on a bad expression.
  NamingRules with_filters(const std::vector<std::string>& include,
                           const std::vector<std::string>& exclude) const;
  // The same rules without these of their filters.
  enum class Filters : std::uint8_t { include, exclude, both };
  NamingRules without_filters(Filters filters) const;
  bool has_include() const;
  bool has_exclude() const;

  // What was ignored in a patterns file: affixes that mail filters penalise, unless the file lists them in
  // `allow`.
  std::vector<Diagnostic> warnings() const;

  struct Data;
  const Data& data() const { return *data_; }

 private:
  explicit NamingRules(std::shared_ptr<const Data> data) : data_(std::move(data)) {}
  std::shared_ptr<const Data> data_;
};

struct NamingInput {
  std::string brand;         // any script
  std::string website = {};  // a host name in canonical form; may be empty
  std::string stem = {};     // the name to build on instead of the brand; may be empty
  std::vector<Persona> personas = {};
  std::vector<std::string> tlds = {};       // replaces the rules' list where not empty
  std::vector<std::string> not_these = {};  // domains that are never candidates: the owned ones
  // What review_names() found, so that it need not be found again; may be null. It is used only where the
  // rules are the same and brand, website, stem and personas have not changed since.
  std::shared_ptr<const FoundStems> found = {};
};

// What a customer's names depend on, from its row.
NamingInput naming_input(const Customer& customer);

// Why a person should look at a brand before names are ordered for it.
enum class GuardReason : std::uint8_t {
  none,
  famous,   // the brand, or a stem of it, is a famous name
  phishing  // a word of it is one that mail filters associate with phishing
};

// What a person should know about a customer's names.
struct NameReview {
  bool rough = false;           // the first stem is a guess at how the brand reads; a given stem replaces it
  bool unreadable = false;      // there is no stem but the personas' names; a given stem is needed
  std::string unrelated_label;  // of the website, where it is unrelated to the brand; else empty
  GuardReason guard = GuardReason::none;
  std::string guarded;  // the name or word that was found
};

// `found`, if not null, is set to what NamingInput::found takes: a few hundred bytes.
NameReview review_names(const NamingRules& rules, const NamingInput& input,
                        std::shared_ptr<const FoundStems>* found = nullptr);

// Whether a person should look at the brand before names are ordered for it: `review` has a reason, and it is
// not a famous name whose website has the domain of the user's email address (`user`; a usr_ id has none).
bool needs_brand_check(const NameReview& review, std::string_view user, std::string_view website);

// How many different styles the rules' patterns have (see style_of()). With only one, the share cap for
// styles does not apply.
std::size_t count_styles(const NamingRules& rules);

// The stems a brand gives, best first: lower-case ASCII letters and digits (and at most one hyphen). Never
// throws on any text; may be empty where nothing can be read.
std::vector<std::string> stems_of(const NamingRules& rules, const NamingInput& input);

// The source of a stem.
enum class StemSource : std::uint8_t {
  given,              // the column `stem`
  brand,              // all words of the brand
  spelling,           // the brand, spelled another way
  shorter,            // the brand without articles, places and generic words
  two_words,          // its first two words
  first_word,         // its first word
  hyphenated,         // two of its words with a hyphen between
  initials,           // its initials
  other_name,         // what the brand says beside its name
  website,            // the website's label
  unrelated_website,  // the website's label, where it is unrelated to the brand
  persona             // a persona's name, where nothing else can be read
};
inline constexpr std::array<std::string_view, 12> kStemSourceNames = {
    "given",      "brand",    "spelling",   "shorter", "two_words",         "first_word",
    "hyphenated", "initials", "other_name", "website", "unrelated_website", "persona"};
constexpr std::string_view name_of(StemSource source) {
  return kStemSourceNames[static_cast<std::size_t>(source)];
}

// A summand of a score; penalties are negative.
struct ScorePart {
  enum class Kind : std::uint8_t {
    stem,     // the weight of the stem
    place,    // keeps names of a later stem, or of the website's own label, behind the first names
    pattern,  // the weight of the pattern
    tld,      // the weight of the TLD
    length,   // a penalty for the characters of the label
    hyphen,   // a penalty for a hyphen
    misread,  // a penalty where stem and affix together read as another word
    bare,     // a penalty for the bare stem where the customer has a website
    floor,    // raises a negative sum to 0
    turn      // every fifth name is one of a later TLD, and has the score of the name before it
  };
  Kind kind = Kind::stem;
  int points = 0;
};
inline constexpr std::array<std::string_view, 10> kScorePartNames = {
    "stem", "place", "pattern", "tld", "length", "hyphen", "misread", "bare", "floor", "turn"};
constexpr std::string_view name_of(ScorePart::Kind kind) {
  return kScorePartNames[static_cast<std::size_t>(kind)];
}

// How a name was made.
struct NameOrigin {
  std::string stem;
  StemSource source = StemSource::brand;
  std::string pattern;           // as in the patterns file
  std::string tld;               // canonical form
  std::vector<ScorePart> parts;  // none is 0; their sum is the score
};

// The candidates of one customer, by falling score, each once; ties by a fixed rule. Each is a registrable
// domain and a valid host name, and never the website's domain or one of `not_these`.
class CandidateStream {
 public:
  CandidateStream(NamingRules rules, NamingInput input);
  ~CandidateStream();
  CandidateStream(CandidateStream&&) noexcept;
  CandidateStream& operator=(CandidateStream&&) noexcept;

  // The next best candidate; unset when there are no more.
  std::optional<Candidate> next();
  // How the name that next() gave last was made; next() must have given one.
  NameOrigin origin() const;

  // What a person should know about these names.
  const NameReview& review() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace domainplan
