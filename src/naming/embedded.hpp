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
extern const std::string_view data_naming_armenian_txt;
extern const std::string_view data_naming_bulgarian_txt;
extern const std::string_view data_naming_serbian_txt;
extern const std::string_view data_naming_indic_txt;
extern const std::string_view data_naming_tamil_txt;
extern const std::string_view data_naming_english_txt;
extern const std::string_view data_naming_english_rare_txt;
extern const std::string_view data_naming_places_txt;
extern const std::string_view data_naming_famous_txt;
extern const std::string_view data_naming_phishing_txt;
extern const std::string_view data_naming_joins_txt;
extern const std::string_view data_naming_han_readings_txt;
extern const std::string_view data_naming_hangul_words_txt;
extern const std::string_view data_naming_thai_words_txt;

// SHA-256 of all files of the folder, in hex.
extern const std::string_view data_naming_sha256;

}  // namespace domainplan::embedded
