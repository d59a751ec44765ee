// /swaps: one domain of a live order replaced by another, and the list of all swaps and renamings.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "partner/send_once.hpp"

namespace domainplan::partner {

enum class SwapType : std::uint8_t { standard, premium };
std::string_view name_of(SwapType type);

// Only id, type and status are required. In a list even those may be "": a row that cannot be read in full
// may still be the swap that is looked for.
struct Swap {
  std::string id;      // swp_…
  std::string type;    // standard, premium, user_names, or newer
  std::string status;  // created, in_progress, completed, failed, action_required, or newer
  std::string domain_id;
  std::string order_id;
  std::string user_id;
  std::string replacement_domain;  // canonical form; "" for user_names
  std::optional<Time> created_at;
  std::string place;  // where it was read, such as "GET /swaps: item 3"; for messages

  bool in_progress() const { return status == "created" || status == "in_progress"; }
};

// Throws RunError where a required field is missing or malformed.
Swap read_swap(const Fields& data);
// The same for a row of a list: a required field that is missing or malformed is odd, and "".
Swap read_listed_swap(const Fields& data);

// GET /swaps, all pages; `query` is "" for all ("domain_id=…", "order_id=…", values percent-encoded; check
// every row, the API may not heed it). Throws as Client::each does.
List<Swap> list_swaps(Client& client, const std::string& query = "");

// GET /swaps/{id}. Throws as Client::call does.
Swap get_swap(Client& client, const std::string& id);

// POST /swaps, at most one attempt. The call is not idempotent: where it is lost, look for the swap in
// list_swaps() before sending it again. `lost_before` as in judge(); `may_start` is asked right before it is
// sent, on the network thread: if it says no, nothing is sent (empty: yes). Throws Interrupted.
SentFor<Swap> create_swap(Client& client, SwapType type, const std::string& domain_id,
                          const std::string& replacement_domain, bool lost_before,
                          std::function<bool()> may_start = {});

}  // namespace domainplan::partner
