#include "sandbox/service.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/text.hpp"
#include "sandbox/holdings.hpp"
#include "sandbox/pending.hpp"
#include "sandbox/spoil.hpp"

namespace domainplan::sandbox {
namespace {

Refusal rate_limited(int seconds, const std::string& reason) {
  return {429,
          "rate_limited",
          fmt::format("too many requests; try again in {} s", seconds),
          "",
          {{"retry_after_seconds", seconds}, {"reason", reason}}};
}

// The part of `path` between `prefix` and `suffix`, if it is one segment.
std::optional<std::string> segment(std::string_view path, std::string_view prefix,
                                   std::string_view suffix = "") {
  if (!path.starts_with(prefix) || !path.ends_with(suffix)) return std::nullopt;
  if (path.size() <= prefix.size() + suffix.size()) return std::nullopt;
  path = path.substr(prefix.size(), path.size() - prefix.size() - suffix.size());
  if (path.find('/') != std::string_view::npos) return std::nullopt;
  return std::string(path);
}

void demand_writing(const Key& key) {
  if (key.permission != Permission::full)
    throw Refusal{403, "forbidden", "this key may not write: its permission preset is not full"};
}

// A limited key may only check availability and price.
void demand_reading(const Key& key) {
  if (key.permission == Permission::limited)
    throw Refusal{403, "forbidden",
                  "this key may only check availability and price: its permission preset is limited"};
}

Reply me(const Key& key) {
  constexpr const char* kPresets[] = {"full", "limited", "read"};
  return ok({{"api_key",
              {{"environment", key.live ? "live" : "test"},
               {"permission_preset", kPresets[static_cast<std::size_t>(key.permission)]}}},
             {"partner", {{"id", "org_01HZX0B2VM8PARTNER4T3ST7QZ"}, {"name", "Sandbox Partner"}}}});
}

// Refuses a call whose method is not among `methods`.
void demand_method(const Call& call, std::initializer_list<std::string_view> methods) {
  if (std::find(methods.begin(), methods.end(), call.method) != methods.end()) return;
  Refusal refusal{405, "invalid_request",
                  fmt::format("{} knows no {}", in_quotes(call.path), in_quotes(call.method))};
  refusal.allow = fmt::format("{}", fmt::join(methods, ", "));
  throw refusal;
}

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
                            {"orders_of_same_user_and_bundle", counters.orders_of_same_user_and_bundle}};
  Reply reply;
  reply.body = json.dump();
  return reply;
}

Refusal no_such_path(const Call& call) {
  return {404, "not_found", fmt::format("there is nothing at {}", in_quotes(call.path))};
}

}  // namespace

Service::Service(const Options& options, std::string base_url)
    : options_(options),
      base_url_(std::move(base_url)),
      market_(options.seed, options.taken),
      rate_limit_(options.rate_limit),
      clock_(options.clock ? options.clock : scaled_clock(options.time_scale)),
      availability_(options, market_),
      bundles_(clock_),
      imports_(options_, clock_),
      orders_(options_, market_, bundles_, clock_) {
  accounts_.test.sells_twice = accounts_.live.sells_twice = options.sells_twice;
}

Reply Service::answer(const Call& call, const std::function<bool()>& gone) {
  if (call.path == kCountersPath && (call.method == "GET" || call.method == "HEAD")) return shown(counters());
  const std::uint64_t request = requests_++;
  const std::optional<Key> key = key_in(call.authorization);
  // The limit counts arrivals, so it looks before the wait.
  const int seconds_to_wait = key ? rate_limit_.seconds_to_wait(key->text) : 0;
  if (!waited(latency_of(options_, request)) || gone()) return {.status = 0, .body = ""};
  const bool admitted = key && seconds_to_wait == 0;
  const Fault fault = admitted && may_fail(options_, call) ? fault_of(options_, request) : Fault::none;
  if (fault != Fault::none) ++faults_;
  Reply reply;
  try {
    reply = decide(call, key, seconds_to_wait, fault);
  } catch (const Refusal& refusal) {
    reply = refusal.reply();
  }
  if (reply.status == 429) ++rate_limited_;
  spoil(reply, fault, chance_of(options_, request));
  return reply;
}

Reply Service::refuse(int status) {
  ++requests_;
  Refusal refusal{status, "invalid_request", "this is no request that HTTP/1.1 and this API allow"};
  if (status == 413) refusal.message = "the body is larger than 1 MiB";
  return refusal.reply();
}

Reply Service::decide(const Call& call, const std::optional<Key>& key, int seconds_to_wait, Fault fault) {
  if (!key)
    throw Refusal{401, "unauthorized", "an API key is required, exactly as 'Authorization: Bearer pk_…'"};
  if (seconds_to_wait > 0) throw rate_limited(seconds_to_wait, "requests_per_minute");
  if (fault == Fault::refused_429) throw rate_limited(1, "fault");
  if (fault == Fault::failed_500) throw Refusal{500, "internal_error", "something went wrong on our side"};
  return route(call, *key, tells_all(fault));
}

Reply Service::route(const Call& call, const Key& key, bool delivered) {
  // HEAD is GET without the body, which the HTTP library leaves out.
  const bool post = call.method == "POST";
  std::string_view path = call.path;
  if (!path.starts_with(kBasePath)) throw no_such_path(call);
  path.remove_prefix(kBasePath.size());
  Account& account = accounts_.of(key.live);
  const auto url = [&](std::string_view list) { return base_url_ + std::string(list); };

  if (path == "/domains/availability") {
    demand_method(call, {"POST"});
    Reply reply = availability_.answer(call, account, delivered);
    if (delivered) ++answered_;
    return reply;
  }
  if (path == "/me") {
    demand_method(call, {"GET", "HEAD"});
    return me(key);
  }
  if (path == "/bundles") {
    demand_method(call, {"GET", "HEAD", "POST"});
    if (post) {
      demand_writing(key);
      return bundles_.create(call);
    }
    demand_reading(key);
    return bundles_.list(call, url(path));
  }
  if (const auto id = segment(path, "/bundles/")) {
    demand_method(call, {"GET", "HEAD", "PATCH"});
    if (call.method == "PATCH") {
      demand_writing(key);
      return bundles_.change(call, *id);
    }
    demand_reading(key);
    return bundles_.show(*id);
  }
  if (path.starts_with("/domains")) return route_domains(call, key, path);
  if (path == "/orders") {
    demand_method(call, {"GET", "HEAD", "POST"});
    if (post) {
      demand_writing(key);
      return orders_.create(call, account);
    }
    demand_reading(key);
    return orders_.list(call, account, url(path));
  }
  if (path == "/orders/pending") {
    demand_method(call, {"GET", "HEAD"});
    demand_reading(key);
    return pending_actions(call, account, orders_.circumstances(), url(path));
  }
  if (const auto id = segment(path, "/orders/")) {
    demand_method(call, {"GET", "HEAD"});
    demand_reading(key);
    return orders_.show(*id, account);
  }
  throw no_such_path(call);
}

Reply Service::route_domains(const Call& call, const Key& key, std::string_view path) {
  Account& account = accounts_.of(key.live);
  if (path == "/domains") {
    demand_method(call, {"GET", "HEAD"});
    demand_reading(key);
    return list_domains(call, account, orders_.circumstances(), base_url_ + "/domains");
  }
  if (path == "/domains/import") {
    demand_method(call, {"GET", "HEAD", "POST"});
    if (call.method == "POST") {
      demand_writing(key);
      return imports_.create(call, account, false);
    }
    demand_reading(key);
    return imports_.find(call, account);
  }
  if (path == "/domains/import/jobs") {
    demand_method(call, {"POST"});
    demand_writing(key);
    return imports_.create(call, account, true);
  }
  if (const auto id = segment(path, "/domains/import/jobs/")) {
    demand_method(call, {"GET", "HEAD"});
    demand_reading(key);
    return imports_.show(*id, account, true);
  }
  if (const auto id = segment(path, "/domains/import/")) {
    demand_method(call, {"GET", "HEAD"});
    demand_reading(key);
    return imports_.show(*id, account, false);
  }
  throw no_such_path(call);
}

bool Service::waited(std::chrono::microseconds time) {
  if (time.count() == 0) return true;
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
  return counters;
}

}  // namespace domainplan::sandbox
