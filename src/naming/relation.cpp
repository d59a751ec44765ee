#include "naming/relation.hpp"

#include <algorithm>

namespace domainplan {
namespace {

constexpr std::size_t kCommonRun = 4;
constexpr std::size_t kCommonBeginning = 3;  // of a word and the label
constexpr std::size_t kShortLabel = 5;       // may be an abbreviation

// Whether the letters of `text` stand in `whole` in this order.
bool is_drawn_from(std::string_view text, std::string_view whole) {
  for (const char c : whole)
    if (!text.empty() && text.front() == c) text.remove_prefix(1);
  return text.empty();
}

}  // namespace

Relation::Relation(const WordLists& lists, const Words& words, const std::string& whole) : whole_(whole) {
  for (const Word& word : words) {
    if (word.text.empty()) continue;
    initials_ += word.text.front();
    if (word.generic || lists.generic.contains(word.text) || lists.small.contains(word.text)) {
      generic_.push_back(word.text);
      continue;
    }
    short_initials_ += word.text.front();
    words_.push_back(word.text);
  }
  if (words_.empty())
    for (const Word& word : words) words_.push_back(word.text);
  for (const std::string& word : words_) joined_ += word;
}

bool Relation::is_related(const std::string& label) const {
  if (label.empty() || whole_.empty()) return false;
  if (label == whole_ || whole_.find(label) == 0 || label.find(whole_) != std::string::npos) return true;
  if (has_common_run(label) || is_initials(label)) return true;
  // bwbank: initials and what they are of.
  return std::any_of(generic_.begin(), generic_.end(), [&](const std::string& word) {
    return label.size() >= word.size() + 2 && label.ends_with(word) &&
           short_initials_.starts_with(std::string_view(label).substr(0, label.size() - word.size()));
  });
}

bool Relation::has_common_run(std::string_view label) const {
  const std::size_t run = std::min(kCommonRun, label.size());
  if (run < kCommonBeginning) return false;
  for (std::size_t at = 0; run == kCommonRun && at + run <= label.size(); ++at)
    if (joined_.find(label.substr(at, run)) != std::string::npos) return true;
  return std::any_of(words_.begin(), words_.end(), [&](const std::string& word) {
    const std::size_t size = std::min(kCommonBeginning, word.size());
    return size >= 2 && label.substr(0, size) == std::string_view(word).substr(0, size) &&
           (size == kCommonBeginning || word.size() == label.size());
  });
}

bool Relation::is_initials(std::string_view label) const {
  if (label.size() >= 2 && (initials_.starts_with(label) || short_initials_.starts_with(label))) return true;
  for (const std::string& initials : {initials_, short_initials_})
    if (initials.size() >= 3 && label.starts_with(initials)) return true;
  return label.size() <= kShortLabel && label.size() >= 2 && label.front() == whole_.front() &&
         is_drawn_from(label, whole_);
}

}  // namespace domainplan
