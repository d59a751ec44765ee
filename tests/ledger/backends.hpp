// The same cases on both databases.
#pragma once

#include <memory>
#include <string>

#include "domainplan/ledger.hpp"
#include "ledger/database.hpp"
#include "ledger/schema.hpp"
#include "postgres_server.hpp"
#include "scratch_folder.hpp"

// A new database for one case.
struct InSqlite {
  ScratchFolder folder;
  std::string address() const { return folder / "ledger.sqlite"; }
};
struct InPostgres {
  std::string url = postgres_server().new_database();
  std::string address() const { return url; }
};

// Its schema made.
inline std::unique_ptr<domainplan::ledger::Database> opened(const std::string& address) {
  auto database = domainplan::ledger::connect(address, true);
  domainplan::ledger::bring_up_to_date(*database);
  return database;
}

inline domainplan::LedgerOptions options_at(const std::string& address) {
  return {.address = address, .account = "live-par_1", .patience = std::chrono::seconds(0)};
}

#define ON_BOTH(name, tags) TEMPLATE_TEST_CASE(name, tags, InSqlite, InPostgres)
