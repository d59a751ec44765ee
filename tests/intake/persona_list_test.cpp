#include <catch2/catch.hpp>

#include "domainplan/rename.hpp"

using namespace domainplan;
using Catch::Contains;

namespace {

std::vector<Persona> read(const std::string& rows,
                          const std::string& header = "first_name,last_name,profile_picture_url\n") {
  return read_persona_list({"people.csv", header + rows});
}

std::string mistake_in(const std::string& rows) {
  try {
    read(rows);
  } catch (const InputError& error) {
    std::string all;
    for (const Diagnostic& found : error.diagnostics()) all += found.text() + "\n";
    return all;
  }
  return "";
}

}  // namespace

TEST_CASE("personas are read without a customer, and with one") {
  const auto people = read("Zoë,O'Brien,https://a.com/é.png\nBo,Li,\n");
  REQUIRE(people.size() == 2);
  CHECK(people[0].first_name == "Zoë");
  CHECK(people[0].profile_picture_url == "https://a.com/%C3%A9.png");
  CHECK(people[1].profile_picture_url.empty());
  CHECK(read("c1,Bo,Li\n", "customer,first_name,last_name\n").size() == 1);
}

TEST_CASE("each mistake in a list of personas is reported with its line") {
  CHECK_THAT(mistake_in("Bo,,\n,Li,\nBo,Li,nowhere\n"), Contains("people.csv:2: last_name: ") &&
                                                            Contains("people.csv:3: first_name: ") &&
                                                            Contains("people.csv:4: profile_picture_url: "));
  CHECK_THAT(mistake_in(""), Contains("0 personas: give 1 to 10"));
  std::string many;
  for (int i = 0; i < 11; ++i) many += "Bo,Li,\n";
  CHECK_THAT(mistake_in(many), Contains("11 personas"));
  CHECK_THROWS_WITH(read("c1,Bo,Li\nc2,Bo,Li\n", "customer,first_name,last_name\n"),
                    Contains("one customer"));
}
