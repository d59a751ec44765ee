#include "naming/relation.hpp"

#include <algorithm>

#include "naming/sounds.hpp"

namespace domainplan {
namespace {

constexpr std::size_t kCommonRun = 4;
constexpr std::size_t kCommonBeginning = 3;  // of a word and the label
constexpr std::size_t kShortLabel = 5;       // may be an abbreviation

// Whether the letters of `text` stand in `whole` in this order.
bool is_subsequence_of(std::string_view text, std::string_view whole) {
  for (const char c : whole)
    if (!text.empty() && text.front() == c) text.remove_prefix(1);
  return text.empty();
}

}  // namespace

Relation::Relation(const WordLists& lists, const Words& words, const std::string& whole, bool read)
    : whole_(whole), read_(read) {
  for (const Word& word : words) {
    if (word.text.empty()) continue;
    initials_ += word.text.front();
    for (const std::string& syllable : word.syllables) syllable_initials_ += syllable.front();
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
  if (std::find(generic_.begin(), generic_.end(), label) != generic_.end()) return true;
  if (has_common_run(label) || is_initials(label)) return true;
  if (read_ && sounds_alike(label)) return true;
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
         is_subsequence_of(label, whole_);
}

// Another reading of a word, alone or before a few more letters (piraeusbank), or a number and the name's end
// (5ka).
bool Relation::sounds_alike(std::string_view label) const {
  constexpr std::size_t kShortestSound = 3, kLongestRest = 4, kMostDigits = 2;
  const std::size_t letters = std::min(label.find_first_not_of("0123456789"), label.size());
  if (letters > 0 && letters <= kMostDigits && label.size() >= letters + 2 &&
      whole_.ends_with(label.substr(letters)))
    return true;
  const std::string sound = sound_of(label);
  const auto is_vowel = [](char c) { return std::string_view("aeiouy").find(c) != std::string_view::npos; };
  const auto is_alike = [&](const std::string& word) {
    if (nearly_same(word, label)) return true;
    const std::string own = sound_of(word);
    return own.size() >= kShortestSound && sounds_begin(sound, own) &&
           sound.size() <= own.size() + kLongestRest && is_vowel(word.front()) == is_vowel(label.front());
  };
  return is_alike(whole_) || std::any_of(words_.begin(), words_.end(), is_alike);
}

bool Relation::may_be_reading(const std::string& label,
                              const std::vector<std::string>& other_readings) const {
  constexpr std::size_t kLongestInitials = 4, kMostVowels = 1, kShortestAbbreviation = 4;
  const auto vowels = static_cast<std::size_t>(std::count_if(label.begin(), label.end(), [](char c) {
    return std::string_view("aeiou").find(c) != std::string_view::npos;
  }));
  if (label.size() < 2) return false;
  if (label.size() <= kLongestInitials && vowels <= kMostVowels) return true;
  if (syllable_initials_.starts_with(label)) return true;
  // baemin of baedaruiminjok
  if (label.size() >= kShortestAbbreviation && label.substr(0, 2) == whole_.substr(0, 2) &&
      is_subsequence_of(label, whole_))
    return true;
  if (begins_reading_of(label, whole_)) return true;
  const auto reads = [&](const std::string& word) {
    return is_reading_of(word, label) || (word.starts_with("al") && is_reading_of(word.substr(2), label));
  };
  return reads(whole_) || reads(joined_) || std::any_of(words_.begin(), words_.end(), reads) ||
         std::any_of(other_readings.begin(), other_readings.end(), [&](const std::string& reading) {
           return !reading.empty() &&
                  (reading.starts_with(label) || label.starts_with(reading) || reads(reading));
         });
}

}  // namespace domainplan
