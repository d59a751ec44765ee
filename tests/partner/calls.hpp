// Calls that wait for their outcome, and options that make a test quick.
#pragma once

#include <chrono>
#include <future>
#include <string>
#include <utility>

#include "partner/availability.hpp"
#include "partner/http.hpp"

namespace domainplan::tests {

inline constexpr const char* kKey = "pk_test_0123456789secret";

inline partner::ApiOptions quick_options(const std::string& url) {
  partner::ApiOptions options;
  options.base_url = url;
  options.key = kKey;
  options.user_agent = "domainplan-test";
  options.rate = 100'000;
  options.first_backoff = std::chrono::milliseconds(1);
  options.longest_backoff = std::chrono::milliseconds(4);
  options.jitter_seed = 1;
  return options;
}

// A future for the outcome of one call.
inline std::future<partner::Outcome> start(partner::Api& api, partner::Request request,
                                           partner::Accept accept = {}) {
  auto promise = std::make_shared<std::promise<partner::Outcome>>();
  std::future<partner::Outcome> future = promise->get_future();
  api.send(std::move(request), std::move(accept),
           [promise](partner::Outcome outcome) { promise->set_value(std::move(outcome)); });
  return future;
}

inline partner::Outcome call(partner::Api& api, partner::Request request, partner::Accept accept = {}) {
  return start(api, std::move(request), std::move(accept)).get();
}

inline partner::AvailabilityOutcome ask(partner::Api& api, std::vector<std::string> domains) {
  auto promise = std::make_shared<std::promise<partner::AvailabilityOutcome>>();
  std::future<partner::AvailabilityOutcome> future = promise->get_future();
  partner::ask_availability(api, std::move(domains), [promise](partner::AvailabilityOutcome outcome) {
    promise->set_value(std::move(outcome));
  });
  return future.get();
}

}  // namespace domainplan::tests
