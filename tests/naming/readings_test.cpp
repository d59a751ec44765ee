// Scripts that are read by rules of their own.
#include <catch2/catch.hpp>
#include <map>

#include "domainplan/naming.hpp"
#include "naming/data_version.hpp"
#include "naming/han.hpp"
#include "naming/hangul.hpp"
#include "naming/japanese.hpp"
#include "naming/kana.hpp"
#include "naming/romanise.hpp"
#include "naming/thai.hpp"

using namespace domainplan;

namespace {

NameReview review(const NamingInput& input) { return review_names(NamingRules::built_in(), input); }

std::string kana_of(std::string_view text) {
  std::string out;
  for (const JapaneseWord& word : read_japanese(text).words) out += word.kana;
  return kana_latin(out);
}

}  // namespace

TEST_CASE("Katakana is read by Hepburn: small vowels join, a small tsu doubles") {
  const std::map<std::string, std::string> expected = {
      {"フィットネス", "fittonesu"}, {"ファミリー", "famiri"},    {"キッズランド", "kizzurando"},
      {"バッグ", "baggu"},           {"ベッド", "beddo"},         {"ジェット", "jetto"},
      {"チェリー", "cheri"},         {"ティファニー", "tifani"},  {"シェフ", "shefu"},
      {"ウェルネス", "werunesu"},    {"ヴァイオリン", "vaiorin"}, {"マッチ", "matchi"},
      {"きょうと", "kyouto"},        {"イェール", "yeru"},        {"クァンタ", "kwanta"}};
  for (const auto& [kana, latin] : expected) {
    INFO(kana);
    CHECK(kana_latin(kana) == latin);
  }
}

TEST_CASE("Han in a Japanese name is read by the dictionary, where it is installed") {
  if (japanese_dictionary_version().empty()) {
    WARN("no MeCab dictionary here");
    return;
  }
  CHECK(kana_of("すし屋") == "sushiya");
  CHECK(kana_of("ソラ自動車") == "sorajidosha");
  CHECK(kana_of("北川電力") == "kitagawadenryoku");
  CHECK(read_japanese("そば処").rough);
}

TEST_CASE("kana alone is one word, as it is written, and no particle is cut off its end") {
  const std::map<std::string, std::string> expected = {
      {"まっちゃ", "matcha"}, {"きっちん", "kitchin"},  {"しゃちほこ", "shachihoko"}, {"にゃんこ", "nyanko"},
      {"ほんだ", "honda"},    {"きょうと", "kyoto"},    {"しょくどう", "shokudo"},    {"おおさか", "osaka"},
      {"とうふや", "tofuya"}, {"ひまわり", "himawari"}, {"らーめん", "ramen"}};
  for (const auto& [kana, latin] : expected) {
    INFO(kana);
    CHECK(kana_of(kana) == latin);
    const auto stems = stems_of(NamingRules::built_in(), {.brand = kana});
    REQUIRE_FALSE(stems.empty());
    CHECK(stems.front() == latin);
    CHECK(stems_of(NamingRules::built_in(), {.brand = kana + "株式会社"}).front() == latin);
  }
}

TEST_CASE("Hangul follows the Revised Romanisation in sound, and loan words their English spelling") {
  const std::map<std::string, std::string> expected = {
      {"신라집", "sillajip"},         {"핫도그", "hatdogeu"},   {"라면집", "ramyeonjip"},
      {"롯데여행", "lotteyeohaeng"},  {"독립문", "dongnimmun"}, {"종로", "jongno"},
      {"해돋이", "haedoji"},          {"같이", "gachi"},        {"좋고", "joko"},
      {"한국은행", "hangugeunhaeng"}, {"백마", "baengma"},      {"설날", "seollal"}};
  for (const auto& [hangul, latin] : expected) {
    INFO(hangul);
    CHECK(hangul_latin(hangul) == latin);
  }
}

TEST_CASE("Chinese characters are read in their word, in both forms") {
  const auto read = [](std::string_view text) {
    std::string out;
    for (const std::string& syllable : han_syllables(text)) out += syllable;
    return out;
  };
  CHECK(read("银行") == "yinhang");
  CHECK(read("銀行") == "yinhang");
  CHECK(read("重庆") == "chongqing");
  CHECK(read("長城") == "changcheng");
  CHECK(read("音乐") == "yinyue");
  CHECK(read("厦门") == "xiamen");
}

TEST_CASE("Thai is read by the Royal system, and unwritten vowels make it rough") {
  CHECK(thai_latin("ธนาคาร").text == "thanakhan");
  CHECK_FALSE(thai_latin("ธนาคาร").rough);
  CHECK(thai_latin("อรุณ").text == "arun");
  CHECK(thai_latin("อรุณ").rough);
  CHECK(thai_latin("คาเฟ่").text == "khafe");
  CHECK(thai_latin("ออมทอง").text == "omthong");
  CHECK(thai_latin("น้ำ").text == "nam");
  CHECK(thai_latin("คำ").text == "kham");
  CHECK(stems_of(NamingRules::built_in(), {.brand = "น้ำใจ"}).front() == "namchai");
  CHECK(stems_of(NamingRules::built_in(), {.brand = "บริษัท น้ำใจ จำกัด"}).front() == "namchai");
}

TEST_CASE("Armenian, Bulgarian, Serbian and scripts of India are spelled as their readers do") {
  CHECK(romanised("Շուշան", Spelling::usual) == "shushan");
  CHECK(romanised("Երևան", Spelling::usual) == "yerevan");
  CHECK(romanised("Щъркел", Spelling::bulgarian) == "shtarkel");
  CHECK(spellings_of("Щъркел", {}).front() == Spelling::bulgarian);
  CHECK(romanised("Жућко", Spelling::serbian) == "zucko");
  CHECK(romanised("चाय", Spelling::usual) == "chay");
  CHECK(romanised("শিপিং", Spelling::usual) == "shiping");
  CHECK(romanised("മനോരമ", Spelling::usual) == "manorama");
  CHECK(romanised("കൊച്ചി", Spelling::usual) == "kochi");
  CHECK(romanised("മോഹൻലാൽ", Spelling::usual) == "mohanlal");
  CHECK(romanised("കൗൺസിൽ", Spelling::usual) == "kaunsil");
}

TEST_CASE("a reading that is a guess is rough, unless the customer gives the name") {
  CHECK(review({.brand = "شركة المراعي"}).rough);
  CHECK_FALSE(review({.brand = "شركة المراعي", .website = "almarai.com"}).rough);
  CHECK_FALSE(review({.brand = "شركة المراعي", .stem = "almarai"}).rough);
  CHECK_FALSE(review({.brand = "Acme"}).rough);
  CHECK_FALSE(review({.brand = "삼성전자"}).rough);
  for (const std::string brand : {"සිංහල", "ລາວ", "ខ្មែរ", "བོད", "ᠮᠣᠩᠭᠣᠯ", "ᏣᎳᎩ", "ကမ္ဘာ", "አበባ"}) {
    INFO(brand);
    CHECK(review({.brand = brand}).rough);
  }
  for (const std::string brand : {"മനോരമ", "Ελπίδα", "Ромашка", "აბა", "Նոր"}) {
    INFO(brand);
    CHECK_FALSE(review({.brand = brand}).rough);
  }
}

TEST_CASE("a famous name or a word of phishing mail asks for a person") {
  CHECK(review({.brand = "PayPal"}).guard == GuardReason::famous);
  CHECK(review({.brand = "Zephyr Login"}).guard == GuardReason::phishing);
  CHECK(review({.brand = "Zephyr Login"}).guarded == "login");
  CHECK(review({.brand = "Zephyr Labs"}).guard == GuardReason::none);
  CHECK(review({.brand = "Pay Pal Foods"}).guarded == "paypal");
  CHECK(stems_of(NamingRules::built_in(), {.brand = "Pay Pal Foods"}).front() == "paypalfoods");
  for (const std::string brand : {"グーグル", "구글", "微软", "Klarna", "Royal Mail", "Deutsche Post"}) {
    INFO(brand);
    CHECK(review({.brand = brand}).guard == GuardReason::famous);
  }
  CHECK(review({.brand = "Velora Logins"}).guard == GuardReason::phishing);
  // Initials are no name that anybody takes for the famous one.
  CHECK(review({.brand = "Kreative Family Catering"}).guard == GuardReason::none);
  CHECK(review({.brand = "Ülker Bisküvi Sanayi A.Ş.", .website = "ulker.com.tr"}).guard == GuardReason::none);
  const NameReview famous = review({.brand = "PayPal", .website = "paypal.com"});
  CHECK(needs_brand_check(famous, "ann@gmail.com", "paypal.com"));
  CHECK_FALSE(needs_brand_check(famous, "ann@paypal.com", "paypal.com"));
  CHECK(needs_brand_check(review({.brand = "Zephyr Login", .website = "zephyr.com"}), "a@zephyr.com",
                          "zephyr.com"));
}

TEST_CASE("a word of phishing mail is found wherever it would stand in a name") {
  const std::vector<NamingInput> inputs = {{.brand = "Zorb", .stem = "zorb-login"},
                                           {.brand = "Zorb", .stem = "zorb login"},
                                           {.brand = "Zorb", .stem = "Secure Zorb"},
                                           {.brand = "Velora / Login"},
                                           {.brand = "Velora (Support)"},
                                           {.brand = "Velora GmbH Support"},
                                           {.brand = "Velora", .website = "velora-login.com"},
                                           {.brand = "", .website = "velora-billing.com"}};
  for (const NamingInput& input : inputs) {
    INFO(input.brand << " " << input.website << " " << input.stem);
    CHECK(review(input).guard == GuardReason::phishing);
  }
  CHECK(review({.brand = "Zorb", .stem = "loginova"}).guard == GuardReason::none);
  CHECK(review({.brand = "Velora", .website = "support.velora.com"}).guard == GuardReason::none);
  // The user's own domain excuses a famous name, but not this.
  const NameReview both = review({.brand = "PayPal Login", .website = "paypal.com"});
  CHECK(needs_brand_check(both, "ann@paypal.com", "paypal.com"));
}

TEST_CASE("the data that names depend on have versions") {
  const auto versions = data_versions();
  CHECK(versions == data_versions());
  CHECK(versions.size() == 6);
  for (const auto& [name, version] : versions) CHECK_FALSE(version.empty());
}
