// What several tests of the sandbox share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sandbox/ids.hpp"
#include "sandbox/service.hpp"

namespace sandbox_test {

using namespace domainplan;
using namespace domainplan::sandbox;

// A call with a full test key and a JSON body.
inline Call call_of(std::string method, std::string_view path, std::string body = "") {
  Call call;
  call.method = std::move(method);
  call.path = std::string(kBasePath).append(path);
  call.authorization = {std::string("Bearer ").append(kTestKey)};
  call.content_type = "application/json";
  call.body = std::move(body);
  return call;
}

// A sandbox without faults, limit or unsettled rows, unless a test wants them.
inline Options plain() {
  Options options;
  options.rate_limit = 0;
  options.stale = options.errored = 0;
  return options;
}

inline Reply answer(Service& service, const Call& call) {
  return service.answer(call, [] { return false; });
}

inline Json json_of(const Reply& reply) { return Json::parse(reply.body); }

// A call for the availability of `names`.
inline Call asking_for(const std::vector<std::string>& names) {
  return call_of("POST", "/domains/availability", Json{{"domains", names}}.dump());
}

// Requires the error envelope of the description, and returns the error in it.
inline Json error_in(const std::string& body) {
  const Json json = Json::parse(body, nullptr, false);
  REQUIRE(json.is_object());
  REQUIRE(json.size() == 1);
  const Json error = json.at("error");
  REQUIRE(error.at("code").is_string());
  REQUIRE_FALSE(error.at("message").get<std::string>().empty());
  for (const auto& [key, value] : error.items()) {
    INFO(key);
    REQUIRE((key == "code" || key == "message" || (key == "field" && value.is_string()) ||
             (key == "details" && value.is_object())));
  }
  return error;
}

}  // namespace sandbox_test
