#include "domainplan/renewals.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "core/text.hpp"
#include "domainplan/account_domains.hpp"
#include "domainplan/notice.hpp"
#include "operations/live_order.hpp"
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
  std::int64_t listed = 0;   // its domains, also those that have ended
  std::int64_t domains = 0;  // those that renew
  std::optional<Cents> cents = Cents{0};
  std::string currency;
};

std::map<std::string, OrderLicences> licences_by_order(const std::vector<AccountDomain>& domains) {
  std::map<std::string, OrderLicences> orders;
  for (const AccountDomain& domain : domains) {
    if (domain.order.empty()) continue;
    OrderLicences& order = orders[domain.order];
    ++order.listed;
    if (domain.has_ended) continue;
    ++order.domains;
    if (!domain.currency.empty()) order.currency = domain.currency;
    order.cents = order.cents && domain.month_cents
                      ? std::optional(saturating_sum(*order.cents, *domain.month_cents))
                      : std::nullopt;
  }
  return orders;
}

void add_licences(const AccountDomains& account, TimePoint now, TimePoint until, Renewals& result) {
  std::map<std::string, OrderLicences> licences = licences_by_order(account.domains);
  for (const RenewingOrder& order : account.orders) {
    if (order.has_ended) continue;
    OrderLicences& of_order = licences[order.id];
    if (of_order.listed == 0) {  // GET /domains may lag
      of_order.domains = order.domain_count.value_or(0);
      of_order.cents = std::nullopt;
    } else if (of_order.domains == 0) {
      continue;
    }
    if (!order.renews_at) {
      ++result.unknown;
      result.warnings.push_back({.code = NoticeCode::renewal_unknown, .subject = order.id});
      continue;
    }
    for (int month = 0; months_after(*order.renews_at, month) <= until; ++month) {
      const TimePoint at = months_after(*order.renews_at, month);
      if (at < now) continue;
      result.rows.push_back({.kind = Renewal::Kind::licences,
                             .at = at,
                             .is_assumed = month > 0,
                             .order = order.id,
                             .user = order.user,
                             .domain = "",
                             .domains = of_order.domains,
                             .cents = of_order.cents,
                             .currency = of_order.cents ? of_order.currency : ""});
    }
  }
}

// The domains of orders that customers brought: they renew at another registrar.
class Imported {
 public:
  Imported(partner::Client& client, std::vector<Notice>& warnings) : client_(client), warnings_(warnings) {}
  bool has(const AccountDomain& domain) {
    if (domain.order.empty()) return false;
    if (read_.insert(domain.order).second)
      if (const auto order = readable_order(client_, domain.order, warnings_))
        names_.insert(order->imported.begin(), order->imported.end());
    return names_.contains(domain.domain);
  }

 private:
  partner::Client& client_;
  std::vector<Notice>& warnings_;
  std::set<std::string> read_, names_;
};

void add_domains(const std::vector<AccountDomain>& domains, partner::Client& client, TimePoint now,
                 TimePoint until, Renewals& result) {
  constexpr int kMonths = 12;
  Imported imported(client, result.warnings);
  for (const AccountDomain& domain : domains) {
    if (!domain.created_at || domain.has_ended) continue;
    for (int year = 1; months_after(*domain.created_at, year * kMonths) <= until; ++year) {
      const TimePoint at = months_after(*domain.created_at, year * kMonths);
      if (at < now || imported.has(domain)) continue;
      result.rows.push_back({.kind = Renewal::Kind::domain,
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
  add_licences(account, now, now + days, result);
  add_domains(account.domains, session.client(), now, now + days, result);
  // By day, as rows show no time.
  const auto place = [](const Renewal& one) {
    return std::tuple(std::chrono::floor<std::chrono::days>(one.at),
                      std::tie(one.user, one.order, one.domain));
  };
  std::sort(result.rows.begin(), result.rows.end(),
            [&](const Renewal& one, const Renewal& other) { return place(one) < place(other); });
  for (const Renewal& row : result.rows) {
    if (!row.cents) ++result.unknown;
    if (!row.cents) continue;
    Cents& total = result.totals[row.currency];
    total = saturating_sum(total, *row.cents);
  }
  return result;
}

}  // namespace domainplan
