// A database that passes everything on to another; what a test wants otherwise it overrides.
#pragma once

#include "ledger/database.hpp"

class ForwardingDatabase : public domainplan::ledger::Database {
 public:
  explicit ForwardingDatabase(domainplan::ledger::Database& to) : to_(to) {}

  std::vector<domainplan::ledger::Row> run(
      std::string_view sql, const std::vector<domainplan::ledger::Value>& parameters) override {
    return to_.run(sql, parameters);
  }
  void begin(domainplan::ledger::Sync sync) override { to_.begin(sync); }
  void commit() override { to_.commit(); }
  void rollback() noexcept override { to_.rollback(); }
  bool try_lock(const std::string& name) override { return to_.try_lock(name); }
  void lock_schema() override { to_.lock_schema(); }
  bool holds_something_else() override { return to_.holds_something_else(); }
  void reconnect() override { to_.reconnect(); }
  std::string boot() const override { return to_.boot(); }
  std::string name() const override { return to_.name(); }

 private:
  domainplan::ledger::Database& to_;
};
