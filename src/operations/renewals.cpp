#include "domainplan/renewals.hpp"

#include <algorithm>
#include <set>
#include <tuple>

#include "domainplan/account_domains.hpp"
#include "partner/orders.hpp"
#include "submission/cents.hpp"

namespace domainplan {
namespace {

using TimePoint = std::chrono::system_clock::time_point;

// The same time of day so many months later, on that month's last day where it has no such day.
TimePoint months_after(TimePoint moment, int count) {
  const auto day = std::chrono::floor<std::chrono::days>(moment);
  const std::chrono::year_month_day date(day);
  const auto month = date.year() / date.month() + std::chrono::months(count);
  const auto last = std::chrono::year_month_day_last(month.year(), month.month() / std::chrono::last);
  const auto then =
      std::chrono::year_month_day(month.year(), month.month(), std::min(date.day(), last.day()));
  return std::chrono::sys_days(then) + (moment - day);
}

// The licences of one order, as its domains show.
struct OrderLicences {
  const AccountDomain* first = nullptr;
  std::int64_t domains = 0;
  std::optional<Cents> cents = Cents{0};
};

void add_licences(const std::vector<AccountDomain>& domains, TimePoint now, TimePoint until,
                  std::vector<Renewal>& rows) {
  std::map<std::string, OrderLicences> orders;
  for (const AccountDomain& domain : domains) {
    if (domain.order.empty() || !domain.renews_at || domain.has_ended) continue;
    OrderLicences& order = orders[domain.order];
    if (!order.first) order.first = &domain;
    ++order.domains;
    order.cents = order.cents && domain.month_cents
                      ? std::optional(saturating_sum(*order.cents, *domain.month_cents))
                      : std::nullopt;
  }
  for (const auto& [id, order] : orders)
    for (int month = 0; months_after(*order.first->renews_at, month) <= until; ++month) {
      const TimePoint at = months_after(*order.first->renews_at, month);
      if (at < now) continue;
      rows.push_back({.kind = Renewal::Kind::licences,
                      .at = at,
                      .is_assumed = month > 0,
                      .order = id,
                      .user = order.first->user,
                      .domain = "",
                      .domains = order.domains,
                      .cents = order.cents,
                      .currency = order.first->currency});
    }
}

// The domains of orders that customers brought: they renew at another registrar.
class Imported {
 public:
  explicit Imported(partner::Client& client) : client_(client) {}
  bool has(const AccountDomain& domain) {
    if (domain.order.empty()) return false;
    if (read_.insert(domain.order).second)
      for (const std::string& name : partner::get_order(client_, domain.order).imported) names_.insert(name);
    return names_.contains(domain.domain);
  }

 private:
  partner::Client& client_;
  std::set<std::string> read_, names_;
};

void add_domains(const std::vector<AccountDomain>& domains, partner::Client& client, TimePoint now,
                 TimePoint until, std::vector<Renewal>& rows) {
  constexpr int kMonths = 12;
  Imported imported(client);
  for (const AccountDomain& domain : domains) {
    if (!domain.created_at || domain.has_ended) continue;
    for (int year = 1; months_after(*domain.created_at, year * kMonths) <= until; ++year) {
      const TimePoint at = months_after(*domain.created_at, year * kMonths);
      if (at < now || imported.has(domain)) continue;
      rows.push_back({.kind = Renewal::Kind::domain,
                      .at = at,
                      .is_assumed = true,
                      .order = domain.order,
                      .user = domain.user,
                      .domain = domain.domain,
                      .domains = 1,
                      .cents = std::nullopt,
                      .currency = ""});
    }
  }
}

}  // namespace

Renewals renewals(Session& session, std::chrono::days days, TimePoint now) {
  AccountDomains account = account_domains(session, {}, now);
  Renewals result;
  result.warnings = std::move(account.warnings);
  add_licences(account.domains, now, now + days, result.rows);
  add_domains(account.domains, session.client(), now, now + days, result.rows);
  std::sort(result.rows.begin(), result.rows.end(), [](const Renewal& one, const Renewal& other) {
    return std::tie(one.at, one.user, one.order, one.domain) <
           std::tie(other.at, other.user, other.order, other.domain);
  });
  for (const Renewal& row : result.rows) {
    if (!row.cents) ++result.unknown;
    if (!row.cents) continue;
    Cents& total = result.totals[row.currency];
    total = saturating_sum(total, *row.cents);
  }
  return result;
}

}  // namespace domainplan
