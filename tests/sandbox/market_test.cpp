#include "sandbox/market.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "sandbox/chance.hpp"
#include "support.hpp"

using namespace sandbox_test;

namespace {

// A pronounceable word that depends on `number` only.
std::string brand(std::uint64_t number) {
  constexpr std::string_view kConsonants = "bdfgklmnprstvz";
  constexpr std::string_view kVowels = "aeiou";
  std::uint64_t bits = mixed(number);
  std::string word;
  for (std::uint64_t syllables = 2 + bits % 3; syllables > 0; --syllables) {
    bits = mixed(bits);
    word += kConsonants[bits % kConsonants.size()];
    word += kVowels[(bits >> 16) % kVowels.size()];
    if ((bits >> 32) % 3 == 0) word += kConsonants[(bits >> 40) % kConsonants.size()];
  }
  return word;
}

// The share of names made by `make` for which `holds`.
template <typename Make, typename Holds>
double share(const Market& market, Make make, Holds holds) {
  constexpr int kNames = 20'000;
  int count = 0;
  for (std::uint64_t i = 0; i < kNames; ++i) count += holds(market.judge(make(i))) ? 1 : 0;
  return count / static_cast<double>(kNames);
}

bool available(const Offer& verdict) { return !verdict.reason; }

}  // namespace

TEST_CASE("about six in ten names of the kind get + brand + .com are available") {
  const Market market(1, {});
  const double free = share(
      market, [](auto i) { return "get" + brand(i) + ".com"; }, available);
  CHECK(free > 0.55);
  CHECK(free < 0.65);
}

TEST_CASE("short names are mostly gone, long ones mostly free, hyphens and other TLDs emptier than .com") {
  const Market market(7, {});
  const auto free = [&](auto make) { return share(market, make, available); };
  CHECK(free([](auto i) { return brand(i).substr(0, 4) + ".com"; }) < 0.05);
  CHECK(free([](auto i) { return brand(i) + brand(i + 1) + brand(i + 2) + ".com"; }) > 0.8);
  const double com = free([](auto i) { return "try" + brand(i) + ".com"; });
  CHECK(free([](auto i) { return "try" + brand(i) + ".net"; }) > com + 0.1);
  CHECK(free([](auto i) { return "try" + brand(i) + ".agency"; }) > 0.9);
  CHECK(free([](auto i) { return "try-" + brand(i) + ".com"; }) > com + 0.1);
}

TEST_CASE("names made of common words are mostly gone and sometimes premium") {
  const Market market(3, {});
  const std::vector<std::string> words = {"cloud",   "river",  "garden", "summit",
                                          "harvest", "planet", "copper", "signal"};
  int free = 0;
  int premium = 0;
  for (const auto& first : words)
    for (const auto& second : words) {
      const Offer verdict = market.judge(first + second + ".com");
      free += verdict.reason ? 0 : 1;
      premium += verdict.reason == Reason::premium ? 1 : 0;
    }
  CHECK(free < 13);  // a fifth
  CHECK(premium < 13);
  int single_premium = 0;
  for (const char* tld : {"com", "net", "io", "co", "app", "dev", "shop", "org"})
    for (const auto& word : words)
      single_premium += market.judge(word + "." + tld).reason == Reason::premium ? 1 : 0;
  CHECK(single_premium > 6);
}

TEST_CASE("fifteen percent of what is available serves Google only, five percent Microsoft only") {
  const Market market(1, {});
  std::map<std::string_view, double> count;
  double all = 0;
  for (std::uint64_t i = 0; i < 20'000; ++i) {
    const Offer verdict = market.judge("hello" + brand(i) + ".com");
    if (verdict.reason) continue;
    ++count[verdict.usable_for.text()];
    ++all;
  }
  CHECK(count["google"] / all == Approx(0.15).margin(0.015));
  CHECK(count["microsoft"] / all == Approx(0.05).margin(0.01));
  CHECK(count["google microsoft"] / all == Approx(0.80).margin(0.02));
  CHECK(count[""] == 0);
}

TEST_CASE("prices go by the TLD, and some first years are discounted") {
  const Market market(1, {});
  std::map<Cents, int> first_years;
  for (std::uint64_t i = 0; i < 5'000; ++i) {
    const Offer verdict = market.judge("hello" + brand(i) + ".com");
    if (verdict.reason) continue;
    CHECK(verdict.renewal_price_cents == 1599);
    ++first_years[verdict.price_cents];
  }
  CHECK(first_years.size() == 2);
  CHECK(first_years[1099] > first_years[659]);
  CHECK(first_years[659] > 0);
}

TEST_CASE("the market depends on the name and the seed and on nothing else") {
  const Market market(5, {});
  const Market same(5, {});
  const Market other(6, {});
  int different = 0;
  for (std::uint64_t i = 0; i < 500; ++i) {
    const std::string name = "get" + brand(i) + ".com";
    CHECK(market.judge(name).reason == same.judge(name).reason);
    CHECK(market.judge(name).price_cents == same.judge(name).price_cents);
    different += market.judge(name).reason == other.judge(name).reason ? 0 : 1;
  }
  CHECK(different > 50);
}

TEST_CASE("names under an unknown TLD are invalid, and names said to be taken are taken") {
  const Market market(1, {"hellozuquivobafelomitasan.com"});
  CHECK(market.judge("acme.zone").reason == Reason::invalid);
  CHECK(market.judge("ab--cd.com").reason == Reason::invalid);
  CHECK(market.judge("hellozuquivobafelomitasan.com").reason == Reason::taken);
  CHECK_FALSE(Market(1, {}).judge("hellozuquivobafelomitasan.com").reason.has_value());
}

TEST_CASE("a label is covered by the fewest words it can be made of") {
  const Words words("sun\nflower\nsunflower\nfl\nower\n");
  CHECK(words.fewest_in("sunflower") == 1);
  CHECK(words.fewest_in("sun-flower") == 1);
  CHECK(words.fewest_in("flower") == 1);
  CHECK(words.fewest_in("sunsun") == 2);
  CHECK(words.fewest_in("sunfl") == 2);
  CHECK(words.fewest_in("sunx") == 0);
  CHECK(words.fewest_in(std::string(63, 'x')) == 0);
}
