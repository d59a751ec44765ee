#include "naming/han.hpp"

#include <fmt/format.h>
#include <unicode/translit.h>
#include <unicode/unistr.h>

#include <memory>
#include <mutex>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "naming/embedded.hpp"
#include "naming/sorted_lines.hpp"

namespace domainplan {
namespace {

constexpr int32_t kLongestPhrase = 4;

// ICU parses the rules of an id when it is first asked for, and keeps them. For Han that takes a quarter of a
// second, and threads that ask at the same time would all do it.
std::unique_ptr<icu::Transliterator> transliterator(const char* id) {
  static std::mutex parsing;
  const std::lock_guard lock(parsing);
  UErrorCode status = U_ZERO_ERROR;
  std::unique_ptr<icu::Transliterator> made(icu::Transliterator::createInstance(id, UTRANS_FORWARD, status));
  if (U_FAILURE(status) || !made)
    throw RunError(fmt::format("ICU has no transliterator {}: {}", id, u_errorName(status)));
  return made;
}

icu::UnicodeString simplified(std::string_view text) {
  thread_local const std::unique_ptr<icu::Transliterator> simplify = transliterator("Traditional-Simplified");
  icu::UnicodeString out = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
  simplify->transliterate(out);
  return out;
}

}  // namespace

std::string simplified_han(std::string_view text) {
  std::string out;
  simplified(text).toUTF8String(out);
  return out;
}

std::vector<std::string> han_syllables(std::string_view text) {
  static const SortedLines readings(embedded::data_naming_han_readings_txt);
  thread_local const std::unique_ptr<icu::Transliterator> to_latin =
      transliterator("Han-Latin; Latin-ASCII; Any-Lower");
  const icu::UnicodeString han = simplified(text);
  std::vector<std::string> out;
  for (int32_t at = 0; at < han.length();) {
    int32_t taken = 0;
    for (int32_t size = std::min(kLongestPhrase, han.length() - at); size >= 1 && taken == 0; --size) {
      std::string phrase;
      han.tempSubString(at, size).toUTF8String(phrase);
      const auto reading = readings.value(phrase);
      if (!reading) continue;
      for (const std::string_view syllable : split(*reading, " ")) out.emplace_back(syllable);
      taken = size;
    }
    if (taken == 0) {
      taken = han.moveIndex32(at, 1) - at;
      icu::UnicodeString one(han, at, taken);
      to_latin->transliterate(one);
      std::string syllable;
      one.toUTF8String(syllable);
      std::erase_if(syllable, [](char c) { return c < 'a' || c > 'z'; });
      if (!syllable.empty()) out.push_back(std::move(syllable));
    }
    at += taken;
  }
  return out;
}

}  // namespace domainplan
