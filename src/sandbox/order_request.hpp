// The body of POST /orders, checked against the description field by field.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domainplan/bundle.hpp"
#include "sandbox/wire.hpp"

namespace domainplan::sandbox {

struct Persona {
  std::string first_name;
  std::string last_name;
  std::optional<std::string> profile_picture_url;  // may be empty; unset: null
};

OrderedJson json_of(const Persona& persona);

// What of an order the sandbox acts on; the rest is checked and then not needed.
struct OrderRequest {
  std::string user;                          // usr_… or an email
  std::optional<std::string> bundle_id;      // unset: a custom order
  Demand licenses;                           // of a custom order: Google inboxes, Microsoft domains
  std::optional<std::int64_t> client_id;     // of the sequencer
  std::string login_password;                // of the sequencer
  std::vector<std::string> domains;          // different ones
  std::vector<std::string> forwarding_urls;  // one for each domain; empty: it has none
  std::vector<Persona> personas;
};

// An absolute http or https URI. Throws an ErrorReply.
const std::string& uri_in(const Member& member);

// 1 to 10 personas. Throws an ErrorReply.
std::vector<Persona> personas_in(const Member& personas);

// Throws an ErrorReply that names the first offending field.
OrderRequest order_request_in(const Json& body);

}  // namespace domainplan::sandbox
