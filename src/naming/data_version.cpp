#include "naming/data_version.hpp"

#include <libpsl.h>
#include <unicode/uchar.h>

#include "io/sha256.hpp"
#include "naming/embedded.hpp"
#include "naming/japanese.hpp"
#include "naming/word_lists.hpp"

namespace domainplan {
namespace {

std::string or_none(std::string version) { return version.empty() ? "none" : version; }

std::string built_in_lists() {
  using namespace embedded;
  Sha256 digest;
  for (const std::string_view data :
       {data_naming_patterns_json, data_naming_legal_forms_json, data_naming_words_json,
        data_naming_websites_json, data_naming_blocklist_txt,    data_naming_to_latin_txt,
        data_naming_german_txt,    data_naming_ukrainian_txt,    data_naming_ks_txt,
        data_naming_armenian_txt,  data_naming_bulgarian_txt,    data_naming_serbian_txt,
        data_naming_indic_txt,     data_naming_english_txt,      data_naming_english_rare_txt,
        data_naming_places_txt,    data_naming_famous_txt,       data_naming_phishing_txt,
        data_naming_joins_txt,     data_naming_han_readings_txt, data_naming_hangul_loanwords_txt,
        data_naming_thai_words_txt})
    digest.add(data);
  return digest.hex();
}

}  // namespace

std::map<std::string, std::string> data_versions() {
  static const std::string naming = built_in_lists();
  return {{"japanese_loanwords", or_none(japanese_loanwords_version())},
          {"japanese_readings", or_none(japanese_dictionary_version())},
          {"naming", naming},
          {"public_suffix_list", psl_get_version()},
          {"unicode", U_UNICODE_VERSION},
          {"words_abroad", or_none(words_abroad_version())}};
}

}  // namespace domainplan
