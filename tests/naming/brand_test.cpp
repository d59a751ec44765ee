#include "naming/brand.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;

namespace {

std::string words_in(const std::string& text) {
  static const WordLists lists = built_in_words();
  std::string out;
  for (const BrandWord& word : read_brand(lists, text).words) out += (out.empty() ? "" : " ") + word.text;
  return out;
}

std::string country_of(const std::string& text) { return read_brand(built_in_words(), text).country; }

}  // namespace

TEST_CASE("legal forms of many countries are dropped") {
  const auto form = GENERATE(
      as<std::string>{}, "Inc.", "Incorporated", "LLC", "L.L.C.", "Ltd", "Ltd.", "LIMITED", "Co.", "Corp.",
      "PLC", "GmbH", "AG", "KG", "GmbH & Co. KG", "GmbH & Co KG", "UG (haftungsbeschränkt)", "e.K.", "SE",
      "S.A.", "SA", "SAS", "SARL", "S.à r.l.", "S.r.l.", "Srl", "S.p.A.", "B.V.", "N.V.", "AB", "ApS", "A/S",
      "AS", "Oy", "Oyj", "Sp. z o.o.", "sp. z o. o.", "s.r.o.", "spol. s r.o.", "a.s.", "Kft.", "Zrt.",
      "d.o.o.", "S.L.", "Ltda", "S.A. de C.V.", "Pty Ltd", "Pty. Ltd.", "Pvt. Ltd.", "Pte. Ltd.", "Sdn. Bhd.",
      "K.K.", "Co., Ltd.", "A.Ş.", "Ltd. Şti.", "San. ve Tic. Ltd. Şti.", "ООО", "ЗАО", "ТОВ", "JSC",
      "Inc., LLC", "& Co.", "and Company", "בע\"מ", "בע״מ", "م.م.ش", "ش.م.م");
  INFO(form);
  CHECK(words_in("Acme " + form) == "Acme");
  CHECK(words_in("Acme, " + form) == "Acme");
}

TEST_CASE("legal forms that come first are dropped there") {
  CHECK(words_in("ООО «Ромашка»") == "Ромашка");
  CHECK(words_in("ИП Иванов") == "Иванов");
  CHECK(words_in("შპს ფარმსახლი") == "ფარმსახლი");
  CHECK(words_in("شركة المراعي") == "المراعي");
  CHECK(words_in("شركة النور ذ.م.م") == "النور");
  CHECK(words_in("PT Bank Central Asia Tbk") == "Bank Central Asia");
  CHECK(words_in("AB Volvo") == "Volvo");
  CHECK(words_in("SAS Institute") == "SAS Institute");
}

TEST_CASE("legal forms without a space beside them are dropped") {
  CHECK(words_in("株式会社ソニー") == "ソニー");
  CHECK(words_in("任天堂株式会社") == "ニンテンドー");
  CHECK(words_in("㈱日立") == "ヒタチ");
  CHECK(words_in("(주)한샘") == "한샘");
  CHECK(words_in("삼성전자 주식회사") == "삼성전자");
  CHECK(words_in("华为技术有限公司") == "华为 技术");
}

TEST_CASE("a brand that is nothing but a legal form keeps it") {
  CHECK(words_in("GmbH") == "GmbH");
  CHECK(words_in("Co.") == "Co");
  CHECK(words_in("Co., Ltd.") == "Co");
  CHECK_FALSE(words_in("株式会社").empty());
  CHECK(words_in("The Limited Company") == "The Limited");
  CHECK(words_in("🚀 GmbH") == "GmbH");
}

TEST_CASE("a word that is a legal form elsewhere stays where it is the name") {
  CHECK(words_in("Day Spa") == "Day Spa");
  CHECK(words_in("DAY SPA") == "DAY SPA");
  CHECK(words_in("Brembo SpA") == "Brembo");
  CHECK(words_in("Brembo S.p.A.") == "Brembo");
  CHECK(words_in("brembo spa") == "brembo");
  CHECK(words_in("AB Tasty") == "AB Tasty");
  CHECK(words_in("A/B Testing Co.") == "A B Testing");
  CHECK(words_in("Oy Vey Deli") == "Oy Vey Deli");
  CHECK(words_in("Sarl Studio") == "Sarl Studio");
}

TEST_CASE("a form in the middle ends the name, and forms need no blank between them") {
  CHECK(words_in("Velda GmbH Mikrotechnik") == "Velda");
  CHECK(words_in("Lumo Co.Ltd") == "Lumo");
  CHECK(words_in("Xylo GmbH&Co KG") == "Xylo");
  CHECK(words_in("Zantrix GmbH+Co.KG") == "Zantrix");
  CHECK(words_in("Zantrix Sp.z o.o.") == "Zantrix");
  CHECK(words_in("Velitron CO.,LTD（China）") == "Velitron");
  for (const std::string brand :
       {"Zantrix S.A. Mikrotechnik", "Zantrix SA Mikrotechnik", "Zantrix AG Zweigniederlassung Zürich",
        "Zantrix SARL Genève", "Zantrix BV Amsterdam", "Zantrix N.V. Holding"}) {
    INFO(brand);
    CHECK(words_in(brand) == "Zantrix");
  }
  CHECK(words_in("Velora Sa Studio") == "Velora Sa Studio");
  CHECK(words_in("Velora PC Repair") == "Velora PC Repair");
  CHECK(words_in("Velora Co. Kitchen") == "Velora Co Kitchen");
}

TEST_CASE("a form in front is dropped, and kept in another name where it may be initials") {
  CHECK(words_in("GmbH Zantrix") == "Zantrix");
  CHECK(words_in("CV Maju Jaya") == "Maju Jaya");
  CHECK(words_in("CV Writers") == "CV Writers");
  const Brand brand = read_brand(built_in_words(), "AB InBev");
  REQUIRE(brand.others.size() == 1);
  CHECK(brand.others[0].size() == 2);
  CHECK(words_in("ZANTRIX SARL GENEVE") == "ZANTRIX");
}

TEST_CASE("slashes, bars, dashes and brackets begin another name") {
  const Brand brand = read_brand(built_in_words(), "bvelo / TSTX");
  REQUIRE(brand.words.size() == 1);
  CHECK(brand.words[0].text == "bvelo");
  REQUIRE(brand.others.size() == 1);
  CHECK(brand.others[0][0].text == "TSTX");
  CHECK(words_in("Nordlicht - Agentur") == "Nordlicht");
  CHECK(words_in("Acme (Schweiz) AG") == "Acme");
  CHECK(words_in("Velora/Zantrix") == "Velora");
  CHECK(read_brand(built_in_words(), "Velora/Zantrix GmbH").others.size() == 1);
  CHECK(words_in("AC/DC Records") == "AC DC Records");
  CHECK(words_in("Open 24/7") == "Open 24 7");
}

TEST_CASE("signs stand for letters where they are read as letters") {
  CHECK(words_in("Ca$h Corner") == "Cash Corner");
  CHECK(words_in("C# Workshop") == "Csharp Workshop");
  CHECK(words_in("½ Price Books") == "half Price Books");
  CHECK(words_in("Platform 9¾") == "Platform 9 threequarters");
  CHECK(words_in("3½ Star Hotels") == "3 half Star Hotels");
  CHECK(words_in("3 1⁄2 Star Hotels") == "3 half Star Hotels");
  CHECK(words_in("2⅜ Velora") == "2 Velora");
}

TEST_CASE("of two scripts the Latin part is the name, and the other a second one") {
  CHECK(words_in("山田茶 Yamada Chaya") == "Yamada Chaya");
  CHECK(words_in("Marlune مارلون") == "Marlune");
  CHECK(read_brand(built_in_words(), "Sinotea 中華茶業").others.size() == 2);
}

TEST_CASE("apostrophes join, dots join initials, other punctuation and pictures split") {
  CHECK(words_in("L'Oréal") == "LOréal");
  CHECK(words_in("McDonald’s") == "McDonalds");
  CHECK(words_in("H.J. Heinz") == "HJ Heinz");
  CHECK(words_in("U.S. Steel") == "US Steel");
  CHECK(words_in("Häagen-Dazs/Berlin") == "Häagen Dazs");
  CHECK(words_in("I❤NY") == "I NY");
  CHECK(words_in("🚀 Rocket™ Labs®") == "Rocket Labs");
  CHECK(words_in("Booking.com") == "Booking");
  CHECK(words_in("HubSpot") == "HubSpot");
  CHECK(words_in("3M") == "3M");
  CHECK(words_in("Ａｃｍｅ") == "Acme");
  CHECK(words_in("Ac\u200dme") == "Acme");
}

TEST_CASE("signs are words of their own") {
  CHECK(words_in("AT&T") == "AT & T");
  CHECK(words_in("Canal+") == "Canal +");
  CHECK(words_in("Müller ＆ Söhne") == "Müller & Söhne");
}

TEST_CASE("a legal form shows the country where one country alone has it") {
  CHECK(country_of("Müller GmbH") == "de");
  CHECK(country_of("Acme S.A.").empty());
  CHECK(country_of("Acme").empty());
  CHECK(read_brand(built_in_words(), "任天堂株式会社").japanese);
  CHECK_FALSE(read_brand(built_in_words(), "华为技术有限公司").japanese);
}

TEST_CASE("text without a word gives none") {
  for (const std::string text : {"", " ", "🚀🚀", "...", "\xff\xfe", "\u202e", "&"})
    CHECK(words_in(text).find_first_not_of("& ") == std::string::npos);
}

TEST_CASE("legal forms of associations, of one person and of other languages are dropped") {
  for (const auto& [brand, name] : std::vector<std::pair<std::string, std::string>>{
           {"Công ty TNHH Một Thành Viên Hoa Sen", "Hoa Sen"},
           {"Cong ty TNHH Mot Thanh Vien Hoa Sen", "Hoa Sen"},
           {"Doanh nghiệp tư nhân Hoàng Long", "Hoàng Long"},
           {"Chi nhánh Công ty TNHH Zantrix", "Zantrix"},
           {"Tổng Công ty Zantrix", "Zantrix"},
           {"СП ООО «Зантрикс»", "Зантрикс"},
           {"SC DEDEMAN SRL", "DEDEMAN"},
           {"S.C. Transilvania Lemn S.R.L.", "Transilvania Lemn"},
           {"SC Freiburg", "SC Freiburg"},
           {"ห้างหุ้นส่วนจำกัด มิตรผล", "มิตรผล"},
           {"บริษัท มิตรผล จก.", "มิตรผล"},
           {"บจ. มิตรผล", "มิตรผล"},
           {"사단법인 한빛", "한빛"},
           {"Ζαντρίξ Μονοπρόσωπη ΙΚΕ", "Ζαντρίξ"},
           {"Ζαντρίξ Α.Ε.Β.Ε.", "Ζαντρίξ"},
           {"Comercial Andina Cía. Ltda.", "Comercial Andina"},
           {"Zantrix BV/SRL", "Zantrix"},
           {"SELARL Zantrix", "Zantrix"},
           {"Zantrix GIE", "Zantrix"},
           {"Zantrix, A Professional Corporation", "Zantrix"},
           {"Zantrix Unlimited Company", "Zantrix"},
           {"Zantrix (Opc) Pvt Ltd", "Zantrix"},
           {"ХХК Зантрикс", "Зантрикс"},
           {"Zantrix MChJ", "Zantrix"}}) {
    INFO(brand);
    CHECK(words_in(brand) == name);
  }
  for (const std::string brand :
       {"学校法人桜丘学園", "社会福祉法人済生会", "NPO法人さくらの里", "弁護士法人青葉"}) {
    INFO(brand);
    CHECK(read_brand(built_in_words(), brand).japanese);
    CHECK(words_in(brand).find("ほうじん") == std::string::npos);
  }
}

TEST_CASE("what follows a form and says no name is no other name") {
  for (const std::string brand :
       {"Zantrix GmbH in Liquidation", "Zantrix GmbH i.G.", "Zantrix S.a.s. di Rossi Mario & C.",
        "Zantrix L.L.C., a Delaware company"}) {
    INFO(brand);
    CHECK(words_in(brand) == "Zantrix");
    CHECK(read_brand(built_in_words(), brand).others.empty());
  }
  CHECK(read_brand(built_in_words(), "Zantrix, LLC (d/b/a Sparkle)").others.front().front().text ==
        "Sparkle");
}
