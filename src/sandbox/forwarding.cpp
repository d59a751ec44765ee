#include "sandbox/forwarding.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "sandbox/chance.hpp"
#include "sandbox/ids.hpp"
#include "sandbox/order_request.hpp"

namespace domainplan::sandbox {
namespace {

constexpr std::size_t kMostDomains = 25;

// The host of an absolute URL, in lower case.
std::string host_of(std::string_view url) {
  url.remove_prefix(url.find("//") + 2);
  url = url.substr(0, url.find_first_of("/?#"));
  url.remove_prefix(url.rfind('@') == std::string_view::npos ? 0 : url.rfind('@') + 1);
  return ascii_lower(url.substr(0, url.find(':')));
}

// Why `domain` cannot be pointed at `url`; empty: it can.
std::string failure_of(const std::string& domain, const std::string& url, std::uint64_t seed, double rate) {
  const std::string host = host_of(url);
  if (host == domain || host == "www." + domain) return "invalid_target";
  if (host.ends_with(".invalid")) return "dns_lookup_failed";
  const std::uint64_t outcome = hash_of(domain, seed ^ hash_of(url, 0));
  if (uniform(outcome, 0) >= rate) return "";
  return uniform(outcome, 1) < 0.5 ? "dns_lookup_failed" : "target_unreachable";
}

OrderedJson json_of(const Forwarding& job) {
  OrderedJson failed = OrderedJson::array();
  for (const auto& [domain, reason] : job.failed) failed.push_back({{"domain", domain}, {"reason", reason}});
  const char* const status = !job.finished           ? "in_progress"
                             : job.failed.empty()    ? "completed"
                             : job.completed.empty() ? "failed"
                                                     : "partial_success";
  return {{"id", job.id},
          {"status", status},
          {"completed_count", job.completed.size()},
          {"failed_count", job.failed.size()},
          {"forwarding_url", job.url},
          {"completed", job.completed},
          {"failed", std::move(failed)},
          {"created_at", text_of(job.at)},
          {"completed_at", job.finished ? OrderedJson(text_of(job.done)) : OrderedJson(nullptr)}};
}

void finish(Account& account, Forwarding& job, std::uint64_t seed, double failure_rate) {
  job.finished = true;
  for (const std::size_t place : job.holdings) {
    Holding& domain = account.holdings[place];
    std::string reason = failure_of(domain.name, job.url, seed, failure_rate);
    if (!domain.order) reason = "target_unreachable";  // it has left its order meanwhile
    if (reason.empty()) {
      domain.forwarding_url = job.url;
      job.completed.push_back(domain.name);
    } else {
      job.failed.emplace_back(domain.name, reason);
    }
  }
  account.note(job.completed.empty() ? "domain.forwarding_failed" : "domain.forwarding_updated", job.done,
               json_of(job));
}

}  // namespace

void look_at_forwardings(Account& account, Moment now, std::uint64_t seed, double failure_rate) {
  for (Forwarding& job : account.forwardings)
    if (!job.finished && now >= job.done) finish(account, job, seed, failure_rate);
}

Reply Forwardings::create(const Call& call, Account& account) {
  const Json body = object_in(call);
  const std::vector<std::string> names = texts_in(member(body, "", "domains"), kMostDomains);
  Forwarding job;
  job.url = uri_in(member(body, "", "forwarding_url"));
  const std::lock_guard lock(account.mutex);
  job.at = clock_();
  job.done = job.at + kForwardingTakes;
  look_at_forwardings(account, job.at, options_.seed, options_.intervention_rate);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Holding* const domain = account.holding(names[i]);
    if (!domain || !domain->order)
      throw bad(fmt::format("domains[{}]", i), fmt::format("{} is on no live order", in_quotes(names[i])));
    const std::size_t place = account.holding_of.at(domain->id);
    if (std::find(job.holdings.begin(), job.holdings.end(), place) == job.holdings.end())
      job.holdings.push_back(place);
  }
  job.id = new_id("fwj_");
  ++jobs_;
  account.forwardings.push_back(std::move(job));
  return ok(json_of(account.forwardings.back()), 202);
}

Reply Forwardings::show(const std::string& id, Account& account) const {
  const std::lock_guard lock(account.mutex);
  look_at_forwardings(account, clock_(), options_.seed, options_.intervention_rate);
  for (const Forwarding& job : account.forwardings)
    if (job.id == id) return ok(json_of(job));
  throw ErrorReply{404, "not_found", fmt::format("there is no forwarding job {}", in_quotes(id))};
}

}  // namespace domainplan::sandbox
