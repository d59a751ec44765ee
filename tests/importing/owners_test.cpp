#include <catch2/catch.hpp>

#include "domainplan/import.hpp"

using namespace domainplan;

namespace {

std::vector<std::string> reported(const std::vector<Diagnostic>& bad_rows) {
  std::vector<std::string> lines;
  for (const Diagnostic& one : bad_rows) lines.push_back(one.text());
  return lines;
}

}  // namespace

TEST_CASE("owners come in the order of the file and their domains by name, in canonical form") {
  std::vector<Diagnostic> bad_rows;
  const auto owners = read_domain_owners({"owned.csv",
                                          "domain,customer\nzeta.com,beta\nB\xC3\xBC"
                                          "cher.de.,acme\nalpha.com,beta\n"},
                                         bad_rows);
  CHECK(reported(bad_rows).empty());
  REQUIRE(owners.size() == 2);
  CHECK(owners[0].customer == "beta");
  REQUIRE(owners[0].domains.size() == 2);
  CHECK(owners[0].domains[0].domain == "alpha.com");
  CHECK(owners[0].domains[1].domain == "zeta.com");
  CHECK(owners[1].domains[0].domain == "xn--bcher-kva.de");
  CHECK(owners[1].domains[0].usable_for == ProviderSet::both());
}

TEST_CASE("a subdomain is refused with its root as the hint") {
  std::vector<Diagnostic> bad_rows;
  read_domain_owners({"owned.csv", "customer,domain\nacme,mail.acme.co.uk\n"}, bad_rows);
  CHECK(reported(bad_rows) ==
        std::vector<std::string>{"owned.csv:2: domain: 'mail.acme.co.uk' is not a registrable domain: "
                                 "use 'acme.co.uk'"});
}

TEST_CASE("each mistake is reported once, in the order of the lines") {
  std::vector<Diagnostic> bad_rows;
  read_domain_owners({"owned.csv", "customer,domain\n../acme,a-one.com\nb,two\nc,a-one.com\n,three.com\n"},
                     bad_rows);
  std::vector<std::size_t> lines;
  for (const Diagnostic& one : bad_rows) lines.push_back(one.line);
  CHECK(lines == std::vector<std::size_t>{2, 3, 4, 5});
}

TEST_CASE("a file without a customer column or without rows is bad") {
  std::vector<Diagnostic> bad_rows;
  read_domain_owners({"owned.csv", "domain\na-one.com\n"}, bad_rows);
  REQUIRE(bad_rows.size() == 1);
  CHECK(bad_rows[0].column == "customer");
  bad_rows.clear();
  read_domain_owners({"owned.csv", "customer,domain\n"}, bad_rows);
  REQUIRE(bad_rows.size() == 1);
  CHECK(bad_rows[0].line == 0);
}

TEST_CASE("what is changed or ignored while owned.csv is read is noted once") {
  std::vector<Diagnostic> bad_rows, notes;
  const auto owners = read_domain_owners(
      {"owned.csv", "customer,domain,colour\nacme,a-one.com\xE2\x80\x8B,red\n"}, bad_rows, &notes);
  CHECK(reported(bad_rows).empty());
  REQUIRE(owners.size() == 1);
  CHECK(owners[0].domains.at(0).domain == "a-one.com");
  CHECK(reported(notes) == std::vector<std::string>{"owned.csv: unknown column ignored: 'colour'",
                                                    "owned.csv: 1 invisible character was removed"});
}
