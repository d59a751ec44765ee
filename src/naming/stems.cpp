#include "naming/stems.hpp"

#include <unicode/unistr.h>

#include <algorithm>
#include <string>

#include "core/text.hpp"
#include "domainplan/domain_name.hpp"
#include "naming/brand.hpp"
#include "naming/brand_parts.hpp"
#include "naming/relation.hpp"
#include "naming/rules.hpp"
#include "naming/website.hpp"

namespace domainplan {
namespace {

constexpr std::size_t kLongestStem = 24;  // longer ones give way to shorter forms
constexpr std::size_t kComfortable = 18;  // of a longer brand its name alone comes first
constexpr std::size_t kShortestStem = 2;  // shorter ones are used where there is nothing else
constexpr std::size_t kShortestShortForm = 3;
constexpr std::size_t kMostNameBytes = 200;  // of a persona's name; longer ones are not names
constexpr std::size_t kShortestFirstWord = 4;
constexpr std::size_t kShortestInitials = 3;
constexpr std::size_t kLongestInitials = 5;

bool is_german(std::string_view country) {
  return country == "de" || country == "at" || country == "ch" || country == "li";
}

Words first_of(const Words& words, std::size_t count) {
  return {words.begin(), words.begin() + static_cast<std::ptrdiff_t>(count)};
}

Words rest_of(const Words& words, std::size_t from) {
  return {words.begin() + static_cast<std::ptrdiff_t>(from), words.end()};
}

class StemFinder {
 public:
  StemFinder(const NamingRules::Data& data, const NamingInput& input)
      : lists_(*data.words),
        names_(*data.name_words),
        settings_(data.settings),
        input_(input),
        website_country_(website_country(input.website)),
        brand_(read_brand(
            lists_, input.brand,
            {.country = website_country_, .japanese = website_country_ == "jp" || has_kana_persona(input)})) {
    country_ = !brand_.country.empty() ? brand_.country : website_country_;
    german_ = is_german(country_) || has_german_word();
  }

  Stems find() {
    Stems out;
    add_given();
    given_ = !stems_.empty();
    add_brand();
    add_website();
    out.personas = personas();
    if (stems_.empty()) {
      add_personas(out.personas);
      out.of_personas = !stems_.empty();
    }
    drop_unfit();
    std::stable_sort(stems_.begin(), stems_.end(), [&](const Stem& a, const Stem& b) {
      return std::make_pair(a.unrelated, -worth(a.text, a.weight)) <
             std::make_pair(b.unrelated, -worth(b.text, b.weight));
    });
    review_.rough = is_guess();
    find_guard();
    out.stems = std::move(stems_);
    out.review = std::move(review_);
    return out;
  }

 private:
  // What a name of the bare stem would be worth: a long stem gives way to a short one.
  int worth(std::string_view stem, int weight) const {
    const bool hyphen = stem.find('-') != std::string_view::npos;
    return weight - settings_.length.of(static_cast<int>(stem.size())) - (hyphen ? settings_.hyphen : 0);
  }

  static bool has_kana_persona(const NamingInput& input) {
    return std::any_of(input.personas.begin(), input.personas.end(), [](const Persona& persona) {
      return has_kana(persona.first_name) || has_kana(persona.last_name);
    });
  }

  bool has_german_word() const {
    return has_german_word(brand_.words) ||
           std::any_of(brand_.others.begin(), brand_.others.end(),
                       [&](const BrandWords& other) { return has_german_word(other); });
  }

  bool has_german_word(const BrandWords& words) const {
    return std::any_of(words.begin(), words.end(), [&](const BrandWord& word) {
      const auto text = icu::UnicodeString::fromUTF8(word.text);
      std::string lower;
      icu::UnicodeString(text).toLower().toUTF8String(lower);
      return lists_.german.contains(lower) || lower.find("ß") != std::string::npos;
    });
  }

  void add(std::string text, int weight, StemSource source, bool second = true) {
    if (text.empty()) return;
    weight = std::max(weight, 0);
    second = second && text.find('-') == std::string::npos;
    const auto known =
        std::find_if(stems_.begin(), stems_.end(), [&](const Stem& stem) { return stem.text == text; });
    if (known == stems_.end()) {
      stems_.push_back({std::move(text), weight, second, false, source});
    } else {
      if (weight > known->weight) known->source = source;
      known->weight = std::max(known->weight, weight);
      known->second = known->second || second;
    }
  }

  void add(const Words& words, int weight, StemSource source, bool second = true) {
    add(safely_joined(lists_.rude, words, kLongestStem), weight, source, second);
  }

  std::vector<Spelling> spellings(std::string_view text) const {
    return spellings_of(text, {.german = german_, .country = country_});
  }

  // What the second spelling of a text is worth less than the first.
  int variant_gap() const { return std::max(0, settings_.stems.brand - settings_.stems.variant); }

  void add_given() {
    const Brand given =
        read_brand(lists_, input_.stem, {.country = website_country_, .japanese = brand_.japanese});
    given_words_ = given.others;
    given_words_.push_back(given.words);
    int weight = settings_.stems.given;
    for (const Spelling spelling : spellings(input_.stem)) {
      const Words words = written(given.words, spelling, true);
      add(words, weight, StemSource::given);
      if (words.size() == 2 && input_.stem.find('-') != std::string::npos)
        add(hyphenated(words), weight - variant_gap(), StemSource::given, false);
      weight -= variant_gap();
    }
  }

  void add_brand() {
    if (brand_.alternatives && !names_.is_telling(written(brand_.words, Spelling::usual, false)))
      join_names();
    std::string whole_text;
    for (const BrandWord& word : brand_.words) whole_text += word.text + " ";
    std::vector<Spelling> ways = spellings(whole_text);
    prefer_website_spelling(ways);
    int less = 0;
    for (const Spelling spelling : ways) {
      add_name(brand_.words, spelling, less);
      less += variant_gap();
    }
    add_glosses();
    for (const BrandWords& other : brand_.others) add_other(other);
  }

  // Smile | Dental: the first part alone names nobody.
  void join_names() {
    brand_.alternatives = false;
    for (const BrandWords& other : brand_.others)
      brand_.words.insert(brand_.words.end(), other.begin(), other.end());
    brand_.others.clear();
  }

  // Where the website's label spells the brand one way, that way is the owner's.
  void prefer_website_spelling(std::vector<Spelling>& ways) const {
    const std::string root(registrable_domain(input_.website));
    const auto used = std::find_if(ways.begin(), ways.end(), [&](Spelling way) {
      const std::string text = joined(written(brand_.words, way, false));
      std::string label(first_label(root));
      std::erase(label, '-');
      return text.size() >= kShortestShortForm && label.find(text) != std::string::npos;
    });
    if (used != ways.end()) std::rotate(ways.begin(), used, used + 1);
  }

  void add_name(const BrandWords& words, Spelling spelling, int less) {
    const BrandWords initials = with_initials_joined(words);
    const bool only_initials = initials.size() == 1 && initials.size() < words.size();
    const Words said = written(words, spelling, true);
    const Words plain = written(initials, spelling, false);
    if (whole_.empty()) whole_ = joined(said);
    if (core_.empty()) core_ = plain;
    // AT&T is att, but S&K Werkzeuge is sundkwerkzeuge: initials are a name by themselves only.
    add_whole(only_initials ? plain : said, less);
    add_whole(only_initials ? said : plain, less + variant_gap());
    add_parts(plain, less);
  }

  // A whole brand: better without its article, if it is a name so.
  void add_whole(Words words, int less) {
    if (words.empty()) return;
    const std::string whole = joined(words);
    int weight = settings_.stems.brand - less;
    const StemSource source = less == 0 ? StemSource::brand : StemSource::spelling;
    if (words.size() > 1 && names_.is_article(words.front())) {
      const Words bare = rest_of(words, 1);
      if (names_.is_telling(bare)) {
        add(bare, weight, StemSource::shorter);
        weight -= variant_gap();
      }
    }
    // A brand that is too long gives way to its parts, unless it has none.
    if (whole.size() <= kLongestStem || words.size() == 1)
      add(words, weight, source);
    else
      cut_.push_back({words, weight});
  }

  // Parts of a brand, given without its signs.
  void add_parts(Words words, int less) {
    if (words.size() < 2) return;
    add_initials(words, less);
    if (names_.is_article(words.front())) words.erase(words.begin());
    const std::size_t whole = joined(words).size();

    // A place before two words or more, and what is generic after them, are not the name.
    Words name = words;
    bool shed = false;
    if (const std::size_t place = names_.leading_place(words); place > 0 && words.size() >= place + 2) {
      const Words rest = rest_of(words, place);
      if (names_.is_telling(rest)) {
        name = rest;
        shed = true;
      }
    }
    const Words core = names_.without_ending(name);
    const bool distinctive = is_distinctive(core);
    if (shed) add_short(name, distinctive ? settings_.stems.variant : behind_whole(name), less);
    shed = shed || (core.size() < name.size() && names_.trailing_country(words) > 0);
    bool core_first = false;
    if (names_.is_telling(core) && core.size() < words.size()) {
      const bool long_or_corporate =
          whole > kComfortable ||
          std::all_of(name.begin() + static_cast<std::ptrdiff_t>(core.size()), name.end(),
                      [&](const Word& word) { return names_.is_corporate(word) || names_.is_small(word); });
      // 招商银行 and 北京大学 are names, without their country too.
      const bool of_the_name =
          std::any_of(name.begin() + static_cast<std::ptrdiff_t>(core.size()), name.end(),
                      [](const Word& word) { return word.generic && !word.corporate; });
      if (shed && of_the_name) add_short(name, settings_.stems.brand + 1, less);
      core_first = distinctive ? shed || long_or_corporate : !shed && long_or_corporate;
      core_first = core_first && !of_the_name;
      // What is left comes first, and the whole after it; else it comes after the whole.
      add_short(core, core_first ? settings_.stems.brand + 1 : behind_whole(core), less);
      core_ = core;
    }
    // A brand that is too long and has no name in it is cut, unless its words say nothing at all.
    const bool says_something =
        std::any_of(words.begin(), words.end(), [&](const Word& word) { return !names_.is_generic(word); });
    if (!core_first && says_something && whole > kLongestStem)
      add(telling_part(words), settings_.stems.brand - less, StemSource::brand);
    const bool two_of_name = words.size() >= names_.trailing_country(words) + 2;
    const bool two_fit = joined(first_of(words, 2)).size() <= kLongestStem;
    if (words.size() > 2 && two_of_name && two_fit && whole > kComfortable && !names_.is_small(words[0]) &&
        !names_.is_small(words[1]) && names_.leading_place(words) == 0 && !names_.is_generic(words[0]))
      add_short(first_of(words, 2), settings_.stems.two_words, less, StemSource::two_words);
    // Of a name in another script nobody knows what a word by itself means.
    if (!has_other_letters(input_.brand) && name[0].text.size() >= kShortestFirstWord &&
        names_.is_distinctive(name[0]) && names_.leading_place(name) == 0 &&
        (name.size() == 1 || !name[1].hyphened))
      add_short({name[0]}, settings_.stems.first_word, less, StemSource::first_word);
    if (words.size() == 2)
      add(hyphenated(words), settings_.stems.hyphenated - less, StemSource::hyphenated, false);
    if (core.size() == 2 && core.size() < words.size() && names_.is_telling(core))
      add(hyphenated(core), settings_.stems.hyphenated - less, StemSource::hyphenated, false);
  }

  // `words` from the first on with which a stem can begin: cut to its length, it names somebody.
  Words telling_part(const Words& words) const {
    for (std::size_t from = 0; from < words.size(); ++from) {
      Words part = rest_of(words, from);
      while (part.size() > 1 && joined(part).size() > kLongestStem) part.pop_back();
      if (names_.is_telling(part)) return part;
    }
    return words;
  }

  bool is_distinctive(const Words& words) const {
    return std::any_of(words.begin(), words.end(),
                       [&](const Word& word) { return names_.is_distinctive(word); });
  }

  // The weight of a part, so that it is worth less than the whole brand where that is a stem.
  int behind_whole(const Words& part) const {
    const auto whole =
        std::find_if(stems_.begin(), stems_.end(), [&](const Stem& stem) { return stem.text == whole_; });
    if (whole == stems_.end()) return settings_.stems.shorter;
    const int over = worth(joined(part), settings_.stems.shorter) - worth(whole->text, whole->weight);
    return std::max(0, settings_.stems.shorter - std::max(0, over + 1));
  }

  // Initials where people use them: of a long name of three words or more in Latin letters, and no word.
  void add_initials(const Words& words, int less) {
    if (words.size() < kShortestInitials || words.size() > kLongestInitials) return;
    if (has_other_letters(input_.brand) || joined(words).size() <= kComfortable) return;
    std::string initials;
    for (const Word& word : words) initials += word.text.front();
    const bool word = lists_.is_english(initials) || spells_another(initials) ||
                      lists_.rude.reach_over(initials.substr(0, 1), initials.substr(1));
    if (!word) add(std::move(initials), settings_.stems.initials - less, StemSource::initials, false);
  }

  // Whether initials are a famous name that is not the brand's own (International Bakery Machines).
  bool spells_another(const std::string& initials) const {
    return lists_.famous.contains(initials) && !lists_.famous.contains(whole_);
  }

  void add_short(const Words& words, int weight, int less, StemSource source = StemSource::shorter) {
    if (names_.is_telling(words) && joined(words).size() >= kShortestShortForm)
      add(words, weight - less, source);
  }

  // What a name says beside the brand: worth as much as another spelling.
  void add_other(const BrandWords& other) {
    for (const Spelling spelling : spellings(text_of(other))) {
      const Words words = written(other, spelling, true);
      const Words plain = names_.without_ending(written(other, spelling, false));
      if (!names_.is_telling(plain)) continue;
      add(words, settings_.stems.variant - 1, StemSource::other_name);
      break;
    }
  }

  // フィットネスひまわり: fitnesshimawari after fittonesuhimawari.
  void add_glosses() {
    BrandWords glossed = brand_.words;
    bool any = false;
    for (BrandWord& word : glossed) {
      if (word.gloss.empty()) continue;
      word.text = word.gloss;
      any = true;
    }
    if (any) add(written(glossed, Spelling::usual, true), settings_.stems.variant, StemSource::spelling);
  }

  static std::string text_of(const BrandWords& words) {
    std::string out;
    for (const BrandWord& word : words) out += word.text + " ";
    return out;
  }

  void add_website() {
    if (input_.website.empty()) return;
    const bool knows_better = given_ || is_named_otherwise(text_of(brand_.words));
    std::vector<Words> labels;
    if (whole_ == tld_of(input_.website)) labels.push_back({{.text = whole_}});
    for (const std::string& label : website_labels(lists_, input_.website)) {
      const std::vector<Spelling> ways = spellings(label);
      for (const Spelling way : ways) labels.push_back(written(read_label(label), way, false));
    }
    std::erase_if(labels, [](const Words& words) { return words.empty(); });
    if (labels.empty()) return;
    const Relation relation(lists_, input_.brand.empty() ? Words{} : all_words(), whole_);
    const auto related = std::find_if(labels.begin(), labels.end(), [&](const Words& words) {
      const std::string label = joined(words);
      return is_stem(label) || relation.is_related(label);
    });
    if (related != labels.end())
      add_related(*related);
    else if (whole_.empty() || knows_better)
      add_label(labels.front(), settings_.stems.website);
    else
      add_unrelated(labels.front());
  }

  bool is_stem(std::string_view text) const {
    return std::any_of(stems_.begin(), stems_.end(), [&](const Stem& stem) { return stem.text == text; });
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
    for (const Spelling way : spellings(text_of(brand_.words)))
      for (Word& word : written(brand_.words, way, true)) out.push_back(std::move(word));
    for (const BrandWords& other : brand_.others)
      for (Word& word : written(other, Spelling::usual, true)) out.push_back(std::move(word));
    return out;
  }

  void add_label(const Words& words, int weight) {
    label_words_.push_back(words);
    const std::string text = joined(words);
    if (text.size() <= kLongestStem || stems_.empty()) add(words, weight, StemSource::website);
    if (words.size() == 2 && text.size() <= kLongestStem)
      add(hyphenated(words), std::min(weight, settings_.stems.hyphenated), StemSource::website, false);
  }

  void add_related(const Words& words) {
    const std::string label = joined(words);
    const bool is_brand = label == whole_ || label == joined(core_);
    // One word of a longer name that is a dictionary's, a place or generic names nobody.
    const bool is_reading = brand_.words.size() == 1 && has_other_letters(brand_.words.front().text);
    if (!is_brand && !is_reading && !whole_.empty() && words.size() == 1 &&
        !names_.is_distinctive_label(words.front())) {
      const bool tells = !names_.is_generic(words.front()) && !is_government(lists_, input_.website) &&
                         !lists_.suffix_like.contains(label) && !names_.is_affix(label);
      if (tells && !lists_.is_place(label)) add_label(words, settings_.stems.shorter);
      return;
    }
    if (is_brand && is_bare_word(words)) return;
    if (!is_brand)
      if (Stem* stem = undecorated(label); stem != nullptr) {
        if (stem->weight < settings_.stems.website) stem->source = StemSource::website;
        stem->weight = std::max(stem->weight, settings_.stems.website);
        add_label(words, settings_.stems.rough);
        return;
      }
    add_label(words, settings_.stems.website);
    // Its owner writes the whole brand, so parts of it are a last resort.
    if (label == whole_)
      for (Stem& stem : stems_)
        if (stem.text.size() < label.size() && stem.weight <= settings_.stems.brand + 1) {
          stem.second = false;
          stem.weight = std::min(stem.weight, settings_.stems.rough);
        }
  }

  // Whether a label is one word under a government's suffix (lottery.gov.cn).
  bool is_bare_word(const Words& words) const {
    return words.size() == 1 && is_government(lists_, input_.website) && joined(core_) != whole_ &&
           !names_.is_distinctive(words.front());
  }

  // The stem of which `label` is one with an affix (getacme.com), where the affix is not a word of the brand.
  Stem* undecorated(std::string_view label) {
    const auto is_in = [](const std::vector<Weighted>& affixes, std::string_view word) {
      return std::any_of(affixes.begin(), affixes.end(),
                         [&](const Weighted& affix) { return affix.text == word; });
    };
    const Words words = all_words();
    const auto in_brand = [&](std::string_view affix) {
      return std::any_of(words.begin(), words.end(), [&](const Word& word) { return word.text == affix; });
    };
    for (Stem& stem : stems_) {
      if (stem.text.size() >= label.size() || stem.text.size() < kShortestShortForm) continue;
      const std::string_view before = label.substr(0, label.size() - stem.text.size());
      const std::string_view after = label.substr(stem.text.size());
      const bool prefixed =
          label.ends_with(stem.text) && is_in(settings_.prefixes, before) && !in_brand(before);
      const bool suffixed =
          label.starts_with(stem.text) && is_in(settings_.suffixes, after) && !in_brand(after);
      if (prefixed || suffixed) return &stem;
    }
    return nullptr;
  }

  // Whether a label that has nothing to do with the brand names somebody: no word of a dictionary, no place,
  // nothing rude, no office of a government.
  bool names_somebody(const Words& words) const {
    const std::string label = joined(words);
    for (std::size_t size = 1; size < label.size(); ++size)
      if (lists_.rude.reach_over(label.substr(0, size), label.substr(size))) return false;
    return names_.is_telling(words) && !is_government(lists_, input_.website) &&
           !lists_.rarer_english.contains(label) && !lists_.phishing.contains(label);
  }

  void add_unrelated(const Words& words) {
    const std::string label = joined(words);
    if (label.size() > kLongestStem) return;
    if (words.size() == 1 && (lists_.suffix_like.contains(label) || lists_.not_names.contains(label))) return;
    review_.unrelated_label = label;
    const bool has_stem = std::any_of(stems_.begin(), stems_.end(),
                                      [](const Stem& stem) { return stem.text.size() >= kShortestStem; });
    if (has_stem && !names_somebody(words)) return;
    label_words_.push_back(words);
    add(safely_joined(lists_.rude, words, kLongestStem), settings_.stems.variant,
        StemSource::unrelated_website, false);
    for (Stem& stem : stems_)
      if (stem.text == label) stem.unrelated = true;
  }

  static std::string hyphenated(const Words& words) {
    if (words[0].text.empty() || words[1].text.empty()) return {};
    return words[0].text + "-" + words[1].text;
  }

  // The words in ASCII, without those of which nothing is left: signs are, unless they are to be said.
  Words written(const BrandWords& words, Spelling spelling, bool say_signs) const {
    Words out;
    for (const BrandWord& word : words) {
      Word made{.text = {},
                .place = word.place || is_place_as_written(word),
                .generic = word.generic,
                .corporate = word.corporate,
                .hyphened = word.hyphened,
                .no_particle = is_named_otherwise(word.text)};
      if (!word.sign) {
        Romanised latin = romanised_word(word.text, spelling);
        made.text = std::move(latin.text);
        made.syllables = std::move(latin.syllables);
      } else if (say_signs) {
        made.text = lists_.said(word.text, german_ && country_.empty() ? "de" : country_);
      }
      if (!made.text.empty()) out.push_back(std::move(made));
    }
    return out;
  }

  // Places are known in their own script besides (България).
  bool is_place_as_written(const BrandWord& word) const {
    return has_other_letters(word.text) && lists_.is_place(form_key(word.text));
  }

  // AT&T, H&M: signs between initials are left out, and they are one word.
  static BrandWords with_initials_joined(const BrandWords& words) {
    const auto is_short = [](const BrandWord& word) {
      return !word.sign && romanised(word.text, Spelling::usual).size() <= 2;
    };
    BrandWords out;
    for (std::size_t i = 0; i < words.size(); ++i) {
      const bool joins = words[i].text == "&" && i > 0 && i + 1 < words.size() && is_short(words[i - 1]) &&
                         is_short(words[i + 1]);
      if (joins)
        out.back().text += words[++i].text;
      else
        out.push_back(words[i]);
    }
    return out;
  }

  std::vector<PersonaName> personas() const {
    std::vector<PersonaName> out;
    for (const Persona& persona : input_.personas) {
      const auto written_name = [&](const std::string& name) -> std::string {
        if (has_han(name) && brand_.japanese) return {};  // would be read as Chinese
        std::string text =
            romanised(std::string_view(name).substr(0, kMostNameBytes), spellings(name).front());
        return text.size() > kLongestStem ? std::string() : text;
      };
      PersonaName name{written_name(persona.first_name), written_name(persona.last_name), {}};
      name.initial = name.first.substr(0, 1);
      out.push_back(std::move(name));
    }
    return out;
  }

  void add_personas(const std::vector<PersonaName>& names) {
    for (const PersonaName& name : names)
      add(name.first + name.last, settings_.stems.persona, StemSource::persona);
  }

  void drop_unfit() {
    std::erase_if(stems_, [](const Stem& stem) { return !is_label(stem.text); });
    const auto drop = [&](auto unfit) {
      if (!std::all_of(stems_.begin(), stems_.end(), unfit)) std::erase_if(stems_, unfit);
    };
    if (std::all_of(stems_.begin(), stems_.end(),
                    [](const Stem& stem) { return stem.text.size() < kShortestStem; }))
      for (const auto& [words, weight] : cut_) add(words, weight, StemSource::brand);
    drop([](const Stem& stem) { return stem.text.size() < kShortestStem; });
  }

  // Whether the first stem is a guess at how the brand is read.
  bool is_guess() const {
    if (given_) return false;
    if (stems_.empty() || stems_.front().weight <= settings_.stems.persona)
      return has_other_letters(text_of(brand_.words));  // the brand could not be read
    if (stems_.front().weight >= settings_.stems.website) return false;
    return brand_.rough || is_rough(text_of(brand_.words));
  }

  // A word of phishing mail goes first: an email address under the website's domain does not excuse it.
  void find_guard() {
    const auto found = [&](GuardReason reason, std::string word) {
      if (review_.guard != GuardReason::none) return;
      review_.guard = reason;
      review_.guarded = std::move(word);
    };
    for (const std::string& word : guarded_words())
      if (lists_.phishing.contains(word)) found(GuardReason::phishing, word);
    if (lists_.famous.contains(whole_)) found(GuardReason::famous, whole_);
    for (const std::string& name : famous_runs()) found(GuardReason::famous, name);
    for (const Stem& stem : stems_)
      if (lists_.famous.contains(stem.text)) found(GuardReason::famous, stem.text);
  }

  // Famous names that words of the brand spell together (Pay Pal Foods).
  std::vector<std::string> famous_runs() const {
    constexpr std::size_t kMostWords = 3;
    constexpr std::size_t kShortest = 5;
    std::vector<std::string> out;
    const Words words = written(brand_.words, Spelling::usual, false);
    for (std::size_t from = 0; from < words.size(); ++from) {
      std::string run = words[from].text;
      for (std::size_t to = from + 1; to < std::min(words.size(), from + kMostWords); ++to) {
        run += words[to].text;
        if (run.size() >= kShortest && lists_.famous.contains(run)) out.push_back(run);
      }
    }
    return out;
  }

  // Every word that may stand in a name, in Latin letters: of the brand and its alternatives, of the given
  // stem, and of each label that became a stem.
  std::vector<std::string> guarded_words() const {
    std::vector<std::string> out;
    const auto add_words = [&](const BrandWords& words) {
      for (Word& word : written(words, Spelling::usual, false)) out.push_back(std::move(word.text));
    };
    add_words(brand_.words);
    for (const BrandWords& other : brand_.others) add_words(other);
    for (const BrandWords& words : given_words_) add_words(words);
    for (const Words& words : label_words_)
      for (const Word& word : words) out.push_back(word.text);
    for (const Stem& stem : stems_)
      for (const std::string_view part : split(stem.text, "-")) out.emplace_back(part);
    return out;
  }

  const WordLists& lists_;
  const NameWords& names_;
  const Settings& settings_;
  const NamingInput& input_;
  std::string website_country_;
  Brand brand_;
  std::string country_;
  bool german_ = false;
  bool given_ = false;
  std::string whole_;                       // the brand as one word, its signs said
  Words core_;                              // its words without what is generic
  std::vector<std::pair<Words, int>> cut_;  // too long to be a stem, unless there is no other
  std::vector<BrandWords> given_words_;     // of the given stem, and what it says besides
  std::vector<Words> label_words_;          // of the website's labels that are stems
  std::vector<Stem> stems_;
  NameReview review_;
};

}  // namespace

Stems find_stems(const NamingRules::Data& data, const NamingInput& input) {
  return StemFinder(data, input).find();
}

}  // namespace domainplan
