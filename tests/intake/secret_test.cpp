#include "intake/secret.hpp"

#include <catch2/catch.hpp>

using namespace domainplan;

namespace {

std::string resolve(std::string_view cell) {
  static const SecretSources sources = {[](const std::string& name) -> std::optional<std::string> {
                                          if (name == "SET") return " from env ";
                                          if (name == "EMPTY") return "";
                                          if (name == "BYTES") return "\xff\xfe";
                                          return std::nullopt;
                                        },
                                        [](const std::string& path) -> std::optional<std::string> {
                                          if (path == "/keys/acme.txt") return "from file\r";
                                          if (path == "empty") return "\n";
                                          return std::nullopt;
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

TEST_CASE("a reference that leads to no password is told by its name") {
  CHECK(resolve("env:NOPE") == "bad: the environment variable 'NOPE' is not set: set it to the password");
  CHECK(resolve("env:EMPTY") == "bad: the environment variable 'EMPTY' is empty: set it to the password");
  CHECK(resolve("env:BYTES") == "bad: the environment variable 'BYTES' is not UTF-8");
  CHECK(resolve("file:nope") == "bad: the file 'nope' cannot be read: put the password on its first line");
  CHECK(resolve("file:empty") == "bad: the first line of the file 'empty' is empty: put the password there");
  CHECK(resolve("file:") == "bad: 'file:' is not followed by a path: name the file that holds the password");
}

TEST_CASE("what follows env: and is no variable's name may be a password, so it is not repeated") {
  const std::string message =
      "bad: 'env:' is not followed by the name of an environment variable: letters, digits and _";
  CHECK(resolve("env:") == message);
  CHECK(resolve("env:hunter2!") == message);
  CHECK(resolve("env:2FA") == message);
}

TEST_CASE("a file is read once for all customers") {
  int reads = 0;
  const SecretSources sources = {
      {}, [&](const std::string&) { return ++reads, std::optional<std::string>("pw"); }};
  Passwords passwords(sources);
  for (int i = 0; i < 3; ++i) CHECK(std::get<std::string>(passwords.resolve("file:x")) == "pw");
  CHECK(reads == 1);
}
