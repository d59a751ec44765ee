// An account of the sandbox with orders, for tests of operations: its clock is the test's.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "domainplan/sandbox.hpp"
#include "domainplan/session.hpp"
#include "partner/client.hpp"
#include "partner/orders.hpp"
#include "partner/place_order.hpp"

namespace domainplan::tests {

using namespace std::chrono_literals;

class TestAccount {
 public:
  explicit TestAccount(sandbox::Options options = {}) : server_(prepared(std::move(options))) {}

  // Each is a process of its own, with a pacing and a stop of its own.
  std::unique_ptr<Session> session(std::stop_token stop = {},
                                   std::function<void(const partner::Wait&)> on_wait = {}) const {
    partner::ApiOptions api;
    api.on_wait = std::move(on_wait);
    api.base_url = server_.base_url();
    api.key = sandbox::kTestKey;
    api.rate = 1'000'000;
    api.first_backoff = 1ms;
    api.longest_backoff = 2ms;
    return std::make_unique<Session>(api, Environment::test, stop);
  }
  void advance(std::chrono::milliseconds time) { offset_ += time.count(); }
  std::chrono::system_clock::time_point now() const {
    return kBegin + std::chrono::milliseconds(offset_.load());
  }
  sandbox::Counters counters() const { return server_.counters(); }
  const sandbox::Server& server() const { return server_; }

  // Places an order for the bundle Boutique, 6 Google and 2 Microsoft domains; returns its id.
  std::string order(const std::string& user = "ops@acme.com", const std::string& stem = "hello") {
    nlohmann::json names = nlohmann::json::array();
    const auto own = session();
    for (int i = 0; names.size() < 8; i += 40) {
      nlohmann::json asked = nlohmann::json::array();
      for (int j = i; j < i + 40; ++j) asked.push_back(stem + "widgetfactory" + std::to_string(j) + ".com");
      const auto rows =
          own->client().call({"POST", "/domains/availability", nlohmann::json{{"domains", asked}}.dump()});
      for (const auto& row : rows.at("domains"))
        if (names.size() < 8 && row.at("available") && row.at("usable_for").size() == 2)
          names.push_back(row.at("domain"));
    }
    const nlohmann::json persona = {
        {"first_name", "Ada"}, {"last_name", "Byron"}, {"profile_picture_url", ""}};
    const nlohmann::json body = {
        {"bundle_id", "bun_01HZX0B2VNB0TJQE7X5H3C9R8M"},
        {"user", user},
        {"sequencer",
         {{"provider", "smartlead"}, {"login_email", "a@acme.com"}, {"login_password", "s3cret"}}},
        {"forwarding_url", "https://acme.com/"},
        {"domains", names},
        {"personas", {persona, persona}}};
    return partner::place_order(own->client(), body.dump(), false).value.value().id;
  }
  // Lets all orders be completed.
  void complete() { advance(std::chrono::hours(48)); }
  nlohmann::json get(const std::string& path) { return session()->client().get(path); }

 private:
  static constexpr std::chrono::system_clock::time_point kBegin{
      std::chrono::sys_days(std::chrono::year(2026) / 1 / 10)};

  sandbox::Options prepared(sandbox::Options options) {
    options.clock = [this] { return now(); };
    options.rate_limit = 0;
    options.stale = options.errored = 0;
    return options;
  }

  std::atomic<std::int64_t> offset_ = 0;  // milliseconds
  sandbox::Server server_;
};

// Without chance: no change fails, and none needs a person.
inline sandbox::Options quiet() {
  sandbox::Options options;
  options.intervention_rate = 0;
  return options;
}

}  // namespace domainplan::tests
