#include <fmt/format.h>
#include <unicode/uvernum.h>
#include <unicode/uversion.h>

#include "domainplan/naming.hpp"
#include "naming/embedded.hpp"
#include "naming/japanese.hpp"

namespace domainplan {
namespace {

// FNV-1a, 64 bits: tells versions of our own lists apart, no more.
std::uint64_t hash_of(std::string_view text, std::uint64_t hash) {
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3U;
  return hash;
}

std::string built_in_lists() {
  using namespace embedded;
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const std::string_view text :
       {data_naming_patterns_json, data_naming_legal_forms_json, data_naming_words_json,
        data_naming_websites_json, data_naming_blocklist_txt,    data_naming_to_latin_txt,
        data_naming_german_txt,    data_naming_ukrainian_txt,    data_naming_ks_txt,
        data_naming_armenian_txt,  data_naming_bulgarian_txt,    data_naming_serbian_txt,
        data_naming_indic_txt,     data_naming_english_txt,      data_naming_english_rare_txt,
        data_naming_places_txt,    data_naming_famous_txt,       data_naming_phishing_txt,
        data_naming_joins_txt,     data_naming_han_readings_txt, data_naming_hangul_loanwords_txt,
        data_naming_thai_words_txt})
    hash = hash_of(text, hash);
  return fmt::format("{:016x}", hash);
}

std::string or_none(std::string version) { return version.empty() ? "none" : version; }

}  // namespace

std::vector<std::pair<std::string, std::string>> naming_data_versions() {
  return {{"names", built_in_lists()},
          {"unicode", fmt::format("ICU {}", U_ICU_VERSION)},
          {"japanese_readings", or_none(japanese_dictionary_version())},
          {"japanese_loanwords", or_none(japanese_loanwords_version())}};
}

}  // namespace domainplan
