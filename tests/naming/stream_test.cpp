#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>

#include "domainplan/domain_name.hpp"
#include "domainplan/error.hpp"
#include "domainplan/naming.hpp"

using namespace domainplan;

namespace {

std::vector<Candidate> drawn(const NamingRules& rules, const NamingInput& input,
                             std::size_t limit = SIZE_MAX) {
  CandidateStream stream(rules, input);
  std::vector<Candidate> out;
  while (out.size() < limit) {
    auto candidate = stream.next();
    if (!candidate) break;
    out.push_back(std::move(*candidate));
  }
  return out;
}

bool holds(const std::vector<Candidate>& candidates, const std::string& domain) {
  return std::any_of(candidates.begin(), candidates.end(), [&](const auto& c) { return c.domain == domain; });
}

}  // namespace

TEST_CASE("a brand of one stem has many patterns and many names") {
  const auto all = drawn(NamingRules::built_in(), {.brand = "Acme"});
  CHECK(all.size() > 500);
  std::set<std::string> patterns;
  for (std::size_t i = 0; i < 100; ++i) {
    patterns.insert(all[i].pattern);
  }
  CHECK(patterns.size() >= 60);
}

TEST_CASE("patterns are named so that no spreadsheet runs them and no list splits at them") {
  for (const Candidate& candidate :
       drawn(NamingRules::built_in(), {.brand = "Acme", .personas = {{"Ann", "Lee", ""}}})) {
    CHECK(candidate.pattern.find("{stem}") != std::string::npos);
    CHECK(std::string("=+-@").find(candidate.pattern.front()) == std::string::npos);
    CHECK(candidate.pattern.find(',') == std::string::npos);
  }
}

TEST_CASE("a candidate says which pattern made it") {
  std::map<std::string, std::string> pattern_of;
  for (const Candidate& c :
       drawn(NamingRules::built_in(), {.brand = "Acme", .personas = {{"Zoë", "Lee", ""}}}))
    pattern_of[c.domain] = c.pattern;
  CHECK(pattern_of["acme.com"] == "{stem}");
  CHECK(pattern_of["getacme.com"] == "get{stem}");
  CHECK(pattern_of["acme-hq.com"] == "{stem}-hq");
  CHECK(pattern_of["zoeatacme.com"] == "{first}at{stem}");
  CHECK(pattern_of["lee-acme.com"] == "{last}-{stem}");
}

TEST_CASE("the website's root and owned domains are never candidates") {
  const NamingInput input{
      .brand = "Acme", .website = "www.acme.com", .not_these = {"getacme.com", "acme.co"}};
  const auto all = drawn(NamingRules::built_in(), input);
  CHECK_FALSE(holds(all, "acme.com"));
  CHECK_FALSE(holds(all, "getacme.com"));
  CHECK_FALSE(holds(all, "acme.co"));
  CHECK(holds(all, "tryacme.com"));
}

TEST_CASE("no word stands twice in a row, and no letter three times") {
  const auto all = drawn(NamingRules::built_in(), {.brand = "Acme Labs"});
  CHECK_FALSE(holds(all, "acmelabslabs.com"));
  CHECK_FALSE(holds(all, "acmeteam.team"));
  CHECK_FALSE(holds(drawn(NamingRules::built_in(), {.brand = "AT&T"}), "attteam.com"));
}

TEST_CASE("filters are matched against the whole domain name") {
  const NamingRules rules = NamingRules::built_in();
  const auto only = drawn(rules.with_filters({"^get.*\\.com$", "hq"}, {}), {.brand = "Acme"});
  REQUIRE_FALSE(only.empty());
  for (const Candidate& candidate : only)
    CHECK((candidate.domain == "getacme.com" || candidate.domain.find("hq") != std::string::npos ||
           candidate.domain.starts_with("get")));
  for (const Candidate& candidate : drawn(rules.with_filters({}, {"-", "\\.io$"}), {.brand = "Acme"})) {
    CHECK(candidate.domain.find('-') == std::string::npos);
    CHECK_FALSE(candidate.domain.ends_with(".io"));
  }
  CHECK(drawn(rules.with_filters({"nothing like this"}, {}), {.brand = "Acme"}).empty());
}

TEST_CASE("a bad filter is a mistake of use that names it") {
  const auto error_of = [](const std::vector<std::string>& include, const std::vector<std::string>& exclude) {
    try {
      NamingRules::built_in().with_filters(include, exclude);
    } catch (const UsageError& error) {
      return std::string(error.what()) + " [" + error.subject() + ", " + error.expected() + "]";
    }
    return std::string();
  };
  CHECK(error_of({"("}, {}) == "'(' is not an RE2 expression: missing ): ( [include, an RE2 expression]");
  CHECK_THAT(error_of({}, {"[a"}), Catch::Contains("'[a'") && Catch::Contains("[exclude, "));
}

TEST_CASE("other TLDs stand in the order of preference") {
  const NamingRules rules = NamingRules::built_in().with_tlds({"net", ".CO.UK", "com", "net", "рф"});
  std::vector<std::string> order;
  for (const Candidate& candidate : drawn(rules, {.brand = "Acme"}))
    if (candidate.pattern == "{stem}") order.push_back(candidate.domain);
  CHECK(order == std::vector<std::string>{"acme.net", "acme.co.uk", "acme.com", "acme.xn--p1ai"});
}

TEST_CASE("a customer's own TLDs replace the run's") {
  for (const Candidate& candidate : drawn(NamingRules::built_in(), {.brand = "Acme", .tlds = {"de", "at"}}))
    CHECK((candidate.domain.ends_with(".de") || candidate.domain.ends_with(".at")));
}

TEST_CASE("a TLD that is not a public suffix is a mistake of use that names it") {
  CHECK_THROWS_WITH(NamingRules::built_in().with_tlds({"com", "nosuchtld"}), Catch::Contains("'nosuchtld'"));
  CHECK_THROWS_AS(NamingRules::built_in().with_tlds({}), UsageError);
  CHECK_THROWS_AS(NamingRules::built_in().with_tlds({"example.com"}), UsageError);
}

TEST_CASE("a brand that nothing can be read of has candidates only by website or persona") {
  const NamingRules rules = NamingRules::built_in();
  CHECK(drawn(rules, {.brand = "🚀"}).empty());
  CHECK(drawn(rules, {.brand = ""}).empty());
  CHECK(drawn(rules, {.brand = "🚀", .website = "rocket.dev"}, 1).size() == 1);
  CHECK(drawn(rules, {.brand = "🚀", .personas = {{"Anna", "Li", ""}}}, 1).size() == 1);
}

TEST_CASE("a customer's row becomes what its names are made of") {
  Customer customer;
  customer.brand = "Acme";
  customer.website = "acme.com";
  customer.stem = "acm";
  customer.tlds = {"com"};
  customer.personas = {{"Ann", "Lee", ""}};
  customer.owned = {{"acm.com"}, {"getacm.com"}};
  const NamingInput input = naming_input(customer);
  CHECK(input.brand == "Acme");
  CHECK(input.website == "acme.com");
  CHECK(input.stem == "acm");
  CHECK(input.tlds == std::vector<std::string>{"com"});
  CHECK(input.personas.size() == 1);
  CHECK(input.not_these == std::vector<std::string>{"acm.com", "getacm.com"});
}

TEST_CASE("a stream outlives the rules it was made with, and can be moved") {
  std::optional<CandidateStream> stream;
  {
    const auto rules = NamingRules::from_json(R"({"patterns": {"{stem}": 1}, "tlds": {"com": 1}})", "f.json");
    stream.emplace(rules, NamingInput{.brand = "Acme"});
  }
  CandidateStream moved = std::move(*stream);
  CHECK(moved.next()->domain == "acme.com");
  CHECK_FALSE(moved.next());
}

TEST_CASE("the parts of a score add up to it, and its stem, pattern and TLD make the name") {
  const NamingRules rules = NamingRules::built_in();
  for (const NamingInput& input :
       {NamingInput{.brand = "Müller & Söhne GmbH", .website = "mueller-soehne.de"},
        NamingInput{.brand = "Harbour Copper Logistics Partners Group"},
        NamingInput{.brand = "Acme", .stem = "acme rockets", .personas = {{"Ada", "Lovelace", ""}}},
        NamingInput{.brand = "株式会社さくら電機"}}) {
    CandidateStream stream(rules, input);
    for (int rank = 0; rank < 600; ++rank) {
      const auto candidate = stream.next();
      if (!candidate) break;
      const NameOrigin origin = stream.origin();
      int sum = 0;
      for (const ScorePart& part : origin.parts) sum += part.points;
      CHECK(sum == candidate->score);
      CHECK(origin.pattern == candidate->pattern);
      CHECK(candidate->domain.ends_with("." + origin.tld));
      CHECK(candidate->domain.find(origin.stem) != std::string::npos);
    }
  }
}

TEST_CASE("a stem says where it comes from") {
  const NamingRules rules = NamingRules::built_in();
  const auto source_of_first = [&](const NamingInput& input) {
    CandidateStream stream(rules, input);
    REQUIRE(stream.next());
    return stream.origin().source;
  };
  CHECK(source_of_first({.brand = "Acme"}) == StemSource::brand);
  CHECK(source_of_first({.brand = "Acme", .stem = "rockets"}) == StemSource::given);
  CHECK(source_of_first({.brand = "", .website = "acme.com"}) == StemSource::website);
}
