// Which data names are made with, for plan.json: another version may make other names of the same input.
#pragma once

#include <map>
#include <string>

namespace domainplan {

// The versions, by what the data is: naming (SHA-256), unicode, public_suffix_list.
std::map<std::string, std::string> data_versions();

}  // namespace domainplan
