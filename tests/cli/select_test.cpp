#include <catch2/catch.hpp>

#include "terminal.hpp"

using Catch::Contains;

namespace {

// Names of one pattern, all at 1000 cents.
std::string rows_of_one_pattern(int count) {
  std::string rows;
  for (int i = 0; i < count; ++i)
    rows += "{\"domain\":\"getacme" + std::to_string(i) +
            ".com\",\"available\":true,\"premium\":false,\"price_cents\":1000,\"renewal_price_cents\":1500,"
            "\"currency\":\"usd\",\"usable_for\":[\"google\",\"microsoft\"],\"score\":10,"
            "\"pattern\":\"get{stem}\"}\n";
  return rows;
}

std::string error_of(const std::vector<std::string>& options) {
  Terminal terminal;
  terminal.input = rows_of_one_pattern(8);
  std::vector<std::string> words = {"select", "-", "--microsoft", "0"};
  words.insert(words.end(), options.begin(), options.end());
  const Ran ran = terminal.run(words);
  CHECK(ran.code == 3);
  return ran.err;
}

}  // namespace

TEST_CASE("where there is no selection, only options that give one are named") {
  CHECK_THAT(error_of({"--google", "4"}), Contains("What would help: a higher --pattern-share\n"));
  CHECK_THAT(error_of({"--google", "2", "--pattern-share", "100", "--max-price-cents", "900"}),
             Contains("What would help: a higher --max-price-cents\n"));
  CHECK_THAT(error_of({"--google", "9", "--pattern-share", "100"}), Contains("More candidates may help\n"));
  CHECK_THAT(error_of({"--google", "4", "--max-price-cents", "900"}), !Contains("--"));
}
