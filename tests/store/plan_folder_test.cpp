#include "store/plan_folder.hpp"

#include <catch2/catch.hpp>

#include "domainplan/error.hpp"
#include "scratch_folder.hpp"

using namespace domainplan;
namespace fs = std::filesystem;

namespace {
using Names = std::set<std::string>;
const Names kWhole = {"availability.ndjson", "candidates.csv", "orders", "plan.csv",
                      "shortfall.csv",       "summary.json"};

void make_plan(const std::string& out, FolderStart start = FolderStart::fresh) {
  PlanFolder folder(out, start);
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
    PlanFolder folder(out, FolderStart::fresh);
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
    PlanFolder folder(scratch / "plan", FolderStart::fresh);
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
  CHECK_THROWS_AS(PlanFolder(scratch / "plan", FolderStart::fresh), UsageError);
  CHECK(names_in(scratch / "plan") == kWhole);
}

TEST_CASE("force starts a plan again") {
  const ScratchFolder scratch;
  make_plan(scratch / "plan");
  make_plan(scratch / "plan", FolderStart::again);
  CHECK(names_in(scratch / "plan") == kWhole);
}

TEST_CASE("force never clears what is no plan, nor what was submitted from, nor a run that is on") {
  const ScratchFolder scratch;
  make_plan(scratch / "plan");
  SECTION("a stranger's file") { put_bytes(scratch / "plan/notes.txt", "mine"); }
  SECTION("a journal") { put_bytes(scratch / "plan/journal.ndjson", "{}"); }
  const Names before = names_in(scratch / "plan");
  if (before != kWhole) {
    CHECK_THROWS_AS(PlanFolder(scratch / "plan", FolderStart::again), UsageError);
    CHECK(names_in(scratch / "plan") == before);
  }
  SECTION("a run") {
    const PlanFolder running(scratch / "other", FolderStart::fresh);
    CHECK_THROWS_AS(PlanFolder(scratch / "other", FolderStart::again), UsageError);
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
  CHECK_THROWS_AS(PlanFolder(scratch / "plan", FolderStart::again), UsageError);
}

TEST_CASE("a run that goes on keeps the evidence and finds the note") {
  const ScratchFolder scratch;
  std::string evidence;
  {
    PlanFolder folder(scratch / "plan", FolderStart::resumed);
    CHECK(folder.found_note().empty());
    folder.keep_note("{\"what\":1}");
    folder.evidence().append({R"({"domain":"a.com"})"}, {});
    CHECK(names_in(scratch / "plan") == Names{"availability.ndjson"});
    evidence = bytes_of(folder.evidence_path());
  }
  {
    PlanFolder folder(scratch / "plan", FolderStart::resumed);
    CHECK(folder.found_note() == "{\"what\":1}");
    CHECK(bytes_of(folder.evidence_path()) == evidence);
    folder.publish("{}\n");
  }
  CHECK(names_in(scratch / "plan") == kWhole);
  CHECK(names_in(scratch.path()) == Names{"plan"});
  CHECK(finished_summary(scratch / "plan") == "{}\n");
}

TEST_CASE("an interrupted run is refused to a fresh one, in words that name the ways on") {
  const ScratchFolder scratch;
  { const PlanFolder folder(scratch / "plan", FolderStart::fresh); }
  CHECK_THROWS_WITH(PlanFolder(scratch / "plan", FolderStart::fresh),
                    Catch::Contains("--resume") && Catch::Contains("--force"));
  CHECK_FALSE(finished_summary(scratch / "plan"));
  CHECK_FALSE(finished_summary(scratch / "nothing"));
}

TEST_CASE("a run goes on with evidence alone, and not while another does") {
  const ScratchFolder scratch;
  const PlanFolder folder(scratch / "plan", FolderStart::fresh);
  CHECK_THROWS_AS(PlanFolder(scratch / "plan", FolderStart::resumed), RunError);
  fs::create_directory(scratch / "other");
  put_bytes(scratch / "other/notes.txt", "mine");
  CHECK_THROWS_WITH(PlanFolder(scratch / "other", FolderStart::resumed), Catch::Contains("notes.txt"));
}
