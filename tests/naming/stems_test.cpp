#include "naming/stems.hpp"

#include <algorithm>
#include <catch2/catch.hpp>

#include "domainplan/naming.hpp"

using namespace domainplan;

namespace {

using Texts = std::vector<std::string>;

Texts stems(const NamingInput& input) { return stems_of(NamingRules::built_in(), input); }

bool has(const Texts& texts, const std::string& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

}  // namespace

TEST_CASE("German names give both spellings of their umlauts, and signs are said") {
  const Texts found = stems({.brand = "Müller & Söhne GmbH"});
  CHECK(found.front() == "muellerundsoehne");
  CHECK(has(found, "mueller"));
  CHECK(has(found, "muller"));
  CHECK(has(found, "muellersoehne"));
  CHECK(has(found, "mueller-soehne"));
}

TEST_CASE("signs between initials are left out first, and said second") {
  CHECK(stems({.brand = "AT&T"}) == Texts{"att", "atandt"});
  CHECK(stems({.brand = "Ben & Jerry's"}).front() == "benandjerrys");
  CHECK(has(stems({.brand = "Ben & Jerry's"}), "benjerrys"));
  CHECK(stems({.brand = "Canal+"}).front() == "canalplus");
  CHECK(stems({.brand = "Lefèvre & Fils SARL"}).front() == "lefevreetfils");
}

TEST_CASE("stems come in the order given, website, the name of a long brand, the brand, initials") {
  const Texts found =
      stems({.brand = "Blue Ocean Consulting Group", .website = "boc.com", .stem = "Blau Meer"});
  CHECK(found == Texts{"blaumeer", "boc", "blueocean", "blueoceanconsultinggroup", "bocg", "blue-ocean"});
}

TEST_CASE("the website's own label is a stem, its platform's is none") {
  CHECK(stems({.brand = "任天堂株式会社", .website = "www.nintendo.co.jp"}) == Texts{"nintendo"});
  CHECK(stems({.brand = "", .website = "www.facebook.com"}).empty());
  CHECK(stems({.brand = "", .website = "acme.github.io"}) == Texts{"acme"});
  CHECK(stems({.brand = "", .website = "www.wixsite.com"}).empty());
  CHECK(stems({.brand = "", .website = "xn--d1acpjx3f.xn--p1ai"}).front() == "yandex");
  CHECK(stems({.brand = "", .website = "blue-ocean.com"}) == Texts{"blueocean", "blue-ocean"});
}

TEST_CASE("a website that is the brand with an affix is the last to build on") {
  CHECK(stems({.brand = "Acme", .website = "getacme.com"}) == Texts{"acme", "getacme"});
  CHECK(stems({.brand = "Acme", .website = "acmehq.com"}) == Texts{"acme", "acmehq"});
  CHECK(stems({.brand = "Acme Robotics", .website = "getacme.com"}).front() == "acme");
  CHECK(stems({.brand = "Acme", .website = "acmerockets.com"}).front() == "acmerockets");
}

TEST_CASE("scripts that transliterate badly stand behind the website") {
  CHECK(stems({.brand = "삼성전자", .website = "samsung.com"}).front() == "samsung");
  CHECK(stems({.brand = "شركة المراعي"}) == Texts{"almarai"});
  CHECK_FALSE(stems({.brand = "㈱日立製作所"}).empty());
}

TEST_CASE("everyday words alone are not a stem") {
  CHECK_FALSE(has(stems({.brand = "Blue Ocean"}), "blue"));
  CHECK_FALSE(has(stems({.brand = "Digital Marketing Agency"}), "digital"));
  CHECK(has(stems({.brand = "Zephyr Digital Agency"}), "zephyr"));
  CHECK(stems({.brand = "The Home Depot"}).front() == "homedepot");
  CHECK(stems({.brand = "The Data"}).front() == "thedata");
  CHECK(stems({.brand = "3M Company"}) == Texts{"3m"});
}

TEST_CASE("everyday words of other languages alone are no stem") {
  for (const auto& [brand, never] : std::vector<std::pair<std::string, std::string>>{
           {"Bayerische Velitron Handelsgesellschaft", "bayerische"},
           {"Schwarze Tulpe Gartenbau GmbH", "schwarze"},
           {"Kleine Zeitung Verlag Graz", "kleine"},
           {"Belle Epoque Patisserie Paris", "belle"},
           {"Nuevo Horizonte Transportes", "nuevo"},
           {"Verde Piedra Construcciones", "verde"}}) {
    INFO(brand);
    CHECK_FALSE(has(stems({.brand = brand}), never));
  }
}

TEST_CASE("small words end no shorter form") {
  CHECK_FALSE(has(stems({.brand = "Żółw i Syn Sp. z o.o."}), "zolwi"));
  CHECK_FALSE(has(stems({.brand = "Les Quatre Saisons"}), "lesquatre"));
  CHECK(has(stems({.brand = "Zephyr and Partners"}), "zephyr"));
}

TEST_CASE("overlong names give way to shorter forms") {
  const Texts found = stems({.brand = "International Business Machines Corporation"});
  CHECK(found == Texts{"ibm"});
  for (const std::string& text : stems({.brand = std::string(500, 'q')})) CHECK(text.size() == 24);
}

TEST_CASE("one letter is a stem where there is nothing else") {
  CHECK(stems({.brand = "X"}) == Texts{"x"});
  CHECK(stems({.brand = "X", .website = "acme.com"}) == Texts{"acme"});
}

TEST_CASE("personas name a customer whose brand cannot be read") {
  CHECK(stems({.brand = "🚀", .personas = {{"Anna", "Schmidt", ""}}}) == Texts{"annaschmidt"});
  CHECK(stems({.brand = "🚀"}).empty());
  CHECK(stems({.brand = ""}).empty());
}

TEST_CASE("a given stem keeps its hyphen in a second form") {
  CHECK(stems({.brand = "", .stem = "acme-robotics"}) == Texts{"acmerobotics", "acme-robotics"});
}

TEST_CASE("a website helps and never harms") {
  CHECK(stems({.brand = "Camper World", .website = "camperworld.com"}).front() == "camperworld");
  CHECK(stems({.brand = "Lamp Plus", .website = "lampplus.com"}).front() == "lampplus");
  CHECK_FALSE(has(stems({.brand = "Lamp Plus", .website = "lampplus.com"}), "lamp"));
  CHECK_FALSE(has(stems({.brand = "Axiom Bank", .website = "axiom.bank.in"}), "bank"));
  CHECK(stems({.brand = "Barclays", .website = "home.barclays"}) == Texts{"barclays"});
  CHECK_FALSE(has(stems({.brand = "Nordland State Lottery", .website = "lottery.gov.cn"}), "lottery"));
  CHECK_FALSE(
      has(stems({.brand = "Brightline Dental", .website = "brightline.patientportal.com"}), "patientportal"));
  CHECK(stems({.brand = "Velmora Foods", .website = "harborlight.com"}).front() == "velmorafoods");
}

TEST_CASE("a place or a country is not a name, and what stands between is") {
  CHECK(stems({.brand = "Shenzhen Velitron Technology Co., Ltd"}).front() == "velitron");
  CHECK(stems({.brand = "Wuhan Optiqua Electronic Co.,Ltd"}).front() == "optiqua");
  CHECK_FALSE(has(stems({.brand = "Fujian Norvale Group"}), "fujian"));
  CHECK(has(stems({.brand = "Velora India"}), "velora"));
  CHECK(stems({.brand = "London Stock Exchange"}).front() == "londonstockexchange");
  CHECK_FALSE(has(stems({.brand = "Atlas Membrane Testing"}), "atlas"));
  CHECK_FALSE(has(stems({.brand = "Los Angeles Roofing"}), "losangeles"));
  CHECK_FALSE(has(stems({.brand = "Santa Fe Springs Plumbing"}), "santa"));
}

TEST_CASE("a country with a direction is removed whole") {
  for (const std::string country : {"North America", "Great Britain", "South Korea", "Latin America",
                                    "Northern Ireland", "United States of America", "Middle East"}) {
    INFO(country);
    const Texts found = stems({.brand = "Velora " + country});
    CHECK(found.front() == "velora");
    for (const std::string part :
         {"veloranorth", "veloragreat", "velorasouth", "veloralatin", "veloraunited"})
      CHECK_FALSE(has(found, part));
  }
}

TEST_CASE("places are known as Germans spell them, and as their own people do") {
  for (const std::string place :
       {"Düsseldorf", "Zürich", "Köln", "München", "Nürnberg", "Lübeck", "Fürth", "Xiamen", "Pudong",
        "København", "Essex", "Cornwall", "Provence", "Venezia", "Praha", "Genève", "Kiev"}) {
    INFO(place);
    const Texts found = stems({.brand = place + " Velitron Technik GmbH"});
    CHECK(found.front() == "velitron");
    for (const std::string& stem : stems({.brand = place + " Immobilien GmbH"}))
      CHECK(stem.ends_with("immobilien"));
  }
}

TEST_CASE("what may be initials before a name stays among its stems") {
  CHECK(has(stems({.brand = "AB InBev"}), "abinbev"));
}

TEST_CASE("an unrelated label that names nobody is no stem") {
  for (const std::string site : {"harbor.com", "london.com", "fuckyou.com", "zibold.gov.uk", "lnkd.in",
                                 "velmora.shopee.sg", "xing.com"}) {
    INFO(site);
    CHECK(stems({.brand = "Velmora Foods", .website = site}) == stems({.brand = "Velmora Foods"}));
  }
  CHECK(has(stems({.brand = "Velmora Foods", .website = "harborlight.com"}), "harborlight"));
}

TEST_CASE("a place before one word is part of the name") {
  CHECK(stems({.brand = "青岛啤酒"}).front() == "qingdaopijiu");
  CHECK_FALSE(has(stems({.brand = "青岛啤酒"}), "pijiu"));
  CHECK(stems({.brand = "Москва Логистика ООО"}).front() == "moskvalogistika");
  CHECK(stems({.brand = "دبي القابضة"}).front() == "dabialqabda");
  CHECK(stems({.brand = "กรุงเทพ กรุ๊ป"}).front().starts_with("krungthep"));
  CHECK(stems({.brand = "Αθήνα Ομιλος"}).front() == "athinaomilos");
  CHECK(stems({.brand = "London Velion"}).front() == "londonvelion");
}

TEST_CASE("a long brand gives way to its name without what is generic") {
  CHECK(stems({.brand = "Zabbott Laboratories, Inc."}).front() == "zabbott");
  CHECK(stems({.brand = "Velmora Foods"}).front() == "velmorafoods");
}

TEST_CASE("a rude word across a brand's own words is broken by a hyphen") {
  CHECK(stems({.brand = "Pen Island"}) == Texts{"pen-island"});
}

TEST_CASE("signs between initials before another word are said") {
  CHECK(stems({.brand = "S&K Werkzeuge GmbH"}).front() == "sundkwerkzeuge");
  CHECK_FALSE(has(stems({.brand = "H&E Machinery"}), "he"));
}

TEST_CASE("what says nothing of a company's trade is left out first, and its trade is not") {
  CHECK(stems({.brand = "Velbion Group"}) == Texts{"velbion", "velbiongroup", "velbion-group"});
  CHECK(stems({.brand = "Velbion Technologies"}).front() == "velbion");
  CHECK(stems({.brand = "Velbion Bakery"}).front() == "velbionbakery");
  CHECK(stems({.brand = "Компания Вельбион"}).front() == "velbion");
}

TEST_CASE("a long brand without a name of its own is cut between words, and is not a letters") {
  CHECK(stems({.brand = "Discover Financial Services"}).front() == "discoverfinancial");
  CHECK(stems({.brand = "Istanbul Metropolitan Municipality"}).front() == "istanbulmetropolitan");
}

TEST_CASE("a number is not a name in another script") {
  CHECK(stems({.brand = "БЕТИАР-22"}).front() == "betiar22");
  CHECK(stems({.brand = "494 УНР"}).front() == "494unr");
  CHECK(stems({.brand = "Акватория 21 век"}).front() == "akvatoriya21vek");
  CHECK(stems({.brand = "58到家"}).front() == "58daojia");
  CHECK(stems({.brand = "24 Velbion пицца"}).front() == "24velbion");
}

TEST_CASE("of a Chinese company the name between place and trade comes first") {
  for (const auto& [brand, first] :
       std::vector<std::pair<std::string, std::string>>{{"深圳谷登科技有限公司", "gudeng"},
                                                        {"深兰科技上海有限公司", "shenlan"},
                                                        {"墨叽（深圳）科技有限公司", "moji"},
                                                        {"上海我爱我家房地产经纪有限公司", "woaiwojia"},
                                                        {"当当网", "dangdang"},
                                                        {"招商银行", "zhaoshangyinhang"},
                                                        {"中国招商银行", "zhaoshangyinhang"},
                                                        {"荔枝FM", "lizhifm"}}) {
    INFO(brand);
    const Texts found = stems({.brand = brand});
    CHECK(found.front() == first);
    CHECK_FALSE(has(found, "keji"));
  }
}

TEST_CASE("one word of another language's dictionary is no stem of a longer name") {
  for (const auto& [brand, word] : std::vector<std::pair<std::string, std::string>>{
           {"Ferretería Hermanos López", "ferreteria"},
           {"Spółdzielnia Mleczarska Gostyń", "spoldzielnia"},
           {"Drukarnia Narodowa Kraków", "drukarnia"},
           {"Pivovar Bernard Humpolec", "pivovar"},
           {"Vinařství Sonberk Popice", "vinarstvi"},
           {"Électricité de Strasbourg Réseaux", "electricite"},
           {"Panificação Estrela Lisboa", "panificacao"},
           {"Quinta da Aveleda Sociedade Agrícola", "quinta"},
           {"Verzekeringen Nederland Centraal", "verzekeringen"},
           {"Maschinenfabrik Reinhausen Regensburg", "maschinenfabrik"},
           {"Versicherungskammer Bayern Landesbrand", "versicherungskammer"},
           {"Cà phê Trung Nguyên Legend", "caphe"},
           {"Công ty Cổ phần Thép Việt Nam", "thep"}}) {
    INFO(brand);
    const Texts found = stems({.brand = brand});
    REQUIRE_FALSE(found.empty());
    CHECK_FALSE(has(found, word));
  }
  CHECK(stems({.brand = "Maschinenfabrik Reinhausen GmbH"}).front() == "reinhausen");
}

TEST_CASE("initials that spell a famous name are no stem") {
  CHECK(stems({.brand = "International Bakery Machines"}) == Texts{"internationalbakery"});
  CHECK_FALSE(has(stems({.brand = "Universal Bakery Supplies"}), "ubs"));
  CHECK_FALSE(has(stems({.brand = "Kreative Family Catering"}), "kfc"));
}

TEST_CASE("a category word alone is no stem of a Chinese name, nor is a district") {
  CHECK_FALSE(has(stems({.brand = "上海国际贸易有限公司"}), "guoji"));
  CHECK_FALSE(has(stems({.brand = "厦门国际银行"}), "guojiyinhang"));
  CHECK_FALSE(has(stems({.brand = "海淀区贸易"}), "haidianqu"));
}

TEST_CASE("a place is not cut out of a hyphenated word") {
  CHECK(stems({.brand = "Baden-Württembergische Bank", .website = "bw-bank.de"}).front() == "bwbank");
  for (const auto& [brand, place] :
       std::vector<std::pair<std::string, std::string>>{{"Baden-Württembergische Bank", "baden"},
                                                        {"Île-de-France Transport", "ile"},
                                                        {"Castilla-La Mancha Vinos", "lamanchavinos"},
                                                        {"Sachsen-Anhalt Energie", "anhaltenergie"},
                                                        {"Moscow-Baikal Tours", "baikal"},
                                                        {"Bosnia-Herzegovina Trade", "bosnia"},
                                                        {"Kreuzberg Consulting GmbH", "kreuzberg"}}) {
    INFO(brand);
    CHECK_FALSE(has(stems({.brand = brand}), place));
  }
}

TEST_CASE("a website's label that is a spelling of the brand comes first") {
  CHECK(stems({.brand = "A&W Restaurants", .website = "awrestaurants.com"}).front() == "awrestaurants");
  CHECK(stems({.brand = "S&K Werkzeuge", .website = "sk-werkzeuge.de"}).front() == "skwerkzeuge");
  CHECK(stems({.brand = "R+V Werkzeuge", .website = "rv-werkzeuge.de"}).front() == "rvwerkzeuge");
  CHECK(stems({.brand = "シャープ", .website = "sharp.co.jp"}).front() == "sharp");
}

TEST_CASE("a portal under any country's domain gives no stem") {
  for (const std::string website :
       {"doctolib.de", "treatwell.co.uk", "leboncoin.fr", "zomato.com", "expedia.com"}) {
    INFO(website);
    CHECK(stems({.brand = "Velora Cafe", .website = website}) == stems({.brand = "Velora Cafe"}));
  }
}
