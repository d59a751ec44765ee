#include "sandbox/routes.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <optional>
#include <vector>

#include "core/text.hpp"
#include "sandbox/faults.hpp"
#include "sandbox/holdings.hpp"
#include "sandbox/pending.hpp"
#include "sandbox/users.hpp"

namespace domainplan::sandbox {
namespace {

// A request on its way to the part that answers it.
struct Routed {
  const Call& call;
  const Key& key;
  Account& account;
  Fault fault;
  Parts& parts;
  std::string id;   // what stands for {id} in the path
  std::string url;  // of the path
};

// What a key must be allowed to do.
enum class Needs : std::uint8_t { nothing, reading, writing };

struct Route {
  std::string_view method;
  std::string_view path;  // may end in {id}, or hold it before a last segment
  Needs needs;
  Reply (*answer)(const Routed&);
};

Reply me(const Routed& to) {
  constexpr const char* kPresets[] = {"full", "limited", "read"};
  return ok({{"api_key",
              {{"environment", to.key.live ? "live" : "test"},
               {"permission_preset", kPresets[static_cast<std::size_t>(to.key.permission)]}}},
             {"partner", {{"id", to.account.id}, {"name", to.account.name}}}});
}

constexpr Route kRoutes[] = {
    {"GET", "/me", Needs::nothing, me},
    {"GET", "/bundles", Needs::reading,
     [](const Routed& to) { return to.account.bundles.list(to.call, to.url); }},
    {"POST", "/bundles", Needs::writing, [](const Routed& to) { return to.account.bundles.create(to.call); }},
    {"GET", "/bundles/{id}", Needs::reading, [](const Routed& to) { return to.account.bundles.show(to.id); }},
    {"PATCH", "/bundles/{id}", Needs::writing,
     [](const Routed& to) { return to.account.bundles.change(to.call, to.id); }},
    {"POST", "/domains/availability", Needs::nothing,
     [](const Routed& to) {
       return to.parts.availability.answer(to.call, to.account, is_delivered(to.fault));
     }},
    {"GET", "/domains", Needs::reading,
     [](const Routed& to) {
       return list_domains(to.call, to.account, to.parts.orders.circumstances(), to.url);
     }},
    {"GET", "/domains/import", Needs::reading,
     [](const Routed& to) { return to.parts.imports.find(to.call, to.account); }},
    {"POST", "/domains/import", Needs::writing,
     [](const Routed& to) { return to.parts.imports.create(to.call, to.account, false); }},
    {"POST", "/domains/import/jobs", Needs::writing,
     [](const Routed& to) { return to.parts.imports.create(to.call, to.account, true); }},
    {"GET", "/domains/import/jobs/{id}", Needs::reading,
     [](const Routed& to) { return to.parts.imports.show(to.id, to.account, true); }},
    {"GET", "/domains/import/{id}", Needs::reading,
     [](const Routed& to) { return to.parts.imports.show(to.id, to.account, false); }},
    {"GET", "/orders", Needs::reading,
     [](const Routed& to) { return to.parts.orders.list(to.call, to.account, to.url); }},
    {"POST", "/orders", Needs::writing,
     [](const Routed& to) { return to.parts.orders.create(to.call, to.account, to.fault); }},
    {"GET", "/orders/pending", Needs::reading,
     [](const Routed& to) {
       return pending_actions(to.call, to.account, to.parts.orders.circumstances(), to.url);
     }},
    {"GET", "/orders/{id}", Needs::reading,
     [](const Routed& to) { return to.parts.orders.show(to.id, to.account); }},
    {"POST", "/orders/{id}/cancel", Needs::writing,
     [](const Routed& to) { return to.parts.orders.cancel(to.call, to.id, to.account); }},
    {"POST", "/domains/forwarding", Needs::writing,
     [](const Routed& to) { return to.parts.forwardings.create(to.call, to.account); }},
    {"GET", "/domains/forwarding/{id}", Needs::reading,
     [](const Routed& to) { return to.parts.forwardings.show(to.id, to.account); }},
    {"GET", "/swaps", Needs::reading,
     [](const Routed& to) { return to.parts.swaps.list(to.call, to.account, to.url); }},
    {"POST", "/swaps", Needs::writing,
     [](const Routed& to) { return to.parts.swaps.create(to.call, to.account); }},
    {"POST", "/swaps/user_names", Needs::writing,
     [](const Routed& to) { return to.parts.swaps.rename(to.call, to.account); }},
    {"GET", "/swaps/{id}", Needs::reading,
     [](const Routed& to) { return to.parts.swaps.show(to.id, to.account); }},
    {"GET", "/users", Needs::reading,
     [](const Routed& to) { return list_users(to.call, to.account, to.url); }},
    {"GET", "/users/{id}", Needs::reading, [](const Routed& to) { return show_user(to.id, to.account); }}};

// What stands for {id}; empty where the pattern has none. Nothing where the path is another.
std::optional<std::string> id_in(std::string_view path, std::string_view pattern) {
  constexpr std::string_view kId = "{id}";
  const std::size_t at = pattern.find(kId);
  if (at == std::string_view::npos) return path == pattern ? std::optional<std::string>("") : std::nullopt;
  const std::string_view before = pattern.substr(0, at);
  const std::string_view after = pattern.substr(at + kId.size());
  if (!path.starts_with(before) || !path.ends_with(after) || path.size() <= before.size() + after.size())
    return std::nullopt;
  path = path.substr(before.size(), path.size() - before.size() - after.size());
  if (path.find('/') != std::string_view::npos) return std::nullopt;
  return std::string(path);
}

void demand_permission(const Key& key, Needs needs) {
  if (needs == Needs::writing && key.permission != Permission::full)
    throw ErrorReply{403, "forbidden", "this key may not write: its permission preset is not full"};
  if (needs == Needs::reading && key.permission == Permission::limited)
    throw ErrorReply{403, "forbidden",
                     "this key may only check availability and price: its permission preset is limited"};
}

}  // namespace

Reply route(const Request& request, Parts& parts) {
  const Call& call = request.call;
  std::string_view path = call.path;
  const bool known = path.starts_with(kBasePath);
  if (known) path.remove_prefix(kBasePath.size());
  // HEAD is GET without the body, which the server leaves out.
  const std::string_view method = call.method == "HEAD" ? "GET" : std::string_view(call.method);
  std::vector<std::string_view> methods;
  std::string_view pattern;  // the first one that the path has: /orders/pending is not an order
  for (const Route& each : kRoutes) {
    const auto id = known ? id_in(path, each.path) : std::nullopt;
    if (!id || (!pattern.empty() && each.path != pattern)) continue;
    pattern = each.path;
    methods.push_back(each.method);
    if (each.method == "GET") methods.emplace_back("HEAD");
    if (each.method != method) continue;
    demand_permission(request.key, each.needs);
    return each.answer(
        {call, request.key, request.account, request.fault, parts, *id, parts.base_url + std::string(path)});
  }
  if (methods.empty())
    throw ErrorReply{404, "not_found", fmt::format("there is nothing at {}", in_quotes(call.path))};
  ErrorReply refusal{405, "invalid_request",
                     fmt::format("{} has no method {}", in_quotes(call.path), in_quotes(call.method))};
  refusal.allow = fmt::format("{}", fmt::join(methods, ", "));
  throw refusal;
}

}  // namespace domainplan::sandbox
