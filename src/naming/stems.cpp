#include "naming/stems.hpp"

#include <algorithm>
#include <string>

#include "domainplan/domain_name.hpp"
#include "naming/stem_draft.hpp"
#include "naming/website.hpp"

namespace domainplan {
namespace {

constexpr std::size_t kMostNameBytes = 200;  // of a persona's name; longer ones are not names

bool has_kana_persona(const NamingInput& input) {
  return std::any_of(input.personas.begin(), input.personas.end(), [](const Persona& persona) {
    return has_kana(persona.first_name) || has_kana(persona.last_name);
  });
}

bool has_german_persona(const NamingInput& input) {
  const auto is_german = [](const std::string& name) {
    return name.find("ß") != std::string::npos || name.find("ẞ") != std::string::npos;
  };
  return std::any_of(input.personas.begin(), input.personas.end(), [&](const Persona& persona) {
    return is_german(persona.first_name) || is_german(persona.last_name);
  });
}

void add_given(StemDraft& draft) {
  const Brand given = read_brand(draft.lists, draft.input.stem,
                                 {.country = draft.website_country, .japanese = draft.brand.japanese});
  draft.given_words = given.others;
  draft.given_words.push_back(given.words);
  int weight = draft.settings.stems.given;
  for (const Spelling spelling : draft.latin.spellings(draft.input.stem)) {
    const Words words = draft.latin.written(given.words, spelling, true);
    draft.stems.add(words, weight, StemSource::given);
    if (words.size() == 2 && draft.input.stem.find('-') != std::string::npos)
      draft.stems.add(hyphenated(words), weight - draft.variant_gap(), StemSource::given, false);
    weight -= draft.variant_gap();
  }
}

std::vector<PersonaName> personas(const StemDraft& draft) {
  std::vector<PersonaName> out;
  for (const Persona& persona : draft.input.personas) {
    const auto written_name = [&](const std::string& name) -> std::string {
      if (has_han(name) && draft.brand.japanese) return {};  // would be read as Chinese
      std::string text =
          romanised(std::string_view(name).substr(0, kMostNameBytes), draft.latin.spellings(name).front());
      return text.size() > kLongestStem ? std::string() : text;
    };
    PersonaName name{written_name(persona.first_name), written_name(persona.last_name), {}};
    name.initial = name.first.substr(0, 1);
    out.push_back(std::move(name));
  }
  return out;
}

void add_personas(StemDraft& draft, const std::vector<PersonaName>& names) {
  for (const PersonaName& name : names)
    draft.stems.add(name.first + name.last, draft.settings.stems.persona, StemSource::persona);
}

// What is too long to be a stem, for a brand that has no other.
void add_cut(StemDraft& draft) {
  for (const auto& [words, weight] : draft.cut) draft.stems.add(words, weight, StemSource::brand);
}

void drop_unfit(StemDraft& draft) {
  const auto is_short = [](const Stem& stem) { return stem.text.size() < kShortestStem; };
  std::vector<Stem>& stems = draft.stems.all();
  std::erase_if(stems, [](const Stem& stem) { return !is_label(stem.text); });
  if (std::all_of(stems.begin(), stems.end(), is_short)) add_cut(draft);
  if (!std::all_of(stems.begin(), stems.end(), is_short)) std::erase_if(stems, is_short);
}

// Whether the first stem is a guess at how the brand is read.
bool is_guess(const StemDraft& draft) {
  if (draft.given) return false;
  if (draft.stems.empty() || draft.stems.all().front().weight <= draft.settings.stems.persona)
    return has_other_letters(text_of(draft.brand.words));  // the brand could not be read
  if (draft.stems.all().front().weight >= draft.settings.stems.website) return false;
  return draft.brand.rough || is_rough(text_of(draft.brand.words));
}

// Serbia, Montenegro and Macedonia have the АД of Bulgaria, too: there the website decides.
std::string country_of(const Brand& brand, const std::string& website_country) {
  const bool has_same_form = website_country == "rs" || website_country == "me" || website_country == "mk";
  if (brand.country.empty() || (brand.country == "bg" && has_same_form)) return website_country;
  return brand.country;
}

}  // namespace

StemDraft::StemDraft(const NamingRules::Data& data, const NamingInput& customer)
    : lists(*data.words),
      names(*data.name_words),
      settings(data.settings),
      input(customer),
      website_country(domainplan::website_country(input.website)),
      brand(read_brand(
          lists, input.brand,
          {.country = website_country, .japanese = website_country == "jp" || has_kana_persona(input)})),
      latin(lists, brand, country_of(brand, website_country), has_german_persona(input)),
      stems(lists.rude, settings) {}

Stems find_stems(const NamingRules::Data& data, const NamingInput& input) {
  StemDraft draft(data, input);
  add_given(draft);
  draft.given = !draft.stems.empty();
  add_brand_stems(draft);
  add_website_stems(draft);
  Stems out;
  out.personas = personas(draft);
  if (draft.stems.empty()) add_cut(draft);
  draft.review.unreadable = draft.stems.empty();
  if (draft.review.unreadable) {
    add_personas(draft, out.personas);
    out.of_personas = !draft.stems.empty();
  }
  drop_unfit(draft);
  draft.stems.sort();
  draft.review.rough = is_guess(draft);
  find_guard(draft);
  out.stems = std::move(draft.stems.all());
  out.review = std::move(draft.review);
  return out;
}

}  // namespace domainplan
