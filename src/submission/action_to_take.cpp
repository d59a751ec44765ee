#include "submission/action_to_take.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

namespace domainplan {
namespace {

// The personas whose `field` stands in `text`; where one is a part of another, the longest.
std::vector<PictureOwner> mentioned(const std::vector<PictureOwner>& personas,
                                    std::string PictureOwner::*field, const std::string& text) {
  std::vector<PictureOwner> found;
  std::size_t longest = 1;
  for (const PictureOwner& persona : personas) {
    const std::string& value = persona.*field;
    if (value.size() < longest || text.find(value) == std::string::npos) continue;
    if (value.size() > longest) found.clear();
    longest = value.size();
    found.push_back(persona);
  }
  return found;
}

// Those whose picture is meant; where that is not said, all who have one.
std::vector<PictureOwner> pictures_meant(const partner::PendingAction& action,
                                         const std::vector<PictureOwner>& personas) {
  const std::string text = fmt::format("{} {}", action.message, action.user);
  std::vector<PictureOwner> whose = mentioned(personas, &PictureOwner::url, text);
  if (whose.empty()) whose = mentioned(personas, &PictureOwner::name, text);
  if (whose.empty())
    std::copy_if(personas.begin(), personas.end(), std::back_inserter(whose),
                 [](const PictureOwner& persona) { return !persona.url.empty(); });
  return whose;
}

ActionKind kind_of(const partner::PendingAction& action) {
  if (action.type == "update_nameservers") return ActionKind::set_nameservers;
  if (action.type == "google_profile_picture" || action.reason == "profile_picture_not_accessible")
    return ActionKind::mend_picture;
  return action.type == "replace_domain" ? ActionKind::replace_domain : ActionKind::other;
}

}  // namespace

std::vector<PictureOwner> picture_owners(const std::string& order_bytes) {
  std::vector<PictureOwner> owners;
  const auto order = nlohmann::json::parse(order_bytes, nullptr, false);
  if (!order.is_object() || !order.contains("personas")) return owners;
  for (const auto& persona : order["personas"]) {
    if (!persona.is_object()) continue;
    const auto text = [&](const char* name) {
      const auto found = persona.find(name);
      return found != persona.end() && found->is_string() ? found->get<std::string>() : std::string();
    };
    owners.push_back(
        {fmt::format("{} {}", text("first_name"), text("last_name")), text("profile_picture_url")});
  }
  return owners;
}

ActionToTake action_to_take(const partner::PendingAction& action, const std::vector<std::string>& nameservers,
                            const std::vector<PictureOwner>& personas) {
  ActionToTake take{kind_of(action), action.type, action.reason, action.message, action.domain};
  if (take.kind == ActionKind::set_nameservers) take.nameservers = nameservers;
  if (take.kind == ActionKind::mend_picture) take.pictures = pictures_meant(action, personas);
  return take;
}

}  // namespace domainplan
