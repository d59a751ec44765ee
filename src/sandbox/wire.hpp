// The form of calls and answers, and the one error envelope. Nothing here knows the HTTP library.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace domainplan::sandbox {

inline constexpr std::string_view kBasePath = "/partner/v1";

using Json = nlohmann::json;
using OrderedJson =
    nlohmann::ordered_json;  // answers keep the order in which the description lists the fields

struct Call {
  std::string method;
  std::string path;
  std::multimap<std::string, std::string> query;
  std::vector<std::string> authorization;  // the header's values: one, where a client is sane
  std::string content_type;
  std::string body;
};

struct Reply {
  int status = 200;        // 0: hang up without an answer
  std::string body;        // JSON
  int retry_after = 0;     // seconds, in a 429
  std::string allow = {};  // the methods a path knows, in a 405
  bool cut_off = false;    // send all headers, but not all of the body, and hang up
  bool slow = false;       // send it a few bytes at a time
};

// An answer that is an error. Routes throw it.
struct Refusal {
  int status = 400;
  std::string code = "invalid_request";
  std::string message;
  std::string field = {};
  OrderedJson details = {};  // null: none
  std::string allow = {};    // the methods a path knows, in a 405

  Reply reply() const;
};

// 400 invalid_request for `field` (empty: the body as a whole).
Refusal bad(std::string field, std::string message);

Reply ok(const OrderedJson& data, int status = 200);  // {"data": …}

// The call's body as a JSON object. Throws a Refusal where it is none or is not sent as JSON.
Json object_in(const Call& call);

// An integer in the sense of JSON Schema (25000.0 is one), if `value` is one.
std::optional<std::int64_t> integer_in(const Json& value);

// The query parameter `name`, if it is there; the last of several.
std::optional<std::string> parameter(const Call& call, const std::string& name);

}  // namespace domainplan::sandbox
