#include "importing/folder.hpp"

#include <catch2/catch.hpp>

#include "io/file.hpp"
#include "scratch_folder.hpp"

using namespace domainplan;

namespace {

ImportedDomain imported(const std::string& customer, const std::string& domain,
                        const std::string& state = "completed") {
  return {customer, {domain, Provider::google}, state, "", {"ada.ns.example", "bob.ns.example"}};
}

}  // namespace

TEST_CASE("the text to forward groups the domains by their nameservers") {
  std::vector<ImportedDomain> domains = {imported("acme", "a-one.com"), imported("acme", "b-two.com"),
                                         imported("acme", "c-three.com"), imported("acme", "d-four.com")};
  domains[1].nameservers = {"eva.ns.example"};
  domains[3].nameservers.clear();
  CHECK(nameserver_text(domains) ==
        "At the registrar of these domains, replace all their nameservers.\n"
        "\nFor\n  a-one.com\n  c-three.com\nset these nameservers, and no others:\n  ada.ns.example\n  "
        "bob.ns.example\n"
        "\nFor\n  b-two.com\nset these nameservers, and no others:\n  eva.ns.example\n");
}

TEST_CASE("without nameservers there is no text to forward") {
  ImportedDomain waiting = imported("acme", "a-one.com", "in_progress");
  waiting.nameservers.clear();
  CHECK(nameserver_text({waiting}).empty());
  const ScratchFolder folder;
  write_import_files(folder.path(), {waiting});
  CHECK(names_in(folder / "nameservers").empty());
  CHECK(bytes_of(folder / "nameservers.json") == "[]\n");
}

TEST_CASE("files are replaced as a whole and nothing is left beside them") {
  const ScratchFolder folder;
  put_bytes(draft_of(folder / "status.csv"), "torn");
  write_import_files(folder.path(), {imported("acme", "a-one.com", "in_progress")});
  write_import_files(folder.path(), {imported("acme", "a-one.com", "failed"), imported("beta", "b-two.com")});
  CHECK(names_in(folder.path()) == std::set<std::string>{"nameservers", "nameservers.csv", "nameservers.json",
                                                         "owned.csv", "status.csv"});
  CHECK(names_in(folder / "nameservers") == std::set<std::string>{"acme.txt", "beta.txt"});
  CHECK(bytes_of(folder / "status.csv") ==
        "customer,domain,state,message\nacme,a-one.com,failed,\nbeta,b-two.com,completed,\n");
  CHECK(bytes_of(folder / "owned.csv") == "customer,domain,usable_for\nbeta,b-two.com,google\n");
}
