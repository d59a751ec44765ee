#include "submission/order_body.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "io/sha256.hpp"

namespace domainplan {
namespace {

using nlohmann::json;

class Looker {
 public:
  explicit Looker(std::string path) : path_(std::move(path)) {}

  [[noreturn]] void wrong(std::string_view what) const {
    throw RunError(fmt::format("{}: {}", escaped(path_), what));
  }

  // A text that must be there; it may be empty where `may_be_empty`.
  std::string text(const json& object, const char* name, bool may_be_empty = false) const {
    const auto found = object.find(name);
    if (found == object.end() || !found->is_string()) wrong(fmt::format("{} must be there, as text", name));
    if (!may_be_empty && found->get_ref<const std::string&>().empty())
      wrong(fmt::format("{} is empty", name));
    return found->get<std::string>();
  }

  const json& object(const json& object, const char* name) const {
    const auto found = object.find(name);
    if (found == object.end() || !found->is_object()) wrong(fmt::format("{} must be an object", name));
    return *found;
  }

  const json& list(const json& object, const char* name) const {
    const auto found = object.find(name);
    if (found == object.end() || !found->is_array()) wrong(fmt::format("{} must be a list", name));
    return *found;
  }

 private:
  std::string path_;
};

bool is_web_url(const std::string& url) { return url.starts_with("https://") || url.starts_with("http://"); }

}  // namespace

OrderBody read_order_body(const std::string& folder, const PlannedOrder& planned) {
  const Looker look(order_path(folder, planned.customer));
  OrderBody body;
  body.bytes = read_order(folder, planned.customer);
  body.sha256 = sha256_hex(body.bytes);
  const json order = json::parse(body.bytes, nullptr, false);
  if (!order.is_object()) look.wrong("this is no JSON object");
  body.user = look.text(order, "user");
  body.bundle_id = look.text(order, "bundle_id");
  if (!body.bundle_id.starts_with("bun_")) look.wrong("bundle_id is no id of a bundle: bun_…");
  body.forwarding_url = look.text(order, "forwarding_url");
  if (!is_web_url(body.forwarding_url)) look.wrong("forwarding_url is no http or https URL");
  const json& sequencer = look.object(order, "sequencer");
  for (const char* name : {"provider", "login_email", "login_password"}) look.text(sequencer, name);
  if (sequencer["provider"] != "smartlead") look.wrong("the sequencer's provider must be smartlead");

  for (const json& domain : look.list(order, "domains")) {
    if (!domain.is_string()) look.wrong("domains must be texts");
    body.domains.push_back(domain.get<std::string>());
  }
  std::vector<std::string> expected;
  for (const PlannedDomain& domain : planned.domains) expected.push_back(domain.domain);
  if (body.domains != expected)
    look.wrong("its domains are not those of plan.csv; plan again instead of changing an order by hand");
  std::sort(body.domains.begin(), body.domains.end());

  const json& personas = look.list(order, "personas");
  if (personas.empty() || personas.size() > 10)
    look.wrong(fmt::format("{} personas; 1 to 10 are possible", personas.size()));
  for (const json& persona : personas) {
    if (!persona.is_object()) look.wrong("a persona must be an object");
    look.text(persona, "first_name");
    look.text(persona, "last_name");
    const std::string picture = look.text(persona, "profile_picture_url", true);
    if (picture.empty()) continue;
    if (!is_web_url(picture)) look.wrong("a profile_picture_url is no http or https URL");
    body.pictures.push_back(picture);
  }
  return body;
}

}  // namespace domainplan
