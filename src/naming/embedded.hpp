// The files of data/naming/, compiled in.
#pragma once

#include <string_view>

namespace domainplan::embedded {

extern const std::string_view data_naming_patterns_json;
extern const std::string_view data_naming_legal_forms_json;
extern const std::string_view data_naming_words_json;
extern const std::string_view data_naming_websites_json;
extern const std::string_view data_naming_blocklist_txt;
extern const std::string_view data_naming_to_latin_txt;
extern const std::string_view data_naming_german_txt;
extern const std::string_view data_naming_ukrainian_txt;
extern const std::string_view data_naming_ks_txt;

}  // namespace domainplan::embedded
