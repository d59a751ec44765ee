#include "naming/data_version.hpp"

#include <libpsl.h>
#include <unicode/uchar.h>

#include "naming/embedded.hpp"
#include "naming/japanese.hpp"
#include "naming/word_lists.hpp"

namespace domainplan {
namespace {

std::string or_none(std::string version) { return version.empty() ? "none" : version; }

}  // namespace

std::map<std::string, std::string> data_versions() {
  return {{"japanese_loanwords", or_none(japanese_loanwords_version())},
          {"japanese_readings", or_none(japanese_dictionary_version())},
          {"naming", std::string(embedded::data_naming_sha256)},
          {"public_suffix_list", psl_get_version()},
          {"unicode", U_UNICODE_VERSION},
          {"words_abroad", or_none(words_abroad_version())}};
}

}  // namespace domainplan
