#include "submission/remedy.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "core/text.hpp"

namespace domainplan {
namespace {

// ": what the vendor says", where it says something.
std::string said(const partner::PendingAction& action) {
  if (!action.message.empty()) return fmt::format(" (the vendor says: {})", escaped(action.message));
  return action.reason.empty() ? "" : fmt::format(" ({})", escaped(action.reason));
}

void set_nameservers(const partner::PendingAction& action, const std::vector<std::string>& nameservers,
                     ActionToTake& take) {
  const std::string domain = take.domain.empty() ? "the domain" : escaped(take.domain);
  take.nameservers = nameservers;
  if (take.nameservers.empty())
    take.remedy = fmt::format("set the nameservers of {} at its registrar to those of its import{}", domain,
                              said(action));
  else
    take.remedy = fmt::format("set the nameservers of {} at its registrar to {}", domain,
                              escaped(fmt::format("{}", fmt::join(take.nameservers, ", "))));
}

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

void mend_picture(const partner::PendingAction& action, const std::vector<PictureOwner>& personas,
                  ActionToTake& take) {
  const std::string text = fmt::format("{} {}", action.message, action.user);
  std::vector<PictureOwner> whose = mentioned(personas, &PictureOwner::url, text);
  if (whose.empty()) whose = mentioned(personas, &PictureOwner::name, text);
  if (whose.empty())
    std::copy_if(personas.begin(), personas.end(), std::back_inserter(whose),
                 [](const PictureOwner& persona) { return !persona.url.empty(); });
  const auto right = "answer 200 with an image, for anybody";
  if (whose.empty()) {
    take.remedy = fmt::format("make the profile picture {}{}", right, said(action));
    return;
  }
  if (whose.size() == 1) {
    take.persona = whose.front().name;
    take.picture_url = whose.front().url;
    const std::string picture = fmt::format("make the picture of {} {}", escaped(take.persona), right);
    take.remedy = picture + (take.picture_url.empty() ? said(action) : ": " + escaped(take.picture_url));
    return;
  }
  std::vector<std::string> each;
  for (const PictureOwner& persona : whose)
    each.push_back(fmt::format("{} {}", escaped(persona.name), escaped(persona.url)));
  take.remedy =
      fmt::format("make the picture of one of these {}: {}{}", right, fmt::join(each, ", "), said(action));
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
  ActionToTake take{.type = action.type, .reason = action.reason, .domain = action.domain};
  if (action.type == "update_nameservers")
    set_nameservers(action, nameservers, take);
  else if (action.type == "google_profile_picture" || action.reason == "profile_picture_not_accessible")
    mend_picture(action, personas, take);
  else if (action.type == "replace_domain")
    take.remedy = fmt::format("replace {} at the vendor{}",
                              take.domain.empty() ? "the domain" : escaped(take.domain), said(action));
  else
    take.remedy = fmt::format("{}{}{}", escaped(take.type),
                              take.domain.empty() ? "" : fmt::format(" of {}", escaped(take.domain)),
                              action.reason.empty() || action.message.empty()
                                  ? said(action)
                                  : fmt::format(" ({}){}", escaped(take.reason), said(action)));
  return take;
}

}  // namespace domainplan
