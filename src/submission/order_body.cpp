#include "submission/order_body.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <set>

#include "domainplan/error.hpp"
#include "io/sha256.hpp"
#include "partner/document.hpp"

namespace domainplan {
namespace {

using nlohmann::json;

constexpr std::size_t kMostPersonas = 10;

[[noreturn]] void wrong(const std::string& what) { throw RunError(ErrorCode::bad_input, what); }

// Parses, and refuses a key that stands twice in one object.
json parse_strictly(const std::string& bytes) {
  if (!partner::nested_within(bytes, partner::kDeepest)) wrong("it is nested too deeply");
  std::vector<std::set<std::string>> open;
  std::string twice;
  const auto watch = [&](int, json::parse_event_t event, json& value) {
    if (event == json::parse_event_t::object_start) open.emplace_back();
    if (event == json::parse_event_t::object_end) open.pop_back();
    if (event == json::parse_event_t::key && !open.back().insert(value.get<std::string>()).second)
      twice = value.get<std::string>();
    return true;
  };
  json order = json::parse(bytes, watch, false);
  if (!order.is_object()) wrong("it is not a JSON object");
  if (!twice.empty()) wrong("a field occurs twice");
  return order;
}

void allow_only(const json& object, const char* where, std::initializer_list<std::string_view> names) {
  for (const auto& [name, value] : object.items())
    if (std::find(names.begin(), names.end(), name) == names.end())
      wrong(fmt::format("{} has a field that a bundle's order does not have", where));
}

const json& member(const json& object, const char* name, json::value_t type, const char* as) {
  const auto found = object.find(name);
  if (found == object.end() || found->type() != type) wrong(fmt::format("{} must be {}", name, as));
  return *found;
}

std::string text(const json& object, const char* name, bool may_be_empty = false) {
  const json& value = member(object, name, json::value_t::string, "text");
  if (!may_be_empty && value.get_ref<const std::string&>().empty()) wrong(fmt::format("{} is empty", name));
  return value.get<std::string>();
}

bool is_web_url(const std::string& url) { return url.starts_with("https://") || url.starts_with("http://"); }

void read_personas(const json& order, OrderBody& body) {
  const json& personas = member(order, "personas", json::value_t::array, "a list");
  if (personas.empty() || personas.size() > kMostPersonas)
    wrong(fmt::format("it has {} personas; 1 to {} are possible", personas.size(), kMostPersonas));
  for (const json& persona : personas) {
    if (!persona.is_object()) wrong("a persona must be an object");
    allow_only(persona, "a persona", {"first_name", "last_name", "profile_picture_url"});
    text(persona, "first_name");
    text(persona, "last_name");
    const std::string picture = text(persona, "profile_picture_url", true);
    if (picture.empty()) continue;
    if (!is_web_url(picture)) wrong("profile_picture_url must be an http or https URL");
    body.pictures.push_back(picture);
  }
}

}  // namespace

OrderBody read_order_body(std::string bytes) {
  OrderBody body;
  body.bytes = std::move(bytes);
  body.sha256 = sha256_hex(body.bytes);
  const json order = parse_strictly(body.bytes);
  allow_only(order, "the order", {"bundle_id", "user", "sequencer", "forwarding_url", "domains", "personas"});
  body.user = text(order, "user");
  body.bundle_id = text(order, "bundle_id");
  if (!body.bundle_id.starts_with("bun_")) wrong("bundle_id must begin with bun_");
  body.forwarding_url = text(order, "forwarding_url");
  if (!is_web_url(body.forwarding_url)) wrong("forwarding_url must be an http or https URL");
  const json& sequencer = member(order, "sequencer", json::value_t::object, "an object");
  allow_only(sequencer, "the sequencer", {"provider", "client_id", "login_email", "login_password"});
  if (text(sequencer, "provider") != "smartlead") wrong("the sequencer's provider must be smartlead");
  body.login_email = text(sequencer, "login_email");
  body.login_password = text(sequencer, "login_password");
  if (const auto client = sequencer.find("client_id");
      client != sequencer.end() && !client->is_number_integer())
    wrong("client_id must be a whole number");
  for (const json& domain : member(order, "domains", json::value_t::array, "a list")) {
    if (!domain.is_string()) wrong("domains must be texts");
    body.domains.push_back(domain.get<std::string>());
  }
  read_personas(order, body);
  return body;
}

}  // namespace domainplan
