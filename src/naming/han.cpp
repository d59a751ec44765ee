#include "naming/han.hpp"

#include <fmt/format.h>
#include <unicode/translit.h>
#include <unicode/ucnv.h>
#include <unicode/uniset.h>
#include <unicode/unistr.h>
#include <unicode/uset.h>

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
    throw RunError(ErrorCode::internal,
                   fmt::format("ICU has no transliterator {}: {}", id, u_errorName(status)), id);
  return made;
}

icu::UnicodeString simplified(std::string_view text) {
  thread_local const std::unique_ptr<icu::Transliterator> simplify = transliterator("Traditional-Simplified");
  icu::UnicodeString out = icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
  simplify->transliterate(out);
  return out;
}

// The characters that an encoding can write.
icu::UnicodeSet characters_of(const char* encoding) {
  UErrorCode status = U_ZERO_ERROR;
  const std::unique_ptr<UConverter, void (*)(UConverter*)> converter(ucnv_open(encoding, &status),
                                                                     ucnv_close);
  icu::UnicodeSet out;
  ucnv_getUnicodeSet(converter.get(), out.toUSet(), UCNV_ROUNDTRIP_SET, &status);
  if (U_FAILURE(status))
    throw RunError(ErrorCode::internal,
                   fmt::format("ICU cannot use the encoding {}: {}", encoding, u_errorName(status)),
                   encoding);
  return out;
}

icu::UnicodeSet japanese_characters() {
  UErrorCode status = U_ZERO_ERROR;
  icu::UnicodeSet out(icu::UnicodeString::fromUTF8("[:Han:]"), status);
  out.retainAll(characters_of("EUC-JP"));
  // Without those that JIS X 0212 adds: Shift_JIS has none of them.
  out.retainAll(characters_of("Shift_JIS"));
  out.removeAll(characters_of("GB2312")).removeAll(characters_of("Big5"));
  // Forms of other characters that Hong Kong and Taiwan write as well.
  out.removeAll(icu::UnicodeString::fromUTF8("衞羣峯鷄眞裏説脱税悦閲鋭啓"));
  out.freeze();  // a frozen set may be shared between threads
  return out;
}

}  // namespace

bool has_japanese_han(std::string_view text) {
  static const icu::UnicodeSet japanese = japanese_characters();
  return japanese.containsSome(
             icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())})) != 0;
}

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
