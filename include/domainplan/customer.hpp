// One row of customers.csv with all that the other files say about it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domainplan/availability.hpp"
#include "domainplan/bundle.hpp"
#include "domainplan/provider.hpp"

namespace domainplan {

struct Persona {
  std::string first_name;
  std::string last_name;
  std::string profile_picture_url;  // may be empty
};

struct OwnedDomain {
  std::string domain;  // a registrable domain in canonical form
  ProviderSet usable_for = ProviderSet::both();
  bool is_inventory = false;  // the account has it already, ready and on no order; else it is the customer's
};

class FoundStems;

struct Customer {
  std::string key;  // the column `customer`, unique in a run
  std::string user;
  std::string brand;
  Bundle bundle;
  std::string forwarding_url;  // an ASCII URL: host in A-labels, path percent-encoded
  std::string login_email;
  std::string login_password;  // a secret: in orders/ and nowhere else
  std::optional<std::int64_t> client_id;
  std::string website;  // the host in canonical form; empty where not given, or under an unknown suffix
  std::string stem;     // as written; empty where not given
  std::optional<Cents> max_price_cents;  // of a domain's first year; the run's cap may be lower
  std::optional<Cents> max_month_cents;  // of all that is registered for the customer in a calendar month
  bool brand_ok = false;                 // a person has looked at the brand: the brand guard is satisfied
  std::vector<std::string> tlds;         // replaces the run's list; empty: the run's list
  std::vector<Persona> personas;
  std::vector<OwnedDomain> owned;                // by name
  std::shared_ptr<const FoundStems> found = {};  // by review_customers(), as NamingInput::found; may be null
};

}  // namespace domainplan
