// The names of files that belong to an account, whatever the plan folder.
#pragma once

#include <string>
#include <string_view>

#include "domainplan/environment.hpp"

namespace domainplan::partner {

// "test-org_01HZ…"; a loopback URL's port is part of it, and an id that is not 1 to 64 of A-Z a-z 0-9 _ - is
// replaced by its SHA-256.
std::string account_file_stem(Environment environment, std::string_view account, const std::string& api_url);

}  // namespace domainplan::partner
