#include "ledger/orders.hpp"

#include <fmt/format.h>

#include <map>
#include <nlohmann/json.hpp>

namespace domainplan::ledger {
namespace {

std::string tld_of(const std::string& domain) { return domain.substr(domain.find('.') + 1); }

std::string as_json(const std::vector<LedgerOrderDomain>& domains) {
  nlohmann::json rows = nlohmann::json::array();
  for (const LedgerOrderDomain& one : domains)
    rows.push_back({{"d", one.domain},
                    {"t", tld_of(one.domain)},
                    {"v", one.provider},
                    {"p", one.price_cents},
                    {"r", one.renewal_cents}});
  return rows.dump();
}

void record_domains(const Rows& rows, const LedgerOrder& order, bool has_all_domains) {
  const std::string domains = as_json(order.domains);
  // Prices that a plan knew are not lost to a list of the vendor's, which has none.
  rows.database.run(
      "INSERT INTO domainplan_order_domain (account, order_id, domain, tld, provider, price_cents, "
      "renewal_cents) "
      "SELECT $2, $3, value ->> 'd', value ->> 't', value ->> 'v', CAST(value ->> 'p' AS BIGINT), CAST(value "
      "->> 'r' AS "
      "BIGINT) FROM {each} WHERE true ON CONFLICT (account, order_id, domain) DO UPDATE SET "
      "provider = CASE WHEN excluded.provider = '' THEN domainplan_order_domain.provider ELSE "
      "excluded.provider END, "
      "price_cents = CASE WHEN excluded.price_cents = 0 THEN domainplan_order_domain.price_cents ELSE "
      "excluded.price_cents "
      "END, renewal_cents = CASE WHEN excluded.renewal_cents = 0 THEN domainplan_order_domain.renewal_cents "
      "ELSE "
      "excluded.renewal_cents END",
      {domains, rows.account, order.id});
  if (has_all_domains)
    rows.database.run(
        "DELETE FROM domainplan_order_domain WHERE account = $2 AND order_id = $3 AND domain NOT IN (SELECT "
        "value ->> 'd' FROM {each})",
        {domains, rows.account, order.id});
}

// What the API said of the order's domains is not so any more.
void forget_answers(const Rows& rows, const std::string& order) {
  rows.database.run(
      "DELETE FROM domainplan_answer WHERE account = $1 AND domain IN (SELECT domain FROM "
      "domainplan_order_domain WHERE account = $1 AND order_id = $2)",
      {rows.account, order});
}

bool upsert(const Rows& rows, const LedgerOrder& order, bool is_disputed) {
  // An order never goes from one customer to another. The id of a disputed receipt may be that of an order
  // whose customer is not known.
  const char* const is_same =
      is_disputed ? "domainplan_order.customer = excluded.customer AND domainplan_order.plan IN ('', "
                    "excluded.plan)"
                  : "excluded.customer = '' OR domainplan_order.customer IN ('', excluded.customer)";
  const std::string sql = fmt::format(
      "INSERT INTO domainplan_order (account, id, plan, customer, user_name, status, placed_at, month, "
      "cost_cents, "
      "currency) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (account, id) DO UPDATE SET "
      "plan = CASE WHEN domainplan_order.plan = '' THEN excluded.plan ELSE domainplan_order.plan END, "
      "customer = CASE WHEN domainplan_order.customer = '' THEN excluded.customer ELSE "
      "domainplan_order.customer END, "
      "user_name = CASE WHEN excluded.user_name = '' THEN domainplan_order.user_name ELSE excluded.user_name "
      "END, "
      "status = CASE WHEN excluded.status = '' THEN domainplan_order.status ELSE excluded.status END, "
      // A list without a total, or with a lower one, does not make the month cheaper, unless the one that is
      // known cannot be.
      "cost_cents = CASE WHEN excluded.cost_cents < domainplan_order.cost_cents AND NOT (excluded.cost_cents "
      "> 0 AND domainplan_order.cost_cents > {0}) THEN domainplan_order.cost_cents ELSE excluded.cost_cents "
      "END, "
      // What has no customer is the vendor's, which knows when the order was placed.
      "placed_at = CASE WHEN excluded.customer = '' THEN excluded.placed_at ELSE domainplan_order.placed_at "
      "END, "
      "month = CASE WHEN excluded.customer = '' THEN excluded.month ELSE domainplan_order.month END, "
      "currency = CASE WHEN excluded.currency = '' THEN domainplan_order.currency ELSE excluded.currency END "
      "WHERE {1} RETURNING id",
      kMostApiCents, is_same);
  return !rows.database
              .run(sql, {rows.account, order.id, order.plan, order.customer, order.user, order.status,
                         order.placed_at.time_since_epoch().count(), month_of(order.placed_at),
                         order.cost_cents, order.currency})
              .empty();
}

// Whether the plan's order of this customer that has these domains is there, with an id of its own.
bool has_own_order(const Rows& rows, const LedgerOrder& order, const std::string& unknown_id) {
  if (order.plan.empty()) return false;
  return !rows.database
              .run(fmt::format("SELECT o.id FROM {{each}} CROSS JOIN domainplan_order_domain d CROSS JOIN "
                               "domainplan_order o WHERE d.account = $2 AND d.domain = value ->> 'd' AND "
                               "o.account = d.account AND o.id = d.order_id AND o.plan = $3 AND "
                               "o.customer = $4 AND o.id NOT IN ($5, $6) AND {}",
                               kIsLive),
                   {as_json(order.domains), rows.account, order.plan, order.customer, order.id, unknown_id})
              .empty();
}

bool has_domains(const Rows& rows, const std::string& order, const std::string& domain = {}) {
  return !rows.database
              .run(
                  "SELECT domain FROM domainplan_order_domain WHERE account = $1 AND order_id = $2 AND "
                  "($3 = '' OR domain = $3) LIMIT 1",
                  {rows.account, order, domain})
              .empty();
}

}  // namespace

std::string month_of(LedgerTime time) {
  const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(time));
  return fmt::format("{:04}-{:02}", static_cast<int>(day.year()), static_cast<unsigned>(day.month()));
}

void remove_order(const Rows& rows, const std::string& id) {
  for (const char* const sql : {"DELETE FROM domainplan_order_domain WHERE account = $1 AND order_id = $2",
                                "DELETE FROM domainplan_order WHERE account = $1 AND id = $2"})
    rows.database.run(sql, {rows.account, id});
}

void record_order(const Rows& rows, const LedgerOrder& given, const LedgerRecord& how) {
  LedgerOrder order = given;
  if (!upsert(rows, order, how.is_disputed)) {
    // It is another's. What was sent may have become an order all the same, so its money and its names count
    // until that order is found.
    order.id = fmt::format("{}/{}/{}", given.id, given.plan, given.customer);
    if (has_own_order(rows, given, order.id)) return;
    upsert(rows, order, false);
  }
  if (!how.replaces.empty() && how.replaces != order.id) remove_order(rows, how.replaces);
  if (!how.was_placed_before || !has_domains(rows, order.id))
    record_domains(rows, order, how.has_all_domains);
  forget_answers(rows, order.id);
  if (!how.is_disputed && !order.plan.empty() && !order.customer.empty())
    release_of(rows, order.plan, order.customer);
}

void record_swap(const Rows& rows, const std::string& order, const std::string& replaced,
                 const LedgerOrderDomain& replacement) {
  if (rows.database
          .run("SELECT id FROM domainplan_order WHERE account = $1 AND id = $2", {rows.account, order})
          .empty())
    return;
  LedgerOrder changed;
  changed.id = order;
  changed.domains = {replacement};
  const bool is_new = !has_domains(rows, order, replacement.domain);
  record_domains(rows, changed, false);
  if (is_new)
    rows.database.run(
        "UPDATE domainplan_order SET cost_cents = cost_cents + $3 WHERE account = $1 AND id = $2",
        {rows.account, order, replacement.price_cents});
  forget_answers(rows, order);
  if (!replaced.empty())
    rows.database.run(
        "DELETE FROM domainplan_order_domain WHERE account = $1 AND order_id = $2 AND domain = $3",
        {rows.account, order, replaced});
}

std::vector<LedgerOrder> orders(const Rows& rows, const std::string& customer) {
  std::vector<LedgerOrder> found;
  std::map<std::string, std::size_t> place;
  for (const Row& row :
       rows.database.run("SELECT id, plan, customer, user_name, status, placed_at, cost_cents, currency FROM "
                         "domainplan_order WHERE "
                         "account = $1 AND ($2 = '' OR customer = $2) ORDER BY placed_at, id",
                         {rows.account, customer})) {
    place.emplace(text(row.at(0)), found.size());
    found.push_back({text(row.at(0)),
                     text(row.at(1)),
                     text(row.at(2)),
                     text(row.at(3)),
                     text(row.at(4)),
                     LedgerTime(std::chrono::milliseconds(number(row.at(5)))),
                     number(row.at(6)),
                     text(row.at(7)),
                     {}});
  }
  for (const Row& row : rows.database.run("SELECT d.order_id, d.domain, d.provider, d.price_cents, "
                                          "d.renewal_cents FROM domainplan_order_domain d JOIN "
                                          "domainplan_order o ON o.account = d.account AND o.id = d.order_id "
                                          "WHERE d.account = $1 AND ($2 = '' OR "
                                          "o.customer = $2) ORDER BY d.domain",
                                          {rows.account, customer}))
    found.at(place.at(text(row.at(0))))
        .domains.push_back({text(row.at(1)), text(row.at(2)), number(row.at(3)), number(row.at(4))});
  return found;
}

Cents spent_in_month(const Rows& rows, LedgerTime time, const std::string& currency,
                     const std::string& customer) {
  const std::vector<Row> found = rows.database.run(
      fmt::format("SELECT CAST(coalesce(sum(o.cost_cents), 0) AS BIGINT) FROM domainplan_order o WHERE "
                  "o.account = $1 AND "
                  "o.month = $2 AND o.currency = $3 AND ($4 = '' OR o.customer = $4) AND {}",
                  kIsLive),
      {rows.account, month_of(time), currency, customer});
  return number(found.at(0).at(0));
}

std::vector<LedgerTotal> spending(const Rows& rows, SpendingBy by) {
  std::string sql;
  const bool of_orders = by == SpendingBy::month || by == SpendingBy::customer;
  if (of_orders)
    sql = fmt::format(
        "SELECT o.{0}, o.currency, CAST(count(*) AS BIGINT), CAST(coalesce(sum((SELECT count(*) FROM "
        "domainplan_order_domain d WHERE d.account = o.account AND d.order_id = o.id)), 0) AS BIGINT), "
        "CAST(coalesce(sum(o.cost_cents), 0) AS BIGINT) FROM domainplan_order o WHERE o.account = $1 AND {1} "
        "GROUP BY "
        "o.{0}, o.currency ORDER BY o.{0}, o.currency",
        by == SpendingBy::month ? "month" : "customer", kIsLive);
  else
    sql = fmt::format(
        "SELECT d.{0}, o.currency, CAST(count(DISTINCT o.id) AS BIGINT), CAST(count(*) AS BIGINT), "
        "CAST(coalesce(sum(d.price_cents), 0) AS BIGINT) FROM domainplan_order_domain d JOIN "
        "domainplan_order o ON "
        "o.account = d.account AND o.id = d.order_id WHERE d.account = $1 AND {1} GROUP BY d.{0}, o.currency "
        "ORDER BY "
        "d.{0}, o.currency",
        by == SpendingBy::tld ? "tld" : "provider", kIsLive);
  std::vector<LedgerTotal> all;
  for (const Row& row : rows.database.run(sql, {rows.account}))
    all.push_back(
        {text(row.at(0)), text(row.at(1)), number(row.at(2)), number(row.at(3)), number(row.at(4))});
  return all;
}

}  // namespace domainplan::ledger
