#include <catch2/catch.hpp>
#include <chrono>

#include "scratch_folder.hpp"
#include "terminal.hpp"

using Catch::Contains;

namespace {

// printf '%s' 'x' | openssl dgst -sha256 -hmac s: the scheme "body" signs no timestamp, so it may be the time
// now.
const std::string kSignatureOfX = "v1=cefb105ee22996fb167ed606478d2931b87aa3ab99b4b04b68c4fc16c8b49a30";

std::vector<std::string> verify(const std::vector<std::string>& more = {}) {
  const auto now = std::chrono::system_clock::to_time_t(std::chrono::system_clock::now());
  std::vector<std::string> words = {"webhook", "verify", "-", "--scheme", "body"};
  for (const std::string& word :
       {std::string("--timestamp"), std::to_string(now), std::string("--signature"), kSignatureOfX})
    words.push_back(word);
  for (const std::string& word : more) words.push_back(word);
  return words;
}

}  // namespace

TEST_CASE("webhook verify exits with 0 for a genuine payload and with 1 for another") {
  Terminal terminal;
  terminal.environment = {{"PEEKER_WEBHOOK_SECRET", "s"}};
  terminal.input = std::string("x");
  const Ran genuine = terminal.run(verify());
  CHECK(genuine.code == 0);
  CHECK(genuine.out == "{\"genuine\":true,\"reason\":null}\n");
  terminal.input = std::string("y");
  const Ran other = terminal.run(verify());
  CHECK(other.code == 1);
  CHECK_THAT(other.out, Contains("\"genuine\":false") && Contains("does not match"));
}

TEST_CASE("webhook verify exits with 2 without a secret, a payload or its headers") {
  Terminal terminal;
  terminal.input = std::string("x");
  CHECK_THAT(terminal.run(verify()).err, Contains("no webhook secret: set PEEKER_WEBHOOK_SECRET"));
  CHECK(terminal.run(verify()).code == 2);
  terminal.environment = {{"PEEKER_WEBHOOK_SECRET", "s"}};
  CHECK(terminal.run({"webhook", "verify", "nowhere", "--timestamp", "1", "--signature", "v1="}).code == 2);
  CHECK_THAT(terminal.run({"webhook", "verify"}).err, Contains("missing options: --timestamp, --signature"));
}

TEST_CASE("the webhook secret is read from the first line of a file, without its byte-order mark") {
  const ScratchFolder folder;
  put_bytes(folder / "secret", "\xEF\xBB\xBFs\r\nmore");
  Terminal terminal;
  terminal.input = std::string("x");
  CHECK(terminal.run(verify({"--secret-file", folder / "secret"})).code == 0);
}
