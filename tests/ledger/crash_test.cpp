// Processes that race for names, and that are killed while they do.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <catch2/catch.hpp>

#include <chrono>
#include <cstdlib>
#include <map>
#include <random>
#include <set>
#include <thread>

#include "backends.hpp"
#include "ledger/rate_slots.hpp"
#include "ledger/schema.hpp"

using namespace domainplan;
using namespace std::chrono_literals;

namespace {

int rounds() {
  const char* const given = std::getenv("KILLS");  // the soak sets it
  return given ? std::atoi(given) : 20;
}

// Runs `work` in a process of its own; it ends with the process.
template <class Work>
pid_t in_child(const Work& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    try {
      work();
    } catch (const std::exception&) {
      ::_exit(1);
    }
    ::_exit(0);
  }
  return child;
}

bool ended_well(pid_t child) {
  int status = 0;
  return ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

LedgerOptions patient(const std::string& address) {
  LedgerOptions options = options_at(address);
  options.patience = 60s;
  return options;
}

// Reserves names of a pool that every plan wants, customer after customer, as a plan does; writes each name
// to `got` once it should have it.
void plan_names(const std::string& address, const std::string& plan, const std::string& got, unsigned seed,
                int customers) {
  Ledger ledger(patient(address));
  std::mt19937 random(seed);
  std::ofstream file(got, std::ios::app);
  std::set<std::string> gone;
  for (int customer = 0; customer < customers;) {
    std::set<std::string> wanted;
    while (wanted.size() < 3) {
      const std::string name = fmt::format("name{}.com", random() % 500);
      if (!gone.contains(name)) wanted.insert(name);
    }
    const auto result =
        ledger.reserve(plan, {{fmt::format("c{}", customer), {wanted.begin(), wanted.end()}}}, 14);
    gone.insert(result.lost.begin(), result.lost.end());
    if (result.customers == 0) continue;
    for (const std::string& name : wanted) file << name << '\n', gone.insert(name);
    file.flush();
    ++customer;
  }
}

std::vector<std::string> lines_of(const std::string& path) {
  std::vector<std::string> lines;
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);) lines.push_back(line);
  return lines;
}

// Every name that a plan was said to have is reserved for it, and for it alone.
void check_nothing_lost_or_twice(const std::string& address,
                                 const std::map<std::string, std::string>& got_by_plan) {
  std::map<std::string, std::string> holder;
  Ledger ledger(patient(address));
  for (const Reservation& one : ledger.reservations()) CHECK(holder.emplace(one.domain, one.plan).second);
  std::set<std::string> all;
  for (const auto& [plan, file] : got_by_plan)
    for (const std::string& name : lines_of(file)) {
      CHECK(all.insert(name).second);
      CHECK(holder[name] == plan);
    }
}

}  // namespace

ON_BOTH("four processes that race for the same names never get one twice", "[ledger][crash]") {
  const TestType at;
  const ScratchFolder results;
  { Ledger made(options_at(at.address())); }
  std::map<std::string, std::string> got;
  std::vector<pid_t> children;
  for (unsigned i = 0; i < 4; ++i) {
    const std::string plan = fmt::format("plan-{}", i), file = results / plan;
    got[plan] = file;
    children.push_back(in_child([&] { plan_names(at.address(), plan, file, i, 30); }));
  }
  for (const pid_t child : children) CHECK(ended_well(child));
  check_nothing_lost_or_twice(at.address(), got);
  for (const auto& [plan, file] : got) CHECK(lines_of(file).size() == 90);
}

ON_BOTH("processes that make a ledger at the same time make one", "[ledger][crash]") {
  const TestType at;
  std::vector<pid_t> children;
  for (int i = 0; i < 6; ++i)
    children.push_back(in_child([&] {
      Ledger ledger(options_at(at.address()));
      ledger.reserve(fmt::format("plan-{}", i), {{"c", {fmt::format("name{}.com", i)}}}, 14);
    }));
  for (const pid_t child : children) CHECK(ended_well(child));
  CHECK(Ledger(options_at(at.address())).reservations().size() == 6);
}

ON_BOTH("plans that are killed lose no name, and no name is reserved twice", "[ledger][crash]") {
  const TestType at;
  const ScratchFolder results;
  { Ledger made(options_at(at.address())); }
  std::map<std::string, std::string> got;
  std::mt19937 random(7);
  for (int round = 0; round < rounds(); ++round) {
    std::vector<pid_t> children;
    for (unsigned i = 0; i < 2; ++i) {
      const std::string plan = fmt::format("plan-{}-{}", round, i), file = results / plan;
      got[plan] = file;
      children.push_back(in_child(
          [&] { plan_names(at.address(), plan, file, static_cast<unsigned>(random()) + i, 1'000'000); }));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(20 + random() % 150));
    for (const pid_t child : children) ::kill(child, SIGKILL);
    for (const pid_t child : children) ::waitpid(child, nullptr, 0);
  }
  check_nothing_lost_or_twice(at.address(), got);
}

TEMPLATE_TEST_CASE("a database that is killed loses no name, and plans go on when it is back",
                   "[ledger][crash]", InPostgres) {
  const TestType at;
  const ScratchFolder results;
  { Ledger made(options_at(at.address())); }
  std::map<std::string, std::string> got;
  std::vector<pid_t> children;
  for (unsigned i = 0; i < 2; ++i) {
    const std::string plan = fmt::format("plan-{}", i), file = results / plan;
    got[plan] = file;
    children.push_back(in_child([&] { plan_names(at.address(), plan, file, i, 1'000'000); }));
  }
  std::mt19937 random(11);
  for (int round = 0; round < rounds(); ++round) {
    std::this_thread::sleep_for(std::chrono::milliseconds(random() % 200));
    if (round % 4 == 0) {
      postgres_server().kill_server();
      postgres_server().start();
    } else {
      postgres_server().kill_a_backend();
    }
  }
  for (const pid_t child : children) CHECK(::waitpid(child, nullptr, WNOHANG) == 0);
  for (const pid_t child : children) ::kill(child, SIGKILL);
  for (const pid_t child : children) ::waitpid(child, nullptr, 0);
  check_nothing_lost_or_twice(at.address(), got);
}

ON_BOTH("the slots of processes that are killed all come back", "[ledger][crash][rate]") {
  using namespace ledger;
  const TestType at;
  const auto database = connect(at.address(), true);
  bring_up_to_date(*database);
  std::mt19937 random(13);
  for (int round = 0; round < rounds(); ++round) {
    const pid_t child = in_child([&] {
      const auto own = connect(at.address(), false);
      SlotRequest request{.key = "k",
                          .holder = fmt::format("{}", ::getpid()),
                          .rate = 600,
                          .ended = {},
                          .held = 0,
                          .wanted = 15};
      for (std::int64_t number = 0;; ++number) {
        request.held += lease_slots(*own, request, {}).granted;
        request.ended = {{number, std::chrono::steady_clock::now()}};
        if (request.held > 0) --request.held;
      }
    });
    if (round == 0)  // on a slow machine the first lease may take long
      for (int tries = 0; slots_taken(*database, "k") == 0 && tries < 2000; ++tries)
        std::this_thread::sleep_for(5ms);
    std::this_thread::sleep_for(std::chrono::milliseconds(20 + random() % 50));
    ::kill(child, SIGKILL);
    ::waitpid(child, nullptr, 0);
  }
  const auto killed = std::chrono::steady_clock::now();
  CHECK(slots_taken(*database, "k") > 0);
  if (is_postgres(at.address()))  // the server ends what the last of them sent before it was killed
    while (
        number(
            database
                ->run("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> "
                      "pg_backend_pid() AND backend_type = 'client backend'")
                .at(0)
                .at(0)) > 0)
      std::this_thread::sleep_for(5ms);
  // As if 60 s had passed, and the time that a lease holds.
  for (const char* const table : {"domainplan_rate_call", "domainplan_rate_holder"})
    database->run(std::string("UPDATE ") + table + " SET free_tick = free_tick - 60300");
  CHECK(slots_taken(*database, "k") == 0);
  CHECK(lease_slots(*database,
                    {.key = "k", .holder = "next", .rate = 600, .ended = {}, .held = 0, .wanted = 600}, {})
            .granted == 600);
  CHECK(std::chrono::steady_clock::now() - killed < 60s);
}
