#include "partner/user_name_swaps.hpp"

namespace domainplan::partner {
namespace {

constexpr std::size_t kMostInboxes = 1'000;  // on one domain

}  // namespace

UserNameSwaps read_user_name_swaps(const Fields& data) {
  UserNameSwaps result;
  const nlohmann::json* const list = data.find("swaps");
  if (!list || !list->is_array()) data.refuse("swaps", "missing; expected a list of swaps");
  data.each("swaps", kMostInboxes, [&](const nlohmann::json& item, const std::string& place) {
    try {
      result.swaps.push_back(read_swap(Fields(item, place, {data.reading().redactor, result.odd})));
    } catch (const RunError& error) {
      result.odd.push_back({place, error.what()});
    }
  });
  return result;
}

SentFor<UserNameSwaps> change_user_names(Client& client, const std::string& domain_id,
                                         const std::vector<Persona>& personas, bool lost_before) {
  nlohmann::json body = {{"domain_id", domain_id}, {"personas", nlohmann::json::array()}};
  for (const Persona& persona : personas)
    body["personas"].push_back({{"first_name", persona.first_name},
                                {"last_name", persona.last_name},
                                {"profile_picture_url", persona.profile_picture_url}});
  return send_once(client, {"POST", "/swaps/user_names", body.dump()}, lost_before, read_user_name_swaps);
}

}  // namespace domainplan::partner
