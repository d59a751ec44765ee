#include "sandbox/orders.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "sandbox/ids.hpp"

namespace domainplan::sandbox {
namespace {

constexpr std::chrono::hours kSameOrder{24};

// Whether the split is possible is easy to see where the count is right: what can serve one provider only
// must not be more than that provider needs.
void check_split(const Demand& need, int google_only, int microsoft_only) {
  const auto check = [](int only, int most, const char* provider) {
    if (only > most)
      throw bad("domains",
                fmt::format("{} of the domains are usable for {} only, but the bundle needs no more than {}",
                            only, provider, most));
  };
  check(google_only, need.google, "google");
  check(microsoft_only, need.microsoft, "microsoft");
}

Demand need_of(const Bundle& bundle, std::size_t submitted) {
  const auto required = static_cast<std::size_t>(bundle.required.total());
  if (submitted != required)
    throw Refusal{
        400,
        "domain_count_mismatch",
        fmt::format("bundle {} needs {} domains, the order has {}", quoted(bundle.id), required, submitted),
        "domains",
        {{"required_count", required},
         {"submitted_count", submitted},
         {"missing_count", submitted < required ? required - submitted : 0}}};
  return bundle.required;
}

}  // namespace

Cents Orders::cost_of(const OrderRequest& request, const Account& account) const {
  // How many domains licences need, the description does not say: a custom order is not counted.
  std::optional<Demand> need;
  if (request.bundle_id) {
    const auto bundle = bundles_.find(*request.bundle_id);
    if (!bundle) throw bad("bundle_id", fmt::format("there is no bundle {}", quoted(*request.bundle_id)));
    if (bundle->archived)
      throw bad("bundle_id", fmt::format("bundle {} is archived", quoted(*request.bundle_id)));
    need = need_of(*bundle, request.domains.size());
  }
  Cents cost = 0;
  int google_only = 0;
  int microsoft_only = 0;
  for (const std::string& domain : request.domains) {
    if (account.ordered.contains(domain))
      throw bad("domains", fmt::format("{} is on another order already", quoted(domain)));
    const Verdict verdict = market_.judge(domain);
    if (verdict.reason)
      throw bad("domains", fmt::format("{} cannot be ordered: {}", quoted(domain), name_of(*verdict.reason)));
    cost += verdict.price_cents;
    google_only += verdict.usable_for == ProviderSet(Provider::google) ? 1 : 0;
    microsoft_only += verdict.usable_for == ProviderSet(Provider::microsoft) ? 1 : 0;
  }
  if (need) check_split(*need, google_only, microsoft_only);
  return cost;
}

Reply Orders::create(const Call& call, bool live) {
  const Json body = object_in(call);
  const std::lock_guard lock(mutex_);
  Account& account = accounts_[live ? 1 : 0];
  const Moment now = clock_();
  const auto same = account.by_body.find(call.body);
  if (same != account.by_body.end() && now - same->second.at < kSameOrder) return same->second.reply;

  const OrderRequest request = order_request_in(body);
  const Cents cost = cost_of(request, account);

  OrderedJson receipt = {{"id", new_id("ord_")}};
  if (request.user.starts_with("usr_")) {
    receipt["user_id"] = request.user;
  } else {
    std::string& user_id = account.users[request.user];
    if (user_id.empty()) user_id = new_id("usr_");
    receipt["user_id"] = user_id;
    receipt["email"] = request.user;
  }
  receipt["bundle_id"] = request.bundle_id ? OrderedJson(*request.bundle_id) : OrderedJson(nullptr);
  receipt["status"] = "in_progress";
  receipt["domain_count"] = request.domains.size();
  receipt["costs"] = {{"total_cents", cost}, {"currency", kCurrency}};
  receipt["renews_at"] = text_of(a_month_after(now));
  receipt["created_at"] = text_of(now);

  const Reply reply = ok(receipt);
  account.ordered.insert(request.domains.begin(), request.domains.end());
  account.by_body[call.body] = {now, reply};
  return reply;
}

}  // namespace domainplan::sandbox
