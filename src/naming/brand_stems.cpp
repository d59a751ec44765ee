// The stems that a brand gives: the whole name in each spelling, its parts, and what it says besides.
#include <algorithm>

#include "domainplan/domain_name.hpp"
#include "naming/sounds.hpp"
#include "naming/stem_draft.hpp"

namespace domainplan {
namespace {

constexpr std::size_t kComfortable = 18;  // of a longer brand its name alone comes first
constexpr std::size_t kShortestFirstWord = 4;
constexpr std::size_t kShortestInitials = 3;
constexpr std::size_t kShortestBehindPlace = 8;  // of a Japanese name
constexpr std::size_t kLongestInitials = 5;

Words first_of(const Words& words, std::size_t count) {
  return {words.begin(), words.begin() + static_cast<std::ptrdiff_t>(count)};
}

Words rest_of(const Words& words, std::size_t from) {
  return {words.begin() + static_cast<std::ptrdiff_t>(from), words.end()};
}

class BrandStems {
 public:
  explicit BrandStems(StemDraft& draft) : d_(draft) {}

  void add_brand() {
    if (d_.brand.alternatives) join_names();
    std::string whole_text;
    for (const BrandWord& word : d_.brand.words) whole_text += word.text + " ";
    std::vector<Spelling> ways = d_.latin.spellings(whole_text);
    prefer_website_spelling(ways);
    int less = 0;
    for (const Spelling spelling : ways) {
      add_name(d_.brand.words, spelling, less);
      less += d_.variant_gap();
    }
    add_glosses();
    // Initials say little, so what they are glued to comes next.
    int weight = d_.brand.initials_glued ? d_.settings.stems.brand - 1 : d_.settings.stems.variant - 1;
    for (const BrandWords& other : d_.brand.others) {
      add_other(other, weight);
      weight = std::min(weight, d_.settings.stems.variant - 1);
    }
  }

 private:
  void add_name(const BrandWords& words, Spelling spelling, int less) {
    const BrandWords initials = with_initials_joined(words);
    const bool only_initials = initials.size() == 1 && initials.size() < words.size();
    const Words said = d_.latin.written(words, spelling, true);
    const Words plain = d_.latin.written(initials, spelling, false);
    if (d_.whole.empty()) {
      d_.whole = joined(said);
      whole_ = said;
    }
    if (d_.core.empty()) d_.core = plain;
    // AT&T is att, but S&K Werkzeuge is sundkwerkzeuge: initials are a name by themselves only.
    add_whole(only_initials ? plain : said, less);
    add_whole(only_initials ? said : plain, less + d_.variant_gap());
    add_parts(plain, less);
    add_couple(said, less);
  }

  // What & joins with a name, without the trade behind both: first where the whole is long and what is left
  // without it would be cut too short (Smith of Smith & Sons Electric).
  void add_couple(const Words& said, int less) {
    const Words couple = d_.names.up_to_couple(said);
    const std::string text = joined(couple);
    if (text.empty() || text.size() > kLongestStem) return;
    int weight = behind_whole(couple);
    const Words core = d_.names.without_ending(said);
    if (core.size() < couple.size() && joined(said).size() > kComfortable) {
      weight = d_.settings.stems.brand + 1;
      if (const Stem* const left = d_.stems.find(joined(core)); left != nullptr)
        weight +=
            std::max(0, d_.stems.worth(left->text, left->weight + less) - d_.stems.worth(text, weight) + 1);
    }
    d_.stems.add(couple, weight - less, StemSource::shorter);
  }

  // A whole brand: better without its article, if it is a name so.
  void add_whole(Words words, int less) {
    if (words.empty()) return;
    int weight = d_.settings.stems.brand - less;
    const StemSource source = less == 0 ? StemSource::brand : StemSource::spelling;
    if (words.size() > 1 && d_.names.is_article(words.front())) {
      const Words bare = rest_of(words, 1);
      if (d_.names.is_telling(bare)) {
        add_uncut(bare, weight, StemSource::shorter);
        weight -= d_.variant_gap();
      }
    }
    add_uncut(words, weight, source);
  }

  // A brand that is too long gives way to its parts, unless it has none.
  void add_uncut(const Words& words, int weight, StemSource source) {
    if (joined(words).size() <= kLongestStem || words.size() == 1)
      d_.stems.add(words, weight, source);
    else
      d_.cut.push_back({words, weight});
  }

  // Parts of a brand, given without its signs.
  void add_parts(Words words, int less) {
    if (words.size() < 2) return;
    add_initials(words, less);
    if (d_.names.is_article(words.front())) words.erase(words.begin());
    const std::size_t whole = joined(words).size();

    // A place before two words or more, and what is generic after them, are not the name.
    Words name = words;
    Words behind_place;  // of Berlin Solar Panels: no name by itself, but a stem after the whole
    bool shed = false;
    if (const std::size_t place = d_.names.leading_place(words); place > 0 && words.size() >= place + 2 &&
                                                                 !d_.names.is_small(words[place]) &&
                                                                 !is_also_a_word(first_of(words, place))) {
      const Words rest = rest_of(words, place);
      // The words of Japanese are a dictionary's: 製麺 of 丸亀製麺 is two.
      const bool is_one_word =
          d_.brand.japanese && joined(d_.names.without_ending(rest)).size() < kShortestBehindPlace;
      if (d_.names.is_telling(rest) && !is_one_word) {
        name = rest;
        shed = true;
      } else if (!words.front().no_particle && !is_rough(d_.input.brand) && says_what_it_does(rest)) {
        behind_place = rest;
      }
    }
    // Nor is what the company does, where that comes first.
    const std::size_t trade = d_.names.leading_trade(name);
    if (trade > 0) add_traded(words, name, trade, less);
    const Words core = d_.names.without_ending(name);
    const bool distinctive = is_distinctive(core);
    if (shed) add_short(name, distinctive ? d_.settings.stems.variant : behind_whole(name), less);
    shed = shed || (core.size() < name.size() && d_.names.trailing_country(words) > 0);
    bool core_first = false;
    bool name_fits = false;  // what follows the place is a stem, with its category (新光商業銀行)
    if (d_.names.is_telling(core) && core.size() < words.size()) {
      const bool long_or_corporate =
          whole > kComfortable || std::all_of(name.begin() + static_cast<std::ptrdiff_t>(core.size()),
                                              name.end(), [&](const Word& word) {
                                                return d_.names.is_corporate(word) || d_.names.is_small(word);
                                              });
      // 招商银行 and 北京大学 are names, without their country too.
      const bool of_the_name =
          std::any_of(name.begin() + static_cast<std::ptrdiff_t>(core.size()), name.end(),
                      [](const Word& word) { return word.generic && !word.corporate; });
      // So is Museum of Natural Sciences.
      const bool is_phrase = std::any_of(name.begin(), name.end(),
                                         [&](const Word& word) { return d_.names.is_connector(word); });
      const bool is_name =
          shed && (of_the_name || (is_phrase && whole > kLongestStem && core.size() == name.size()));
      if (is_name) add_short(name, d_.settings.stems.brand + 1, less);
      name_fits = is_name && joined(name).size() <= kLongestStem;
      core_first = distinctive ? shed || long_or_corporate : !shed && long_or_corporate;
      core_first = core_first && !of_the_name;
      // What is left comes first, and the whole after it; else it comes after the whole.
      const bool added = add_short(core, core_first ? d_.settings.stems.brand + 1 : behind_whole(core), less);
      core_first = core_first && added;
      d_.core = core;
    }
    // A brand that is too long and has no name in it is cut, unless its words say nothing at all.
    const bool says_something =
        std::any_of(words.begin(), words.end(), [&](const Word& word) { return !d_.names.is_generic(word); });
    if (!core_first && !name_fits && says_something && whole > kLongestStem && trade == 0)
      add_long(words, less);
    const bool two_of_name = words.size() >= d_.names.trailing_country(words) + 2;
    const bool two_fit = joined(first_of(words, 2)).size() <= kLongestStem && !words[1].particle;
    if (words.size() > 2 && trade == 0 && two_of_name && two_fit && whole > kComfortable &&
        !d_.names.is_small(words[0]) && !d_.names.is_small(words[1]) && d_.names.leading_place(words) == 0 &&
        !d_.names.is_generic(words[0]) && !d_.names.breaks_off(words, 2))
      add_short(first_of(words, 2), d_.settings.stems.two_words, less, StemSource::two_words);
    // Of a name in another script nobody knows what a word by itself means.
    if (trade == 0 && !has_other_letters(d_.input.brand) && name[0].text.size() >= kShortestFirstWord &&
        d_.names.is_distinctive(name[0]) && !d_.names.is_trade(name[0]) &&
        d_.names.leading_place(name) == 0 && (name.size() == 1 || !name[1].hyphened))
      add_short({name[0]}, d_.settings.stems.first_word, less, StemSource::first_word);
    if (!behind_place.empty()) {
      const Words part = fitting(behind_place);
      if (part.size() > 1) d_.stems.add(part, behind_whole(part) - less, StemSource::shorter);
    }
    if (words.size() == 2)
      d_.stems.add(hyphenated(words), d_.settings.stems.hyphenated - less, StemSource::hyphenated, false);
    if (core.size() == 2 && core.size() < words.size() && d_.names.is_telling(core))
      d_.stems.add(hyphenated(core), d_.settings.stems.hyphenated - less, StemSource::hyphenated, false);
  }

  // The name behind `trade` words that say what the company does. It comes first where the whole is long or
  // quotation marks show it. A word of the dictionary takes a word of the trade with it, if there is room.
  void add_traded(const Words& words, const Words& name, std::size_t trade, int less) {
    const std::size_t whole = joined(words).size();
    const Words rest = d_.names.without_ending(rest_of(name, trade));
    const bool first = whole > kComfortable || rest.front().quoted;
    if (is_distinctive(rest) || is_name_of_trade(rest)) {
      const Words part = fitting(rest);
      d_.stems.add(part, (first ? d_.settings.stems.brand + 1 : behind_whole(part)) - less,
                   StemSource::shorter);
      d_.core = part;
      return;
    }
    // Kühn & Partner says more than Kühn.
    if (const Words all = rest_of(name, trade); rest.size() == 1 && all.size() == 2 && first &&
                                                d_.names.is_generic(all.back()) &&
                                                !d_.names.is_corporate(all.back())) {
      d_.stems.add(fitting(all), d_.settings.stems.brand + 1 - less, StemSource::shorter);
      return;
    }
    Words pair = {trade_noun(first_of(name, trade))};
    pair.insert(pair.end(), rest.begin(), rest.end());
    if (joined(pair).size() <= kLongestStem) {
      if (whole > kLongestStem || (trade > 1 && whole > kComfortable))
        d_.stems.add(pair, d_.settings.stems.brand + 1 - less, StemSource::shorter);
    } else if (whole > kLongestStem) {
      // A word that would be cut names nobody.
      const Part part = telling_part(words);
      if (joined(part.words).size() > kLongestStem && says_more_than_place(rest))
        d_.stems.add(fitting(rest), d_.settings.stems.brand - less, StemSource::brand);
      else
        add_long(words, less);
    }
  }

  // A part of a brand that is too long; where each breaks off, its initials come first.
  void add_long(const Words& words, int less) {
    const Part part = telling_part(words);
    const bool is_one_word = part.words.size() == 1 && !is_distinctive(part.words);
    if (part.breaks_off || is_one_word) {
      if (std::string initials = fit_initials(words); !initials.empty()) {
        d_.stems.add(std::move(initials), d_.settings.stems.brand - less, StemSource::initials, false);
        return;
      }
    }
    const Words last = part.breaks_off ? last_phrase(words) : Words();
    d_.stems.add(last.empty() ? part.words : last, d_.settings.stems.brand - less, StemSource::brand);
  }

  // The word of a trade's that says most by itself, which is the shortest (clínica odontológica, stomatološka
  // ordinacija); in Cyrillic and Greek the last of these, behind its adjective.
  Word trade_noun(const Words& trade) const {
    const Word* noun = nullptr;
    for (const Word& word : trade)
      if (d_.names.is_trade(word) &&
          (noun == nullptr || word.text.size() < noun->text.size() + (word.other_letters ? 1 : 0)))
        noun = &word;
    return noun == nullptr ? trade.front() : *noun;
  }

  // Whether words behind a trade are its name, though each is one of a dictionary or may be: two are together
  // (Белый Медведь, Beyaz İnci), if not in English, and what was written in another script is where it is not
  // known to be a word.
  bool is_name_of_trade(const Words& words) const {
    if (words.size() == 1 && words.front().everyday) return false;
    const auto is_english = [&](const Word& word) { return is_english_word(word); };
    if (words.size() > 1 && d_.names.is_telling(words) &&
        !std::all_of(words.begin(), words.end(), is_english))
      return true;
    return joined(words).size() >= kShortestFirstWord && says_more_than_place(words) &&
           std::all_of(words.begin(), words.end(), [](const Word& word) { return word.other_letters; });
  }

  struct Part {
    Words words;
    bool breaks_off = false;  // within a phrase
  };

  // What a brand that is too long is cut to: its words without what is generic after them, where these are
  // two or more and fit; else its words from the first on with which a stem can begin: cut, it names
  // somebody. A part that would break off gives way to a whole phrase.
  Part telling_part(Words words) const {
    while (words.size() > 1 && d_.names.is_small(words.back())) words.pop_back();
    if (const Words core = d_.names.without_ending(words);
        core.size() > 1 && joined(core).size() <= kLongestStem && says_more_than_place(core))
      return {core};
    std::size_t from = 0;
    for (; from < words.size(); ++from) {
      if (from > 0 && d_.names.is_connector(words[from])) continue;
      const Words part = fitting(rest_of(words, from));
      // A single word that would be cut gives way to what names somebody behind it.
      const bool is_cut = joined(part).size() > kLongestStem;
      if (d_.names.is_telling(part) &&
          (!is_cut || from + 1 == words.size() || !is_distinctive(rest_of(words, from + 1))))
        break;
    }
    if (from == words.size()) from = 0;
    Words part = fitting(rest_of(words, from));
    const bool breaks_off =
        joined(part).size() > kLongestStem || d_.names.breaks_off(words, from + part.size());
    if (!breaks_off) return {std::move(part)};
    if (Words phrase = whole_phrase(words); !phrase.empty()) return {std::move(phrase)};
    return {std::move(part), true};
  }

  // The first whole phrases of a name, those of its beginning before the others (Little Shop of Horrors,
  // Broken Relationships); of one of English words that is too long its last words, which say what it is
  // (Handmade Chocolate). Empty where none fit.
  Words whole_phrase(const Words& words) const {
    const auto begins = [&](std::size_t at) {
      const bool hyphens_follow = at + 1 < words.size() && words[at + 1].hyphened && !words[at].hyphened;
      return at == 0 || d_.names.is_connector(words[at - 1]) || hyphens_follow;
    };
    const auto fits = [&](const Words& part) {
      return joined(part).size() <= kLongestStem && d_.names.is_telling(part) && says_more_than_place(part);
    };
    for (std::size_t from = 0; from < words.size(); ++from) {
      if (!begins(from) || d_.names.is_connector(words[from])) continue;
      for (std::size_t end = words.size(); end > from; --end) {
        const Words part(words.begin() + static_cast<std::ptrdiff_t>(from),
                         words.begin() + static_cast<std::ptrdiff_t>(end));
        if (d_.names.is_connector(part.back()) || (end < words.size() && d_.names.breaks_off(words, end)))
          continue;
        if (fits(part)) return part;
      }
    }
    for (std::size_t from = 1; from < words.size(); ++from) {
      if (d_.names.is_connector(words[from])) continue;
      const Words part = d_.names.without_ending(rest_of(words, from));
      if (d_.names.breaks_off(words, from + part.size())) continue;
      const bool is_english =
          std::all_of(words.begin(), words.end(), [&](const Word& word) { return is_english_word(word); });
      if (is_english && part.size() > 1 && fits(part)) return part;
    }
    return {};
  }

  // What an adjective begins behind the last small word (Fine Furniture); empty where none does, or it is too
  // long.
  Words last_phrase(const Words& words) const {
    std::size_t from = words.size();
    while (from > 0 && !d_.names.is_connector(words[from - 1])) --from;
    const Words part = rest_of(words, from);
    const bool fits = part.size() > 1 && joined(part).size() <= kLongestStem;
    return fits && d_.names.is_like_adjective(part.front()) && says_more_than_place(part) ? part : Words();
  }

  bool is_english_word(const Word& word) const {
    return d_.lists.is_english(word.text) || d_.lists.rarer_english.contains(word.text);
  }

  // Whether words say more together than that they are a company.
  bool says_what_it_does(const Words& words) const {
    const auto says = std::count_if(words.begin(), words.end(), [&](const Word& word) {
      return !d_.names.is_corporate(word) && !d_.names.is_small(word);
    });
    return words.size() > 1 && (says > 1 || (says == 1 && says_more_than_place(words)));
  }

  // Power Grid of Power Grid Corporation of India, but no Hong Kong.
  bool says_more_than_place(const Words& words) const {
    return d_.names.leading_place(words) < words.size() &&
           std::any_of(words.begin(), words.end(), [&](const Word& word) {
             return !d_.names.is_generic(word) && !d_.names.is_small(word) && !d_.names.is_article(word);
           });
  }

  // As many words as a stem has room for: the last one that is left is no particle, no single letter and, but
  // for one after a place alone, no Chinese word that does not say what a company does.
  Words fitting(Words words) const {
    const auto ends_badly = [&] {
      const Word& last = words.back();
      const bool says_nothing = last.corporate && (words.size() > 2 || !words.front().place);
      return d_.names.is_small(last) || last.particle || last.text.size() == 1 || says_nothing;
    };
    bool cut = false;
    while (words.size() > 1 && (joined(words).size() > kLongestStem || (cut && ends_badly()))) {
      words.pop_back();
      cut = true;
    }
    return words;
  }

  // Vista Alegre Atlantis: one word that is a town's name somewhere is no place for that.
  bool is_also_a_word(const Words& place) const {
    const std::string& text = place.front().text;
    return place.size() == 1 && !place.front().place && !d_.lists.is_country(text) &&
           (d_.lists.is_english(text) || d_.lists.rarer_english.contains(text));
  }

  bool is_distinctive(const Words& words) const {
    return std::any_of(words.begin(), words.end(),
                       [&](const Word& word) { return d_.names.is_distinctive(word); });
  }

  // The weight of a part, so that it is worth less than the whole brand where that is a stem.
  int behind_whole(const Words& part) {
    const Stem* const whole = d_.stems.find(safely_joined(d_.lists.rude, whole_, kLongestStem));
    if (whole == nullptr || joined(whole_).size() > kLongestStem) return d_.settings.stems.shorter;
    const int over =
        d_.stems.worth(joined(part), d_.settings.stems.shorter) - d_.stems.worth(whole->text, whole->weight);
    return std::max(0, d_.settings.stems.shorter - std::max(0, over + 1));
  }

  // Initials where people use them: of a long name of three words or more in Latin letters, and no word.
  void add_initials(const Words& words, int less) {
    if (joined(words).size() <= kComfortable) return;
    std::string initials = fit_initials(words);
    int weight = d_.settings.stems.initials - less;
    // The whole brand is worth more, even where it needs a hyphen.
    if (const Stem* const whole = d_.stems.find(safely_joined(d_.lists.rude, words, kLongestStem));
        whole != nullptr && joined(words).size() <= kLongestStem)
      weight = std::min(weight, d_.stems.worth(whole->text, whole->weight) - 1);
    d_.stems.add(std::move(initials), weight, StemSource::initials, false);
  }

  // The initials of a name; empty where they are a word, or nobody would use them.
  std::string fit_initials(const Words& words) const {
    if (words.size() < kShortestInitials || words.size() > kLongestInitials) return {};
    if (has_other_letters(d_.input.brand)) return {};
    std::string initials = initials_of(words, false);
    if (initials.size() < kShortestInitials) initials = initials_of(words, true);
    const bool is_other = d_.lists.is_english(initials) || spells_another(initials) ||
                          d_.lists.joined_forms.contains(initials) ||
                          d_.lists.rude.reach_over(initials.substr(0, 1), initials.substr(1));
    return is_other ? std::string() : initials;
  }

  // People leave small words out of initials (MIT), unless too few are left (DOJ).
  std::string initials_of(const Words& words, bool small_too) const {
    std::string out;
    for (const Word& word : words)
      if (small_too || !d_.names.is_small(word)) out += word.text.front();
    return out;
  }

  // Whether initials are a famous name that is not the brand's own (International Bakery Machines).
  bool spells_another(const std::string& initials) const {
    return d_.lists.famous.contains(initials) && !d_.lists.famous.contains(d_.whole);
  }

  // Whether it is one.
  bool add_short(const Words& words, int weight, int less, StemSource source = StemSource::shorter) {
    const Words part = fitting(words);
    if (d_.names.breaks_off(words, part.size())) return false;
    if (!d_.names.is_telling(part) || joined(part).size() < kShortestShortForm) return false;
    d_.stems.add(part, weight - less, source);
    return true;
  }

  // What a name says beside the brand: worth as much as another spelling.
  void add_other(const BrandWords& other, int weight) {
    for (const Spelling spelling : d_.latin.spellings(text_of(other))) {
      const Words words = d_.latin.written(other, spelling, true);
      if (repeats(words)) return;
      const Words plain = d_.names.without_ending(d_.latin.written(other, spelling, false));
      if (!d_.names.is_telling(plain)) continue;
      d_.stems.add(fitting(words), weight, StemSource::other_name);
      break;
    }
  }

  // Whether words of two scripts say the same (Huawei 华为): both are stems, or one, and together they are
  // none.
  static bool repeats(const Words& words) {
    for (std::size_t i = 0; i < words.size(); ++i)
      for (std::size_t j = i + 1; j < words.size(); ++j) {
        if (words[i].other_letters == words[j].other_letters) continue;
        const std::string& a = words[i].text;
        const std::string& b = words[j].text;
        if (is_reading_of(a, b) || a.starts_with(b) || b.starts_with(a)) return true;
      }
    return false;
  }

  // フィットネスひまわり: fitnesshimawari after fittonesuhimawari.
  void add_glosses() {
    BrandWords glossed = d_.brand.words;
    bool any = false;
    for (BrandWord& word : glossed) {
      if (word.gloss.empty()) continue;
      word.text = word.gloss;
      any = true;
    }
    if (any)
      d_.stems.add(d_.latin.written(glossed, Spelling::usual, true), d_.settings.stems.variant,
                   StemSource::spelling);
  }

  // Smile | Dental: the first part alone names nobody. But Sparkasse of Sparkasse - Cassa di Risparmio does
  // better than both of them cut.
  void join_names() {
    const Words first = d_.latin.written(d_.brand.words, Spelling::usual, false);
    if (d_.names.is_telling(first)) return;
    std::size_t size = joined(first).size();
    for (const BrandWords& other : d_.brand.others)
      size += joined(d_.latin.written(other, Spelling::usual, false)).size();
    const bool says_little = std::all_of(first.begin(), first.end(), [&](const Word& word) {
      return d_.names.is_generic(word) || d_.lists.is_english(word.text) || d_.lists.is_place(word.text);
    });
    if (size > kLongestStem && !says_little && joined(first).size() >= kShortestFirstWord) return;
    d_.brand.alternatives = false;
    for (const BrandWords& other : d_.brand.others)
      d_.brand.words.insert(d_.brand.words.end(), other.begin(), other.end());
    d_.brand.others.clear();
  }

  // Where the website's label spells the brand one way, that way is the owner's.
  void prefer_website_spelling(std::vector<Spelling>& ways) const {
    const std::string root(registrable_domain(d_.input.website));
    const auto used = std::find_if(ways.begin(), ways.end(), [&](Spelling way) {
      const std::string text = joined(d_.latin.written(d_.brand.words, way, false));
      std::string label(first_label(root));
      std::erase(label, '-');
      return text.size() >= kShortestShortForm && label.find(text) != std::string::npos;
    });
    if (used != ways.end()) std::rotate(ways.begin(), used, used + 1);
  }

  StemDraft& d_;
  Words whole_;  // of d_.whole
};

}  // namespace

void add_brand_stems(StemDraft& draft) { BrandStems(draft).add_brand(); }

}  // namespace domainplan
