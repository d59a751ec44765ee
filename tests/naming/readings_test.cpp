// Scripts that are read by rules of their own.
#include <catch2/catch.hpp>
#include <map>

#include "domainplan/naming.hpp"
#include "naming/brand.hpp"
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

TEST_CASE("a big kana that old names write for a small one is read as the small one") {
  if (japanese_dictionary_version().empty()) {
    WARN("no MeCab dictionary here");
    return;
  }
  CHECK(kana_of("キヤノン") == "kyanon");
  CHECK(kana_of("キユーピー") == "kyupi");
  CHECK(kana_of("シヤチハタ") == "shachihata");
  CHECK(kana_of("チヨダ") == "chiyoda");
  CHECK(kana_of("ミヤコ") == "miyako");
}

TEST_CASE("a run of katakana is English as a whole or not at all") {
  if (japanese_dictionary_version().empty()) {
    WARN("no MeCab dictionary here");
    return;
  }
  const auto gloss_of = [](std::string_view text) {
    std::string out;
    for (const JapaneseWord& word : read_japanese(text).words) out += word.gloss;
    return out;
  };
  const std::map<std::string, std::string> expected = {{"サービス", "service"},
                                                       {"インターネット", "internet"},
                                                       {"コーヒー", "coffee"},
                                                       {"シャープ", "sharp"},
                                                       {"スタートアップ", "startup"},
                                                       {"エージェント", "agent"},
                                                       {"センター", "center"},
                                                       {"スクール", "school"},
                                                       {"オフィス", "office"},
                                                       {"ケア", "care"},
                                                       {"カード", "card"},
                                                       {"ホワイト", "white"},
                                                       {"アート", "art"},
                                                       {"ミュージック", "music"},
                                                       {"パートナー", "partner"},
                                                       {"テクノロジー", "technology"},
                                                       {"スタジオ", "studio"},
                                                       {"スーパー", "super"},
                                                       {"ケーキ", "cake"},
                                                       {"エンジニア", "engineer"},
                                                       {"マッチングサービス", "matchingservice"},
                                                       {"ミルクティー", "milktea"},
                                                       {"ミルクソラミ", ""},
                                                       {"ソラミサービス", ""}};
  for (const auto& [kana, gloss] : expected) {
    INFO(kana);
    CHECK(gloss_of(kana) == gloss);
  }
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

TEST_CASE("a Korean loan word is taken only where the whole word is known words") {
  const std::map<std::string, std::string> expected = {{"스타트업", "startup"},
                                                       {"스타트업코리아", "startupkorea"},
                                                       {"스타트", "start"},
                                                       {"스타킹", "stocking"},
                                                       {"스타일쉐어", "seutailsweeo"},
                                                       {"카페인", "caffeine"},
                                                       {"카페인더스트", "kapeindeoseuteu"},
                                                       {"오토바이", "otobai"},
                                                       {"스마트폰", "smartphone"},
                                                       {"호텔리어", "hotelier"},
                                                       {"마트료시카", "matryoshka"},
                                                       {"스타벅스", "seutabeokseu"},
                                                       {"마켓컬리", "maketkeolli"},
                                                       {"롯데마트", "lottemart"},
                                                       {"현대카드", "hyeondaecard"},
                                                       {"서울호텔", "seoulhotel"},
                                                       {"하이브엔터테인먼트", "haibeuentertainment"},
                                                       {"한빛소프트웨어연구소", "hanbitsoftwareyeonguso"},
                                                       {"펫샵", "petshop"}};
  for (const auto& [hangul, latin] : expected) {
    INFO(hangul);
    CHECK(hangul_latin(hangul) == latin);
  }
}

TEST_CASE("the examples of the standard of Revised Romanisation come out as it has them") {
  const std::map<std::string, std::string> expected = {{"구미", "gumi"},
                                                       {"영동", "yeongdong"},
                                                       {"백암", "baegam"},
                                                       {"옥천", "okcheon"},
                                                       {"합덕", "hapdeok"},
                                                       {"호법", "hobeop"},
                                                       {"월곶", "wolgot"},
                                                       {"벚꽃", "beotkkot"},
                                                       {"한밭", "hanbat"},
                                                       {"구리", "guri"},
                                                       {"설악", "seorak"},
                                                       {"칠곡", "chilgok"},
                                                       {"임실", "imsil"},
                                                       {"울릉", "ulleung"},
                                                       {"대관령", "daegwallyeong"},
                                                       {"광희문", "gwanghuimun"},
                                                       {"백마", "baengma"},
                                                       {"신문로", "sinmunno"},
                                                       {"종로", "jongno"},
                                                       {"왕십리", "wangsimni"},
                                                       {"별내", "byeollae"},
                                                       {"신라", "silla"},
                                                       {"학여울", "hangnyeoul"},
                                                       {"알약", "allyak"},
                                                       {"해돋이", "haedoji"},
                                                       {"같이", "gachi"},
                                                       {"굳히다", "guchida"},
                                                       {"맞히다", "machida"},
                                                       {"좋고", "joko"},
                                                       {"놓다", "nota"},
                                                       {"낳지", "nachi"},
                                                       {"묵호", "mukho"},
                                                       {"집현전", "jiphyeonjeon"},
                                                       {"압구정", "apgujeong"},
                                                       {"낙동강", "nakdonggang"},
                                                       {"죽변", "jukbyeon"},
                                                       {"낙성대", "nakseongdae"},
                                                       {"합정", "hapjeong"},
                                                       {"팔당", "paldang"},
                                                       {"샛별", "saetbyeol"},
                                                       {"울산", "ulsan"},
                                                       {"앉히다", "anchida"},
                                                       {"서울역", "seoullyeok"},
                                                       {"하이트진로", "haiteujillo"},
                                                       {"테헤란로", "teheranno"}};
  for (const auto& [hangul, latin] : expected) {
    INFO(hangul);
    CHECK(hangul_latin(hangul) == latin);
  }
}

TEST_CASE(
    "a Chinese character of several readings is read as in names, and otherwise in the words that differ") {
  const std::map<std::string, std::string> expected = {
      {"绿地集团", "ludijituan"}, {"成都地铁", "chengduditie"},
      {"大地", "dadi"},           {"金地", "jindi"},
      {"高德地图", "gaodeditu"},  {"地产", "dichan"},
      {"开拓", "kaituo"},         {"拓维", "tuowei"},
      {"了不起", "liaobuqi"},     {"了然", "liaoran"},
      {"饿了么", "eleme"},        {"着陆", "zhuolu"},
      {"着色", "zhuose"},         {"向着", "xiangzhe"},
      {"长者", "zhangzhe"},       {"长者之家", "zhangzhezhijia"},
      {"长城", "changcheng"},     {"咖喱", "gali"},
      {"咖啡", "kafei"},          {"的士", "dishi"},
      {"美的", "meide"},          {"调味", "tiaowei"},
      {"调查", "diaocha"},        {"重构", "chonggou"},
      {"重工", "zhonggong"},      {"琴行", "qinhang"},
      {"旅行", "luxing"},         {"乐团", "yuetuan"},
      {"乐视", "leshi"},          {"青藏", "qingzang"},
      {"地壳", "diqiao"},         {"翟氏", "zhaishi"},
      {"牛仔", "niuzai"},         {"豆豉", "douchi"},
      {"番茄", "fanqie"},         {"雪茄", "xuejia"},
      {"剥削", "boxue"},          {"卜蜂", "bufeng"},
      {"萝卜", "luobo"},          {"呷哺呷哺", "xiabuxiabu"},
      {"霓裳", "nichang"},        {"什么", "shenme"},
      {"喀什", "kashi"},          {"降龙", "xianglong"},
      {"水浒传", "shuihuzhuan"},  {"東阿阿膠", "dongeejiao"}};
  for (const auto& [han, latin] : expected) {
    INFO(han);
    std::string read;
    for (const std::string& syllable : han_syllables(han)) read += syllable;
    CHECK(read == latin);
  }
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

TEST_CASE("words of India keep their n before k and g, and the a that a cluster ends with") {
  const std::map<std::string, std::string> expected = {{"शंकर", "shankar"},
                                                       {"पंकज", "pankaj"},
                                                       {"गंगा", "ganga"},
                                                       {"संगम", "sangam"},
                                                       {"अंकुर", "ankur"},
                                                       {"बैंक", "bank"},
                                                       {"બેંક", "bank"},
                                                       {"ਬੈਂਕ", "bank"},
                                                       {"ব্যাংক", "bank"},
                                                       {"सूर्य", "surya"},
                                                       {"चंद्र", "chandra"},
                                                       {"राष्ट्र", "rashtra"},
                                                       {"मित्र", "mitra"},
                                                       {"आदित्य", "aditya"},
                                                       {"सत्य", "satya"},
                                                       {"केंद्र", "kendra"},
                                                       {"गुप्त", "gupta"},
                                                       {"शुक्ल", "shukla"},
                                                       {"रत्न", "ratna"},
                                                       {"पार्क", "park"},
                                                       {"फिल्म", "philm"},
                                                       {"फार्म", "pharm"},
                                                       {"मॉडर्न", "modarn"},
                                                       {"अज़ीज़", "aziz"},
                                                       {"बिड़ला", "birla"},
                                                       {"जागरण", "jagran"},
                                                       {"नवभारत", "navbharat"},
                                                       {"गोदरेज", "godrej"},
                                                       {"अकबर", "akbar"},
                                                       {"कमल", "kamal"},
                                                       {"पवन", "pavan"},
                                                       {"नारायण", "narayan"},
                                                       {"उदयपुर", "udaypur"},
                                                       {"भारतीय", "bhartiya"},
                                                       {"महाराष्ट्र", "maharashtra"},
                                                       {"सरस्वती", "sarasvati"},
                                                       {"ਵੇਰਕਾ", "verka"},
                                                       {"इंडस्ट्रीज़", "indastriz"},
                                                       {"কঙ্কন", "kankan"},
                                                       {"চন্দ্র", "chandra"},
                                                       {"રત્ન", "ratna"},
                                                       {"இந்தியன்", "indiyan"},
                                                       {"சரவணா", "saravana"},
                                                       {"சென்னை", "chennai"},
                                                       {"தங்க", "thanga"},
                                                       {"தமிழ்", "tamil"},
                                                       {"முத்து", "muthu"},
                                                       {"செட்டிநாடு", "chettinadu"},
                                                       {"மாளிகை", "maligai"},
                                                       {"சங்கம்", "sangam"}};
  for (const auto& [word, latin] : expected) {
    INFO(word);
    CHECK(romanised(word, Spelling::usual) == latin);
  }
}

TEST_CASE("Greek is spelled by ELOT 743") {
  const std::map<std::string, std::string> expected = {
      {"Γκολφ", "gkolf"},          {"Γκουρμέ", "gkourme"},
      {"Αγκαλιά", "agkalia"},      {"Άγγελος", "angelos"},
      {"Σφίγξ", "sfinx"},          {"Μπάμπης", "bampis"},
      {"Ρεκόρ", "rekor"},          {"Ευαγγελία", "evangelia"},
      {"Εύξεινος", "efxeinos"},    {"Αύρα", "avra"},
      {"Ναύπλιο", "nafplio"},      {"Ουρανός", "ouranos"},
      {"Χαλκιδική", "chalkidiki"}, {"Ψυχή", "psychi"},
      {"Θεσσαλία", "thessalia"},   {"Κλαμπ", "klab"},
      {"Ντόλτσε", "ntoltse"},      {"Μαΐου", "maiou"},
      {"Πρωτεΐνη", "proteini"},    {"ΑΫΛΟΣ", "aylos"}};
  for (const auto& [word, latin] : expected) {
    INFO(word);
    CHECK(romanised(word, Spelling::usual) == latin);
  }
}

TEST_CASE("Thai loan words keep thr, native words have s, and ศรี is si wherever it stands") {
  const std::map<std::string, std::string> expected = {
      {"ทรูมูฟ", "thrumup"},    {"คอนโทรล", "khonthron"}, {"เมโทร", "methro"},   {"เทรนดี้", "threndi"},
      {"เซ็นทรัล", "senthran"}, {"ทราย", "sai"},          {"ทรัพย์", "sap"},       {"แทรก", "saek"},
      {"ไทร", "sai"},         {"อินทรี", "insi"},         {"เดอะ", "doe"},       {"รีเทล", "rithen"},
      {"เจริญ", "charoen"},    {"ศรีราชา", "siracha"},    {"ศรีสวัสดิ์", "sisawat"}, {"เจริญชัย", "charoenchai"},
      {"โภคภัณฑ์", "phokphan"}, {"การ์ด", "kat"},          {"สุขุม", "sukhum"},     {"สระบุรี", "saraburi"}};
  for (const auto& [word, latin] : expected) {
    INFO(word);
    CHECK(thai_latin(word).text == latin);
    CHECK_FALSE(thai_latin(word).rough);
  }
}

TEST_CASE("Ukrainian and Bulgarian are known by the country, too") {
  CHECK(spellings_of("Щедрий", {.country = "ua"}).front() == Spelling::ukrainian);
  CHECK(romanised("Щедрий", Spelling::ukrainian) == "shchedryi");
  CHECK(romanised("Гарний", Spelling::ukrainian) == "harnyi");
  CHECK(romanised("Щедрий", Spelling::usual) == "shchedry");
  CHECK(stems_of(NamingRules::built_in(), {.brand = "ТОВ «Гончар»"}).front() == "honchar");
  CHECK(stems_of(NamingRules::built_in(), {.brand = "Юрий Гагарин АД"}).front() == "yuriygagarin");
  CHECK(stems_of(NamingRules::built_in(), {.brand = "Металац а.д.", .website = "www.firma.rs"}).front() ==
        "metalac");
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
  for (const std::string brand :
       {"टाटा मोटर्स", "নবারুণ", "અમૂલ", "ਪੰਜਾਬ", "ଓଡ଼ିଶା", "முருகன்", "విజయ", "ಮೈಸೂರು", "മനോരമ"}) {
    INFO(brand);
    CHECK(review({.brand = brand}).rough);
    CHECK_FALSE(review({.brand = brand, .stem = "velora"}).rough);
  }
  CHECK_FALSE(review({.brand = "टाटा मोटर्स", .website = "tatamotors.com"}).rough);
  for (const std::string brand : {"Ελπίδα", "Ромашка", "აბა", "Նոր"}) {
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

TEST_CASE("a tone mark on h makes it the initial, and one behind it leaves it silent") {
  const std::map<std::string, std::string> expected = {{"แห่ง", "haeng"}, {"แห้ง", "haeng"}, {"แหล่ง", "laeng"},
                                                       {"ห้อง", "hong"},  {"หน้า", "na"},    {"ใหม่", "mai"}};
  for (const auto& [word, latin] : expected) {
    INFO(word);
    CHECK(thai_latin(word).text == latin);
  }
}

TEST_CASE("what looks like a loan word before foreign syllables is a part of their word") {
  const std::map<std::string, std::string> expected = {{"스타벅스", "seutabeokseu"},
                                                       {"스타", "star"},
                                                       {"스타필드", "starfield"},
                                                       {"하나로마트", "hanaromart"},
                                                       {"롯데백화점", "lottebaekhwajeom"},
                                                       {"롯데여행", "lotteyeohaeng"},
                                                       {"스타벅스코리아", "seutabeokseukorea"},
                                                       {"카페드롭탑", "cafedroptop"},
                                                       {"카페베네", "cafebene"}};
  for (const auto& [hangul, latin] : expected) {
    INFO(hangul);
    CHECK(hangul_latin(hangul) == latin);
  }
}

TEST_CASE("the pieces that a word may be cut between make up the word") {
  for (const std::string word : {"한국은행", "롯데여행", "フィットネス", "キッチン", "ศรีสวัสดิ์",
                                 "ประเทศไทยธนาคาร", "银行", "らーめん山頭火", "삼성123"}) {
    INFO(word);
    const Romanised read = romanised_word(word, Spelling::usual);
    std::string whole;
    for (const std::string& piece : read.syllables) whole += piece;
    CHECK(whole == read.text);
    CHECK(read.syllables.size() > 1);
  }
  CHECK(kana_syllables("フィットネス") == std::vector<std::string>{"fi", "tto", "ne", "su"});
  CHECK(kana_syllables("キッチン") == std::vector<std::string>{"ki", "tchin"});
  CHECK(hangul_syllables("한국은행") == std::vector<std::string>{"han", "gugeun", "haeng"});
  CHECK(romanised_word("Ромашка", Spelling::usual).syllables.empty());
}

TEST_CASE("a character that only Japan writes makes a name Japanese, unless its country writes Chinese") {
  CHECK(has_japanese_han("楽天"));
  CHECK(has_japanese_han("駅前薬局"));
  for (const std::string chinese :
       {"银行", "銀行", "恒生銀行", "衞生署", "温莎餅店", "台湾", "国泰", "静岡銀行"}) {
    INFO(chinese);
    CHECK_FALSE(has_japanese_han(chinese));
  }
  static const WordLists lists = built_in_words();
  CHECK(read_brand(lists, "山野楽器").japanese);
  CHECK_FALSE(read_brand(lists, "山野楽器", {.country = "tw"}).japanese);
  CHECK_FALSE(read_brand(lists, "山野楽器股份有限公司").japanese);
  CHECK_FALSE(read_brand(lists, "中國銀行").japanese);
  if (japanese_dictionary_version().empty()) {
    WARN("no MeCab dictionary here");
    return;
  }
  CHECK(stems_of(NamingRules::built_in(), {.brand = "山野楽器"}).front() == "yamanogakki");
  // The prefecture's sign is a part of the place.
  CHECK(stems_of(NamingRules::built_in(), {.brand = "鹿児島県警察"}).front() == "kagoshimakenkeisatsu");
}
