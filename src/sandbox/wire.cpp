#include "sandbox/wire.hpp"

#include <fmt/format.h>

#include <cmath>

#include "core/text.hpp"

namespace domainplan::sandbox {

namespace {
// Text from a client may end in the middle of a character where in_quotes() cut it.
std::string dumped(const OrderedJson& json) {
  return json.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}
}  // namespace

Reply ErrorReply::reply() const {
  OrderedJson error = {{"code", code}, {"message", message}};
  if (!field.empty()) error["field"] = field;
  if (!details.is_null()) error["details"] = details;
  Reply reply;
  reply.status = status;
  reply.body = dumped({{"error", error}});
  reply.allow = allow;
  if (status == 429) reply.retry_after = details.at("retry_after_seconds");
  return reply;
}

ErrorReply bad(std::string field, std::string message) {
  ErrorReply refusal;
  refusal.message = std::move(message);
  refusal.field = std::move(field);
  return refusal;
}

ErrorReply rate_limited(int seconds, const std::string& reason) {
  return {429,
          "rate_limited",
          fmt::format("too many requests; try again in {} s", seconds),
          "",
          {{"retry_after_seconds", seconds}, {"reason", reason}}};
}

Reply ok(const OrderedJson& data, int status) {
  Reply reply;
  reply.status = status;
  reply.body = dumped({{"data", data}});
  return reply;
}

void demand_json(const Call& call) {
  const std::string type =
      ascii_lower(trimmed(std::string_view(call.content_type).substr(0, call.content_type.find(';'))));
  if (type != "application/json")
    throw bad("",
              fmt::format("the Content-Type must be application/json, not {}", in_quotes(call.content_type)));
}

Json object_in(const Call& call) {
  demand_json(call);
  Json body = Json::parse(call.body, nullptr, false);
  if (body.is_discarded()) throw bad("", "the body is not valid JSON");
  if (!body.is_object())
    throw bad("", fmt::format("the body must be a JSON object, not {}", body.type_name()));
  return body;
}

Member member(const Json& object, const std::string& path, const std::string& key) {
  const std::string full = path.empty() ? key : fmt::format("{}.{}", path, key);
  const auto found = object.find(key);
  if (found == object.end()) throw bad(full, fmt::format("{} is required", full));
  return {*found, full};
}

const std::string& text_in(const Member& member, std::size_t shortest) {
  if (!member.value.is_string())
    throw bad(member.path, fmt::format("{} must be a string, not {}", member.path, member.value.type_name()));
  const auto& text = member.value.get_ref<const std::string&>();
  if (text.size() < shortest) throw bad(member.path, fmt::format("{} must not be empty", member.path));
  return text;
}

std::vector<std::string> texts_in(const Member& member, std::size_t most) {
  const Json& list = member.value;
  if (!list.is_array())
    throw bad(member.path, fmt::format("{} must be a list, not {}", member.path, list.type_name()));
  if (list.empty()) throw bad(member.path, fmt::format("{} must not be empty", member.path));
  if (list.size() > most)
    throw bad(member.path, fmt::format("{} must hold 1 to {}, not {}", member.path, most, list.size()));
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < list.size(); ++i)
    texts.push_back(text_in({list[i], fmt::format("{}[{}]", member.path, i)}));
  return texts;
}

std::optional<std::int64_t> integer_in(const Json& value) {
  if (value.is_number_unsigned() && value.get<std::uint64_t>() > INT64_MAX) return std::nullopt;
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (!value.is_number_float()) return std::nullopt;
  const auto number = value.get<double>();
  if (number != std::trunc(number) || std::abs(number) > 9e15) return std::nullopt;
  return static_cast<std::int64_t>(number);
}

std::optional<std::string> parameter(const Call& call, const std::string& name) {
  const auto [first, last] = call.query.equal_range(name);
  if (first == last) return std::nullopt;
  return std::prev(last)->second;
}

}  // namespace domainplan::sandbox
