// The exact bytes of an order, and what they say.
#pragma once

#include <string>
#include <vector>

namespace domainplan {

struct OrderBody {
  std::string bytes;
  std::string sha256;
  std::string user;  // an email or a usr_… id
  std::string bundle_id;
  std::string forwarding_url;
  std::string login_email, login_password;  // the password is a secret
  std::vector<std::string> domains;         // as they stand
  std::vector<std::string> pictures;        // URLs, without empty ones
};

// Reads the body of POST /orders strictly: a field that the contract of a bundle's order does not have, and
// one that stands twice, is an error, as parsers disagree about which of two counts. Throws RunError
// (ErrorCode::bad_input) naming the field, without its value.
OrderBody read_order_body(std::string bytes);

}  // namespace domainplan
