// Domain names (the terms are RFC 9499's): canonical form, host name syntax, public suffixes.
//
// All functions here work on the canonical form: lower case, A-labels (xn--) for internationalised labels, no
// trailing dot. canonical_domain() makes it from what people write.
#pragma once

#include <string>
#include <string_view>

#include "domainplan/error.hpp"

namespace domainplan {

// Thrown by canonical_domain(): the text, which is the subject, is not a domain name; what() says why, in a
// few words.
class InvalidDomain : public Error {
 public:
  InvalidDomain(const std::string& message, std::string_view text)
      : Error(ErrorCode::bad_input, message, std::string(text)) {}
};

// The canonical form of a domain name as people write it: U-labels, capitals and one trailing dot are fine
// (IDNA 2008 with the UTS 46 mapping, by libidn2). Throws InvalidDomain where the result is not a host name.
std::string canonical_domain(std::string_view text);

// Whether `name` is, as it stands, a host name in canonical form: labels of letters, digits and inner hyphens
// (RFC 1123 section 2.1), each 1 to 63 octets, 4 to 253 octets in all (the vendor's bounds), at least two
// labels, the last one not numeric. Hyphens in places three and four are allowed in A-labels only
// (RFC 5890 section 2.3.1).
bool is_host_name(std::string_view name);

// Whether one label is valid in the sense of is_host_name().
bool is_label(std::string_view label);

// Whether `name` is a public suffix ("com", "co.uk") in the ICANN section of the public suffix list. A name
// under an unlisted TLD has none: the list's default rule "*" is not applied.
bool is_public_suffix(std::string_view name);

// The registrable domain of `name`: its public suffix and one label more ("www.nintendo.co.jp" →
// "nintendo.co.jp"). A view into `name`; empty where there is none: a public suffix itself, an unlisted TLD.
std::string_view registrable_domain(std::string_view name);

// Whether `name` is itself a registrable domain.
bool is_registrable_domain(std::string_view name);

// The first label ("nintendo" of "nintendo.co.jp").
std::string_view first_label(std::string_view name);

// The top-level domain: the last label (RFC 9499).
std::string_view tld_of(std::string_view name);

}  // namespace domainplan
