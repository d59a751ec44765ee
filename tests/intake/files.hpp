// Input files for tests: small ones that are right, so that a test shows only what it is about.
#pragma once

#include <string>
#include <vector>

#include "domainplan/intake.hpp"

namespace domainplan {

inline const std::string kCustomersHeader =
    "customer,user,brand,bundle,forwarding_url,sequencer_login_email,sequencer_login_password,"
    "sequencer_client_id,website,stem,max_price_cents,tlds\n";
inline const std::string kGoodCustomer =
    "acme,ops@acme.com,Acme,Small,https://acme.com/,ops@acme.com,secret,,,,,\n";
inline const std::string kGoodPersona =
    "customer,first_name,last_name,profile_picture_url\nacme,Ada,Lovelace,\n";
inline const std::string kGoodBundles =
    "id,name,monthly_sending_volume,google_percent,microsoft_percent,send_on_weekends,"
    "google_inboxes_per_domain,google_domains,microsoft_domains\n"
    "bun_small,Small,25000,,,,,,\n";

inline IntakeFiles files_with(std::string customers, std::string personas = kGoodPersona,
                              std::string bundles = kGoodBundles) {
  return {{"customers.csv", std::move(customers)},
          {"personas.csv", std::move(personas)},
          {"bundles.csv", std::move(bundles)},
          std::nullopt};
}

// What was found, as the user reads it.
inline std::vector<std::string> texts(const std::vector<Diagnostic>& found) {
  std::vector<std::string> all;
  for (const Diagnostic& one : found) all.push_back(one.text());
  return all;
}

using Lines = std::vector<std::string>;

}  // namespace domainplan
