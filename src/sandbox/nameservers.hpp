// The nameservers a customer has to set for a domain that is imported: a function of its name.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "sandbox/chance.hpp"

namespace domainplan::sandbox {

using Nameservers = std::array<std::string, 2>;

inline const std::array<Nameservers, 3> kNameservers = {
    Nameservers{"ada.ns.sandbox.example", "bob.ns.sandbox.example"},
    Nameservers{"cleo.ns.sandbox.example", "dan.ns.sandbox.example"},
    Nameservers{"eva.ns.sandbox.example", "finn.ns.sandbox.example"}};

// Which of kNameservers.
inline std::size_t nameserver_group(std::string_view domain) {
  return hash_of(domain, hash_of("nameservers", 0)) % kNameservers.size();
}

inline const Nameservers& nameservers_of(std::string_view domain) {
  return kNameservers[nameserver_group(domain)];
}

}  // namespace domainplan::sandbox
