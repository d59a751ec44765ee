#include "cli/run.hpp"

#include <catch2/catch.hpp>
#include <fstream>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/parse.hpp"
#include "scratch_folder.hpp"
#include "terminal.hpp"

using Catch::Contains;
using Catch::Equals;

namespace {

Ran run(const std::vector<std::string>& words) { return Terminal().run(words); }

// Code points, as a terminal counts columns for the scripts that help uses.
std::size_t columns_of(const std::string& line) {
  return static_cast<std::size_t>(std::count_if(
      line.begin(), line.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

nlohmann::json last_line_as_json(const std::string& err) {
  std::string last, line;
  for (std::istringstream lines(err); std::getline(lines, line);) last = line;
  return nlohmann::json::parse(last);
}

}  // namespace

TEST_CASE("an unknown command is reported with the nearest one") {
  const Ran ran = run({"genrate"});
  CHECK(ran.code == 2);
  CHECK_THAT(ran.err, Equals("domainplan: unknown command 'genrate'; did you mean 'generate'? See domainplan "
                             "--help\n"));
}

TEST_CASE("an unknown subcommand is reported with the nearest one") {
  const Ran ran = run({"bundles", "lits"});
  CHECK(ran.code == 2);
  CHECK_THAT(ran.err, Contains("unknown subcommand 'lits'") && Contains("'list'"));
  CHECK_THAT(run({"users", "shwo"}).err, Contains("unknown subcommand 'shwo' (did you mean 'show'?)"));
  CHECK_THAT(run({"webhook", "listn"}).err, Contains("unknown subcommand 'listn' (did you mean 'listen'?)"));
}

TEST_CASE("an old spelling of an option is accepted with a note, and is not in help") {
  const Ran ran = run({"submit", "/nowhere", "--again", "acme", "--not-ordered=acme", "--dry-run"});
  CHECK_THAT(ran.err, Contains("note: --again is now --allow-duplicate") &&
                          Contains("note: --not-ordered is now --confirm-not-placed") &&
                          !Contains("unknown option"));
  CHECK_THAT(run({"submit", "/nowhere", "--again", "acme", "--quiet"}).err, !Contains("note:"));
  for (const char* command : {"submit", "sandbox"})
    CHECK_THAT(run({"help", command}).out,
               !Contains("--again") && !Contains("--not-ordered") && !Contains("--troubles"));
}

TEST_CASE("an unknown option is reported with the nearest one") {
  const Ran ran = run({"generate", "--brnad", "Acme"});
  CHECK(ran.code == 2);
  CHECK_THAT(ran.err, Contains("unknown option '--brnad'; did you mean '--brand'?"));
}

TEST_CASE("what comes with an unknown option is neither part of its name nor printed") {
  const Ran ran = run({"generate", "--websit=https://user:hunter2pw@host.com", "--brand", "Acme"});
  CHECK(ran.code == 2);
  CHECK_THAT(ran.err, Equals("domainplan: generate: unknown option '--websit'; did you mean '--website'? See "
                             "domainplan help generate\n"));
  CHECK_THAT(run({"generate", "---"}).err, Contains("unknown option '---'; see domainplan help generate"));
}

TEST_CASE("an unknown option near an old spelling is reported with today's") {
  CHECK_THAT(run({"submit", "plan", "--agin", "acme"}).err, Contains("did you mean '--allow-duplicate'?"));
}

TEST_CASE("an unknown option before the command is reported as one") {
  CHECK_THAT(run({"--hlep"}).err, Equals("domainplan: unknown option '--hlep' before a command; did you mean "
                                         "'--help'? See domainplan --help\n"));
  CHECK_THAT(run({"--key=secret", "plan"}).err,
             Equals("domainplan: unknown option '--key' before a command; see domainplan --help\n"));
}

TEST_CASE("arguments that are missing are named at once, without those that are there") {
  CHECK_THAT(run({"swap"}).err,
             Contains("swap: missing arguments: the plan folder, the customer and the domain to replace"));
  CHECK_THAT(run({"swap", "plan", "acme"}).err, Contains("swap: missing argument: the domain to replace"));
  CHECK_THAT(run({"diff", "old"}).err, Contains("diff: missing argument: the new one, NEW"));
}

TEST_CASE("an unknown value of an option is reported with the nearest one") {
  const Ran ran = run({"generate", "--brand", "Acme", "--format", "jsn"});
  CHECK(ran.code == 2);
  CHECK_THAT(ran.err, Contains("'jsn' is not one of text, json, ndjson, csv") && Contains("'json'"));
}

TEST_CASE("an unknown kind of fault is reported with the nearest one") {
  const Ran ran = run({"sandbox", "--faults", "drped=1"});
  CHECK(ran.code == 2);
  CHECK_THAT(ran.err, Contains("'drped=1' is not KIND=SHARE (did you mean 'dropped'?)"));
}

TEST_CASE("what is wrong with the words of ledger is named at once, before the key is asked for") {
  CHECK_THAT(run({"ledger", "show", "--by", "mnth"}).err,
             Contains("'mnth' is not one of") && Contains("'month'") && !Contains("PEEKER_API_KEY"));
  const Ran ran = run({"ledger", "release", "--by", "month"});
  CHECK(ran.code == 2);
  CHECK_THAT(ran.err, Contains("missing argument: the plan's folder or id") &&
                          Contains("--by is for ledger show") && !Contains("PEEKER_API_KEY"));
}

TEST_CASE("standard input is read once, for one option") {
  const Ran ran = run({"plan", "--customers", "-", "--personas", "-", "--bundles", "b.json", "--dry-run"});
  CHECK(ran.code == 2);
  CHECK_THAT(ran.err, Contains("standard input is given twice"));
}

TEST_CASE("a name that is not in the recorded answers is not_recorded") {
  const ScratchFolder folder;
  put_bytes(folder / "rows.ndjson", "{\"domain\":\"a.com\",\"available\":false,\"reason\":\"taken\"}\n");
  Terminal terminal;
  terminal.input = "b.com\na.com\n";
  const Ran ran = terminal.run({"check", "-", "--replay", folder / "rows.ndjson", "--format", "csv"});
  CHECK(ran.code == 0);
  CHECK_THAT(ran.out, Contains("b.com,no,,,,,,not_recorded") && Contains("a.com,no,,,,,,taken"));
}

TEST_CASE("all bad values of options are named at once, before files are read") {
  const Ran ran = run({"select", "absent.ndjson", "--google", "x", "--prefer", "chep", "--currency", "euro"});
  CHECK(ran.code == 2);
  CHECK_THAT(ran.err, Contains("--google: 'x'") && Contains("--prefer: 'chep'") &&
                          Contains("--currency: 'euro'") && !Contains("absent"));
}

TEST_CASE("all missing options are named at once") {
  CHECK_THAT(run({"plan"}).err, Contains("missing options: --customers, --personas, --bundles, --out"));
  CHECK_THAT(run({"select"}).err, Contains("missing options: --google, --microsoft"));
  CHECK_THAT(run({"import", "--out", "x"}).err, Contains("missing option: --owned"));
}

TEST_CASE("a word too many is an unexpected argument") {
  const Ran ran = run({"generate", "Acme"});
  CHECK(ran.code == 2);
  CHECK_THAT(ran.err, Contains("unexpected argument 'Acme'"));
}

TEST_CASE("with --format json an error is one JSON object on the last line of standard error") {
  const Ran ran = run({"generate", "--brnad", "Acme", "--format", "json"});
  CHECK(ran.code == 2);
  CHECK(ran.out.empty());
  const auto error = last_line_as_json(ran.err)["error"];
  CHECK(error["code"] == "usage");
  CHECK_THAT(error["message"].get<std::string>(), Contains("unknown option '--brnad'"));
  CHECK(error["rows"].empty());
}

TEST_CASE("with --format json an option's bad value says which option it is and what would be right") {
  const auto error = last_line_as_json(run({"generate", "--limit", "x", "--format", "json"}).err)["error"];
  CHECK(error["subject"] == "--limit");
  CHECK_THAT(error["expected"].get<std::string>(), Contains("a whole number from "));
}

TEST_CASE("with --format json bad rows are listed with file, line and column") {
  Terminal terminal;
  terminal.input = "customer,brand\n-bad-,Acme\n";
  const Ran ran = terminal.run({"generate", "--customers", "-", "--format=json"});
  CHECK(ran.code == 2);
  const auto error = last_line_as_json(ran.err)["error"];
  CHECK(error["code"] == "bad_input");
  REQUIRE(error["rows"].size() == 1);
  CHECK(error["rows"][0]["line"] == 2);
  CHECK(error["rows"][0]["column"] == "customer");
  CHECK(error["rows"][0]["expected"] == "a key of its own for each customer");
}

TEST_CASE(
    "with --format json a row of a wrong shape and a header say what would be right of them, not of a cell") {
  const auto expected = [](const std::string& input) {
    Terminal terminal;
    terminal.input = input;
    const Ran ran = terminal.run({"generate", "--customers", "-", "--format=json"});
    return last_line_as_json(ran.err)["error"]["rows"][0]["expected"].get<std::string>();
  };
  CHECK(expected("customer,brand\na,Acme,more\n") == "a row of 2 cells");
  CHECK(expected("customer,brand\na\n") == "a row of 2 cells");
  CHECK(expected("customer,brand,brand\na,b,c\n") == "a header that has each column once");
}

TEST_CASE("no header is printed before an error") {
  const Ran ran = run({"generate", "--brand", "!!!", "--format", "csv"});
  CHECK(ran.code == 2);
  CHECK(ran.out.empty());
}

TEST_CASE("generate prints its candidates in a JSON object with their count") {
  const Ran ran = run({"generate", "--brand", "Acme", "--limit", "3", "--format", "json"});
  CHECK(ran.code == 0);
  const auto answer = nlohmann::json::parse(ran.out);
  CHECK(answer["count"] == 3);
  CHECK(answer["candidates"].size() == 3);
}

TEST_CASE("an option is taken from the environment, and the command line beats it") {
  Terminal terminal;
  terminal.environment = {{"DOMAINPLAN_LIMIT", "2"}, {"DOMAINPLAN_FORMAT", "ndjson"}};
  const auto lines = [](const std::string& text) { return std::count(text.begin(), text.end(), '\n'); };
  CHECK(lines(terminal.run({"generate", "--brand", "Acme"}).out) == 2);
  CHECK(lines(terminal.run({"generate", "--brand", "Acme", "--limit", "4"}).out) == 4);
}

TEST_CASE("PEEKER_API_URL beats DOMAINPLAN_API_URL") {
  Terminal terminal;
  terminal.input = "example.com\n";
  terminal.environment = {{"PEEKER_API_KEY", "pk_test_1"},
                          {"PEEKER_API_URL", "ftp://peeker.example"},
                          {"DOMAINPLAN_API_URL", "ftp://domainplan.example"}};
  const Ran ran = terminal.run({"check", "-"});
  CHECK_THAT(ran.err, Contains("peeker.example") && !Contains("domainplan.example"));
}

TEST_CASE("a key in the wrong place is not repeated") {
  const std::string key = "pk_live_s3cr3tS3cr3t";
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{key},
                                             {"plan", key},
                                             {"plan", "--api-key=" + key},
                                             {"check", "--api-key-file", key},
                                             {"plan", "--config", key}}) {
    const Ran ran = run(words);
    CHECK(ran.code == 2);
    CHECK_THAT(ran.err, !Contains("s3cr3t"));
  }
}

TEST_CASE("the help of every command fits 80 columns") {
  for (const auto& command : domainplan::cli::commands()) {
    const Ran ran = run({"help", command.name});
    CHECK(ran.code == 0);
    std::string line;
    for (std::istringstream lines(ran.out); std::getline(lines, line);) {
      INFO(command.name << ": " << line);
      CHECK(columns_of(line) <= 80);
    }
  }
}

TEST_CASE("the manual page of every command is roff without unescaped control lines") {
  for (const auto& command : domainplan::cli::commands()) {
    const Ran ran = run({"man", command.name});
    CHECK(ran.code == 0);
    CHECK_THAT(ran.out, Catch::StartsWith(".TH domainplan-" + command.name) && Contains(".SH OPTIONS"));
  }
  CHECK_THAT(run({"man", "paln"}).err, Contains("did you mean 'plan'?"));
}

TEST_CASE("an unknown shell is reported with the nearest one") {
  CHECK_THAT(run({"completion", "bahs"}).err, Contains("unknown shell 'bahs'") && Contains("'bash'"));
}

TEST_CASE("an error is JSON where the environment asks for it, and --format text is heeded before that") {
  Terminal terminal;
  terminal.environment["DOMAINPLAN_FORMAT"] = "json";
  CHECK(last_line_as_json(terminal.run({"genrate"}).err).at("error").at("code") == "usage");
  CHECK_THAT(terminal.run({"generate", "--format", "text"}).err, Catch::StartsWith("domainplan:"));
}

TEST_CASE("a domain that is none is named with its argument and a right example") {
  for (const auto& [words, argument] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"swap", "plan", "acme", "http://a b"}, "swap: the domain to replace"},
           {{"swap", "--order", "ord_1", "--domain", "a.com", "--with", "www.b.com"}, "--with"},
           {{"cancel", "plan", "acme", "a"}, "cancel: a domain to end"}}) {
    const Ran ran = run(words);
    CHECK(ran.code == 2);
    CHECK_THAT(ran.err, Contains(argument) && Contains("such as example.com"));
  }
}

TEST_CASE("rename and forward name what is missing or wrong before they begin") {
  CHECK_THAT(run({"rename"}).err, Contains("the domain") && Contains("--personas"));
  const Ran ran = run({"forward", "--domains", "-", "--to", "nonsense"});
  CHECK(ran.code == 2);
  CHECK(ran.out.empty());
  CHECK_THAT(ran.err, Contains("--to: 'nonsense'"));
}
