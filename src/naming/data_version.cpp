#include "naming/data_version.hpp"

#include <libpsl.h>
#include <unicode/uchar.h>

#include "io/sha256.hpp"
#include "naming/embedded.hpp"

namespace domainplan {

std::map<std::string, std::string> data_versions() {
  using namespace embedded;
  static const std::string naming = [] {
    Sha256 digest;
    for (const std::string_view data :
         {data_naming_patterns_json, data_naming_legal_forms_json, data_naming_words_json,
          data_naming_websites_json, data_naming_blocklist_txt, data_naming_to_latin_txt,
          data_naming_german_txt, data_naming_ukrainian_txt, data_naming_ks_txt})
      digest.add(data);
    return digest.hex();
  }();
  return {{"naming", naming}, {"public_suffix_list", psl_get_version()}, {"unicode", U_UNICODE_VERSION}};
}

}  // namespace domainplan
