// The rows of GET /swaps that are about one domain. A row need not say which domain or order it is about;
// such a row is only ruled out by what it does say.
#pragma once

#include <string>
#include <vector>

#include "partner/swaps.hpp"

namespace domainplan {

struct SwapSubject {
  std::string domain_id;  // dom_…
  std::string order;      // ord_…; "" where it is not known
};

enum class SwapKind : std::uint8_t { replacement, renaming };

struct ListedSwaps {
  std::vector<partner::Swap> certain;   // they name the domain
  std::vector<partner::Swap> possible;  // they name no domain, and nothing they say rules it out
  std::string unreadable;               // "GET /swaps: item 3 cannot be read"; "" where every row can

  // The ids of all, for telling a later row from these.
  std::vector<std::string> ids() const;
};

// Those of a list that was read.
ListedSwaps swaps_in(const partner::List<partner::Swap>& list, const SwapSubject& subject, SwapKind kind);

// Reads GET /swaps, filtered by the domain; the API may not heed the filter, so every row is checked. Throws
// as partner::list_swaps() does.
ListedSwaps swaps_about(partner::Client& client, const SwapSubject& subject, SwapKind kind);

// "GET /swaps: item 3 (swp_…) does not name its domain"
std::string in_doubt(const partner::Swap& swap);

}  // namespace domainplan
