// E-mail addresses, as mailboxes that exist are written: RFC 5321 without quoted local parts and address
// literals.
#pragma once

#include <string>
#include <string_view>

#include "intake/checked.hpp"

namespace domainplan {

// The address as written, if it is one.
Checked<std::string> email_address(std::string_view text);

}  // namespace domainplan
