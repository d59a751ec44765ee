#include "ledger/reservations.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>

#include "core/percent.hpp"
#include "core/text.hpp"

namespace domainplan::ledger {
namespace {

constexpr std::int64_t kDay = 24 * 60 * 60 * 1000;

std::string host_name() {
  std::array<char, 256> name{};
  return ::gethostname(name.data(), name.size() - 1) == 0 ? name.data() : "";
}

std::string canonical(const std::string& folder) {
  std::error_code unreadable;
  std::filesystem::path same = std::filesystem::weakly_canonical(folder, unreadable);
  if (unreadable) same = std::filesystem::absolute(folder).lexically_normal();
  return same.has_filename() ? same : same.parent_path();
}

// How a folder is kept. PostgreSQL takes no text but UTF-8, so other names are kept as a file URL.
std::string kept(const std::string& folder) {
  for (std::size_t at = 0; at < folder.size();)
    if (next_code_point(folder, at) == kBadCharacter)
      return "file://" + percent_encoded(canonical(folder), "/-._~");
  return folder;
}

LedgerTime time_of(const Value& value) { return LedgerTime(std::chrono::milliseconds(number(value))); }

}  // namespace

void begin_plan(const Rows& rows, const std::string& plan, const std::string& folder) {
  rows.database.run(
      "INSERT INTO domainplan_plan (account, id, folder, host, begun_at) VALUES ($1, $2, $3, $4, {now}) "
      "ON CONFLICT (account, id) DO UPDATE SET folder = excluded.folder, host = excluded.host",
      {rows.account, plan, kept(folder), host_name()});
}

bool knows_plan(const Rows& rows, const std::string& plan) {
  return !rows.database
              .run("SELECT 1 FROM domainplan_plan WHERE account = $1 AND id = $2", {rows.account, plan})
              .empty();
}

std::vector<std::string> reserved_by_others(const Rows& rows, const std::string& plan) {
  std::vector<std::string> names;
  for (const Row& row :
       rows.database.run("SELECT domain FROM domainplan_reservation WHERE account = $1 AND plan <> $2 "
                         "AND expires_at > {now} ORDER BY domain",
                         {rows.account, plan}))
    names.push_back(text(row.at(0)));
  return names;
}

std::vector<std::string> reserve_all(const Rows& rows, const std::string& plan,
                                     const std::vector<NamesOfCustomer>& customers, int days) {
  // Sorted, so that two plans that want the same names take them in the same order and never wait for each
  // other.
  std::map<std::string, std::string> customer_of;
  for (const NamesOfCustomer& names : customers)
    for (const std::string& domain : names.domains) customer_of.emplace(domain, names.customer);
  if (customer_of.empty()) return {};
  nlohmann::json wanted = nlohmann::json::array();
  std::vector<std::string> domains;
  for (const auto& [domain, customer] : customer_of) {
    wanted.push_back({{"d", domain}, {"c", customer}});
    domains.push_back(domain);
  }
  const std::vector<Row> got = rows.database.run(
      "INSERT INTO domainplan_reservation (account, domain, plan, customer, reserved_at, expires_at) "
      "SELECT $2, value ->> 'd', $3, value ->> 'c', {now}, {now} + CAST($4 AS BIGINT) FROM {each} "
      "WHERE true ORDER BY value ->> 'd' "
      "ON CONFLICT (account, domain) DO UPDATE SET plan = excluded.plan, customer = excluded.customer, "
      "reserved_at = excluded.reserved_at, expires_at = excluded.expires_at "
      "WHERE domainplan_reservation.plan = excluded.plan OR domainplan_reservation.expires_at <= {now} "
      "RETURNING domain",
      {wanted.dump(), rows.account, plan, days * kDay});
  for (const Row& row : got) customer_of.erase(text(row.at(0)));
  // What another plan has ordered is no longer reserved, and is gone all the same. This looks after the names
  // are ours: until then another transaction may make an order of them. CROSS JOIN keeps SQLite from going
  // through all orders of the account for each name.
  for (const Row& row : rows.database.run(
           fmt::format("SELECT d.domain FROM {{each_text}} CROSS JOIN domainplan_order_domain d CROSS JOIN "
                       "domainplan_order o WHERE d.account = $2 AND d.domain = value AND o.account = "
                       "d.account AND o.id = d.order_id AND o.plan <> $3 AND {}",
                       kIsLive),
           {json_of(domains), rows.account, plan}))
    customer_of.emplace(text(row.at(0)), "");
  std::vector<std::string> lost;
  lost.reserve(customer_of.size());
  for (const auto& [domain, customer] : customer_of) lost.push_back(domain);
  return lost;
}

std::size_t release(const Rows& rows, const std::string& plan) {
  return rows.database
      .run("DELETE FROM domainplan_reservation WHERE account = $1 AND plan = $2 RETURNING domain",
           {rows.account, plan})
      .size();
}

std::size_t release_others(const Rows& rows, const std::string& plan, const std::vector<std::string>& keep) {
  return rows.database
      .run(
          "DELETE FROM domainplan_reservation WHERE account = $2 AND plan = $3 AND domain NOT IN (SELECT "
          "value FROM {each_text}) RETURNING domain",
          {json_of(keep), rows.account, plan})
      .size();
}

std::size_t release_of(const Rows& rows, const std::string& plan, const std::string& customer) {
  return rows.database
      .run(
          "DELETE FROM domainplan_reservation WHERE account = $1 AND plan = $2 AND customer = $3 RETURNING "
          "domain",
          {rows.account, plan, customer})
      .size();
}

std::vector<std::string> plans_in(const Rows& rows, const std::string& folder) {
  std::vector<std::string> found;
  for (const Row& row : rows.database.run("SELECT id, folder FROM domainplan_plan p WHERE account = $1 AND "
                                          "host = $2 AND EXISTS (SELECT 1 FROM domainplan_reservation r "
                                          "WHERE r.account = p.account AND r.plan = p.id) ORDER BY begun_at, "
                                          "id",
                                          {rows.account, host_name()}))
    if (const std::string other = text(row.at(1));
        other == kept(folder) || canonical(other) == canonical(folder))
      found.push_back(text(row.at(0)));
  return found;
}

std::vector<Reservation> reservations(const Rows& rows, const std::string& plan) {
  std::vector<Reservation> found;
  for (const Row& row : rows.database.run("SELECT r.domain, r.plan, r.customer, r.reserved_at, r.expires_at, "
                                          "coalesce(p.folder, ''), coalesce(p.host, '') "
                                          "FROM domainplan_reservation r LEFT JOIN domainplan_plan p ON "
                                          "p.account = r.account AND p.id = r.plan "
                                          "WHERE r.account = $1 AND r.expires_at > {now} AND ($2 = '' OR "
                                          "r.plan = $2) ORDER BY r.plan, r.domain",
                                          {rows.account, plan}))
    found.push_back({text(row.at(0)), text(row.at(1)), text(row.at(2)), time_of(row.at(3)),
                     time_of(row.at(4)), text(row.at(5)), text(row.at(6))});
  return found;
}

}  // namespace domainplan::ledger
