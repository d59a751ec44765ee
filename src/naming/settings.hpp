// What a patterns file says: the numbers and words that names are made with.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "domainplan/error.hpp"

namespace domainplan {

struct Weighted {
  std::string text;
  int weight = 0;
};

// What a stem is worth by where it comes from.
struct StemWeights {
  int given = 0;       // the customer's own word
  int website = 0;     // the website's label
  int brand = 0;       // all words of the brand
  int variant = 0;     // the same, spelled another way
  int shorter = 0;     // without articles and generic words
  int two_words = 0;   // the first two words
  int first_word = 0;  // the first word
  int hyphenated = 0;  // two words with a hyphen between
  int rough = 0;       // at most this, where the script is transliterated badly and there is better
  int initials = 0;
  int persona = 0;  // made of a persona's name, where nothing else can be read
};

// What a label's length costs: each character above `free`, and again each above `long_from`.
struct LengthCost {
  int free = 0;
  int each = 0;
  int long_from = 0;
  int each_long = 0;

  int of(int length) const {
    return (length > free ? (length - free) * each : 0) +
           (length > long_from ? (length - long_from) * each_long : 0);
  }
};

struct Settings {
  std::vector<Weighted> tlds;  // best first
  std::vector<Weighted> prefixes;
  std::vector<Weighted> suffixes;
  std::vector<Weighted> patterns;
  StemWeights stems;
  LengthCost length;
  int hyphen = 0;   // what a hyphen costs
  int misread = 0;  // what it costs that an affix and the stem read as another word
  int bare = 0;     // what the bare stem costs where the customer has a website
};

struct ReadSettings {
  Settings settings;
  std::vector<Diagnostic> warnings;  // affixes and patterns left out, as they hold a blocked word
};

// `base` with what the JSON text says in its place. Throws InputError with every mistake; `file` names the
// text. `blocked` are the words that an affix or pattern may hold only where the text's `allow` names it.
ReadSettings read_settings(Settings base, std::string_view json, const std::string& file,
                           const std::vector<std::string>& blocked);

// TLDs, best first: heavier, then shorter, then by name.
void sort_tlds(std::vector<Weighted>& tlds);

// The canonical form of a TLD or longer public suffix as people write it (".COM", "co.uk", "рф"); empty where
// it is none.
std::string public_suffix_of(std::string_view text);

}  // namespace domainplan
