#include "naming/draw.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <climits>
#include <map>
#include <random>
#include <set>

#include "domainplan/domain_name.hpp"
#include "naming/rules.hpp"

using namespace domainplan;

namespace {

std::string_view bare(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.ends_with('-')) text.remove_suffix(1);
  return text;
}

bool three_alike(const std::string& text, std::size_t from, std::size_t to) {
  for (std::size_t i = from; i + 2 < to; ++i)
    if (text[i] == text[i + 1] && text[i] == text[i + 2]) return true;
  return false;
}

bool joins_badly(const NamingRules::Data& data, const std::string& left, const std::string& right) {
  return !left.empty() && !right.empty() && data.words->misleading.reach_over(left, right);
}

// A label of one stem, as the rules make it.
struct Made {
  std::string label;
  int value;  // without the TLD's weight
  std::size_t pattern;
  std::size_t shape;
  std::size_t stem;
};

bool is_better(const Made& a, const Made& b) {
  return std::make_tuple(-a.value, a.label.size(), a.label, a.shape) <
         std::make_tuple(-b.value, b.label.size(), b.label, b.shape);
}

// All labels of a stem, best first.
std::vector<Made> labels_of(const NamingRules::Data& data, const NamingInput& input, const Stems& found,
                            std::size_t s) {
  std::vector<Made> made;
  const Stem& stem = found.stems[s];
  const auto misread = data.misreads->of(stem.text);
  std::size_t shape = 0;
  for (std::size_t p = 0; p < data.patterns->size(); ++p) {
    const Pattern& pattern = (*data.patterns)[p];
    std::vector<PersonaName> personas = found.personas;
    if (!pattern.persona) personas = {{}};
    if (pattern.persona && found.of_personas) personas.clear();
    for (const PersonaName& persona : personas) {
      const auto needs = [&](const char* word) { return pattern.text.find(word) != std::string::npos; };
      if ((needs("{first}") && persona.first.empty()) || (needs("{last}") && persona.last.empty()) ||
          (needs("{initial}") && persona.initial.empty()))
        continue;
      const auto fill = [&](const std::string& text) {
        return filled(filled(filled(text, "{first}", persona.first), "{last}", persona.last), "{initial}",
                      persona.initial);
      };
      const std::string before = fill(pattern.before);
      const std::string after = fill(pattern.after);
      const std::string label = before + stem.text + after;
      const auto hyphens = std::count(label.begin(), label.end(), '-');
      const std::size_t number = shape++;
      if (label.size() < 2 || label.size() > 63 || hyphens > 1) continue;
      if (!before.empty() && stem.text.starts_with(bare(before))) continue;
      if (!after.empty() && stem.text.ends_with(bare(after))) continue;
      if (joins_badly(data, before, stem.text) || joins_badly(data, before + stem.text, after)) continue;
      const std::size_t left = before.size();
      const std::size_t right = left + stem.text.size();
      const auto stutters = [&](std::size_t at) {
        return at > 0 && at < label.size() &&
               three_alike(label, at < 2 ? 0 : at - 2, std::min(at + 2, label.size()));
      };
      if (stutters(left) || stutters(right)) continue;
      const Settings& settings = data.settings;
      const bool is_bare = before.empty() && after.empty() && !input.website.empty();
      const int value = stem.weight + pattern.weight - settings.length.of(static_cast<int>(label.size())) -
                        (hyphens > 0 ? settings.hyphen : 0) - (misread[p] != 0 ? settings.misread : 0) -
                        (is_bare ? settings.bare : 0);
      made.push_back({label, value, p, number, s});
    }
  }
  std::sort(made.begin(), made.end(), is_better);
  return made;
}

// The first side of each affix, and the website's own label not first.
void settle(const NamingRules::Data& data, const NamingInput& input, std::vector<Made>& labels) {
  if (labels.size() > 1 && labels[0].stem == 0 && !input.website.empty() &&
      (*data.patterns)[labels[0].pattern].text == "{stem}") {
    labels[0].value = std::min(labels[0].value, labels[1].value - 1);
    std::sort(labels.begin(), labels.end(), is_better);
  }
  std::map<std::string, bool> side;
  std::erase_if(labels, [&](const Made& made) {
    const Pattern& pattern = (*data.patterns)[made.pattern];
    return !pattern.affix.empty() &&
           side.emplace(pattern.affix, pattern.is_prefix).first->second != pattern.is_prefix;
  });
}

// Every candidate there is, built and sorted at once, in the order of the ranks: what the lazy draw must
// agree with.
std::vector<Candidate> all_candidates(const NamingRules::Data& data, const NamingInput& input) {
  const Stems found = find_stems(data, input);
  std::vector<std::vector<Made>> labels;
  for (std::size_t s = 0; s < found.stems.size(); ++s) {
    labels.push_back(labels_of(data, input, found, s));
    if (s == 0) settle(data, input, labels[0]);
  }
  bool second = true;
  for (std::size_t s = 1; s < labels.size(); ++s) {
    if (labels[s].empty()) continue;
    int best = labels[s][0].value;
    if (!labels[0].empty()) {
      const auto behind = [&](std::size_t names) {
        return labels[0][std::min(names, labels[0].size()) - 1].value - 1;
      };
      if (found.stems[s].unrelated)
        best = second ? behind(6) : behind(5) - 1;
      else if (found.stems[s].second && std::exchange(second, false))
        best = behind(4);
      else
        best = std::min(best, behind(6));
    }
    const int change = best - labels[s][0].value;
    for (Made& made : labels[s]) made.value += change;
    settle(data, input, labels[s]);
  }
  struct Name {
    Candidate candidate;
    std::size_t shape;
    std::size_t stem;
    std::size_t tld;
  };
  std::vector<Name> names;
  for (const auto& of_stem : labels)
    for (const Made& made : of_stem) {
      const Pattern& pattern = (*data.patterns)[made.pattern];
      for (std::size_t t = 0; t < data.settings.tlds.size(); ++t) {
        const Weighted& tld = data.settings.tlds[t];
        if (!pattern.persona && bare(pattern.after) == tld.text) continue;
        names.push_back({{made.label + "." + tld.text, std::max(0, made.value + tld.weight), pattern.text},
                         made.shape,
                         made.stem,
                         t});
      }
    }
  std::sort(names.begin(), names.end(), [](const Name& a, const Name& b) {
    return std::make_tuple(-a.candidate.score, a.candidate.domain.size(), a.candidate.domain, a.shape,
                           a.stem) < std::make_tuple(-b.candidate.score, b.candidate.domain.size(),
                                                     b.candidate.domain, b.shape, b.stem);
  });
  std::set<std::string> seen(input.not_these.begin(), input.not_these.end());
  seen.emplace(registrable_domain(input.website));
  std::vector<Candidate> out;
  int last = INT_MAX;
  const auto take = [&](auto wanted, bool turn) {
    for (auto at = names.begin(); at != names.end();) {
      if (!wanted(*at)) {
        ++at;
        continue;
      }
      Name name = std::move(*at);
      names.erase(at);
      if (!is_public_suffix(name.candidate.domain) && seen.insert(name.candidate.domain).second) {
        if (!turn) last = std::min(last, name.candidate.score);
        name.candidate.score = last;
        out.push_back(std::move(name.candidate));
        return true;
      }
      at = names.begin();
    }
    return false;
  };
  while (out.size() < 4 && take([](const Name& name) { return name.stem == 0; }, false)) {
  }
  while (!names.empty()) {
    const bool turn = out.size() >= 12 && (out.size() - 12) % 5 == 4;
    if (turn && take([](const Name& name) { return name.tld > 0; }, true)) continue;
    if (!take([](const Name&) { return true; }, false)) break;
  }
  return out;
}

void check_same_order(const NamingRules& rules, const NamingInput& input) {
  INFO(input.brand);
  const std::vector<Candidate> expected = all_candidates(rules.data(), input);
  RankedNames draw(rules.data(), input);
  for (const Candidate& candidate : expected) {
    const auto drawn = draw.next();
    REQUIRE(drawn);
    INFO(candidate.domain << " after " << drawn->domain);
    REQUIRE(drawn->domain == candidate.domain);
    REQUIRE(drawn->score == candidate.score);
    REQUIRE(drawn->pattern == candidate.pattern);
  }
  REQUIRE_FALSE(draw.next());
}

const std::vector<NamingInput> kCustomers = {
    {.brand = "Acme"},
    {.brand = "AT&T Inc."},
    {.brand = "X"},
    {.brand = "Müller & Söhne GmbH",
     .website = "mueller-soehne.de",
     .personas = {{"Jörg", "Müller", ""}, {"Ann", "", ""}}},
    {.brand = "The Blue Ocean Consulting Group",
     .website = "getblueocean.com",
     .personas = {{"王", "伟", ""}}},
    {.brand = "🚀", .personas = {{"Anna", "Schmidt", ""}, {"Anna", "Schmid", ""}}},
    {.brand = "Яндекс", .not_these = {"getyandex.com"}},
    {.brand = "Getaround", .personas = {{"Get", "Try", ""}, {"Get", "Hello", ""}}},
};

// Text as awkward as `random` makes it: bytes, symbols, letters of many scripts, legal forms.
std::string awkward_text(std::mt19937& random) {
  static const std::vector<std::string> pieces = {"a",
                                                  "Z",
                                                  "7",
                                                  " ",
                                                  " ",
                                                  "-",
                                                  "--",
                                                  ".",
                                                  "&",
                                                  "+",
                                                  "@",
                                                  "%",
                                                  "'",
                                                  "\"",
                                                  ",",
                                                  "/",
                                                  "(",
                                                  ")",
                                                  "🚀",
                                                  "👩‍🚀",
                                                  "é",
                                                  "ß",
                                                  "ü",
                                                  "İ",
                                                  "ı",
                                                  "я",
                                                  "кс",
                                                  "щ",
                                                  "ї",
                                                  "株式会社",
                                                  "ソニー",
                                                  "会社",
                                                  "한",
                                                  "(주)",
                                                  "ال",
                                                  "م",
                                                  "ש",
                                                  "בע\"מ",
                                                  "ฟ",
                                                  "क्ष",
                                                  "ა",
                                                  "Ω",
                                                  "\u202e",
                                                  "\u200d",
                                                  "\xff",
                                                  "\xc3",
                                                  "\xe2\x82",
                                                  "\xf0\x9f",
                                                  "GmbH",
                                                  "Co.",
                                                  "Ltd",
                                                  "Inc",
                                                  "the",
                                                  "xn--",
                                                  "com",
                                                  "co",
                                                  "{stem}",
                                                  "=",
                                                  std::string(1, '\0'),
                                                  "\n",
                                                  "http://",
                                                  "ﷺ",
                                                  "½",
                                                  "㎏",
                                                  "①",
                                                  "𝓐",
                                                  "ﬁ",
                                                  "e\u0301",
                                                  "İ",
                                                  "ǅ",
                                                  "\u0345"};
  std::string out;
  const std::size_t length = random() % 12;
  for (std::size_t i = 0; i < length; ++i) out += pieces[random() % pieces.size()];
  if (random() % 40 == 0) out += std::string(random() % 3000, 'q');
  return out;
}

}  // namespace

TEST_CASE("a draw is every candidate there is, in the exact order of score, length and name") {
  for (const NamingInput& input : kCustomers) check_same_order(NamingRules::built_in(), input);
}

TEST_CASE("the order is exact too where costs push scores down to 0") {
  const auto rules = NamingRules::from_json(
      R"({"length": {"free": 3, "each": 40, "long": 8, "each_long": 300}, "hyphen": 500,
          "tlds": {"com": 100, "net": 100, "co": 100, "io": 0, "co.uk": 90}})",
      "steep.json");
  for (const NamingInput& input : kCustomers) check_same_order(rules, input);
}

TEST_CASE("the order is exact with few weights, so that ties abound") {
  const auto rules = NamingRules::from_json(
      R"({"prefixes": {"get": 1, "go": 1, "an": 1}, "suffixes": {"get": 1, "go": 0, "na": 1}, "hyphen": 0,
          "patterns": {"{prefix}{stem}": 0, "{stem}{suffix}": 0, "{stem}-{suffix}": 1, "{prefix}{stem}{suffix}": 1,
                       "{first}{stem}": 1, "{stem}": 1},
          "stems": {"website": 3, "brand": 3, "variant": 2, "shorter": 3}, "tlds": {"com": 2, "net": 1, "org": 1}})",
      "ties.json");
  for (const NamingInput& input : kCustomers) check_same_order(rules, input);
}

TEST_CASE("drawing a few names builds a few, whatever number there are") {
  for (const NamingInput& input : kCustomers) {
    INFO(input.brand);
    const NamingRules rules = NamingRules::built_in();
    RankedNames draw(rules.data(), input);
    CHECK(draw.built() == 0);
    for (int i = 0; i < 50; ++i) REQUIRE(draw.next());
    const std::size_t after_fifty = draw.built();
    std::size_t all = 50;
    while (draw.next()) ++all;
    CHECK(after_fifty * 2 < all);
    // A stem's labels are built when it is first needed; beyond them a draw builds little more than it gives.
    const std::size_t stems = find_stems(rules.data(), input).stems.size();
    CHECK(after_fifty <= 150 + stems * (rules.data().patterns->size() + 40 * input.personas.size()));
  }
}

TEST_CASE("every candidate of any text is a registrable domain and a valid host name, given once") {
  std::mt19937 random(20240601);
  const NamingRules rules = NamingRules::built_in();
  for (int round = 0; round < 600; ++round) {
    NamingInput input{.brand = awkward_text(random)};
    if (round % 3 == 0) input.stem = awkward_text(random);
    if (round % 4 == 0)
      input.personas = {{awkward_text(random), awkward_text(random), ""}, {"Anna", "Li", ""}};
    if (round % 5 == 0) input.tlds = {"co.uk", "uk", "jp", "no", "com"};
    INFO(round << " " << input.brand << " | " << input.stem);
    RankedNames draw(rules.data(), input);
    std::set<std::string> seen;
    int last = 1'000'000'000;
    for (int i = 0; i < (round % 20 == 0 ? 100'000 : 150); ++i) {
      const auto candidate = draw.next();
      if (!candidate) break;
      REQUIRE(is_host_name(candidate->domain));
      REQUIRE(is_registrable_domain(candidate->domain));
      REQUIRE(std::count(candidate->domain.begin(), candidate->domain.end(), '-') <= 1);
      REQUIRE(seen.insert(candidate->domain).second);
      REQUIRE(candidate->score >= 0);
      REQUIRE(candidate->score <= last);
      last = candidate->score;
    }
  }
}

TEST_CASE("a name that is a public suffix is not a candidate") {
  const NamingRules rules = NamingRules::built_in();
  RankedNames draw(rules.data(), {.brand = "co", .tlds = {"uk", "jp"}});
  while (const auto candidate = draw.next()) {
    CHECK(candidate->domain != "co.uk");
    CHECK(candidate->domain != "co.jp");
  }
}
