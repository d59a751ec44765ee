#include "submission/recheck.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "planning/market.hpp"
#include "store/availability_log.hpp"

namespace domainplan {

using std::chrono::system_clock;

DatedRows fresh_answers(const std::string& folder, system_clock::time_point now) {
  DatedRows fresh;
  const std::string path = fmt::format("{}/{}", folder, kAvailabilityLogName);
  // A file that nobody has written to for longer holds nothing fresh, and may be large.
  std::error_code error;
  const auto written = std::filesystem::last_write_time(path, error);
  if (error || std::filesystem::file_time_type::clock::now() - written > kFreshFor) return fresh;
  // A line that is no row proves nothing; its domain is asked for.
  each_logged_row(path, {.row = [&](LoggedRow& logged) {
                    const std::string domain = logged.row.domain;
                    if (logged.checked_at && is_fresh(*logged.checked_at, now))
                      fresh[domain] = {*logged.checked_at, std::move(logged.row)};
                    else
                      fresh.erase(domain);
                  }});
  return fresh;
}

std::optional<Objection> objection_to(const PlannedDomain& planned, const AvailabilityRow& row) {
  const std::string& domain = planned.domain;
  if (row.unsettled())
    return Objection{
        SubmitState::unconfirmed,
        fmt::format("{} is {} at the API at present; run submit again later", domain, name_of(*row.reason))};
  if (row.reason)
    return Objection{SubmitState::domain_lost,
                     fmt::format("{} cannot be had any more: {}", domain, name_of(*row.reason))};
  if (!row.usable_for.has(planned.provider))
    return Objection{SubmitState::domain_lost,
                     fmt::format("{} is no longer usable for {}", domain, name_of(planned.provider))};
  if (row.currency != planned.currency)
    return Objection{SubmitState::price_rose,
                     fmt::format("{} is sold in {} now, and was planned in {}", domain, escaped(row.currency),
                                 escaped(planned.currency))};
  if (!row.price_cents || *row.price_cents > planned.price_cents.value_or(0))
    return Objection{SubmitState::price_rose,
                     fmt::format("{} costs {} cents now, and was planned at {}", domain,
                                 row.price_cents.value_or(0), planned.price_cents.value_or(0))};
  if (planned.renewal_price_cents && row.renewal_price_cents.value_or(0) > *planned.renewal_price_cents)
    return Objection{SubmitState::price_rose,
                     fmt::format("{} renews at {} cents now, and was planned at {}", domain,
                                 *row.renewal_price_cents, *planned.renewal_price_cents)};
  return std::nullopt;
}

Recheck::Recheck(DatedRows known, std::size_t batch_size, Ask ask, Clock clock)
    : known_(std::move(known)), batch_size_(batch_size), ask_(std::move(ask)), clock_(std::move(clock)) {}

bool Recheck::fresh(const std::string& domain) const {
  const auto found = known_.find(domain);
  if (found == known_.end()) return false;
  return is_fresh(floor<std::chrono::microseconds>(found->second.at), clock_());
}

bool Recheck::holds(const PlannedOrder& order) const {
  return std::all_of(order.domains.begin(), order.domains.end(), [this](const PlannedDomain& domain) {
    return !domain.is_bought() || fresh(domain.domain);
  });
}

std::optional<Objection> Recheck::objection(std::span<const PlannedOrder* const> orders) {
  const auto stale_in = [this](const PlannedOrder& order, std::vector<std::string>& names) {
    for (const PlannedDomain& domain : order.domains)
      if (domain.is_bought() && !fresh(domain.domain)) names.push_back(domain.domain);
  };
  std::vector<std::string> names;
  stale_in(*orders.front(), names);
  if (!names.empty()) {
    // A call costs the same with more names in it: those of the orders that come next ride along.
    const std::size_t room = (names.size() + batch_size_ - 1) / batch_size_ * batch_size_;
    for (std::size_t i = 1; i < orders.size() && names.size() < room; ++i) stale_in(*orders[i], names);
    names.resize(std::min(names.size(), room));
    ask_(names, [this](AvailabilityRow row) {
      const std::string domain = row.domain;
      known_[domain] = {clock_(), std::move(row)};
    });
  }
  std::optional<Objection> found;
  for (const PlannedDomain& domain : orders.front()->domains) {
    if (!domain.is_bought()) continue;
    const auto known = known_.find(domain.domain);
    if (known == known_.end())
      return Objection{SubmitState::unconfirmed, fmt::format("the API gave no row for {}", domain.domain)};
    auto objection = objection_to(domain, known->second.row);
    // What is lost for good says more than what may be known in a minute.
    if (objection && (!found || found->state == SubmitState::unconfirmed)) found = std::move(objection);
    // Whether it is still unsettled is asked anew by the next submit.
  }
  return found;
}

}  // namespace domainplan
