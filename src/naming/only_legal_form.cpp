#include "naming/legal_forms.hpp"

#include <unicode/unistr.h>

#include <nlohmann/json.hpp>
#include <string>

#include "core/text.hpp"
#include "naming/brand_tokens.hpp"
#include "naming/embedded.hpp"
#include "naming/word_lists.hpp"

namespace domainplan {
namespace {

constexpr std::string_view kBetween = " ,;()\t\r\n";  // words
constexpr std::size_t kLongest = 100;                 // bytes; no form is longer

// A text by the keys of its words: with a blank between them, and without for a text of one word, so that
// "Co.Ltd" is "Co. Ltd", but "A B" is not "AB".
struct Keys {
  std::string apart, together;
  std::size_t words = 0;
};

Keys keys_of(std::string_view text) {
  Keys keys;
  for (const std::string_view word : split(text, kBetween)) {
    const std::string key = form_key(word);
    if (key.empty()) continue;
    if (keys.words++ > 0) keys.apart += ' ';
    keys.apart += key;
    keys.together += key;
  }
  return keys;
}

struct Forms {
  WordSet apart, together, first_words;
};

Forms all_forms() {
  const nlohmann::json lists = nlohmann::json::parse(embedded::data_naming_legal_forms_json);
  Forms forms;
  for (const char* list : {"trailing", "leading", "glued"})
    for (const auto& [country, texts] : lists.at(list).items())
      for (const nlohmann::json& text : texts) {
        Keys keys = keys_of(text.get<std::string>());
        forms.first_words.insert(keys.words == 1 ? keys.together
                                                 : keys.apart.substr(0, keys.apart.find(' ')));
        forms.apart.insert(std::move(keys.apart));
        forms.together.insert(std::move(keys.together));
      }
  return forms;
}

std::string compatible_utf8(std::string_view text) {
  std::string out;
  compatible(icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())}))
      .toUTF8String(out);
  return out;
}

}  // namespace

bool is_only_legal_form(std::string_view brand) {
  static const Forms forms = all_forms();
  if (brand.size() > kLongest) return false;
  // Nearly always the first word shows that there is a name.
  const auto words = split(brand, kBetween);
  if (words.size() > 1 && is_ascii(words.front())) {
    const std::string first = form_key(words.front());
    if (!first.empty() && !forms.first_words.contains(first)) return false;
  }
  const Keys keys = keys_of(is_ascii(brand) ? std::string(brand) : compatible_utf8(brand));
  if (keys.words == 0) return false;
  return keys.words == 1 ? forms.together.contains(keys.together) : forms.apart.contains(keys.apart);
}

}  // namespace domainplan
