#include "orders/plan_folder.hpp"

#include <catch2/catch.hpp>

#include "domainplan/error.hpp"
#include "scratch_folder.hpp"

using namespace domainplan;
namespace fs = std::filesystem;

namespace {
using Names = std::set<std::string>;
const Names kWhole = {"availability.ndjson", "candidates.csv", "orders", "plan.csv", "shortfall.csv", "summary.json"};

void make_plan(const std::string& out, bool force = false) {
  PlanFolder folder(out, force);
  folder.evidence().append({R"({"domain":"a.com"})"}, {});
  folder.write_order("acme", "{}\n");
  folder.write_plan_rows("acme,a.com\n");
  folder.publish("{}\n");
}
}  // namespace

TEST_CASE("while a run is on, only its evidence is in the folder; then everything appears") {
  const ScratchFolder scratch;
  const std::string out = scratch / "plan";
  {
    PlanFolder folder(out, false);
    folder.write_order("acme", "{}\n");
    CHECK(names_in(out) == Names{"availability.ndjson"});
    folder.publish("{}\n");
  }
  CHECK(names_in(out) == kWhole);
  CHECK(bytes_of(out + "/orders/acme.json") == "{}\n");
  CHECK(names_in(scratch.path()) == Names{"plan"});
}

TEST_CASE("a run that fails leaves its evidence and nothing else") {
  const ScratchFolder scratch;
  {
    PlanFolder folder(scratch / "plan", false);
    folder.evidence().append({R"({"domain":"a.com"})"}, {});
    folder.write_order("acme", "{}\n");
  }
  CHECK(names_in(scratch.path()) == Names{"plan"});
  CHECK(names_in(scratch / "plan") == Names{"availability.ndjson"});
  CHECK_FALSE(bytes_of(scratch / "plan/availability.ndjson").empty());
}

TEST_CASE("files are for the user alone") {
  const ScratchFolder scratch;
  make_plan(scratch / "plan");
  for (const auto& entry : fs::recursive_directory_iterator(scratch / "plan")) {
    INFO(entry.path());
    CHECK(entry.status().permissions() == (entry.is_directory() ? fs::perms(0700) : fs::perms(0600)));
  }
  CHECK(fs::status(scratch / "plan").permissions() == fs::perms(0700));
}

TEST_CASE("a folder that holds something is refused, and untouched") {
  const ScratchFolder scratch;
  make_plan(scratch / "plan");
  CHECK_THROWS_AS(PlanFolder(scratch / "plan", false), UsageError);
  CHECK(names_in(scratch / "plan") == kWhole);
}

TEST_CASE("force starts a plan again") {
  const ScratchFolder scratch;
  make_plan(scratch / "plan");
  make_plan(scratch / "plan", true);
  CHECK(names_in(scratch / "plan") == kWhole);
}

TEST_CASE("force never clears what is no plan, nor what was submitted from, nor a run that is on") {
  const ScratchFolder scratch;
  make_plan(scratch / "plan");
  SECTION("a stranger's file") { put_bytes(scratch / "plan/notes.txt", "mine"); }
  SECTION("a journal") { put_bytes(scratch / "plan/journal.ndjson", "{}"); }
  const Names before = names_in(scratch / "plan");
  if (before != kWhole) {
    CHECK_THROWS_AS(PlanFolder(scratch / "plan", true), UsageError);
    CHECK(names_in(scratch / "plan") == before);
  }
  SECTION("a run") {
    const PlanFolder running(scratch / "other", false);
    CHECK_THROWS_AS(PlanFolder(scratch / "other", true), UsageError);
    CHECK(names_in(scratch / "other") == Names{"availability.ndjson"});
  }
}

TEST_CASE("what a killed run staged is cleared away by the next") {
  const ScratchFolder scratch;
  fs::create_directories(scratch / ".plan.staged/orders");
  put_bytes(scratch / ".plan.staged/orders/old.json", "old");
  make_plan(scratch / "plan");
  CHECK(names_in(scratch / "plan/orders") == Names{"acme.json"});
  CHECK(names_in(scratch.path()) == Names{"plan"});
}

TEST_CASE("an output path that is a file is refused") {
  const ScratchFolder scratch;
  put_bytes(scratch / "plan", "x");
  CHECK_THROWS_AS(PlanFolder(scratch / "plan", true), UsageError);
}
