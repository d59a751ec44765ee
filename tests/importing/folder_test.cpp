#include "importing/folder.hpp"

#include <catch2/catch.hpp>

#include "io/file.hpp"
#include "scratch_folder.hpp"

using namespace domainplan;

namespace {

ImportedDomain imported(const std::string& customer, const std::string& domain,
                        const std::string& state = "completed") {
  return {.customer = customer,
          .owned = {domain, Provider::google},
          .state = state,
          .import = "imp_1",
          .nameservers = {"ada.ns.example", "bob.ns.example"}};
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
        "customer,domain,state,message\nacme,a-one.com,failed,the import imp_1 "
        "failed\nbeta,b-two.com,completed,\n");
  CHECK(bytes_of(folder / "owned.csv") == "customer,domain,usable_for\nbeta,b-two.com,google\n");
}

TEST_CASE("a domain whose import needs a person says what for, and in_progress says nothing") {
  const auto text = [](const char* state) { return status_text(imported("acme", "a-one.com", state)); };
  CHECK(text("completed").empty());
  CHECK(text("in_progress").empty());
  CHECK(text("not_started") == "there is no import yet: run this again");
  CHECK(text("action_required") ==
        "waiting on the registrar: set the nameservers to ada.ns.example and bob.ns.example");
  CHECK(text("paused") == "a state that is not known here: ask the vendor");
  ImportedDomain one = imported("acme", "a-one.com", "failed");
  one.reason = "locked \033[31m";
  CHECK(status_text(one) == "locked \033[31m");
  one = imported("acme", "a-one.com");
  one.nameservers.clear();
  CHECK(status_text(one) == "the API names no nameservers for it");
  one.state = "action_required";
  CHECK(status_text(one) == "waiting on the registrar");
}
