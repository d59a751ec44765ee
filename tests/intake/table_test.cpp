#include "intake/table.hpp"

#include <catch2/catch.hpp>

#include "intake/files.hpp"

using namespace domainplan;

namespace {

constexpr Column kColumns[] = {
    {"customer", true, "a key"}, {"website", false, "a site"}, {"brand", true, "a brand"}};

struct Read {
  Lines rows;      // "line: cell|cell|cell", each trimmed, then what is wrong with the row
  Lines findings;  // what is wrong with the header
  Lines notes;
  bool usable;
};

Read read(std::string bytes) {
  Read result;
  Findings findings("f.csv");
  const TableHeader header =
      read_table({"f.csv", std::move(bytes)}, kColumns, findings, [&](const TableRow& row) {
        std::string text = fmt::format("{}: {}|{}|{}", row.line, row.cell(0), row.cell(1), row.cell(2));
        for (const Mistake& mistake : row.mistakes)
          text += fmt::format(" [{}: {}]", mistake.column, mistake.message);
        result.rows.push_back(text);
      });
  std::vector<Diagnostic> found;
  findings.move_to(found);
  result.findings = texts(found);
  std::vector<Diagnostic> notes;
  findings.move_notes_to(notes);
  result.notes = texts(notes);
  result.usable = !header.mistake;
  return result;
}

}  // namespace

TEST_CASE("columns are found by name, in any order and letter case, with spaces around") {
  CHECK(read("brand,customer\nAcme,a\n").rows == Lines{"2: a||Acme"});
  CHECK(read("\xEF\xBB\xBF Brand ,\"CUSTOMER\",website\r\n Acme , a,x \r\n").rows == Lines{"2: a|x|Acme"});
  CHECK(read("customer,brand").rows.empty());
  CHECK(read("customer,brand").usable);
}

TEST_CASE("unknown columns are ignored with one note, and rows without a value without one") {
  const Read result =
      read("notes,customer,step,brand,,\n\"two\nlines\",a,1,Acme,,\n,,,,,\n  \nx,b,2,Bolt,,\n");
  CHECK(result.findings.empty());
  CHECK(result.rows == Lines{"2: a||Acme", "6: b||Bolt"});
  CHECK(result.notes == Lines{"f.csv: unknown columns ignored: 'notes', 'step'"});
}

TEST_CASE("columns are known without regard to case, blanks, underscores and hyphens") {
  constexpr Column columns[] = {{"forwarding_url", true, "a URL"}};
  for (const auto* name :
       {"Forwarding URL", "FORWARDING-URL", "  forwarding_url ", "forwarding  url", "ForwardingUrl",
        "forwarding\xE2\x80\x8B_url", "FORWARDİNG_URL", "forwardıng_url"}) {
    INFO(name);
    std::string cell;
    Findings findings("f.csv");
    read_table({"f.csv", fmt::format("{}\nx\n", name)}, columns, findings,
               [&](const TableRow& row) { cell = row.cell(0); });
    CHECK(cell == "x");
  }
  CHECK_FALSE(read("customer,Brand,brand_\n").usable);
  CHECK(read("customer,brand,Notes,notes\na,b,,\n").findings ==
        Lines{"f.csv:1: notes: the header has this column twice: rename or remove one of them"});
}

TEST_CASE("a no-break space or a line break between the words of a column is a blank") {
  const Read table = read("customer,\"web\nsite\",bra\u00a0nd\na,b,c\n");
  CHECK(table.findings.empty());
  CHECK(table.rows == Lines{"3: a|b|c"});
}

TEST_CASE("a column that is nearly a known one is a mistake, also where that one is there") {
  constexpr Column columns[] = {{"customer", true, "a key"},
                                {"sequencer_client_id", false, "a number"},
                                {"max_price_cents", false, "a number"},
                                {"tlds", false, "suffixes"}};
  const auto findings_of = [&](const std::string& header) {
    Findings findings("f.csv");
    read_table({"f.csv", header + "\n"}, columns, findings, [](const TableRow&) {});
    std::vector<Diagnostic> found;
    findings.move_to(found);
    return texts(found);
  };
  for (const auto* near : {"client_id", "Client ID", "max_price", "max_price_cent", "max_prize_cants", "tld",
                           "sequencer_tlds", "customers", "costumer"}) {
    INFO(near);
    CHECK(findings_of(fmt::format("customer,{}", near)).size() == 1);
  }
  for (const auto* far : {"notes", "customer_id", "price", "tldxx", "id"}) {
    INFO(far);
    CHECK(findings_of(fmt::format("customer,{}", far)).empty());
  }
  CHECK(
      findings_of("customer,max_price,max_price_cents") ==
      Lines{"f.csv:1: max_price: the column is unknown and close to 'max_price_cents': rename or remove it"});
}

TEST_CASE("the separator is the one under which the header has the most known columns") {
  CHECK(read("customer;brand;website\na;\"A;B\";c,d\n").rows == Lines{"2: a|c,d|A;B"});
  CHECK(read("customer\tbrand\na\tA, B\n").rows == Lines{"2: a||A, B"});
  CHECK(read("customer,brand,x;y\na,A,1\n").rows == Lines{"2: a||A"});
}

TEST_CASE("a first line sep= sets the separator and counts as line 1") {
  CHECK(read("sep=;\r\ncustomer;brand\r\na;A\r\n").rows == Lines{"3: a||A"});
  CHECK(read("\xEF\xBB\xBFSEP=,\ncustomer,brand\na,A\n").rows == Lines{"3: a||A"});
  CHECK(read("\"sep=;\"\ncustomer;brand\na;A\n").rows == Lines{"3: a||A"});
  CHECK(read("sep=;;;;;\ncustomer;brand\na;A\n").rows == Lines{"3: a||A"});
  CHECK(read("sep=|\ncustomer|brand\na|A\n").rows == Lines{"3: a||A"});
}

TEST_CASE("UTF-16 with a byte-order mark is read in either byte order") {
  const std::u16string text = u"customer\tbrand\r\na\tM\u00FCller \U0001F600\r\n";
  std::string little = "\xFF\xFE", big = "\xFE\xFF";
  for (const char16_t unit : text) {
    little += {static_cast<char>(unit & 0xFF), static_cast<char>(unit >> 8)};
    big += {static_cast<char>(unit >> 8), static_cast<char>(unit & 0xFF)};
  }
  CHECK(read(little).rows == Lines{"2: a||Müller 😀"});
  CHECK(read(big).rows == Lines{"2: a||Müller 😀"});
  CHECK(read(big + "x").rows.size() == 2);  // half a character is a row, and a bad one
}

TEST_CASE("invisible characters are removed from headers and cells, and a note counts them") {
  const Read result = read("cus\u200Btomer,brand\na\u00AD,\u00A0Ac\u2060me\u202F\nb,Bolt\n");
  CHECK(result.rows == Lines{"2: a||Acme", "3: b||Bolt"});
  CHECK(result.notes == Lines{"f.csv: 5 invisible characters were removed"});
}

TEST_CASE("one byte-order mark is the encoding's, and a second is an invisible character") {
  CHECK(read("\uFEFFcustomer,brand\na,Acme\n").notes.empty());
  const Read result = read("\uFEFF\uFEFFcustomer,brand\na,Acme\n");
  CHECK(result.rows == Lines{"2: a||Acme"});
  CHECK(result.notes == Lines{"f.csv: 1 invisible character was removed"});
}

TEST_CASE("joiners stay in names where their script needs them") {
  constexpr Column columns[] = {{"plain", true, "x"}, {"name", true, "x", CellText::name}};
  Findings findings("f.csv");
  std::string plain, name;
  const std::string persian = "می\u200Cخواهم";  // between two joining letters
  read_table({"f.csv", fmt::format("plain,name\n{},{} A\u200CB क्\u200Dष\n", persian, persian)}, columns,
             findings, [&](const TableRow& row) {
               plain = row.cell(0);
               name = row.cell(1);
             });
  CHECK(plain == "میخواهم");
  CHECK(name == persian + " AB क्\u200Dष");
}

TEST_CASE("damaged cells make their row bad") {
  for (const auto* cell : {"M\uFFFDller",  "MÃ¼ller",
                           "CafÃ©",        "donâ€™t",
                           "ÐŸÑ€Ð¸Ð²ÐµÑ‚", "æ—¥æœ¬",
                           "#N/A",         " #ref! ",
                           "#DIV/0!",      "#NAME?",
                           "#NV",          "#WERT!",
                           "Err:502",      "CzÄ™stochowa Meble",
                           "MiÅ› Zabawki", "ErdÅ‘",
                           "RÄ«ga",        "Ä°stanbul Gida",
                           "TimiÈ™",       "#SAKNAS!",
                           "#VÄRDEFEL!",   "#I/T",
                           "#PUUTTUU!",    "#NENÍ_K_DISPOZICI",
                           "#HIÁNYZIK",    "#ÉRTÉK!",
                           "#YOK",         "#DEĞER!",
                           "#DZIEL/0!",    "#ΤΙΜΗ!",
                           "#Δ/Υ",         "#값!",
                           "#REF",         "#DIV/0",
                           "#N/A N/A",     "########",
                           "Loading...",   "#ИМЯ?"}) {
    INFO(cell);
    const Read result = read(fmt::format("customer,brand\na,{}\n", cell));
    CHECK_THAT(result.rows.at(0),
               Catch::Contains("[brand: the cell is ") || Catch::Contains("[brand: the cell has "));
  }
  for (const auto* cell : {"Müller",
                           "CAFÉ™",
                           "“CAFÉ”",
                           "SMÅ",
                           "Ñandú",
                           "Ångström – Ö",
                           "#1 Plumbing",
                           "#hashtag!",
                           "São Paulo",
                           "Đorđe",
                           "日本",
                           "École»",
                           "Error: none",
                           "CAFÄ™",
                           "#C-Sharp Werkstatt",
                           "#1!",
                           "#GIRLS ON TOP!",
                           "#GIRLBOSS!",
                           "#LIVE!",
                           "#Zero!",
                           "#ŻUBR!",
                           "#МОЛОДЦЫ!",
                           "#夢!",
                           "#WHY?",
                           "#A/B",
                           "#TEAM_VELDA",
                           "Error: 502 Main St",
                           "Err Bros",
                           "Loading Dock...",
                           "#MeToo"}) {
    INFO(cell);
    CHECK_THAT(read(fmt::format("customer,brand\na,{}\n", cell)).rows.at(0), !Catch::Contains("["));
  }
}

TEST_CASE("misread text is found where bytes without a character were lost from it") {
  for (const auto* cell : {"GarcÃa", "GARCÃA HERMANOS", "Ãlvaro Obras", "Ð¢ÐµÑÑ‚", "ÐœÐ¾ÑÐºÐ²Ð°", "â€œAcmeâ€",
                           "KovaÄ", "ÃSLAND", "Ngá»c", "HÃ  Ná»™i", "ã“ã‚“ã«", "ÅÃ³dÅº", "PÅ™Ãbram",
                           "ÄorÄ‘eviÄ‡", "VoilÃ ", "AcmeÂ Foods", "æ—¥æœ¬é…’", "Ð¡Ñ‚Ñ€Ð¾Ð¹ÑÐµÑ€Ð²Ð¸Ñ"}) {
    INFO(cell);
    CHECK_THAT(read(fmt::format("customer,brand\na,{}\n", cell)).rows.at(0),
               Catch::Contains("opened as Windows-1252"));
  }
  for (const auto* cell : {"JOÃO",
                           "IRMÃ",
                           "AMANHÃ",
                           "“Amanhã”",
                           "Kníže",
                           "Knížáš",
                           "XÃ HỘI",
                           "HÃNG PHIM",
                           "BioÖl",
                           "EasyÅrhus",
                           "MÄRZ",
                           "SkiÄlpe",
                           "Göteborgs Åkeri",
                           "Ña Ñanita",
                           "Žižkov",
                           "CROISSANTS À ÉTAGE",
                           "KNÍŽKY",
                           "VÝŠKOVÉ PRÁCE",
                           "SNÍŽÍ",
                           "ÚŠTĚK",
                           "MÝŠKA",
                           "PŘÍZNIVÁ VĚŽÍ",
                           "Noël’s"}) {
    INFO(cell);
    CHECK_THAT(read(fmt::format("customer,brand\na,{}\n", cell)).rows.at(0), !Catch::Contains("["));
  }
}

TEST_CASE("error values of spreadsheets in every language are refused, and hashtags are names") {
  for (const auto* cell :
       {"#¡VALOR!",  "#¿NOMBRE?",  "#NOM ?",        "#VALEUR!",      "#RIF!",      "#NÚM!",   "#VERW!",
        "#N/B",      "#VÆRDI!",    "#VERDI!",       "#ARVO!",        "#HODNOTA!",  "#ODKAZ!", "#HIV!",
        "#NÉV?",     "#BAŞV!",     "#ADR!",         "#LICZBA!",      "#ССЫЛКА!",   "#Н/Д",    "#ІМ'Я?",
        "#スピル!",  "#溢出!",     "#이름?",        "#PYTHON!",      "#EXTERNAL!", "#SPILL!", "#GETTING_DATA",
        "Virhe:502", "Ошибка:508", "Chargement...", "Loading\u2026", "#div/0!",    "#name?"}) {
    INFO(cell);
    CHECK_THAT(read(fmt::format("customer,brand\na,{}\n", cell)).rows.at(0),
               Catch::Contains("error value of a spreadsheet"));
  }
}

TEST_CASE("a header's mistakes are each reported, on the line where it stands") {
  CHECK(read("\nnotes,brand\nx,y\n").findings ==
        Lines{"f.csv:2: customer: the header lacks this column: add it, with a key"});
  CHECK(read("customer,brand,customer,customer\n").findings ==
        Lines{"f.csv:1: customer: the header has this column twice: keep one of them"});
  CHECK(read("costumer,brand,webiste\n").findings ==
        Lines{"f.csv:1: customer: the header has no such column but 'costumer': did you mean 'customer'?",
              "f.csv:1: website: the header has no such column but 'webiste': did you mean 'website'?"});
}

TEST_CASE("a file that is not CSV is reported as what it is, in one line and without its content") {
  const auto only = [](std::string bytes) {
    const Read result = read(std::move(bytes));
    CHECK(result.findings.size() == 1);
    CHECK(result.rows.empty());
    return result.findings.front();
  };
  CHECK_THAT(only(std::string("PK\x03\x04\0\0", 6)), Catch::Contains("workbook"));
  CHECK_THAT(only("\xD0\xCF\x11\xE0"), Catch::Contains("workbook"));
  CHECK_THAT(only(" <!DOCTYPE html><html>"), Catch::Contains("HTML"));
  for (const auto* json : {"{\"data\": []}", "[\n  {\n \"a\": 1}]", "{ \"error\": 401 }", "[]"})
    CHECK_THAT(only(json), Catch::Contains("JSON"));
  CHECK_THAT(only("<div><table>"), Catch::Contains("HTML"));
  for (const auto* packed : {"\x28\xB5\x2F\xFD",
                             "\xFD"
                             "7zXZ",
                             "BZh91AY", "7z\xBC\xAF", "Rar!"})
    CHECK_THAT(only(packed), Catch::Contains("archive"));
  CHECK_THAT(only("\x89PNG\r\n"), Catch::Contains("picture"));
  CHECK_THAT(only("PAR1"), Catch::Contains("Parquet"));
  CHECK_THAT(only("version https://git-lfs.github.com/spec/v1\n"), Catch::Contains("Git LFS"));
  CHECK_THAT(only(std::string("\0c\0u\0s", 6)), Catch::Contains("UTF-16"));
  CHECK_THAT(only(std::string("\xFF\xFE\0\0c\0\0\0", 8)), Catch::Contains("UTF-32"));
  CHECK_THAT(only(std::string("c\0\0\0u\0\0\0", 8)), Catch::Contains("UTF-32"));
  CHECK_THAT(only("customer|brand\na|A\n"), Catch::Contains("separated by '|'"));
  CHECK_THAT(only("Customers\n\ncustomer,brand\na,A\n"), Catch::Contains("line 3"));
  CHECK_THAT(only("Our customers;;\ncustomer;brand;\na;A;\n"), Catch::Contains("line 2"));
  CHECK_THAT(only("a1,hunter2\n"), Catch::Contains("customer,brand") && !Catch::Contains("hunter2"));
}

TEST_CASE("a file without a header that can be read is reported once") {
  CHECK(read("").findings == Lines{"f.csv:1: the file is empty: begin it with a header, customer,brand"});
  CHECK(read("\xEF\xBB\xBF\n\n").findings ==
        Lines{"f.csv:1: the file is empty: begin it with a header, customer,brand"});
  CHECK(read("\"customer,brand\na,b\n").findings ==
        Lines{"f.csv:1: a quoted cell is never closed: add the quote mark that ends it"});
}

TEST_CASE("ragged rows are reported with both counts") {
  CHECK(
      read("customer,brand\na\nb,Bolt,x\n").rows ==
      Lines{
          "2: a|| [brand: the row has 1 cell, but the header 2: give each column a cell, and put a cell that "
          "has a "
          "comma in quotes]",
          "3: b||Bolt [brand: the row has 3 cells, but the header 2: give each column a cell, and put a cell "
          "that has "
          "a comma in quotes]"});
}

TEST_CASE("malformed quoting is reported with the column it stands in") {
  CHECK(
      read("customer,brand\na,Ac\"me\n").rows ==
      Lines{
          "2: a|| [brand: there is a quote mark inside a cell: put the whole cell in quotes, from separator "
          "to separator, and double each quote mark within it]"});
  CHECK(
      read("customer,brand\na,\"Acme\nb,Bolt\n").rows ==
      Lines{"2: a|| [brand: a quoted cell is never closed: add the quote mark that ends it]", "3: b||Bolt"});
}

TEST_CASE("bytes that are not text are reported with their column, in the columns that are read") {
  CHECK(read("customer,brand,notes\na,M\xFCller,\xFC\n").rows ==
        Lines{"2: a||M\xFCller [brand: the cell is not UTF-8: save the file in that encoding]"});
  const std::string nul(1, '\0');
  CHECK(read(fmt::format("customer,brand\na,A{}b\n", nul)).rows ==
        Lines{fmt::format("2: a||A{}b [brand: the cell has a NUL byte: remove it]", nul)});
}

TEST_CASE("what is wrong with a file, its header, a row or a cell has a code") {
  const auto codes = [](std::string bytes) {
    Findings findings("f.csv");
    std::vector<Diagnostic> found;
    std::string names;
    const auto add = [&](DiagnosticCode code) { names += fmt::format("{} ", name_of(code)); };
    read_table({"f.csv", std::move(bytes)}, kColumns, findings, [&](const TableRow& row) {
      for (const Mistake& mistake : row.mistakes) add(mistake.code);
    });
    findings.move_to(found);
    findings.move_notes_to(found);
    for (const Diagnostic& one : found) add(one.code);
    return names;
  };
  CHECK(codes("") == "empty_file ");
  CHECK(codes("PK\x03\x04 a workbook") == "other_format ");
  CHECK(codes(std::string("c\0u\0s\0", 6)) == "other_encoding ");
  CHECK(codes("a title\ncustomer,brand\n") == "no_header ");
  CHECK(codes("customer\n") == "missing_column ");
  CHECK(codes("customer,brand,brand\n") == "repeated_column ");
  CHECK(codes("customer,brand,websit\n") == "unclear_column ");
  CHECK(codes("customer,brand,more\n") == "columns_ignored ");
  const std::string header = "customer,brand\n";
  CHECK(codes(header + "a\n") == "cell_count ");
  CHECK(codes(header + "a,b\"c\n") == "bad_csv ");
  CHECK(codes(header + "a,\xFF\n") == "not_utf8 ");
  CHECK(codes(header + "a,#N/A\n") == "error_value ");
  CHECK(codes(header + "a,M\uFFFDller\n") == "lost_character ");
  CHECK(codes(header + "a,MÃ¼ller\n") == "misread_encoding ");
  CHECK(codes(header + "a,pk_live_abcdefgh\n") == "api_key ");
  CHECK(codes(header + "a,B\u200Bc\n") == "invisible_removed ");
}
