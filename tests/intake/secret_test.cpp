#include "intake/secret.hpp"

#include <fmt/format.h>

#include <catch2/catch.hpp>

using namespace domainplan;

namespace {

std::string resolve(std::string_view cell) {
  static const SecretSources sources = {[](const std::string& name) -> std::optional<std::string> {
                                          if (name == "SET") return " from env ";
                                          if (name.ends_with("_KEY")) return "pk_live_1234";
                                          if (name == "EMPTY") return "";
                                          if (name == "BYTES") return "\xff\xfe";
                                          return std::nullopt;
                                        },
                                        [](const std::string& path) -> SecretFile {
                                          if (path == "/keys/acme.txt")
                                            return {"from file\r\nnot this", false};
                                          if (path == "empty") return {"\n", false};
                                          if (path == "marked") return {"\xEF\xBB\xBFsecret\r\n", false};
                                          if (path == "utf16") return {std::string("\xFF\xFEx\0", 4), false};
                                          if (path == "pasted") return {"sec\u200Bret", false};
                                          if (path == "/etc/shadow") return {std::nullopt, true};
                                          return {};
                                        }};
  const auto checked = Passwords(sources).resolve(cell);
  const auto* problem = std::get_if<Problem>(&checked);
  return problem ? "bad: " + problem->message : std::get<std::string>(checked);
}

}  // namespace

TEST_CASE("a password stands for itself, exact, or for what it refers to") {
  CHECK(resolve(" p,w ") == " p,w ");
  CHECK(resolve("environment") == "environment");
  CHECK(resolve("env:SET") == " from env ");
  CHECK(resolve(" env: SET ") == " from env ");
  CHECK(resolve("file:/keys/acme.txt") == "from file");
}

TEST_CASE("a reference that leads to no password is reported without its name, which may be one by mistake") {
  CHECK(resolve("env:hunter2") ==
        "bad: the environment variable that it names is not set: set it to the password");
  CHECK(resolve("env:NOPE") ==
        "bad: the environment variable that it names is not set: set it to the password");
  CHECK(resolve("env:EMPTY") ==
        "bad: the environment variable that it names is empty: set it to the password");
  CHECK(resolve("env:BYTES") == "bad: the environment variable that it names is not UTF-8");
  CHECK(resolve("file:nope") ==
        "bad: the file that it names cannot be read: put the password on its first line");
  CHECK(resolve("file:empty") ==
        "bad: the first line of the file that it names is empty: put the password there");
  CHECK(resolve("file:") == "bad: 'file:' is not followed by a path: name the file that holds the password");
}

TEST_CASE("what follows env: and is not a variable's name may be a password, so it is not repeated") {
  const std::string message =
      "bad: 'env:' is not followed by the name of an environment variable: letters, digits and _";
  CHECK(resolve("env:") == message);
  CHECK(resolve("env:hunter2!") == message);
  CHECK(resolve("env:2FA") == message);
}

TEST_CASE("a file is read once for all customers") {
  int reads = 0;
  const SecretSources sources = {{}, [&](const std::string&) { return ++reads, SecretFile{"pw", false}; }};
  Passwords passwords(sources);
  for (int i = 0; i < 3; ++i) CHECK(std::get<std::string>(passwords.resolve("file:x")) == "pw");
  CHECK(reads == 1);
}

TEST_CASE("the API key's variables are never a password, nor is anything that looks like a key") {
  for (const auto* name : {"PEEKER_API_KEY", "PEEKER_WEBHOOK_SECRET", "DOMAINPLAN_API_KEY_FILE"})
    CHECK_THAT(resolve(fmt::format("env:{}", name)), Catch::Contains("is for the API key"));
  CHECK(resolve("env:OTHER_KEY") ==
        "bad: the environment variable that it names is an API key: give the sequencer's password");
  CHECK(resolve("pk_live_1234") == "bad: the cell is an API key: give the sequencer's password");
}

TEST_CASE(
    "a password file may begin with a byte-order mark, but not be UTF-16 or have invisible characters") {
  CHECK(resolve("file:marked") == "secret");
  CHECK(resolve("file:utf16") == "bad: the file that it names is UTF-16: save it as UTF-8");
  CHECK(resolve("file:pasted") ==
        "bad: the first line of the file that it names has an invisible character, U+200B: type the password "
        "again");
  CHECK_THAT(resolve("pw\uFEFF"), Catch::StartsWith("bad: the cell has an invisible character"));
}

TEST_CASE("a password file outside the folders for secrets is refused") {
  CHECK(resolve("file:/etc/shadow") ==
        "bad: the file that it names is outside the folder of the customers' file and the secrets folder: "
        "move it "
        "there");
}
