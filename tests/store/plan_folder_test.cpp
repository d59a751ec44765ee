#include "store/plan_folder.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "domainplan/error.hpp"
#include "domainplan/stored_plan.hpp"
#include "scratch_folder.hpp"
#include "store/inputs.hpp"
#include "store/journal.hpp"
#include "store/paths.hpp"
#include "store/replace.hpp"
#include "store/stage.hpp"

using namespace domainplan;
using namespace domainplan::store;
using Catch::Matchers::Contains;
namespace fs = std::filesystem;

namespace {

using Names = std::set<std::string>;
const Names kWhole = {".domainplan", "availability.ndjson", "candidates.csv", "inputs",      "orders",
                      "plan.csv",    "plan.json",           "shortfall.csv",  "summary.json"};

PinnedPlan head() {
  PinnedPlan plan;
  plan.environment = Environment::test;
  plan.options.resize(1);
  return plan;
}

PlannedDomain domain_of(const std::string& customer, const std::string& domain, Cents cents = 1'000) {
  return {customer, domain, Provider::google, Source::registrar, cents, cents, "usd", 1, "p"};
}

// A customer with one domain, "<customer>.com".
void add_customer(PlanFolder& folder, const std::string& customer) {
  const PlannedDomain domain = domain_of(customer, customer + ".com");
  folder.add(domain);
  folder.add(
      CandidateRow{customer, domain.domain, 1, "p", Verdict::selected, 1'000, 1'000, Provider::google});
  folder.add(PinnedCustomer{customer, 0, "c", "b", {}, PinnedOrder{"", 1'000, {domain}}},
             "{\"" + customer + "\": 1}\n");
}

const std::vector<std::string_view> kInputsOfAny = {kCustomersInput, kPersonasInput, kBundlesInput};

void publish(PlanFolder& folder, std::size_t customers) {
  PlanSummary summary;
  summary.environment = Environment::test;
  summary.customers = summary.planned = summary.candidates = customers;
  summary.verdicts[static_cast<std::size_t>(Verdict::selected)] = customers;
  summary.cost_cents = summary.renewal_cents = static_cast<Cents>(customers) * 1'000;
  folder.publish(summary);
}

void make_plan(const std::string& out, FolderStart start = FolderStart::fresh,
               const std::vector<std::string>& customers = {"acme", "beta"}) {
  const PlanLock lock(out);
  PlanFolder folder(lock, start);
  folder.log().append({R"({"domain":"a.com"})"}, {});
  folder.begin(head());
  folder.add_input("customers.csv", "customer\n");
  for (const std::string& customer : customers) add_customer(folder, customer);
  publish(folder, customers.size());
}

template <class Work>
ErrorCode code_of(Work work) {
  try {
    work();
  } catch (const Error& error) {
    return error.code();
  }
  return ErrorCode::internal;
}

}  // namespace

TEST_CASE("while a run is on, only its answers are in the folder; then everything appears") {
  const ScratchFolder scratch;
  const std::string out = scratch / "plan";
  {
    const PlanLock lock(out);
    PlanFolder folder(lock, FolderStart::fresh);
    folder.begin(head());
    folder.add_input("customers.csv", "customer\n");
    add_customer(folder, "acme");
    CHECK(names_in(out) == Names{".domainplan", "availability.ndjson"});
    publish(folder, 1);
  }
  CHECK(names_in(out) == kWhole);
  CHECK(bytes_of(out + "/orders/acme.json") == "{\"acme\": 1}\n");
  CHECK(names_in(out + "/.domainplan") == Names{"lock"});
  CHECK(names_in(scratch.path()) == Names{"plan"});
}

TEST_CASE("a folder keeps its identity, so that it may be where a shell stands or a mount point") {
  const ScratchFolder scratch;
  fs::create_directory(scratch / "plan");
  struct stat before {
  }, after{};
  REQUIRE(::stat((scratch / "plan").c_str(), &before) == 0);
  make_plan(scratch / "plan");
  make_plan(scratch / "plan", FolderStart::again);
  REQUIRE(::stat((scratch / "plan").c_str(), &after) == 0);
  CHECK(before.st_ino == after.st_ino);
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

TEST_CASE("files that are not ours are allowed and stay; a name of ours is refused") {
  const ScratchFolder scratch;
  const std::string out = scratch / "plan";
  fs::create_directories(out + "/notes");
  put_bytes(out + "/customers.csv", "mine");
  put_bytes(out + "/plan.csv.new", "mine");
  make_plan(out);
  make_plan(out, FolderStart::again);
  CHECK(bytes_of(out + "/customers.csv") == "mine");
  CHECK(bytes_of(out + "/plan.csv.new") == "mine");
  CHECK(fs::exists(out + "/notes"));
  for (const std::string_view name : kOurNames) {
    const std::string used = scratch / fmt::format("used-{}", name);
    fs::create_directories(used);
    put_bytes(used + "/" + std::string(name), "mine");
    if (name == kOrders || name == kInputs) {
      CHECK_THROWS_AS(make_plan(used), RunError);
    } else {
      CHECK_THROWS_AS(make_plan(used), UsageError);
    }
    CHECK(bytes_of(used + "/" + std::string(name)) == "mine");
    CHECK(names_in(used) == Names{std::string(name)});
  }
}

TEST_CASE("planning again removes the orders of customers that are gone, and no file that is not ours") {
  const ScratchFolder scratch;
  const std::string out = scratch / "plan";
  make_plan(out);
  put_bytes(out + "/orders/notes.json", "mine");
  put_bytes(out + "/inputs/personas.csv", "old");
  for (const char* name : {"owned.csv", "inventory.csv", "avoid.txt", "reserved.txt", "patterns.json"})
    put_bytes(out + "/inputs/" + name, "mine");  // the plan has none of them
  make_plan(out, FolderStart::again, {"beta", "gamma"});
  CHECK(names_in(out + "/orders") == Names{"beta.json", "gamma.json", "notes.json"});
  CHECK(names_in(out + "/inputs") ==
        Names{"avoid.txt", "customers.csv", "inventory.csv", "owned.csv", "patterns.json", "reserved.txt"});
}

TEST_CASE("owned.csv and inventory.csv are the plan's where plan.json says that it has such domains") {
  const ScratchFolder scratch;
  const std::string out = scratch / "plan";
  const auto [name, source, pins_it] =
      GENERATE(table<std::string, Source, bool>({{"owned.csv", Source::owned, true},
                                                 {"owned.csv", Source::owned, false},
                                                 {"inventory.csv", Source::inventory, true},
                                                 {"inventory.csv", Source::inventory, false}}));
  const auto make = [&, name = name, source = source, pins_it = pins_it](FolderStart start) {
    const PlanLock lock(out);
    PlanFolder folder(lock, start);
    PinnedPlan plan = head();
    if (pins_it && source == Source::owned) plan.inputs.owned = "aa";
    plan.options[0].inventory = pins_it && source == Source::inventory;
    folder.begin(plan);
    folder.add_input(name, "rows");
    PlannedDomain domain = domain_of("acme", "acme.com");
    if (!pins_it) {
      domain.source = source;
      domain.price_cents = domain.renewal_price_cents = std::nullopt;
      domain.currency = "";
    }
    folder.add(domain);
    folder.add(PinnedCustomer{"acme", 0, "c", "b", {}, PinnedOrder{"", 1'000, {domain}}}, "{}");
    publish(folder, 1);
  };
  make(FolderStart::fresh);
  make(FolderStart::updated);
  demand_room(PlanLock(out), {"acme"}, {name});
  make(FolderStart::again);
  CHECK(bytes_of(out + "/inputs/" + name) == "rows");
  make_plan(out, FolderStart::again);
  CHECK_FALSE(fs::exists(out + "/inputs/" + name));
}

TEST_CASE("planning again begins by taking away what makes the old plan a finished one") {
  const ScratchFolder scratch;
  const std::string out = scratch / "plan";
  make_plan(out);
  {
    const PlanLock lock(out);
    PlanFolder folder(lock, FolderStart::again);
    folder.keep_note("note", "", "");
  }
  CHECK_FALSE(fs::exists(out + "/summary.json"));
  CHECK(code_of([&] { read_plan(out); }) == ErrorCode::usage);
  const PlanLock lock(out);
  PlanFolder folder(lock, FolderStart::resumed);
  CHECK(folder.found_note() == "note");
  folder.begin(head());
  add_customer(folder, "gamma");
  publish(folder, 1);
  CHECK(names_in(out + "/orders") == Names{"gamma.json"});
}

TEST_CASE("a plan from which something was sent is never planned again") {
  const ScratchFolder scratch;
  make_plan(scratch / "plan");
  {
    Journal journal(scratch / "plan");
    journal.intend("acme", "aa", {});
  }
  CHECK_THROWS_AS(make_plan(scratch / "plan", FolderStart::again), UsageError);
  CHECK(names_in(scratch / "plan").contains("summary.json"));
  Journal(scratch / "plan").not_placed("acme", "nothing came of it", true, {});
  make_plan(scratch / "plan", FolderStart::again);
  CHECK_FALSE(fs::exists(scratch / "plan/journal.ndjson"));
  {
    Journal journal(scratch / "plan");
    journal.intend("acme", "aa", {});
    journal.placed("acme", "ord_1", 1200, "usd", {});
    journal.replaced("acme", {});
  }
  CHECK_THROWS_AS(make_plan(scratch / "plan", FolderStart::again), UsageError);
}

TEST_CASE(
    "where the journal cannot be read it is not known whether orders were sent, and its place is said") {
  const ScratchFolder scratch;
  const std::string out = scratch / "plan";
  make_plan(out);
  put_bytes(out + "/journal.ndjson", "{\"event\":\"intent\"}\n");
  CHECK_THROWS_AS(make_plan(out, FolderStart::again), UsageError);
  CHECK_THROWS_WITH(make_plan(out, FolderStart::again),
                    Catch::StartsWith(out + "/journal.ndjson:1: ") &&
                        Catch::Contains("not known whether orders were sent from '" + out + "'"));
  CHECK(names_in(out).contains("summary.json"));
}

TEST_CASE("a run that ended before it asked about a name leaves nothing in the way of the next") {
  const ScratchFolder scratch;
  fs::create_directory(scratch / "plan");
  put_bytes(scratch / "plan/availability.ndjson", "");
  make_plan(scratch / "plan");
  CHECK(names_in(scratch / "plan").contains("summary.json"));
}

TEST_CASE(
    "a run that noted what it was and made no call is begun afresh; its first call makes it one to resume") {
  const ScratchFolder scratch;
  const std::string out = scratch / "plan";
  const auto begin = [&](bool calls) {
    const PlanLock lock(out);
    PlanFolder folder(lock, FolderStart::fresh);
    folder.keep_note("{}", "", "");
    if (calls) folder.log_call(std::chrono::system_clock::now(), partner::Attempt::first);
  };
  begin(false);
  begin(true);
  const std::string calls = bytes_of(out + "/.domainplan/calls");
  CHECK_FALSE(calls.empty());
  try {
    begin(false);
    FAIL("the calls made were forgotten");
  } catch (const UsageError& error) {
    CHECK_THAT(error.what(), Contains("holds an interrupted plan"));
    CHECK(error.remedy() == Remedy::resume);
  }
  CHECK(bytes_of(out + "/.domainplan/calls") == calls);
  const PlanLock lock(out);
  CHECK(PlanFolder(lock, FolderStart::resumed).found_calls() == calls);
}

TEST_CASE("where there is no finished plan, the remedy is to make one, or to go on with the one begun") {
  const ScratchFolder scratch;
  const auto remedy = [](const std::string& folder) {
    try {
      read_plan(folder);
    } catch (const UsageError& error) {
      return error.remedy();
    }
    return Remedy::none;
  };
  CHECK(remedy(scratch / "nope") == Remedy::make_plan);
  const PlanLock lock(scratch / "plan");
  PlanFolder(lock, FolderStart::fresh).keep_note("{}", "", "");
  CHECK(remedy(scratch / "plan") == Remedy::resume);
}

TEST_CASE("a second process is refused at once, and the holder is named") {
  const ScratchFolder scratch;
  const PlanLock lock(scratch / "plan");
  CHECK(code_of([&] { PlanLock(scratch / "plan"); }) == ErrorCode::locked);
  CHECK_THROWS_WITH(PlanLock(scratch / "plan"), Contains(std::to_string(::getpid())));
}

TEST_CASE("a lock under which nothing was written leaves nothing") {
  const ScratchFolder scratch;
  { const PlanLock lock(scratch / "plan"); }
  CHECK(names_in(scratch.path()).empty());
  make_plan(scratch / "plan");
  { const PlanLock lock(scratch / "plan"); }
  CHECK(names_in(scratch / "plan") == kWhole);
}

TEST_CASE("an interrupted run goes on with its answers; one of an earlier version does not") {
  const ScratchFolder scratch;
  const std::string out = scratch / "plan";
  std::string answers;
  {
    const PlanLock lock(out);
    PlanFolder folder(lock, FolderStart::resumed);
    CHECK(folder.found_note().empty());
    folder.keep_note("{\"what\":1}", "", "");
    folder.log().append({R"({"domain":"a.com"})"}, {});
    answers = bytes_of(folder.log_path());
  }
  CHECK(code_of([&] { make_plan(out); }) == ErrorCode::usage);
  {
    const PlanLock lock(out);
    PlanFolder folder(lock, FolderStart::resumed);
    CHECK(folder.found_note() == "{\"what\":1}");
    CHECK(bytes_of(folder.log_path()) == answers);
    folder.begin(head());
    publish(folder, 0);
  }
  CHECK(finished_summary(PlanLock(out)));
  fs::create_directory(scratch / "old");
  put_bytes(scratch / "old/availability.ndjson", "{\"domain\":\"a.com\"}\n");
  CHECK_THROWS_WITH(make_plan(scratch / "old", FolderStart::resumed), Contains("earlier version"));
}

TEST_CASE("a link in the place of a file of ours is refused, and what it leads to stays") {
  const ScratchFolder scratch;
  fs::create_directories(scratch / "elsewhere");
  put_bytes(scratch / "target", "mine");
  const std::string name =
      GENERATE(as<std::string>{}, "plan.csv", "orders", "summary.json", "availability.ndjson", ".domainplan",
               ".domainplan/stage", ".domainplan/run.json", ".domainplan/calls");
  fs::create_directories(scratch / "plan");
  if (name.find('/') != std::string::npos) fs::create_directory(scratch / "plan/.domainplan");
  const bool is_folder = name == "orders" || name == ".domainplan" || name == ".domainplan/stage";
  fs::create_symlink(scratch / (is_folder ? "elsewhere" : "target"), scratch / ("plan/" + name));
  for (const FolderStart start : {FolderStart::fresh, FolderStart::again, FolderStart::resumed})
    CHECK(code_of([&] { make_plan(scratch / "plan", start); }) == ErrorCode::disk);
  CHECK(bytes_of(scratch / "target") == "mine");
  CHECK(names_in(scratch / "elsewhere").empty());
}

TEST_CASE("a finished plan with a link in the place of a file of ours is not read or changed") {
  const ScratchFolder scratch;
  const std::string out = scratch / "plan";
  make_plan(out);
  const std::string name =
      GENERATE(as<std::string>{}, "candidates.csv", "shortfall.csv", "availability.ndjson", "plan.json",
               "journal.ndjson", "events.ndjson", "ledger.ndjson", "inputs/customers.csv", "orders/acme.json",
               ".domainplan/run.json");
  const std::string target = scratch / "target";
  put_bytes(target, fs::exists(out + "/" + name) ? bytes_of(out + "/" + name) : "");
  const std::string before = bytes_of(target);
  fs::remove(out + "/" + name);
  fs::create_symlink(target, out + "/" + name);
  const std::string shown = out + "/" + name;
  CHECK_THROWS_WITH(read_plan(out), Contains(shown) && Contains("symbolic link"));
  for (const FolderStart start : {FolderStart::again, FolderStart::updated})
    CHECK_THROWS_WITH(make_plan(out, start), Contains(shown) && Contains("symbolic link"));
  CHECK(fs::exists(out + "/summary.json"));
  CHECK(fs::is_symlink(out + "/" + name));
  CHECK(bytes_of(target) == before);
}

TEST_CASE("a folder or a pipe in the place of a file of ours is found while the old plan is whole") {
  const ScratchFolder scratch;
  const std::string out = scratch / "plan";
  make_plan(out);
  const std::string name = out + "/" +
                           GENERATE(as<std::string>{}, "orders/acme.json", "inputs/customers.csv",
                                    "ledger.ndjson", ".domainplan/run.json", ".domainplan/calls");
  fs::remove(name);
  const bool is_folder = GENERATE(true, false) || Contains("/.domainplan/").match(name);  // all in it is ours
  if (is_folder)
    fs::create_directory(name);
  else
    REQUIRE(::mkfifo(name.c_str(), 0600) == 0);
  CHECK(code_of([&] { demand_room(PlanLock(out), {"acme"}, kInputsOfAny); }) == ErrorCode::disk);
  CHECK(code_of([&] { make_plan(out, FolderStart::again); }) == ErrorCode::disk);
  CHECK(fs::exists(out + "/summary.json"));
  CHECK(fs::exists(name));
}

TEST_CASE("planning again leaves a file in orders/ or inputs/ that the plan does not name") {
  const ScratchFolder scratch;
  const std::string out = scratch / "plan";
  make_plan(out);
  put_bytes(out + "/orders/gamma.json", "mine");
  const PlanLock lock(out);
  CHECK_THROWS_WITH(demand_room(lock, {"acme", "gamma"}, kInputsOfAny), Contains("orders/gamma.json"));
  demand_room(lock, {"acme", "beta"}, kInputsOfAny);
  for (const std::string_view name : kInputNames) {
    const bool is_ours = fs::exists(out + "/inputs/" + std::string(name));
    if (!is_ours) put_bytes(out + "/inputs/" + std::string(name), "mine");
    if (name == kPersonasInput || name == kBundlesInput) continue;
    INFO(name);
    if (is_ours)
      demand_room(lock, {}, {name});
    else
      CHECK_THROWS_WITH(demand_room(lock, {}, {name}), Contains(std::string(name)));
  }
  PlanFolder folder(lock, FolderStart::again);
  folder.begin(head());
  CHECK_THROWS_AS(add_customer(folder, "gamma"), UsageError);
  CHECK(bytes_of(out + "/orders/gamma.json") == "mine");
}

TEST_CASE("without a plan, inputs/customers.csv is somebody's own; a damaged plan may be replaced") {
  const ScratchFolder scratch;
  const std::string out = scratch / "mine";
  fs::create_directories(out + "/inputs");
  put_bytes(out + "/inputs/customers.csv", "mine");
  CHECK_THROWS_AS(demand_room(PlanLock(out), {"acme"}, kInputsOfAny), UsageError);
  CHECK_THROWS_AS(make_plan(out, FolderStart::again), UsageError);
  CHECK(bytes_of(out + "/inputs/customers.csv") == "mine");
  make_plan(scratch / "plan");
  put_bytes(scratch / "plan/plan.json", "{");
  demand_room(PlanLock(scratch / "plan"), {"acme"}, kInputsOfAny);
  make_plan(scratch / "plan", FolderStart::again);
  CHECK(read_plan(scratch / "plan").orders.size() == 2);
}

TEST_CASE("a key in a plan that leads out of its folder removes and writes nothing there") {
  const ScratchFolder scratch;
  const std::string out = scratch / "plan";
  make_plan(out);
  put_bytes(scratch / "precious.json", "mine");
  const std::string key = "../../precious";
  SECTION("in plan.json") {
    std::string damaged = bytes_of(out + "/plan.json");
    damaged.replace(damaged.find("\"acme\""), 6, '"' + key + '"');
    put_bytes(out + "/plan.json", damaged);
    CHECK(code_of([&] { read_plan(out); }) == ErrorCode::disk);
    CHECK_THROWS_WITH(read_plan(out), Contains(": customers/0/customer: '" + key + "' is not a key"));
    make_plan(out, FolderStart::again);
    CHECK(names_in(out) == kWhole);
  }
  SECTION("in plan.csv of a folder without plan.json") {
    fs::remove(out + "/plan.json");
    put_bytes(out + "/plan.csv", "customer,domain,provider,source\n" + key + ",a.com,google,owned\n");
    CHECK_THROWS_WITH(read_plan(out), Contains("plan.csv:2: customer: '" + key + "' is not a key"));
    CHECK_THROWS_AS(make_plan(out, FolderStart::again), UsageError);  // its orders may be anybody's
  }
  CHECK(bytes_of(scratch / "precious.json") == "mine");
}

TEST_CASE("a stage writes and commits no file outside of its folder") {
  const ScratchFolder scratch;
  const std::string out = scratch / "plan";
  make_plan(out);
  put_bytes(scratch / "precious.json", "mine");
  const auto before = names_in(out);
  const std::string name = GENERATE(as<std::string>{}, "orders/../../precious.json", "../precious.json",
                                    "inputs/", "orders/..", ".domainplan/lock", "");
  CHECK_THROWS_AS(order_name("../../precious"), RunError);
  const PlanLock lock(out);
  {
    Stage stage(out);
    CHECK_THROWS_AS(stage.add(name, "x"), RunError);
    CHECK_THROWS_AS(stage.create(name), RunError);
    stage.add("orders/new.json", "x");
    stage.remove(name);
    CHECK_THROWS_AS(stage.commit(), RunError);
  }
  CHECK_FALSE(awaits_completion(out));
  CHECK(names_in(out) == before);
  CHECK(bytes_of(scratch / "precious.json") == "mine");
}

TEST_CASE("a lock in a new folder that nothing is written to leaves none of the folders above it either") {
  const ScratchFolder scratch;
  fs::create_directory(scratch / "a");
  { const PlanLock lock(scratch / "a/b//c/d/"); }
  CHECK(names_in(scratch / "a").empty());
  {
    const PlanLock lock(scratch / "a/b/c");
    put_bytes(scratch / "a/b/notes", "mine");
  }
  CHECK(names_in(scratch / "a/b") == Names{"notes"});
}

TEST_CASE("planning again over a plan of an earlier version leaves inputs/, which that had not") {
  const ScratchFolder scratch;
  const std::string out = scratch / "plan";
  make_plan(out);
  const std::string rows = GENERATE(true, false) ? bytes_of(out + "/plan.csv") : "my,own,csv\n";
  const bool is_finished = GENERATE(true, false);
  fs::remove(out + "/plan.json");
  if (!is_finished) fs::remove(out + "/summary.json");
  put_bytes(out + "/plan.csv", rows);
  put_bytes(out + "/inputs/customers.csv", "mine");
  put_bytes(out + "/inputs/avoid.txt", "mine");
  CHECK_THROWS_WITH(demand_room(PlanLock(out), {}, {kCustomersInput}), Contains("inputs/customers.csv"));
  const bool has_orders = rows != "my,own,csv\n";
  if (has_orders)
    demand_room(PlanLock(out), {"acme"}, {});
  else
    CHECK_THROWS_WITH(demand_room(PlanLock(out), {"acme"}, {}), Contains("orders/acme.json"));
  fs::remove(out + "/inputs/customers.csv");
  if (!has_orders) return;
  make_plan(out, FolderStart::again);
  CHECK(bytes_of(out + "/inputs/avoid.txt") == "mine");
}

TEST_CASE("planning again over a damaged plan.json leaves what is not known to be the plan's") {
  const ScratchFolder scratch;
  const std::string out = scratch / "plan";
  make_plan(out);
  put_bytes(out + "/plan.json", GENERATE(as<std::string>{}, "{", R"({"resources":[]})", ""));
  put_bytes(out + "/orders/gamma.json", "mine");
  put_bytes(out + "/inputs/avoid.txt", "mine");
  CHECK_THROWS_WITH(demand_room(PlanLock(out), {"gamma"}, {}), Contains("orders/gamma.json"));
  CHECK_THROWS_WITH(demand_room(PlanLock(out), {}, {kAvoidInput}), Contains("inputs/avoid.txt"));
  SECTION("it was a finished plan") {
    make_plan(out, FolderStart::again, {"beta"});
    CHECK(names_in(out + "/orders") == Names{"beta.json", "gamma.json"});
  }
  SECTION("nothing says that a plan was there") {
    put_bytes(out + "/summary.json", "{}");
    CHECK_THROWS_WITH(demand_room(PlanLock(out), {}, {kCustomersInput}), Contains("inputs/customers.csv"));
    CHECK_THROWS_AS(make_plan(out, FolderStart::again), UsageError);
  }
  CHECK(bytes_of(out + "/orders/gamma.json") == "mine");
  CHECK(bytes_of(out + "/inputs/avoid.txt") == "mine");
}

TEST_CASE("a plan is read back as it was written, and edited rows are noticed") {
  const ScratchFolder scratch;
  const std::string out = scratch / "plan";
  make_plan(out);
  StoredPlan plan = read_plan(out);
  REQUIRE(plan.orders.size() == 2);
  CHECK(plan.orders[1] == PlannedOrder{"beta", {domain_of("beta", "beta.com")}});
  CHECK(plan.edited.empty());
  std::string rows = bytes_of(out + "/plan.csv");
  rows.replace(rows.find("1000"), 4, "1");
  put_bytes(out + "/plan.csv", rows);
  plan = read_plan(out);
  CHECK(plan.edited == std::set<std::string>{"acme"});
  CHECK(plan.orders[0].price_cents() == 1'000);
}

TEST_CASE("one customer is replaced at once in all files, and the others keep their bytes") {
  const ScratchFolder scratch;
  const std::string out = scratch / "plan";
  make_plan(out, FolderStart::fresh, {"acme", "beta", "gamma"});
  const PlanLock lock(out);
  StoredPlan plan = read_plan(out);
  const CustomerRows rows{{"beta", {domain_of("beta", "other.com", 1'500)}},
                          {{"beta", "beta.com", 1, "p", Verdict::taken, {}, {}, {}},
                           {"beta", "other.com", 1, "p", Verdict::selected, 1'500, 1'500, Provider::google}},
                          "new\n"};
  replace_customer(lock, plan, rows);
  const StoredPlan after = read_plan(out);
  CHECK(after.edited.empty());
  CHECK(after.orders[1] == rows.order);
  CHECK(after.orders[0].domains[0].domain == "acme.com");
  CHECK(after.summary.cost_cents == 3'500);
  CHECK(after.summary.candidates == 4);
  CHECK(after.summary.verdicts[static_cast<std::size_t>(Verdict::taken)] == 1);
  CHECK(after.pinned->customers[1].order->planned_cents == 1'000);
  CHECK(bytes_of(out + "/orders/beta.json") == "new\n");
  std::vector<std::string> candidates;
  each_candidate(out, [&](const CandidateRow& row) { candidates.push_back(row.domain); });
  CHECK(candidates == std::vector<std::string>{"acme.com", "beta.com", "other.com", "gamma.com"});
}

TEST_CASE("the rows of other customers keep their bytes when one is replaced, edited and foreign ones too") {
  const ScratchFolder scratch;
  const std::string out = scratch / "plan";
  make_plan(out, FolderStart::fresh, {"acme", "beta", "gamma"});
  const std::string header =
      "customer,domain,provider,source,price_cents,renewal_price_cents,currency,score,pattern";
  const std::string edited = "acme,\"acme.com\",google,registrar,900,1000,usd,1,p\r\n",
                    own = "beta,beta.com,google,registrar,1000,1000,usd,1,p\n",
                    foreign = "zeta,zeta.com,google,registrar,7,7,usd,,\n",
                    last = "gamma,gamma.com,google,registrar,1000,1000,usd,1,\"p\"";
  put_bytes(out + "/plan.csv", header + "\n" + edited + own + foreign + last);
  std::string candidates = bytes_of(out + "/candidates.csv");
  candidates.replace(candidates.find("\nacme,") + 1, 4, "\"acme\"");
  put_bytes(out + "/candidates.csv", candidates);
  const PlanLock lock(out);
  StoredPlan plan = read_plan(out);
  CHECK(plan.edited == std::set<std::string>{"acme", "zeta"});
  CHECK(plan.edited_rows.size() == 2);
  replace_customer(lock, plan,
                   {{"beta", {domain_of("beta", "other.com", 1'500)}},
                    {{"beta", "other.com", 1, "p", Verdict::selected, 1'500, 1'500, Provider::google}},
                    "new\n"});
  CHECK(bytes_of(out + "/plan.csv") == header + "\n" + edited +
                                           "beta,other.com,google,registrar,1500,1500,usd,1,p\n" + foreign +
                                           last + "\n");
  candidates.replace(candidates.find("beta,beta.com,1,p,selected,1000,1000"), 36,
                     "beta,other.com,1,p,selected,1500,1500");
  CHECK(bytes_of(out + "/candidates.csv") == candidates);
  const StoredPlan after = read_plan(out);
  CHECK(after.edited == plan.edited);
  CHECK(after.edited_rows == plan.edited_rows);
  CHECK(after.orders[1].domains[0].domain == "other.com");
}

TEST_CASE("a committed change that waits to be completed is never staged over") {
  const ScratchFolder scratch;
  const std::string out = scratch / "plan";
  make_plan(out);
  const std::string plan_csv = bytes_of(out + "/plan.csv");
  {
    const PlanLock lock(out);
    StoredPlan plan = read_plan(out);
    // As a rename leaves it that failed.
    fs::create_directories(out + "/.domainplan/stage/orders");
    fs::rename(out + "/summary.json", out + "/.domainplan/stage/summary.json");
    put_bytes(
        out + "/.domainplan/commit",
        nlohmann::json{
            {"version", 1},
            {"files", {{"summary.json", sha256_hex(bytes_of(out + "/.domainplan/stage/summary.json"))}}},
            {"remove", nlohmann::json::array()}}
            .dump());
    CHECK(code_of([&] { Stage{out}; }) == ErrorCode::disk);
    CHECK(code_of([&] { PlanFolder(lock, FolderStart::again); }) == ErrorCode::disk);
    CHECK(fs::exists(out + "/.domainplan/stage/summary.json"));
    CHECK(fs::exists(out + "/.domainplan/commit"));
  }
  CHECK(read_plan(out).orders.size() == 2);
  CHECK(bytes_of(out + "/plan.csv") == plan_csv);
}

TEST_CASE("a change that was interrupted between any two moves is completed by the next lock") {
  const ScratchFolder scratch;
  make_plan(scratch / "done");
  // Everything as it is after the commit, and then each number of moves.
  const std::vector<std::string> moves = {"candidates.csv", "orders/acme.json", "orders/beta.json",
                                          "plan.csv",       "plan.json",        "shortfall.csv",
                                          "summary.json"};
  for (std::size_t moved = 0; moved <= moves.size(); ++moved) {
    const std::string out = scratch / fmt::format("plan{}", moved);
    make_plan(out, FolderStart::fresh, {"acme", "gone"});
    const std::string stage = out + "/.domainplan/stage/";
    fs::create_directories(stage + "orders");
    fs::create_directories(stage + "inputs");
    nlohmann::json files = nlohmann::json::object();
    for (const std::string& name : moves) {
      fs::copy_file(scratch / ("done/" + name), stage + name);
      files[name] = sha256_hex(bytes_of(stage + name));
    }
    put_bytes(out + "/.domainplan/commit",
              nlohmann::json{{"version", 1}, {"files", files}, {"remove", {"orders/gone.json"}}}.dump());
    if (moved > 0) fs::rename(out + "/summary.json", stage + "summary.json.old");
    for (std::size_t i = 0; i < moved; ++i) fs::rename(stage + moves[i], out + "/" + moves[i]);
    const StoredPlan plan = read_plan(out);  // a reader completes it too
    CHECK(plan.orders.size() == 2);
    CHECK(names_in(out + "/orders") == Names{"acme.json", "beta.json"});
    CHECK(names_in(out + "/.domainplan") == Names{"lock"});
    for (const std::string& name : moves)
      CHECK(bytes_of(out + "/" + name) == bytes_of(scratch / ("done/" + name)));
  }
}

TEST_CASE("a commit whose files are gone, or are others, is an error, and its plan stays as it is") {
  const ScratchFolder scratch;
  const std::string out = scratch / "plan";
  make_plan(out);
  const std::string digest = sha256_hex("new");
  put_bytes(out + "/.domainplan/commit",
            nlohmann::json{{"version", 1},
                           {"files", {{"plan.csv", digest}, {"summary.json", digest}}},
                           {"remove", nlohmann::json::array()}}
                .dump());
  const auto before = names_in(out);
  CHECK_THROWS_WITH(read_plan(out), Contains("from a copy"));
  fs::remove(out + "/summary.json");
  CHECK_THROWS_WITH(PlanLock{out}, Contains("from a copy"));
  put_bytes(out + "/summary.json", "new");
  put_bytes(out + "/plan.csv", "new");
  { const PlanLock lock(out); }
  CHECK_FALSE(fs::exists(out + "/.domainplan/commit"));
  CHECK(names_in(out) == before);
}

TEST_CASE("a stage without a commit is dropped, and a damaged commit is an error that changes nothing") {
  const ScratchFolder scratch;
  const std::string out = scratch / "plan";
  make_plan(out);
  fs::create_directories(out + "/.domainplan/stage/orders");
  put_bytes(out + "/.domainplan/stage/plan.csv", "torn");
  { const PlanLock lock(out); }
  CHECK_FALSE(fs::exists(out + "/.domainplan/stage"));
  const std::string before = bytes_of(out + "/plan.csv");
  const std::string commit = GENERATE(
      as<std::string>{}, "", "{", R"({"version":1})", R"({"version":1,"files":{"../x":"00"},"remove":[]})",
      R"({"version":1,"files":{},"remove":["orders/../../x"]})", R"({"version":2,"files":{},"remove":[]})");
  put_bytes(out + "/.domainplan/commit", commit);
  CHECK(code_of([&] { PlanLock{out}; }) == ErrorCode::disk);
  CHECK(code_of([&] { read_plan(out); }) == ErrorCode::disk);
  if (commit.find("\"version\":2") == std::string::npos)
    CHECK_THROWS_WITH(PlanLock{out},
                      Catch::StartsWith(out + "/.domainplan/commit:1: ") &&
                          Catch::EndsWith("; the last change of this plan cannot be completed: "
                                          "restore '" +
                                          out + "' from a copy"));
  CHECK(bytes_of(out + "/plan.csv") == before);
}

TEST_CASE(
    "the next lock removes what a killed process left: drafts, and the notes of a run that is finished") {
  const ScratchFolder scratch;
  const std::string out = scratch / "plan";
  make_plan(out);
  const Names notes = {"calls", "inventory.csv", "reserved.txt", "run.json"};
  const auto leave_behind = [&] {
    for (const char* draft : {".summary.json.domainplan-draft", ".domainplan/.run.json.domainplan-draft",
                              ".domainplan/.commit.domainplan-draft"})
      put_bytes(out + "/" + draft, "torn");
    for (const std::string& note : notes) put_bytes(out + "/.domainplan/" + note, "{}");
  };
  leave_behind();
  { const PlanLock lock(out); }
  CHECK(names_in(out) == kWhole);
  CHECK(names_in(out + "/.domainplan") == Names{"lock"});
  leave_behind();
  fs::remove(out + "/summary.json");
  { const PlanLock lock(out); }  // this one can be gone on with
  Names left = notes;
  left.insert("lock");
  CHECK(names_in(out + "/.domainplan") == left);
  CHECK_FALSE(fs::exists(out + "/.summary.json.domainplan-draft"));
}

TEST_CASE("the inputs are read back as they were, without passwords") {
  const ScratchFolder scratch;
  Customer customer;
  customer.key = "acme";
  customer.user = "a@example.com";
  customer.brand = "=Müller & \"Söhne\"\n2";
  customer.bundle = {
      "bun_01HZX0B2VNB0TJQE7X5H3C9R8M", "Boutique", 10'000, 60, 40, true, 3, false, {6, 2}, false};
  customer.forwarding_url = "https://example.com/";
  customer.login_email = "l@example.com";
  customer.login_password = "s3cret-word";
  customer.client_id = 7;
  customer.tlds = {"com", "co.uk"};
  customer.personas = {{"Ada", "Lovelace", ""}, {"-Bob", "B", "https://example.com/b.png"}};
  customer.owned = {{"own.com", ProviderSet::both()}};
  Customer plain = customer;
  plain.key = "beta";
  plain.client_id.reset();
  plain.max_price_cents = 900;
  plain.tlds.clear();
  plain.brand_ok = true;
  plain.owned.clear();
  fs::create_directory(scratch / "inputs");
  for (const auto& [name, bytes] : input_files({customer, plain})) {
    CHECK(bytes.find("s3cret-word") == std::string::npos);
    put_bytes(scratch / ("inputs/" + name), bytes);
  }
  const auto read = read_input_files(scratch.path());
  REQUIRE(read.size() == 2);
  const auto again = input_files(read);
  for (const auto& [name, bytes] : again) CHECK(bytes == bytes_of(scratch / ("inputs/" + name)));
  CHECK(read[0].brand == customer.brand);
  CHECK(read[0].bundle.required == customer.bundle.required);
  CHECK_FALSE(read[0].bundle.estimated);
  CHECK(read[0].personas.at(1).first_name == "-Bob");
  CHECK(read[0].owned.at(0).domain == "own.com");
  CHECK(read[0].login_password.empty());
  CHECK(read[1].max_price_cents == 900);
  CHECK(read[1].brand_ok);
  CHECK_FALSE(read[0].brand_ok);

  std::string bad = bytes_of(scratch / "inputs/customers.csv");
  bad.replace(bad.find("acme"), 4, "../../precious");
  put_bytes(scratch / "inputs/customers.csv", bad);
  CHECK_THROWS_WITH(read_input_files(scratch.path()),
                    Contains("inputs/customers.csv:2: customer: '../../precious' is not a key"));
}
