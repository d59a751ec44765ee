// The form of calls and answers, and the one error envelope. Nothing here knows HTTP.
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
  std::vector<std::string> authorization;  // the values of that header; a right call has one
  std::string content_type;
  std::string body;
};

struct Reply {
  int status = 200;        // 0: hang up without an answer
  std::string body;        // JSON, unless content_type says otherwise
  int retry_after = 0;     // seconds; 0: no such header
  std::string allow = {};  // the methods a path knows, in a 405
  bool cut_off = false;    // send all headers, but not all of the body, and hang up
  bool slow = false;       // send it a few bytes at a time
  std::string content_type = "application/json";
  bool from_proxy = false;  // something before the API answers: without a request id
};

// An answer that is an error. Routes throw it.
struct ErrorReply {
  int status = 400;
  std::string code = "invalid_request";
  std::string message;
  std::string field = {};
  OrderedJson details = {};  // null: none
  std::string allow = {};    // the methods a path knows, in a 405

  Reply reply() const;
};

// 400 invalid_request for `field` (empty: the body as a whole).
ErrorReply bad(std::string field, std::string message);

// 429 rate_limited.
ErrorReply rate_limited(int seconds, const std::string& reason);

Reply ok(const OrderedJson& data, int status = 200);  // {"data": …}

// Throws an ErrorReply where the call's body is not sent as JSON.
void demand_json(const Call& call);

// The call's body as a JSON object. Throws an ErrorReply where it is something else or is not sent as JSON.
Json object_in(const Call& call);

// The member `key` of an object; `path` names it in errors ("sequencer.provider").
struct Member {
  const Json& value;
  std::string path;
};

// The member `key` of the object at `path` (empty: the body). Throws an ErrorReply where it is missing.
Member member(const Json& object, const std::string& path, const std::string& key);

// The member's text, of `shortest` bytes at least. Throws an ErrorReply.
const std::string& text_in(const Member& member, std::size_t shortest = 1);

// The member's list of 1 to `most` texts. Throws an ErrorReply.
std::vector<std::string> texts_in(const Member& member, std::size_t most);

// An integer in the sense of JSON Schema (25000.0 is one), if `value` is one.
std::optional<std::int64_t> integer_in(const Json& value);

// The query parameter `name`, if it is there; the last of several.
std::optional<std::string> parameter(const Call& call, const std::string& name);

}  // namespace domainplan::sandbox
