// POST /swaps/user_names: other names for the people of the inboxes on a domain.
#pragma once

#include <string>
#include <vector>

#include "domainplan/customer.hpp"
#include "partner/swaps.hpp"

namespace domainplan::partner {

inline constexpr std::size_t kMostPersonas = 10;

// The swaps that a renaming started, one for each inbox, and what could not be read of them.
struct UserNameSwaps {
  std::vector<Swap> swaps;
  std::vector<Odd> odd;
};

// Throws RunError where there is no list of swaps.
UserNameSwaps read_user_name_swaps(const Fields& data);

// At most one attempt, for 1 to 10 personas. Not idempotent: where it is lost, look in list_swaps() for swaps
// of type user_names before sending it again. `lost_before` as in judge(). Throws Interrupted.
SentFor<UserNameSwaps> change_user_names(Client& client, const std::string& domain_id,
                                         const std::vector<Persona>& personas, bool lost_before);

}  // namespace domainplan::partner
