// Calls that wait for their outcome, and options that make a test quick.
#pragma once

#include <algorithm>
#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <utility>
#include <vector>

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

// All parts of what was asked, as one; the rows in the order asked.
inline partner::AvailabilityPart ask(partner::Api& api, const std::vector<std::string>& domains) {
  struct Heard {
    partner::AvailabilityPart all;
    std::promise<void> ended;
  };
  const auto heard = std::make_shared<Heard>();
  partner::ask_availability(api, domains, [heard, domains](partner::AvailabilityPart part) {
    const auto place = [&](const std::string& name) {
      return std::find(domains.begin(), domains.end(), name) - domains.begin();
    };
    partner::AvailabilityRows& all = heard->all.rows;
    for (std::size_t i = 0; i < part.rows.rows.size(); ++i) {
      const auto before = std::find_if(all.rows.begin(), all.rows.end(), [&](const AvailabilityRow& row) {
        return place(row.domain) > place(part.rows.rows[i].domain);
      });
      all.raw.insert(all.raw.begin() + (before - all.rows.begin()), part.rows.raw[i]);
      all.rows.insert(before, part.rows.rows[i]);
    }
    const auto append = [](auto& to, const auto& from) { to.insert(to.end(), from.begin(), from.end()); };
    append(all.warnings, part.rows.warnings);
    all.refused += part.rows.refused;
    all.unusable += part.rows.unusable;
    if (!part.rows.refusal.empty()) all.refusal = part.rows.refusal;
    if (!part.is_last) return;
    heard->all.failure = std::move(part.failure);
    heard->ended.set_value();
  });
  heard->ended.get_future().get();
  return std::move(heard->all);
}

}  // namespace domainplan::tests
