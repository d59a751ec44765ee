// The body of an order as it lies on disk, looked over before it is sent.
#pragma once

#include <string>
#include <vector>

#include "domainplan/stored_plan.hpp"

namespace domainplan {

// What submit needs to know of a body.
struct OrderBody {
  std::string bytes;   // exactly what is sent; holds a password
  std::string sha256;  // of them
  std::string user;
  std::string bundle_id;
  std::string forwarding_url;
  std::vector<std::string> domains;   // sorted
  std::vector<std::string> pictures;  // profile_picture_url of the personas that have one
};

// Reads the order of `planned` and checks what the vendor would refuse and what would make it another order
// than the planned one. Throws RunError, with the file's name and what is wrong; never a secret.
OrderBody read_order_body(const std::string& folder, const PlannedOrder& planned);

}  // namespace domainplan
