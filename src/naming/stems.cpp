#include "naming/stems.hpp"

#include <algorithm>
#include <string>

#include "naming/brand.hpp"
#include "naming/romanise.hpp"
#include "naming/rules.hpp"
#include "naming/website.hpp"

namespace domainplan {
namespace {

constexpr std::size_t kLongestStem = 24;     // longer ones give way to shorter forms
constexpr std::size_t kShortestStem = 2;     // shorter ones are used where there is nothing else
constexpr std::size_t kMostNameBytes = 200;  // of a persona's name; longer ones are no names
constexpr std::size_t kShortestFirstWord = 4;
constexpr std::size_t kShortestInitials = 3;
constexpr std::size_t kLongestInitials = 5;

using Words = std::vector<std::string>;  // romanised

std::string joined(const Words& words) {
  std::string out;
  for (const std::string& word : words) out += word;
  return out;
}

bool is_german(std::string_view country) {
  return country == "de" || country == "at" || country == "ch" || country == "li";
}

class StemFinder {
 public:
  StemFinder(const NamingRules::Data& data, const NamingInput& input)
      : lists_(*data.words),
        settings_(data.settings),
        input_(input),
        brand_(read_brand(lists_, input.brand)) {
    country_ = !brand_.country.empty() ? brand_.country : website_country(input.website);
  }

  Stems find() {
    add_given();
    add_website();
    named_elsewhere_ = !stems_.empty();
    add_brand();
    Stems out;
    out.personas = personas();
    if (stems_.empty()) {
      add_personas(out.personas);
      out.of_personas = !stems_.empty();
    }
    undecorate_website();
    drop_unfit();
    std::stable_sort(stems_.begin(), stems_.end(),
                     [](const Stem& a, const Stem& b) { return a.weight > b.weight; });
    out.stems = std::move(stems_);
    return out;
  }

 private:
  void add(std::string text, int weight) {
    if (text.empty()) return;
    weight = std::max(weight, 0);
    const auto known =
        std::find_if(stems_.begin(), stems_.end(), [&](const Stem& stem) { return stem.text == text; });
    if (known == stems_.end())
      stems_.push_back({std::move(text), weight});
    else
      known->weight = std::max(known->weight, weight);
  }

  std::vector<Spelling> spellings(std::string_view text) const {
    return spellings_of(text, {.german = is_german(country_)});
  }

  // What the second spelling of a text is worth less than the first.
  int variant_gap() const { return std::max(0, settings_.stems.brand - settings_.stems.variant); }

  void add_given() {
    const Brand given = read_brand(lists_, input_.stem);
    int weight = settings_.stems.given;
    for (const Spelling spelling : spellings(input_.stem)) {
      const Words words = written(given.words, spelling, true);
      add(joined(words), weight);
      if (words.size() == 2 && input_.stem.find('-') != std::string::npos)
        add(hyphenated(words), weight - variant_gap());
      weight -= variant_gap();
    }
  }

  void add_website() {
    const std::string label = website_label(lists_, input_.website);
    const Brand named = read_brand(lists_, label);
    int weight = settings_.stems.website;
    for (const Spelling spelling : spellings(label)) {
      Words words;
      for (const BrandWord& word : named.words) words.push_back(romanised(word.text, spelling));
      if (website_.empty()) website_ = joined(words);
      add(joined(words), weight);
      if (words.size() == 2) add(hyphenated(words), settings_.stems.hyphenated);
      weight -= variant_gap();
    }
  }

  void add_brand() {
    const bool misread = has_han(input_.brand) && is_japanese();
    if (misread && named_elsewhere_) return;
    rough_ = named_elsewhere_ && is_rough(input_.brand);
    const std::vector<BrandWord> words = with_initials_joined(brand_.words);
    int less = 0;
    for (const Spelling spelling : spellings(input_.brand)) {
      const Words plain = written(words, spelling, false);
      add_whole(written(words, spelling, true), less);
      add_whole(plain, less + variant_gap());
      add_whole(written(brand_.words, spelling, true), less + 2 * variant_gap());
      add_parts(plain, less);
      less += variant_gap();
    }
  }

  // A whole brand: better without its article, if it is a name so.
  void add_whole(Words words, int less) {
    const std::string whole = joined(words);
    const bool article = words.size() > 1 && lists_.articles.contains(words.front());
    if (article) words.erase(words.begin());
    if (article && is_telling(words)) {
      add(joined(words), weight(settings_.stems.brand, less));
      less += variant_gap();
    }
    add(whole, weight(settings_.stems.brand, less));
  }

  // Parts of a brand, given without its signs.
  void add_parts(Words words, int less) {
    if (words.size() >= kShortestInitials && words.size() <= kLongestInitials) {
      std::string initials;
      for (const std::string& word : words) initials += word.front();
      add(std::move(initials), weight(settings_.stems.initials, less));
    }
    if (words.size() > 1 && lists_.articles.contains(words.front())) words.erase(words.begin());
    if (words.size() > 2 && !lists_.small.contains(words[0]) && !lists_.small.contains(words[1]))
      add_short({words[0], words[1]}, settings_.stems.two_words, less);
    if (words.size() > 1 && words[0].size() >= kShortestFirstWord)
      add_short({words[0]}, settings_.stems.first_word, less);
    if (words.size() == 2) add(hyphenated(words), weight(settings_.stems.hyphenated, less));
    while (words.size() > 1 &&
           (lists_.generic.contains(words.back()) || lists_.small.contains(words.back()))) {
      words.pop_back();
      if (lists_.small.contains(words.back())) continue;
      add_short(words, settings_.stems.shorter, less);
      if (words.size() == 2) add(hyphenated(words), weight(settings_.stems.hyphenated, less));
    }
  }

  // Whether words name somebody: one everyday word alone does not, two together can (Blue Ocean).
  bool is_telling(const Words& words) const {
    const bool distinctive = std::any_of(words.begin(), words.end(), [&](const std::string& word) {
      return !lists_.generic.contains(word) && !lists_.common.contains(word) &&
             !lists_.articles.contains(word);
    });
    return distinctive || (words.size() == 2 && !lists_.generic.contains(words[0]));
  }

  void add_short(const Words& words, int base, int less) {
    std::string text = joined(words);
    if (is_telling(words) && text.size() >= kShortestStem) add(std::move(text), weight(base, less));
  }

  int weight(int base, int less) const {
    return (rough_ ? std::min(base, settings_.stems.rough) : base) - less;
  }

  static std::string hyphenated(const Words& words) {
    if (words[0].empty() || words[1].empty()) return {};
    return words[0] + "-" + words[1];
  }

  // The words in ASCII, without those of which nothing is left: signs are, unless they are to be said.
  Words written(const std::vector<BrandWord>& words, Spelling spelling, bool say_signs) const {
    Words out;
    for (const BrandWord& word : words) {
      std::string text;
      if (!word.sign)
        text = romanised(word.text, spelling);
      else if (say_signs)
        text = lists_.said(word.text, country_);
      if (!text.empty()) out.push_back(std::move(text));
    }
    return out;
  }

  // Where & stands between words of one or two letters (AT&T, H&M) it is left out, and they are one word.
  static std::vector<BrandWord> with_initials_joined(const std::vector<BrandWord>& words) {
    const auto is_short = [](const BrandWord& word) {
      return !word.sign && romanised(word.text, Spelling::usual).size() <= 2;
    };
    std::vector<BrandWord> out;
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

  bool is_japanese() const { return brand_.japanese || country_ == "jp"; }

  std::vector<PersonaName> personas() const {
    std::vector<PersonaName> out;
    for (const Persona& persona : input_.personas) {
      const auto written_name = [&](const std::string& name) -> std::string {
        if (has_han(name) && is_japanese()) return {};  // would be read as Chinese
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
    for (const PersonaName& name : names) add(name.first + name.last, settings_.stems.persona);
  }

  // Where the website is a stem with an affix (getacme.com), that stem is what its owner goes by: the two
  // change places, for more affixes would make the website's label worse.
  void undecorate_website() {
    if (website_.empty()) return;
    const auto website =
        std::find_if(stems_.begin(), stems_.end(), [&](const Stem& stem) { return stem.text == website_; });
    for (Stem& stem : stems_)
      if (website != stems_.end() && is_decorated(website->text, stem.text)) {
        stem.weight = std::max(stem.weight, settings_.stems.website);
        website->weight = std::min(website->weight, settings_.stems.rough);
      }
  }

  bool is_decorated(std::string_view text, std::string_view stem) const {
    const auto is_in = [](const std::vector<Weighted>& affixes, std::string_view word) {
      return std::any_of(affixes.begin(), affixes.end(),
                         [&](const Weighted& affix) { return affix.text == word; });
    };
    if (text.ends_with(stem) && is_in(settings_.prefixes, text.substr(0, text.size() - stem.size())))
      return true;
    return text.starts_with(stem) && is_in(settings_.suffixes, text.substr(stem.size()));
  }

  void drop_unfit() {
    const auto drop = [&](auto unfit) {
      if (!std::all_of(stems_.begin(), stems_.end(), unfit)) std::erase_if(stems_, unfit);
    };
    drop([](const Stem& stem) { return stem.text.size() < kShortestStem; });
    drop([](const Stem& stem) { return stem.text.size() > kLongestStem; });
    std::vector<Stem> cut = std::move(stems_);
    stems_.clear();
    for (Stem& stem : cut) {
      std::string text = stem.text.substr(0, kLongestStem);
      if (text.ends_with('-')) text.pop_back();
      add(std::move(text), stem.weight);
    }
  }

  const WordLists& lists_;
  const Settings& settings_;
  const NamingInput& input_;
  Brand brand_;
  std::string country_;
  std::string website_;
  std::vector<Stem> stems_;
  bool named_elsewhere_ = false;  // by the given stem or the website
  bool rough_ = false;
};

}  // namespace

Stems find_stems(const NamingRules::Data& data, const NamingInput& input) {
  return StemFinder(data, input).find();
}

}  // namespace domainplan
