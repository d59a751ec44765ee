// DOMAINPLAN_<OPTION>, the config file, and the command config, which lists them.
#include "cli/settings.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "cli/command.hpp"
#include "cli/option_values.hpp"
#include "scratch_folder.hpp"
#include "terminal.hpp"

using Catch::Contains;

namespace {

Ran run(const std::vector<std::string>& words) { return Terminal().run(words); }

// The rows of config for an option, each "value from source".
std::vector<std::string> rows_of_config(const Terminal& terminal, const std::string& option,
                                        std::vector<std::string> words = {}) {
  words.insert(words.begin(), {"config", "--format", "json"});
  const Ran ran = terminal.run(words);
  CHECK(ran.code == 0);
  std::vector<std::string> rows;
  const auto answer = nlohmann::json::parse(ran.out);
  CHECK(answer["count"] == answer["options"].size());
  for (const auto& row : answer["options"])
    if (row["option"] == option)
      rows.push_back((row["value"].is_null() ? "nothing" : row["value"].get<std::string>()) + " from " +
                     row["source"].get<std::string>());
  return rows;
}

}  // namespace

TEST_CASE("what allows spending is not taken from the environment or a config file") {
  Terminal terminal;
  terminal.environment = {{"DOMAINPLAN_LIVE", "1"}};
  const Ran ran = terminal.run({"submit", "plan"});
  CHECK(ran.code == 2);
  CHECK_THAT(ran.err, Contains("DOMAINPLAN_LIVE: --live is accepted on the command line only"));

  const ScratchFolder folder;
  std::ofstream(folder / "config") << "yes = true\n";
  CHECK_THAT(run({"submit", "plan", "--config", folder / "config"}).err,
             Contains("--yes is accepted on the command line only"));
}

TEST_CASE("the environment beats the config file, and the default config file is read where there is one") {
  const ScratchFolder folder;
  std::filesystem::create_directory(folder / "domainplan");
  std::ofstream(folder / "domainplan/config") << "limit = 2\nformat = ndjson\n";
  Terminal terminal;
  terminal.environment = {{"XDG_CONFIG_HOME", folder.path()}};
  const auto lines = [](const std::string& text) { return std::count(text.begin(), text.end(), '\n'); };
  CHECK(lines(terminal.run({"generate", "--brand", "Acme"}).out) == 2);
  terminal.environment["DOMAINPLAN_LIMIT"] = "3";
  CHECK(lines(terminal.run({"generate", "--brand", "Acme"}).out) == 3);
  terminal.environment["XDG_CONFIG_HOME"] = folder / "nowhere";
  terminal.environment.erase("DOMAINPLAN_LIMIT");
  terminal.environment["DOMAINPLAN_FORMAT"] = "ndjson";
  CHECK(lines(terminal.run({"generate", "--brand", "Acme"}).out) == 50);
}

TEST_CASE("an unknown key of a config file is an error with the nearest one") {
  const ScratchFolder folder;
  std::ofstream(folder / "config") << "limti = 2\n";
  const Ran ran = run({"generate", "--brand", "Acme", "--config", folder / "config"});
  CHECK(ran.code == 2);
  CHECK_THAT(ran.err, Contains("unknown key 'limti'") && Contains("'limit'"));
}

TEST_CASE(
    "every mistake in a config file is reported with its line and column, its value and what would be "
    "right") {
  const ScratchFolder folder;
  const std::string file = folder / "config";
  std::ofstream(file) << "# for all commands\n"
                         "rate = abc\n"
                         "rate =\n"
                         "  = 5\n"
                         "limti = 2\n"
                         "max_checks = 2 # of them\n"
                         "just words\n"
                         "sandbox = maybe\n"
                         "prefer = qualty\r\n"
                         "help = yes\n"
                         "version = yes\n"
                         "config = other\n"
                         "currency = dollars\n"
                         "live = yes\n"
                         "limit = 5\n"
                         "limit = 6\n"
                         "exclude = (\n"
                         "trust-taken = 10000\n";
  const Ran ran = run({"config", "--config", file});
  CHECK(ran.code == 2);
  CHECK(ran.out.empty());
  for (const char* expected :
       {":2:8: rate: 'abc' is not a whole number from 1 to 100000000\n",
        ":3:7: rate: the value after '=' is missing; write one, or remove the line\n",
        ":4:3: the key before '=' is missing; write one such as rate = 5\n",
        ":5:1: unknown key 'limti' (did you mean 'limit'?)\n",
        ":6:1: unknown key 'max_checks' (did you mean 'max-checks'?)\n",
        ":7:1: 'just words' is not KEY = VALUE, such as rate = 300\n",
        ":8:11: sandbox: 'maybe' is not yes or no\n",
        ":9:10: prefer: 'qualty' is not one of quality, price (did you mean 'quality'?)\n",
        ":10:1: unknown key 'help'", ":11:1: unknown key 'version'", ":12:1: unknown key 'config'",
        ":13:12: currency: 'dollars' is not a currency code such as usd\n",
        ":14:1: --live is accepted on the command line only\n",
        ":16:1: the key 'limit' is there twice, first in line 15\n",
        ":17:11: exclude: '(' is not an RE2 expression",
        ":18:15: trust-taken: '10000' is not a whole number from 0 to 744\n"})
    CHECK_THAT(ran.err, Contains(file + expected));
}

TEST_CASE("in JSON each wrong setting is a row with its place") {
  const ScratchFolder folder;
  const std::string file = folder / "config";
  std::ofstream(file) << "rate = abc\n\nlimti = 2\njust words\n";
  Terminal terminal;
  terminal.environment = {{"DOMAINPLAN_PREFER", "prize"}};
  for (const char* command : {"config", "plan"}) {
    const Ran ran = terminal.run({command, "--config", file, "--format", "json"});
    CHECK(ran.code == 2);
    auto rows = nlohmann::json::parse(ran.err)["error"]["rows"];
    if (std::string(command) == "plan") {  // config has no such option itself
      REQUIRE(rows.size() == 4);
      CHECK(rows[0]["file"] == "DOMAINPLAN_PREFER");
      CHECK(rows[0]["line"].is_null());
      CHECK(rows[0]["message"] == "'prize' is not one of quality, price (did you mean 'price'?)");
      rows.erase(0);
    }
    REQUIRE(rows.size() == 3);
    CHECK(rows[0]["file"] == file);
    CHECK(rows[0]["line"] == 1);
    CHECK(rows[0]["column"] == "rate");
    CHECK(rows[0]["message"] == "'abc' is not a whole number from 1 to 100000000");
    CHECK(rows[0]["expected"] == "a whole number from 1 to 100000000");
    CHECK(rows[0]["code"] == "invalid");
    CHECK(rows[0]["value"] == "abc");
    CHECK(rows[1]["code"] == "unknown_key");
    CHECK(rows[1]["line"] == 3);
    CHECK(rows[1]["column"] == "limti");
    CHECK(rows[1]["message"] == "unknown key 'limti' (did you mean 'limit'?)");
    CHECK(rows[2]["line"] == 4);
    CHECK(rows[2]["code"] == "key_and_value");
  }
  const Ran ran = terminal.run({"config", "--format", "json"});
  CHECK(nlohmann::json::parse(ran.err)["error"]["rows"][0]["file"] == "DOMAINPLAN_PREFER");
}

TEST_CASE("a wrong value in the environment is reported with its variable, and help comes all the same") {
  Terminal terminal;
  terminal.environment = {{"DOMAINPLAN_RATE", "abc"}, {"DOMAINPLAN_PREFER", "prize"}};
  const std::vector<std::string> plan = {"plan", "--customers", "c", "--personas", "p", "--bundles", "b"};
  const Ran ran = terminal.run(plan);
  CHECK(ran.code == 2);
  CHECK_THAT(ran.err,
             Contains("DOMAINPLAN_RATE: 'abc' is not a whole number from 1 to 100000000\n") &&
                 Contains("DOMAINPLAN_PREFER: 'prize' is not one of quality, price (did you mean 'price'?)"));
  CHECK(terminal.run({"config"}).code == 2);
  CHECK(terminal.run({"plan", "--help"}).code == 0);
  std::vector<std::string> beaten = plan;
  beaten.insert(beaten.end(), {"--rate", "5", "--prefer", "price", "--dry-run"});
  CHECK_THAT(terminal.run(beaten).err, !Contains("DOMAINPLAN_"));
}

TEST_CASE("help and version are no settings") {
  Terminal terminal;
  terminal.environment = {{"DOMAINPLAN_HELP", "yes"}, {"DOMAINPLAN_VERSION", "1.2"}};
  const Ran ran = terminal.run({"generate", "--brand", "Acme", "--limit", "1", "--format", "ndjson"});
  CHECK(ran.code == 0);
  CHECK_THAT(ran.out, Contains("\"domain\""));
}

TEST_CASE("every option whose value is a number has a range") {
  for (const auto& command : domainplan::cli::commands())
    for (const auto& option : command.options.options()) {
      const std::string value = option->semantic()->max_tokens() > 0 ? option->semantic()->name() : "";
      const bool is_number = value == "N" || value == "P" || value == "M" || value == "SHARE" ||
                             value == "DAYS" || value == "HOURS" ||
                             (value == "S" && option->long_name() != "signature");
      INFO(command.name << " --" << option->long_name());
      if (is_number)
        CHECK((domainplan::cli::whole_range_of(option->long_name()) ||
               domainplan::cli::fraction_range_of(option->long_name())));
    }
}

TEST_CASE("config lists what is set, and where its value comes from") {
  const ScratchFolder folder;
  std::filesystem::create_directory(folder / "domainplan");
  const std::string file = folder / "domainplan/config";
  std::ofstream(file) << "limit = 2\nrate = 300\ninclude = a\ninclude = b\nstrict-names = yes\n";
  Terminal terminal;
  terminal.environment = {{"XDG_CONFIG_HOME", folder.path()}, {"DOMAINPLAN_RATE", "100"}};
  using Rows = std::vector<std::string>;
  CHECK(rows_of_config(terminal, "rate") == Rows{"100 from DOMAINPLAN_RATE"});
  CHECK(rows_of_config(terminal, "limit") == Rows{"2 from " + file});
  CHECK(rows_of_config(terminal, "include") == Rows{"a from " + file, "b from " + file});
  CHECK(rows_of_config(terminal, "strict-names") == Rows{"true from " + file});
  CHECK(rows_of_config(terminal, "config") == Rows{file + " from default"});
  std::ofstream(folder / "other") << "rate = 5\n";
  CHECK(rows_of_config(terminal, "config", {"--config", folder / "other"}) ==
        Rows{(folder / "other") + " from command line"});
  terminal.environment["DOMAINPLAN_CONFIG"] = folder / "other";
  CHECK(rows_of_config(terminal, "config") == Rows{(folder / "other") + " from DOMAINPLAN_CONFIG"});
  CHECK(rows_of_config(terminal, "config", {"--config", file}) == Rows{file + " from command line"});
  terminal.environment.erase("DOMAINPLAN_CONFIG");
  terminal.environment.erase("DOMAINPLAN_RATE");
  CHECK(rows_of_config(terminal, "rate", {"--config", folder / "other"}) ==
        Rows{"5 from " + (folder / "other")});
  terminal.environment = {{"NO_COLOR", "1"},
                          {"SSL_CERT_FILE", "/ca.pem"},
                          {"DOMAINPLAN_LEDGER", "postgresql://me:swordfish@db/plans"}};
  CHECK(rows_of_config(terminal, "color") == Rows{"never from NO_COLOR"});
  CHECK(rows_of_config(terminal, "ca-cert") == Rows{"/ca.pem from SSL_CERT_FILE"});
  CHECK(rows_of_config(terminal, "ledger") == Rows{"postgresql://me@db/plans from DOMAINPLAN_LEDGER"});
  terminal.environment = {{"DOMAINPLAN_WEBHOOK_URL", "https://me:sword@fish@hooks.example/a@b"}};
  CHECK(rows_of_config(terminal, "webhook-url") ==
        Rows{"https://[redacted]@hooks.example/a@b from DOMAINPLAN_WEBHOOK_URL"});
}

TEST_CASE("an API URL with a user or a password is refused, and neither is repeated") {
  const ScratchFolder folder;
  std::ofstream(folder / "config") << "api-url = https://me:swordfish@api.example/v1\n";
  const Ran in_file = run({"config", "--config", folder / "config"});
  CHECK(in_file.code == 2);
  CHECK_THAT(in_file.err, Contains(":1:11: api-url: ") && Contains("must have no user and no password") &&
                              !Contains("swordfish"));
  Terminal terminal;
  for (const char* variable : {"PEEKER_API_URL", "DOMAINPLAN_API_URL"}) {
    terminal.environment = {{variable, "https://me:swordfish@api.example/v1"}};
    const Ran ran = terminal.run({"config"});
    CHECK(ran.code == 2);
    CHECK_THAT(ran.err, Contains(std::string(variable) + ": ") && !Contains("swordfish"));
    CHECK(ran.out.empty());
  }
}

TEST_CASE("config lists the default of every option that is not set, and of which commands it is") {
  const Terminal terminal;
  using Rows = std::vector<std::string>;
  CHECK(rows_of_config(terminal, "rate") == Rows{"600 from default"});
  CHECK(rows_of_config(terminal, "prefer") == Rows{"quality from default"});
  CHECK(rows_of_config(terminal, "color") == Rows{"auto from default"});
  CHECK(rows_of_config(terminal, "surplus") ==
        Rows{"0, or 25 with --prefer price from default (plan)", "among all rows from default (select)"});
  CHECK(rows_of_config(terminal, "recheck-wait") == Rows{"2 from default"});
  CHECK(rows_of_config(terminal, "api-url") == Rows{"https://api.peeker.ai/partner/v1 from default"});
  CHECK(rows_of_config(terminal, "inventory") == Rows{"false from default"});
  CHECK(rows_of_config(terminal, "max-price-cents") == Rows{"nothing from not set"});
  CHECK(rows_of_config(terminal, "poll") ==
        Rows{"10 from default (forward, swap, rename, cancel)", "60 from default (import, status)"});
  CHECK(rows_of_config(terminal, "limit") ==
        Rows{"nothing from not set (submit)", "50 from default (generate)"});
  for (const auto& command : domainplan::cli::commands())
    for (const auto& option : command.options.options()) {
      const std::string& name = option->long_name();
      INFO(name);
      CHECK(rows_of_config(terminal, name).empty() == domainplan::cli::is_command_line_only(name));
    }
}

TEST_CASE("a config file that holds an API key is refused, and the key is not repeated") {
  const ScratchFolder folder;
  std::ofstream(folder / "config") << "api-key-file = pk_live_s3cr3t\n";
  const Ran ran = run({"config", "--config", folder / "config"});
  CHECK(ran.code == 2);
  CHECK_THAT(ran.err, Contains("holds an API key") && !Contains("s3cr3t"));
}
