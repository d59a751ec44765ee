// A partner's calls to a sandbox whose clock the test moves.
#pragma once

#include <set>

#include "support.hpp"

namespace sandbox_test {

using namespace std::chrono_literals;

struct PartnerDay {
  Moment now = std::chrono::sys_days(std::chrono::year(2026) / 1 / 31) + 10h;
  Market market{1, {}};
  Options options = [this] {
    Options made = plain();
    made.intervention_rate = 0;
    made.clock = [this] { return now; };
    return made;
  }();
  std::optional<Service> service;
  std::string authorization = std::string("Bearer ").append(kTestKey);

  // Made at the first call, so that a test can change the options before.
  Reply call(std::string method, std::string_view path, const std::string& body = "",
             std::multimap<std::string, std::string> query = {}) {
    if (!service) service.emplace(options, "http://127.0.0.1:4010/partner/v1");
    Call made = call_of(std::move(method), path, body);
    made.query = std::move(query);
    made.authorization = {authorization};
    return answer(*service, made);
  }
  // The answer's data, which must come with `status`.
  Json data(std::string method, std::string_view path, const Json& body = nullptr, int status = 200) {
    const Reply reply = call(std::move(method), path, body.is_null() ? "" : body.dump());
    INFO(reply.body);
    REQUIRE(reply.status == status);
    return json_of(reply).at("data");
  }
  Json list(std::string_view path, std::multimap<std::string, std::string> query = {}) {
    const Reply reply = call("GET", path, "", std::move(query));
    INFO(reply.body);
    REQUIRE(reply.status == 200);
    return json_of(reply).at("data");
  }

  // Names that can be had for both providers, a new lot for each `stem`.
  std::vector<std::string> names(std::size_t count, const std::string& stem = "hello") const {
    std::vector<std::string> names;
    for (int i = 0; names.size() < count; ++i) {
      std::string name = fmt::format("{}widgetfactory{}.com", stem, i);
      const Offer verdict = market.judge(name);
      if (!verdict.reason && verdict.usable_for == ProviderSet::both()) names.push_back(std::move(name));
    }
    return names;
  }
  // An order for the bundle Boutique: 6 Google and 2 Microsoft domains.
  Json order(const std::string& user = "ops@acme.com", const std::string& stem = "hello") const {
    return {
        {"bundle_id", "bun_01HZX0B2VNB0TJQE7X5H3C9R8M"},
        {"user", user},
        {"sequencer",
         {{"provider", "smartlead"}, {"login_email", "a@acme.com"}, {"login_password", "s3cret"}}},
        {"forwarding_url", "https://acme.com/"},
        {"domains", names(8, stem)},
        {"personas",
         {{{"first_name", "Ada"}, {"last_name", "Byron"}, {"profile_picture_url", "https://a.com/ada.png"}},
          {{"first_name", "Bo"}, {"last_name", "Li"}, {"profile_picture_url", "https://a.com/bo.png"}}}}};
  }
  std::string placed(const Json& body) { return data("POST", "/orders", body).at("id"); }
  Json shown(const std::string& id) { return data("GET", "/orders/" + id); }
};

// A value of each name in `list`.
inline std::vector<std::string> values_of(const Json& list, const char* field) {
  std::vector<std::string> values;
  for (const Json& item : list) values.push_back(item.at(field));
  return values;
}

}  // namespace sandbox_test
