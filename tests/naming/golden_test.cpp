// The first 12 candidates of 100 brands in 20 scripts and more, as a person would judge them:
// tests/golden/naming/candidates.txt. UPDATE_GOLDEN=1 in the environment writes the file anew.
#include <fmt/format.h>

#include <catch2/catch.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "domainplan/naming.hpp"

using namespace domainplan;

namespace {

const std::vector<NamingInput> kBrands = {
    {.brand = "Acme Robotics, Inc.", .website = "acmerobotics.com"},
    {.brand = "Müller & Söhne GmbH", .website = "www.mueller-soehne.de"},
    {.brand = "Müller & Söhne GmbH"},
    {.brand = "L'Oréal S.A."},
    {.brand = "3M Company"},
    {.brand = "AT&T Inc."},
    {.brand = "H&M Hennes & Mauritz AB", .website = "hm.com"},
    {.brand = "Blue Ocean Consulting Group, LLC"},
    {.brand = "The Home Depot, Inc."},
    {.brand = "Ben & Jerry's Homemade Holdings Inc.", .website = "www.benjerry.com"},
    {.brand = "Booking.com B.V."},
    {.brand = "International Business Machines Corporation", .website = "www.ibm.com"},
    {.brand = "Northwind Talent Partners",
     .website = "getnorthwind.io",
     .personas = {{"Zoë", "O'Brien", ""}}},
    {.brand = "🚀 Rocket Labs"},
    {.brand = "Türkiye İş Bankası A.Ş.", .website = "isbank.com.tr"},
    {.brand = "Żabka Polska Sp. z o.o.", .website = "zabka.pl"},
    {.brand = "ООО «Яндекс»"},
    {.brand = "Красный Октябрь, ПАО"},
    {.brand = "ТОВ «Нова Пошта»", .website = "novaposhta.ua"},
    {.brand = "株式会社ソニー", .website = "www.sony.co.jp"},
    {.brand = "任天堂株式会社", .website = "nintendo.co.jp"},
    {.brand = "トヨタ自動車", .stem = "Toyota"},
    {.brand = "华为技术有限公司"},
    {.brand = "삼성전자 주식회사", .website = "samsung.com"},
    {.brand = "შპს ფარმსახლი"},
    {.brand = "شركة المراعي"},
    {.brand = "בנק הפועלים בע\"מ"},
    {.brand = "Αθηναϊκή Ζυθοποιία Α.Ε."},
    {.brand = "टाटा मोटर्स लिमिटेड"},
    {.brand = "บริษัท ไทยเบฟเวอเรจ จำกัด (มหาชน)", .website = "thaibev.com"},
    {.brand = "Velmora Foods", .website = "harborlight.com"},
    {.brand = "Camper World", .website = "camperworld.com"},
    {.brand = "Lamp Plus", .website = "lampplus.com"},
    {.brand = "Axiom Bank", .website = "axiom.bank.in"},
    {.brand = "Barclays", .website = "home.barclays"},
    {.brand = "Nordland State Lottery", .website = "lottery.gov.cn"},
    {.brand = "Brightline Dental", .website = "brightline.patientportal.com"},
    {.brand = "Shenzhen Velitron Technology Co., Ltd"},
    {.brand = "Wuhan Optiqua Electronic Co.,Ltd"},
    {.brand = "Fujian Norvale Group"},
    {.brand = "Velora India"},
    {.brand = "H&E Machinery"},
    {.brand = "Atlas Membrane Testing"},
    {.brand = "bvelo / TSTX"},
    {.brand = "S&K Werkzeuge GmbH"},
    {.brand = "Velda GmbH Mikrotechnik"},
    {.brand = "Pen Island"},
    {.brand = "Kavashi"},
    {.brand = "okvelo"},
    {.brand = "Day Spa"},
    {.brand = "AB Tasty"},
    {.brand = "AB Volvo", .website = "volvo.se"},
    {.brand = "Ca$h Corner"},
    {.brand = "C# Workshop"},
    {.brand = "½ Price Books"},
    {.brand = "London Stock Exchange"},
    {.brand = "New York Bakery Co"},
    {.brand = "Grüße aus Velden"},
    {.brand = "Hausmann Straßenbau"},
    {.brand = "Żółw i Syn Sp. z o.o."},
    {.brand = "Škoda Plzeň s.r.o."},
    {.brand = "Lefèvre & Fils SARL"},
    {.brand = "Construções Ávila Lda"},
    {.brand = "Đại Nam Công ty TNHH"},
    {.brand = "遠橋山 Yuen Kiu Shan"},
    {.brand = "Sinotea 中華茶業"},
    {.brand = "Marlune مارلون"},
    {.brand = "Кафе Velvet"},
    {.brand = "ジュンコ書店"},
    {.brand = "すし屋"},
    {.brand = "ビッグボート"},
    {.brand = "フィットネスひまわり"},
    {.brand = "ソラ自動車株式会社"},
    {.brand = "山本商店", .website = "yamamoto-shoten.jp"},
    {.brand = "深圳市腾讯计算机系统有限公司"},
    {.brand = "招商銀行股份有限公司"},
    {.brand = "重庆长安汽车"},
    {.brand = "롯데여행"},
    {.brand = "신라집"},
    {.brand = "핫도그"},
    {.brand = "독립문 카페"},
    {.brand = "ธนาคารออมทอง"},
    {.brand = "คาเฟ่ อรุณ"},
    {.brand = "Շուշան պիցցա"},
    {.brand = "Երևան Սիթի ՍՊԸ"},
    {.brand = "Слънчев Бряг ООД"},
    {.brand = "Щъркел", .website = "shtarkel.bg"},
    {.brand = "Банк Вельта"},
    {.brand = "Љубичица доо"},
    {.brand = "বাংলাদেশ শিপিং"},
    {.brand = "ગુજરાત ફૂડ્સ"},
    {.brand = "ਪੰਜਾਬ ਢਾਬਾ"},
    {.brand = "தமிழ் புத்தகம்"},
    {.brand = "తెలుగు వార్తలు"},
    {.brand = "ಕನ್ನಡ ಸಾಹಿತ್ಯ"},
    {.brand = "മലയാളം കഥ"},
    {.brand = "ශ්‍රී ලංකා"},
    {.brand = "ቡና ኢትዮጵያ"},
    {.brand = "ລາວ ກາເຟ"},
    {.brand = "ភ្នំពេញ"},
};

std::string first_candidates() {
  std::string out;
  for (const NamingInput& input : kBrands) {
    out += fmt::format("# {}", input.brand);
    if (!input.website.empty()) out += fmt::format(" | website {}", input.website);
    if (!input.stem.empty()) out += fmt::format(" | stem {}", input.stem);
    for (const Persona& persona : input.personas)
      out += fmt::format(" | persona {} {}", persona.first_name, persona.last_name);
    out += '\n';
    CandidateStream stream(NamingRules::built_in(), input);
    for (int i = 0; i < 12; ++i) {
      const auto candidate = stream.next();
      if (!candidate) break;
      out += fmt::format("{:<36} {:>4}  {}\n", candidate->domain, candidate->score, candidate->pattern);
    }
    out += '\n';
  }
  return out;
}

}  // namespace

TEST_CASE("the first twelve candidates of a hundred brands are those that people have approved") {
  const std::string path = fmt::format("{}/golden/naming/candidates.txt", TESTS_FOLDER);
  const std::string found = first_candidates();
  if (const char* update = std::getenv("UPDATE_GOLDEN"); update != nullptr && *update == '1') {
    std::ofstream(path, std::ios::binary) << found;
    SUCCEED("written anew");
    return;
  }
  std::ifstream file(path, std::ios::binary);
  REQUIRE(file);
  std::ostringstream approved;
  approved << file.rdbuf();
  CHECK(found == approved.str());
}
