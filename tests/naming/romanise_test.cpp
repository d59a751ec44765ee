#include "naming/romanise.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <future>
#include <map>

#include "domainplan/naming.hpp"

using namespace domainplan;

TEST_CASE("words of any script become ASCII the way people spell them") {
  const std::map<std::string, std::string> expected = {
      {"L'Oréal", "loreal"},
      {"Müller", "muller"},
      {"Straße", "strasse"},
      {"Ørsted", "orsted"},
      {"Łódź", "lodz"},
      {"İş", "is"},
      {"Æsir", "aesir"},
      {"Azərbaycan", "azerbaycan"},
      {"Яндекс", "yandex"},
      {"Щука", "shchuka"},
      {"Цех", "tsekh"},
      {"Жизнь", "zhizn"},
      {"Юг", "yug"},
      {"Объект", "obyekt"},
      {"Красный", "krasny"},
      {"Чайковский", "chaykovsky"},
      {"Київстар", "kyivstar"},
      {"Ђорђе", "djordje"},
      {"ფარმსახლი", "parmsakhli"},
      {"Հայաստան", "hayastan"},
      {"المراعي", "almarai"},
      {"بنك", "bank"},
      {"جرير", "jarir"},
      {"תנובה", "tanova"},
      {"בנק", "bank"},
      {"הפועלים", "hapoalim"},
      {"Ζυθοποιία", "zythopoiia"},
      {"삼성", "samseong"},
      {"华为", "huawei"},
      {"ソニー", "soni"},
      {"トヨタ", "toyota"},
      {"そに", "soni"},
      {"टाटा", "tata"},
      {"रिलायंस", "rilayans"},
      {"3M", "3m"},
      {"🚀", ""},
  };
  for (const auto& [word, spelled] : expected) {
    INFO(word);
    CHECK(romanised(word, Spelling::usual) == spelled);
  }
}

TEST_CASE("umlauts are spelled out first where a text is German, and second where it may be") {
  using Spellings = std::vector<Spelling>;
  CHECK(spellings_of("Müller", {.german = true}) == Spellings{Spelling::german, Spelling::usual});
  CHECK(spellings_of("Müller", {}) == Spellings{Spelling::usual, Spelling::german});
  CHECK(spellings_of("Türkiye İş", {}) == Spellings{Spelling::usual});
  CHECK(spellings_of("Muller", {.german = true}) == Spellings{Spelling::usual});
  CHECK(romanised("Möbel-Größe", Spelling::german) == "moebelgroesse");
}

TEST_CASE(
    "umlauts are spelled out first where anything shows German, and never where it is another language") {
  const auto stems = [](const NamingInput& input) { return stems_of(NamingRules::built_in(), input); };
  const auto has = [](const std::vector<std::string>& all, const std::string& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
  };
  const std::map<std::string, std::string> german = {{"Köln Brauhaus", "koelnbrauhaus"},
                                                     {"Löwenbräu", "loewenbraeu"},
                                                     {"Käthe & Bräu", "kaetheundbraeu"},
                                                     {"Übersee Weingut", "ueberseeweingut"}};
  for (const auto& [brand, stem] : german) {
    INFO(brand);
    CHECK(stems({.brand = brand}).front() == stem);
  }
  CHECK(stems({.brand = "Vöhrig Merch", .personas = {{"Anna", "Weiß", ""}}}).front() == "voehrigmerch");
  const std::map<std::string, std::string> others = {{"Türk Telekom", "tuerktelekom"},
                                                     {"Beyaz Gül", "beyazguel"},
                                                     {"Hövding Sverige AB", "hoevding"},
                                                     {"Röd Stuga", "roedstuga"},
                                                     {"Motörhead Merch", "motoerheadmerch"},
                                                     {"Mäkelä Oy", "maekelae"},
                                                     {"Vörös Kft.", "voeroes"},
                                                     {"Jõe Köök", "joekoeoek"}};
  for (const auto& [brand, spelled_out] : others) {
    INFO(brand);
    for (const std::string& stem : stems({.brand = brand}))
      CHECK(stem.find(spelled_out) == std::string::npos);
  }
  CHECK(has(stems({.brand = "Vöhrig Merch"}), "voehrigmerch"));
}

TEST_CASE("a Cyrillic ks has two spellings") {
  CHECK(spellings_of("ЛЮКС", {}) == std::vector<Spelling>{Spelling::usual, Spelling::ks});
  CHECK(romanised("ЛЮКС", Spelling::usual) == "lyux");
  CHECK(romanised("ЛЮКС", Spelling::ks) == "lyuks");
}

TEST_CASE("bytes that are not UTF-8 leave the rest readable") {
  CHECK(romanised("\xff\xfe", Spelling::usual).empty());
  CHECK(romanised("ac\xffme", Spelling::usual) == "acme");
}

TEST_CASE("threads transliterate side by side with the same result") {
  std::vector<std::future<std::string>> results;
  for (int i = 0; i < 4; ++i)
    results.push_back(std::async(std::launch::async, [] {
      std::string all;
      for (int round = 0; round < 50; ++round)
        for (const char* word : {"Яндекс", "华为", "Müller", "المراعي"})
          all += romanised(word, Spelling::usual);
      return all;
    }));
  const std::string first = results.front().get();
  CHECK(first.starts_with("yandexhuaweimulleralmarai"));
  for (std::size_t i = 1; i < results.size(); ++i) CHECK(results[i].get() == first);
}
