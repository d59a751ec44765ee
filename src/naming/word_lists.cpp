#include "naming/word_lists.hpp"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "io/sha256.hpp"
#include "naming/data_file.hpp"
#include "naming/embedded.hpp"
#include "naming/thai.hpp"

namespace domainplan {
namespace {

using nlohmann::json;

constexpr std::size_t kShortestMisleading = 6;  // a famous name that must not arise across a join

WordSet set_of(const json& words) { return words.get<WordSet>(); }

// The words, other scripts than Latin by their keys.
WordSet keys_of(const json& words) {
  WordSet out;
  for (const json& word : words) out.insert(form_key(word.get<std::string>()));
  return out;
}

std::unordered_map<std::string, std::vector<LegalForm>> forms_by_edge(const json& countries, bool last) {
  std::map<std::vector<std::string>, std::string> country_of;
  for (const auto& [country, forms] : countries.items()) {
    for (const json& form : forms) {
      const std::string text = form.get<std::string>();
      std::vector<std::string> keys;
      for (const std::string_view token : split(text, " ,()"))
        if (std::string key = form_key(token); !key.empty()) keys.push_back(std::move(key));
      const auto [known, first] = country_of.emplace(std::move(keys), country);
      if (!first && known->second != country) known->second.clear();
    }
  }
  std::unordered_map<std::string, std::vector<LegalForm>> out;
  for (const auto& [keys, country] : country_of)
    out[last ? keys.back() : keys.front()].push_back({keys, country});
  for (auto& [edge, forms] : out)
    std::stable_sort(forms.begin(), forms.end(),
                     [](const LegalForm& a, const LegalForm& b) { return a.keys.size() > b.keys.size(); });
  return out;
}

void read_forms(const json& forms, WordLists& lists) {
  lists.trailing = forms_by_edge(forms.at("trailing"), true);
  lists.leading = forms_by_edge(forms.at("leading"), false);
  for (const auto& [country, texts] : forms.at("glued").items())
    for (const json& text : texts) lists.glued.push_back({{text.get<std::string>()}, country});
  std::stable_sort(lists.glued.begin(), lists.glued.end(), [](const LegalForm& a, const LegalForm& b) {
    return a.keys.front().size() > b.keys.front().size();
  });
  for (const char* edge : {"trailing", "leading"})
    for (const json& texts : forms.at(edge))
      for (const json& text : texts) {
        const std::string form = text.get<std::string>();
        for (const std::string_view token : split(form, " ,()")) {
          lists.form_texts.emplace(token);
          lists.form_keys.insert(form_key(token));
        }
      }
  for (const auto& [edge, with_edge] : lists.trailing)
    for (const LegalForm& form : with_edge) {
      std::string all;
      for (const std::string& key : form.keys) all += key;
      if (all.size() > 1) lists.joined_forms.insert(std::move(all));
    }
  lists.ambiguous_forms = set_of(forms.at("ambiguous"));
  lists.forms_like_words = set_of(forms.at("like_words"));
  lists.forms_with_another = set_of(forms.at("with_another"));
  lists.middle_forms = set_of(forms.at("middle"));
}

// Dictionary words of other languages, in files of their own by their licences.
const std::array<DataFile, 3>& words_abroad() {
  static const std::array<DataFile, 3> files = {
      DataFile("words_abroad.txt"), DataFile("words_abroad_gpl2.txt"), DataFile("words_abroad_cc_by_sa.txt")};
  return files;
}

bool is_listed_abroad(std::string_view word) {
  return std::any_of(words_abroad().begin(), words_abroad().end(),
                     [&](const DataFile& file) { return file.has_line(word); });
}

using TextPair = std::pair<std::string_view, std::string_view>;

// `text` with the first of each pair replaced by the second.
template <std::size_t size>
std::string with_replaced(const std::array<TextPair, size>& pairs, std::string text) {
  for (const auto& [from, to] : pairs)
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at))
      text.replace(at, from.size(), to);
  return text;
}

// Whether a word is listed in the form that it has with the second ending of a pair for its first, before
// which `shortest` bytes stay.
template <std::size_t size>
bool is_listed_with(const std::array<TextPair, size>& endings, std::string_view word, std::size_t shortest) {
  return std::any_of(endings.begin(), endings.end(), [&](const TextPair& ending) {
    if (word.size() < ending.first.size() + shortest || !word.ends_with(ending.first)) return false;
    const std::string_view stem = word.substr(0, word.size() - ending.first.size());
    return is_listed_abroad(std::string(stem).append(ending.second));
  });
}

// As the lists write a word of another script: е for ё, no accents in Greek.
std::string in_listed_letters(std::string_view word) {
  static constexpr std::array<TextPair, 12> kLetters = {{{"ё", "е"},
                                                         {"ά", "α"},
                                                         {"έ", "ε"},
                                                         {"ή", "η"},
                                                         {"ί", "ι"},
                                                         {"ό", "ο"},
                                                         {"ύ", "υ"},
                                                         {"ώ", "ω"},
                                                         {"ϊ", "ι"},
                                                         {"ϋ", "υ"},
                                                         {"ΐ", "ι"},
                                                         {"ΰ", "υ"}}};
  return with_replaced(kLetters, std::string(word));
}

// The words, and those with an umlaut as they are written without one (söhne, soehne).
WordSet with_umlauts_spelled_out(WordSet words) {
  static constexpr std::array<TextPair, 3> kUmlauts = {{{"ä", "ae"}, {"ö", "oe"}, {"ü", "ue"}}};
  std::vector<std::string> spelled_out;
  for (const std::string& word : words) spelled_out.push_back(with_replaced(kUmlauts, word));
  words.insert(spelled_out.begin(), spelled_out.end());
  return words;
}

// The lines of a list without its comments.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> out;
  for (const std::string_view line : split(text, "\n"))
    if (!line.starts_with('#') && !trimmed(line).empty()) out.push_back(trimmed(line));
  return out;
}

}  // namespace

std::string_view WordLists::said(std::string_view sign, std::string_view country) const {
  const auto words = signs.find(std::string(sign));
  if (words == signs.end()) return {};
  const auto own = words->second.find(std::string(country));
  return own != words->second.end() ? own->second : words->second.at("");
}

bool WordLists::is_word_abroad(std::string_view word) const {
  constexpr std::size_t kShortestPlural = 7;
  // Plurals of Spanish, Portuguese and French: felices, corações, animais, imagens, journaux.
  static constexpr std::array<TextPair, 7> kPlurals = {
      {{"ces", "z"}, {"oes", "ao"}, {"ais", "al"}, {"ens", "em"}, {"aux", "al"}, {"s", ""}, {"es", ""}}};
  if (is_listed_abroad(word)) return true;
  return word.size() >= kShortestPlural && is_listed_with(kPlurals, word, 1);
}

bool WordLists::is_word_of_other_script(std::string_view key) const {
  constexpr std::size_t kShortestStem = 6;  // three letters
  // Adjectives of each gender, plurals and the case behind a noun: золотая, цветы, мебели, зелена, слънцето,
  // χρυσή, λουλούδια.
  static constexpr std::array<TextPair, 40> kForms = {
      {{"ая", "ый"}, {"ая", "ой"}, {"ая", "ий"}, {"яя", "ий"}, {"ое", "ый"}, {"ое", "ой"}, {"ое", "ий"},
       {"ее", "ий"}, {"ые", "ый"}, {"ые", "ой"}, {"ие", "ий"}, {"ы", ""},    {"ы", "а"},   {"и", ""},
       {"и", "а"},   {"и", "я"},   {"и", "ь"},   {"и", "й"},   {"и", "о"},   {"а", ""},    {"а", "о"},
       {"а", "ий"},  {"я", "ь"},   {"я", "й"},   {"я", "ій"},  {"о", ""},    {"е", "ий"},  {"е", "ій"},
       {"і", "ий"},  {"і", "ій"},  {"і", "а"},   {"ї", "я"},   {"та", ""},   {"то", ""},   {"η", "οσ"},
       {"ο", "οσ"},  {"α", "οσ"},  {"ια", "ι"},  {"εσ", "α"},  {"εσ", "η"}}};
  const std::string word = in_listed_letters(key);
  return is_listed_abroad(word) || is_listed_with(kForms, word, kShortestStem);
}

std::string words_abroad_version() {
  static const std::string version = [] {
    std::string digests;
    for (const DataFile& file : words_abroad()) digests += file.sha256();
    return digests.empty() ? digests : sha256_hex(digests);
  }();
  return version;
}

std::string form_key(std::string_view token) {
  if (is_ascii(token)) {  // most tokens; needs no Unicode
    std::string key;
    for (const char c : ascii_lower(token))
      if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '&' || c == '+') key += c;
    return key;
  }
  icu::UnicodeString text = icu::UnicodeString::fromUTF8({token.data(), static_cast<int32_t>(token.size())});
  text.foldCase();
  icu::UnicodeString kept;
  for (int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    UChar32 c = text.char32At(at);
    // The capital of Turkish i folds to an i with a dot of its own, and ı is one without (LTD. ŞTİ.).
    if (c == 0x307 && kept.endsWith(u"i")) continue;
    if (c == 0x131) c = 'i';
    if (u_isalnum(c) || (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0 || c == '&' || c == '+') kept.append(c);
  }
  std::string out;
  with_thai_am(std::move(kept)).toUTF8String(out);
  return out;
}

WordLists built_in_words() {
  const json forms = json::parse(embedded::data_naming_legal_forms_json);
  const json words = json::parse(embedded::data_naming_words_json);
  const json websites = json::parse(embedded::data_naming_websites_json);
  WordLists lists;
  read_forms(forms, lists);
  lists.signs = words.at("signs").get<decltype(lists.signs)>();
  lists.articles = set_of(words.at("articles"));
  lists.small = set_of(words.at("small"));
  lists.dot_words = set_of(words.at("dot_words"));
  lists.generic = keys_of(words.at("generic"));
  lists.corporate = set_of(words.at("corporate"));
  lists.han_of_the_name = set_of(words.at("han_of_the_name"));
  lists.trades = keys_of(words.at("trades"));
  lists.trades_behind = set_of(words.at("trades_behind"));
  lists.trade_phrases = keys_of(words.at("trade_phrases"));
  lists.titles = keys_of(words.at("titles"));
  lists.former = keys_of(words.at("former"));
  lists.trade_endings = words.at("trade_endings").get<std::vector<std::string>>();
  lists.common = set_of(words.at("common"));
  lists.common.merge(set_of(words.at("common_abroad")));
  lists.glued_countries = words.at("glued_countries").get<std::vector<std::string>>();
  lists.glued_trades = words.at("glued_trades").get<std::vector<std::string>>();
  for (const std::string& trade : lists.glued_trades) lists.trades.insert(form_key(trade));
  lists.german_endings = words.at("german_endings").get<std::vector<std::string>>();
  lists.german = with_umlauts_spelled_out(set_of(words.at("german")));
  lists.umlauts_kept = set_of(words.at("umlauts_kept"));
  lists.bulgarian = keys_of(words.at("bulgarian"));
  lists.abbreviations = words.at("abbreviations").get<decltype(lists.abbreviations)>();
  lists.han_generic = words.at("han_generic").get<std::vector<std::string>>();
  std::stable_sort(lists.han_generic.begin(), lists.han_generic.end(),
                   [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
  lists.english = SortedLines(embedded::data_naming_english_txt);
  lists.rarer_english = SortedLines(embedded::data_naming_english_rare_txt);
  lists.places = SortedLines(embedded::data_naming_places_txt);
  lists.named_by_subdomain = set_of(websites.at("named_by_subdomain"));
  lists.nameless = set_of(websites.at("nameless"));
  lists.profiles = set_of(websites.at("profiles"));
  lists.not_names = set_of(websites.at("not_names"));
  lists.suffix_like = set_of(websites.at("suffix_like"));
  lists.government = set_of(websites.at("government"));
  lists.brand_tlds = set_of(websites.at("brand_tlds"));
  const std::vector<std::string_view> famous = lines_of(embedded::data_naming_famous_txt);
  for (const std::string_view name : famous) lists.famous.emplace(name);
  for (const std::string_view word : lines_of(embedded::data_naming_phishing_txt))
    lists.phishing.emplace(word);
  for (const std::string_view text :
       {embedded::data_naming_blocklist_txt, embedded::data_naming_phishing_txt})
    for (const std::string_view word : lines_of(text)) lists.blocked.emplace_back(word);
  std::vector<std::string_view> joins = lines_of(embedded::data_naming_joins_txt);
  lists.rude = JoinWords(joins);
  for (const std::string_view name : famous)
    if (name.size() >= kShortestMisleading) joins.push_back(name);
  lists.misleading = JoinWords(joins);
  return lists;
}

}  // namespace domainplan
