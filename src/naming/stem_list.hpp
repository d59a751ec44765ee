// The stems of a customer while they are found: each text once, with the best weight it was given.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "naming/brand_parts.hpp"
#include "naming/settings.hpp"
#include "naming/stems.hpp"

namespace domainplan {

constexpr std::size_t kLongestStem = 24;  // longer ones give way to shorter forms

class StemList {
 public:
  StemList(const JoinWords& rude, const Settings& settings) : rude_(rude), settings_(settings) {}

  // A stem that is known keeps the higher weight, and what gave it. Nothing is added for an empty text.
  void add(std::string text, int weight, StemSource source, bool second = true);
  // Adds the words as one, safely_joined() and cut to kLongestStem.
  void add(const Words& words, int weight, StemSource source, bool second = true);

  // Null where there is none; valid until the next add().
  Stem* find(std::string_view text);
  bool contains(std::string_view text) const;
  bool empty() const { return stems_.empty(); }
  std::vector<Stem>& all() { return stems_; }
  const std::vector<Stem>& all() const { return stems_; }

  // What a name of the bare stem would be worth: a long stem gives way to a short one.
  int worth(std::string_view stem, int weight) const;
  // Best first; labels that have nothing to do with the brand last.
  void sort();

 private:
  const JoinWords& rude_;
  const Settings& settings_;
  std::vector<Stem> stems_;
};

// Two words with a hyphen; empty where one of them is.
std::string hyphenated(const Words& words);

}  // namespace domainplan
