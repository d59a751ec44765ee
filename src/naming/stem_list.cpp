#include "naming/stem_list.hpp"

#include <algorithm>
#include <utility>

namespace domainplan {

void StemList::add(std::string text, int weight, StemSource source, bool second) {
  if (text.empty()) return;
  weight = std::max(weight, 0);
  second = second && text.find('-') == std::string::npos;
  Stem* const known = find(text);
  if (known == nullptr) {
    stems_.push_back({std::move(text), weight, second, false, source});
  } else {
    if (weight > known->weight) known->source = source;
    known->weight = std::max(known->weight, weight);
    known->second = known->second || second;
  }
}

void StemList::add(const Words& words, int weight, StemSource source, bool second) {
  add(safely_joined(rude_, words, kLongestStem), weight, source, second);
}

Stem* StemList::find(std::string_view text) {
  const auto found =
      std::find_if(stems_.begin(), stems_.end(), [&](const Stem& stem) { return stem.text == text; });
  return found == stems_.end() ? nullptr : &*found;
}

bool StemList::contains(std::string_view text) const {
  return std::any_of(stems_.begin(), stems_.end(), [&](const Stem& stem) { return stem.text == text; });
}

int StemList::worth(std::string_view stem, int weight) const {
  const bool hyphen = stem.find('-') != std::string_view::npos;
  return weight - settings_.length.of(static_cast<int>(stem.size())) - (hyphen ? settings_.hyphen : 0);
}

void StemList::sort() {
  std::stable_sort(stems_.begin(), stems_.end(), [&](const Stem& a, const Stem& b) {
    return std::make_pair(a.unrelated, -worth(a.text, a.weight)) <
           std::make_pair(b.unrelated, -worth(b.text, b.weight));
  });
}

std::string hyphenated(const Words& words) {
  if (words[0].text.empty() || words[1].text.empty()) return {};
  return words[0].text + "-" + words[1].text;
}

}  // namespace domainplan
