// Which data names are made with, for plan.json: another version may make other names of the same input.
#pragma once

#include <map>
#include <string>

namespace domainplan {

// The versions, by what the data is: naming (SHA-256 of the built-in lists), unicode, public_suffix_list,
// japanese_readings (the dictionary that reads Japanese) and japanese_loanwords and words_abroad (SHA-256 of
// the lists installed beside the program); "none" where one is not there.
std::map<std::string, std::string> data_versions();

}  // namespace domainplan
