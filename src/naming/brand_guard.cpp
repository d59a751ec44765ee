// Names that a person should look at: famous ones, and words of phishing mail.
#include <algorithm>
#include <string>
#include <vector>

#include "core/text.hpp"
#include "naming/stem_draft.hpp"

namespace domainplan {
namespace {

// Famous names that words of the brand spell together (Pay Pal Foods).
std::vector<std::string> famous_runs(const StemDraft& draft, const Words& words) {
  constexpr std::size_t kMostWords = 3;
  constexpr std::size_t kShortest = 5;
  std::vector<std::string> out;
  for (std::size_t from = 0; from < words.size(); ++from) {
    std::string run = words[from].text;
    for (std::size_t to = from + 1; to < std::min(words.size(), from + kMostWords); ++to) {
      run += words[to].text;
      if (run.size() >= kShortest && draft.lists.famous.contains(run)) out.push_back(run);
    }
  }
  return out;
}

// The brand without what says what the company is, or where (The Nestlé Company, Grupo Santander). A word
// that everybody knows is a company's name by itself only beside words such as Group, not in Orange Dental.
std::string bare_name(const StemDraft& draft, const Words& words) {
  const auto says_nothing = [&](const Word& word) {
    return draft.names.is_article(word) || draft.names.is_corporate(word) || draft.names.is_small(word);
  };
  const Words name = draft.names.without_ending(words);
  bool only_corporate = std::all_of(
      words.begin() + static_cast<std::ptrdiff_t>(name.size()), words.end(), [&](const Word& word) {
        return says_nothing(word) || word.country || draft.lists.is_country(word.text);
      });
  auto from = name.begin();
  for (; name.end() - from > 1 && (says_nothing(*from) || draft.names.is_generic(*from)); ++from)
    only_corporate = only_corporate && says_nothing(*from);
  const std::string text = joined({from, name.end()});
  return only_corporate || !draft.lists.is_english(text) ? text : std::string();
}

// Every word that may stand in a name, in Latin letters: of the brand and its alternatives, of the given
// stem, and of each label that became a stem.
std::vector<std::string> guarded_words(const StemDraft& draft, const Words& brand) {
  std::vector<std::string> out;
  for (const Word& word : brand) out.push_back(word.text);
  const auto add_words = [&](const BrandWords& words) {
    for (Word& word : draft.latin.written(words, Spelling::usual, false)) out.push_back(std::move(word.text));
  };
  for (const BrandWords& other : draft.brand.others) add_words(other);
  for (const BrandWords& words : draft.given_words) add_words(words);
  for (const Words& words : draft.label_words)
    for (const Word& word : words) out.push_back(word.text);
  for (const Stem& stem : draft.stems.all())
    for (const std::string_view part : split(stem.text, "-")) out.emplace_back(part);
  return out;
}

}  // namespace

// A word of phishing mail goes first: an email address under the website's domain does not excuse it.
void find_guard(StemDraft& draft) {
  const auto found = [&](GuardReason reason, std::string word) {
    if (draft.review.guard != GuardReason::none) return;
    draft.review.guard = reason;
    draft.review.guarded = std::move(word);
  };
  const Words words = draft.latin.written(draft.brand.words, Spelling::usual, false);
  for (const std::string& word : guarded_words(draft, words))
    if (draft.lists.phishing.contains(word)) found(GuardReason::phishing, word);
  if (draft.lists.famous.contains(draft.whole)) found(GuardReason::famous, draft.whole);
  if (const std::string name = bare_name(draft, words); draft.lists.famous.contains(name))
    found(GuardReason::famous, name);
  for (const std::string& name : famous_runs(draft, words)) found(GuardReason::famous, name);
  for (const Stem& stem : draft.stems.all())
    if (draft.lists.famous.contains(stem.text)) found(GuardReason::famous, stem.text);
}

}  // namespace domainplan
