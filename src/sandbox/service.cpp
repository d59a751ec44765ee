#include "sandbox/service.hpp"

#include <fmt/format.h>

#include "sandbox/inject_fault.hpp"

namespace domainplan::sandbox {
namespace {

// Outside the API: what a test asks for after a run, without a key.
constexpr std::string_view kCountersPath = "/_sandbox/counters";

Reply shown(const Counters& counters) {
  const OrderedJson json = {{"requests", counters.requests},
                            {"availability", counters.availability},
                            {"rate_limited", counters.rate_limited},
                            {"most_in_window", counters.most_in_window},
                            {"asked_again", counters.asked_again},
                            {"faults", counters.faults},
                            {"import_jobs", counters.import_jobs},
                            {"orders", counters.orders},
                            {"orders_of_same_body", counters.orders_of_same_body},
                            {"orders_of_same_user_and_bundle", counters.orders_of_same_user_and_bundle},
                            {"cancellations", counters.cancellations},
                            {"swaps", counters.swaps},
                            {"swaps_of_same_domain", counters.swaps_of_same_domain},
                            {"renamings", counters.renamings},
                            {"forwarding_jobs", counters.forwarding_jobs}};
  Reply reply;
  reply.body = json.dump();
  return reply;
}

}  // namespace

Service::Service(const Options& options, std::string base_url)
    : options_(options),
      market_(options.seed, options.taken),
      rate_limit_(options.rate_limit),
      clock_(options.clock ? options.clock : scaled_clock(options.time_scale)),
      injector_(options),
      accounts_(options.accounts, clock_, options.sells_twice),
      availability_(options, market_),
      imports_(options_, clock_),
      orders_(options_, market_, clock_),
      swaps_(market_, clock_),
      forwardings_(options_, clock_),
      parts_{availability_, imports_, orders_, swaps_, forwardings_, std::move(base_url)} {
  for (Account& account : accounts_) account.keeps_events = !options.webhook_url.empty();
}

Reply Service::answer(const Call& call, const std::function<bool()>& gone) {
  if (call.path == kCountersPath && (call.method == "GET" || call.method == "HEAD")) return shown(counters());
  const std::uint64_t number = requests_++;
  const std::optional<Key> key = key_in(call.authorization, options_.accounts);
  // The limit counts arrivals, so it looks before the wait.
  const int seconds_to_wait = key ? rate_limit_.seconds_to_wait(key->text) : 0;
  const std::chrono::microseconds latency = injector_.latency(number);
  if (latency.count() > 0 && (!waited(latency) || gone())) return {.status = 0, .body = ""};
  const bool admitted = key && seconds_to_wait == 0;
  const Fault fault = admitted ? injector_.of(call, number) : Fault::none;
  if (fault != Fault::none) ++faults_;
  Reply reply;
  try {
    reply = decide(call, key, seconds_to_wait, fault);
  } catch (const ErrorReply& refusal) {
    reply = refusal.reply();
  }
  if (reply.status == 429) ++rate_limited_;
  if (fault != Fault::none) make_wrong(reply, *key, fault, number);
  return reply;
}

void Service::make_wrong(Reply& reply, const Key& key, Fault fault, std::uint64_t number) {
  Injection injection{fault, injector_.chance(number), clock_()};
  {
    Account& account = accounts_.of(key);
    const std::lock_guard lock(account.mutex);
    if (!account.orders.empty()) injection.first_order = account.orders.front().id;
    injection.secret = account.last_password;
  }
  inject_fault(reply, injection);
}

Reply Service::refuse(int status) {
  ++requests_;
  ErrorReply refusal{status, "invalid_request", "this is not a request that HTTP/1.1 and this API allow"};
  if (status == 413) refusal.message = "the body is larger than 1 MiB";
  return refusal.reply();
}

Reply Service::decide(const Call& call, const std::optional<Key>& key, int seconds_to_wait, Fault fault) {
  if (!key)
    throw ErrorReply{401, "unauthorized", "an API key is required, exactly as 'Authorization: Bearer pk_…'"};
  if (seconds_to_wait > 0) throw rate_limited(seconds_to_wait, "requests_per_minute");
  if (is_instead(fault)) return refusal_of(fault);
  Reply reply = route({call, *key, accounts_.of(*key), fault}, parts_);
  if (call.path.ends_with("/domains/availability") && is_delivered(fault)) ++answered_;
  return reply;
}

std::vector<Event> Service::take_events() {
  std::vector<Event> events;
  for (Account& account : accounts_) {
    const std::lock_guard lock(account.mutex);
    Circumstances around = orders_.circumstances();
    bring_up_to_date(account, around);
    imports_.note_changes(account);
    std::move(account.events.begin(), account.events.end(), std::back_inserter(events));
    account.events.clear();
  }
  return events;
}

bool Service::waited(std::chrono::microseconds time) {
  std::unique_lock lock(mutex_);
  return !wake_.wait_for(lock, time, [this] { return stopped_; });
}

void Service::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
  }
  wake_.notify_all();
}

Counters Service::counters() const {
  Counters counters;
  counters.requests = requests_;
  counters.availability = answered_;
  counters.rate_limited = rate_limited_;
  counters.most_in_window = rate_limit_.most_in_window();
  counters.asked_again = availability_.asked_again();
  counters.faults = faults_;
  counters.import_jobs = imports_.jobs();
  orders_.count(counters);
  swaps_.count(counters);
  counters.forwarding_jobs = forwardings_.jobs();
  return counters;
}

}  // namespace domainplan::sandbox
