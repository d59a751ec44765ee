// The stems that a website's labels give, and what they show of the brand's own.
#include <algorithm>

#include "domainplan/domain_name.hpp"
#include "naming/japanese.hpp"
#include "naming/relation.hpp"
#include "naming/sounds.hpp"
#include "naming/stem_draft.hpp"
#include "naming/website.hpp"

namespace domainplan {
namespace {

constexpr std::size_t kShortestRelated = 4;  // of a label's words

class WebsiteStems {
 public:
  explicit WebsiteStems(StemDraft& draft) : d_(draft) {}

  void add_website() {
    if (d_.input.website.empty()) return;
    const bool read_otherwise = is_named_otherwise(text_of(d_.brand.words));
    std::vector<Words> labels;
    if (d_.whole == tld_of(d_.input.website)) labels.push_back({{.text = d_.whole}});
    for (const std::string& label : website_labels(d_.lists, d_.input.website)) {
      const std::vector<Spelling> ways = d_.latin.spellings(label);
      for (const Spelling way : ways) labels.push_back(d_.latin.written(read_label(label), way, false));
    }
    if (const std::string label(first_label(registrable_domain(d_.input.website)));
        labels.empty() && is_own_portal(label))
      labels.push_back({{.text = label}});
    std::erase_if(labels, [](const Words& words) { return words.empty(); });
    if (labels.empty()) return;
    const Relation relation(d_.lists, d_.input.brand.empty() ? Words{} : all_words(), d_.whole,
                            has_other_letters(d_.input.brand));
    // The brand itself goes before what only has to do with it (northsidevet.vetstreet.com).
    auto related = std::find_if(labels.begin(), labels.end(), [&](const Words& words) {
      return d_.stems.contains(joined(words)) && joined(words) == d_.whole;
    });
    if (related == labels.end())
      related = std::find_if(labels.begin(), labels.end(), [&](const Words& words) {
        const std::string label = joined(words);
        return d_.stems.contains(label) || is_of_given(label) || relation.is_related(label) ||
               has_related_word(relation, words);
      });
    const auto reading = std::find_if(labels.begin(), labels.end(), [&](const Words& words) {
      return read_otherwise && related == labels.end() && may_be_reading(relation, words);
    });
    if (related != labels.end())
      add_related(*related);
    else if (reading != labels.end())
      add_label(*reading, d_.settings.stems.website);
    else if (d_.whole.empty() && !d_.given)
      add_label(labels.front(), d_.settings.stems.website);
    else
      add_unrelated(labels.front());
  }

 private:
  // Whether a label is the brand itself, as its owner spells it (פרטנר, partner.co.il).
  bool is_owners_spelling(const std::string& label) const {
    return has_other_letters(d_.input.brand) &&
           (nearly_same(label, d_.whole) || nearly_same(label, joined(d_.core)));
  }

  // The same of a portal's (メルカリ, mercari.com).
  bool is_own_portal(const std::string& label) const {
    return has_same_letters(label) && is_owners_spelling(label);
  }

  // Whether a word that a hyphen parts from the label's others is the brand (Апрель, apteka-april.ru), or its
  // initials (Harper & Rowe, hr-law.com).
  bool has_related_word(const Relation& relation, const Words& words) const {
    return words.size() > 1 && std::any_of(words.begin(), words.end(), [&](const Word& word) {
             return !d_.names.is_generic(word) &&
                    (word.text.size() >= kShortestRelated ? relation.is_related(word.text)
                                                          : relation.is_all_initials(word.text));
           });
  }

  // Whether a label has to do with the stem that was given.
  bool is_of_given(const std::string& label) const {
    return d_.given && std::any_of(d_.stems.all().begin(), d_.stems.all().end(), [&](const Stem& stem) {
             const std::string& text = stem.text;
             return stem.source == StemSource::given && text.size() >= kShortestShortForm &&
                    (label.find(text) != std::string::npos ||
                     (label.size() >= kShortestRelated && text.starts_with(label)));
           });
  }

  // Whether a label may be the brand as its owner reads it, alone or before what is generic (alrajhibank).
  bool may_be_reading(const Relation& relation, Words words) const {
    const std::vector<std::string> others = other_readings();
    words = d_.names.without_ending(std::move(words));
    const std::string label = joined(words);
    if (relation.may_be_reading(label, others)) return true;
    for (std::size_t size = label.size() - 1; size >= kShortestStem && size < label.size(); --size) {
      const Word rest{.text = label.substr(size)};
      const bool says_nothing =
          d_.names.is_generic(rest) || d_.names.is_affix(rest.text) || d_.lists.is_country(rest.text);
      if (rest.text.size() > 1 && says_nothing && relation.may_be_reading(label.substr(0, size), others))
        return true;
    }
    return false;
  }

  // How Japan reads a name in Han that nothing else shows to be Japanese (三菱, mitsubishi.com).
  std::vector<std::string> other_readings() const {
    const std::string name = text_of(d_.brand.words);
    if (d_.brand.japanese || !has_han(name)) return {};
    std::string all;
    for (const JapaneseWord& word : read_japanese(name).words) all += romanised(word.kana, Spelling::usual);
    return {all};
  }

  static bool has_same_letters(std::string_view label) {
    return !label.empty() &&
           std::all_of(label.begin(), label.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  }

  static BrandWords read_label(std::string_view label) {
    BrandWords out;
    std::size_t from = 0;
    for (std::size_t at = label.find('-'); from <= label.size(); at = label.find('-', from)) {
      const std::size_t end = std::min(at, label.size());
      if (end > from) out.push_back({.text = std::string(label.substr(from, end - from))});
      from = end + 1;
    }
    return out;
  }

  // All words of the brand and of what it says besides, as they may stand in a label.
  Words all_words() const {
    Words out;
    for (const Spelling way : d_.latin.spellings(text_of(d_.brand.words)))
      for (Word& word : d_.latin.written(d_.brand.words, way, true)) out.push_back(std::move(word));
    for (const BrandWords& other : d_.brand.others)
      for (Word& word : d_.latin.written(other, Spelling::usual, true)) out.push_back(std::move(word));
    return out;
  }

  void add_label(const Words& words, int weight) {
    d_.label_words.push_back(words);
    const std::string text = joined(words);
    if (text.size() <= kLongestStem || d_.stems.empty()) d_.stems.add(words, weight, StemSource::website);
    if (words.size() == 2 && text.size() <= kLongestStem)
      d_.stems.add(hyphenated(words), std::min(weight, d_.settings.stems.hyphenated), StemSource::website,
                   false);
  }

  void add_related(const Words& words) {
    const std::string label = joined(words);
    const bool is_brand = label == d_.whole || label == joined(d_.core);
    // One word of a longer name that is a dictionary's, a place or generic names nobody.
    const bool one_word = d_.brand.words.size() == 1 && has_other_letters(d_.brand.words.front().text);
    const bool is_reading = (one_word && !d_.names.is_generic(words.front())) || is_owners_spelling(label);
    if (!is_brand && !is_reading && !d_.whole.empty() && words.size() == 1 &&
        !d_.names.is_distinctive_label(words.front())) {
      const bool tells = !d_.names.is_generic(words.front()) && !is_government(d_.lists, d_.input.website) &&
                         !d_.lists.suffix_like.contains(label) && !d_.names.is_affix(label);
      if (tells && !d_.lists.is_place(label)) add_label(words, d_.settings.stems.shorter);
      return;
    }
    if (is_brand && is_bare_word(words)) return;
    if (!is_brand)
      if (Stem* stem = undecorated(label); stem != nullptr) {
        if (stem->weight < d_.settings.stems.website) stem->source = StemSource::website;
        stem->weight = std::max(stem->weight, d_.settings.stems.website);
        add_label(words, d_.settings.stems.rough);
        return;
      }
    add_label(words, d_.settings.stems.website);
    // Its owner writes the whole brand, so parts of it are a last resort.
    if (label == d_.whole)
      for (Stem& stem : d_.stems.all())
        if (stem.text.size() < label.size() && stem.weight <= d_.settings.stems.brand + 1) {
          stem.second = false;
          stem.weight = std::min(stem.weight, d_.settings.stems.rough);
        }
  }

  // Whether a label is one word under a government's suffix (lottery.gov.cn).
  bool is_bare_word(const Words& words) const {
    return words.size() == 1 && is_government(d_.lists, d_.input.website) && joined(d_.core) != d_.whole &&
           !d_.names.is_distinctive(words.front());
  }

  // The stem of which `label` is one with an affix (getacme.com), where the affix is not a word of the brand,
  // or with a legal form (acmellc.com).
  Stem* undecorated(std::string_view label) {
    const auto is_in = [](const std::vector<Weighted>& affixes, std::string_view word) {
      return std::any_of(affixes.begin(), affixes.end(),
                         [&](const Weighted& affix) { return affix.text == word; });
    };
    const Words words = all_words();
    const auto in_brand = [&](std::string_view affix) {
      return std::any_of(words.begin(), words.end(), [&](const Word& word) { return word.text == affix; });
    };
    for (Stem& stem : d_.stems.all()) {
      if (stem.text.size() >= label.size() || stem.text.size() < kShortestShortForm) continue;
      const std::string_view before = label.substr(0, label.size() - stem.text.size());
      const std::string_view after = label.substr(stem.text.size());
      const bool prefixed =
          label.ends_with(stem.text) && is_in(d_.settings.prefixes, before) && !in_brand(before);
      const bool suffixed =
          label.starts_with(stem.text) && is_in(d_.settings.suffixes, after) && !in_brand(after);
      const bool is_form = label.starts_with(stem.text) && d_.lists.joined_forms.contains(std::string(after));
      if (prefixed || suffixed || is_form) return &stem;
    }
    return nullptr;
  }

  // Whether a label that has nothing to do with the brand names somebody: no place, no affix, nothing rude,
  // no office of a government, and no generic word unless the brand is in another script. A word of the
  // dictionary will do: its owner chose it.
  bool names_somebody(const Words& words) const {
    const std::string label = joined(words);
    for (std::size_t size = 1; size < label.size(); ++size)
      if (d_.lists.rude.reach_over(label.substr(0, size), label.substr(size))) return false;
    if (is_government(d_.lists, d_.input.website) || d_.lists.phishing.contains(label)) return false;
    if (d_.names.is_telling(words) && !d_.lists.rarer_english.contains(label)) return true;
    const bool generic_will_do = has_other_letters(d_.input.brand);
    return std::none_of(words.begin(), words.end(), [&](const Word& word) {
      return d_.names.is_affix(word.text) || d_.lists.is_place(word.text) ||
             (generic_will_do ? d_.names.is_corporate(word) : d_.names.is_generic(word));
    });
  }

  void add_unrelated(const Words& words) {
    const std::string label = joined(words);
    if (label.size() > kLongestStem) return;
    if (words.size() == 1 && (d_.lists.suffix_like.contains(label) || d_.lists.not_names.contains(label)))
      return;
    d_.review.unrelated_label = label;
    const bool has_stem = std::any_of(d_.stems.all().begin(), d_.stems.all().end(),
                                      [](const Stem& stem) { return stem.text.size() >= kShortestStem; });
    if (has_stem && !names_somebody(words)) return;
    d_.label_words.push_back(words);
    d_.stems.add(safely_joined(d_.lists.rude, words, kLongestStem), d_.settings.stems.variant,
                 StemSource::unrelated_website, false);
    for (Stem& stem : d_.stems.all())
      if (stem.text == label) stem.unrelated = true;
  }

  StemDraft& d_;
};

}  // namespace

void add_website_stems(StemDraft& draft) { WebsiteStems(draft).add_website(); }

}  // namespace domainplan
