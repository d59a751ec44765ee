#include "naming/japanese.hpp"

#include <fmt/format.h>
#include <mecab.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <algorithm>
#include <filesystem>
#include <memory>

#include "core/text.hpp"
#include "naming/data_file.hpp"

namespace domainplan {
namespace {

constexpr const char* kDictionaries[] = {"/var/lib/mecab/dic/ipadic-utf8", "/usr/lib/mecab/dic/ipadic-utf8",
                                         "/usr/share/mecab/dic/ipadic-utf8"};
constexpr std::size_t kReading = 7;  // of an entry's features: its kana, and how it is said
constexpr std::size_t kSaid = 8;
constexpr std::size_t kMostBytes = 600;
constexpr int32_t kShortestLoan = 2;  // in kana

// One for all threads: a model only reads its dictionary. Null where there is none.
const MeCab::Model* model() {
  static const std::unique_ptr<MeCab::Model> shared = []() -> std::unique_ptr<MeCab::Model> {
    for (const char* folder : kDictionaries) {
      std::error_code error;
      if (!std::filesystem::exists(std::filesystem::path(folder) / "sys.dic", error)) continue;
      std::unique_ptr<MeCab::Model> made(
          MeCab::createModel(fmt::format("-r /dev/null -d {}", folder).c_str()));
      if (made) return made;
    }
    return nullptr;
  }();
  return shared.get();
}

const DataFile& loan_words_file() {
  static const DataFile file("japanese_loanwords.txt");
  return file;
}

const SortedLines& loan_words() {
  static const SortedLines words = loan_words_file().lines();
  return words;
}

icu::UnicodeString unicode(std::string_view text) {
  return icu::UnicodeString::fromUTF8({text.data(), static_cast<int32_t>(text.size())});
}

std::string utf8(const icu::UnicodeString& text) {
  std::string out;
  text.toUTF8String(out);
  return out;
}

UScriptCode script_of(UChar32 c) {
  if (c == 0x30FC) return USCRIPT_KATAKANA;  // the mark of a long vowel
  UErrorCode status = U_ZERO_ERROR;
  return uscript_getScript(c, &status);
}

bool is_all(const icu::UnicodeString& text, UScriptCode script) {
  for (int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1))
    if (script_of(text.char32At(at)) != script) return false;
  return !text.isEmpty();
}

// The mark of a long vowel may stand in it (らーめん).
bool is_hiragana(const icu::UnicodeString& text) {
  for (int32_t at = 0; at < text.length(); ++at)
    if (text.charAt(at) != 0x30FC && script_of(text.charAt(at)) != USCRIPT_HIRAGANA) return false;
  return !text.isEmpty();
}

bool has_han(const icu::UnicodeString& text) {
  for (int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1))
    if (script_of(text.char32At(at)) == USCRIPT_HAN || text.char32At(at) == 0x3005) return true;
  return false;
}

// Hiragana with the mark of a long vowel where u or o lengthens the o or u before it (きょうと → きょーと),
// unless a word begins there (よしの + うどん).
icu::UnicodeString with_long_vowels(const icu::UnicodeString& kana, const std::vector<int32_t>& beginnings) {
  constexpr std::u16string_view kO = u"おこごそぞとどのほぼぽもょよろ",
                                kU = u"うくぐすずつづぬふぶぷむゅゆる";
  icu::UnicodeString out;
  for (int32_t at = 0; at < kana.length(); ++at) {
    const char16_t before = at > 0 ? kana.charAt(at - 1) : u'\0';
    const char16_t c = kana.charAt(at);
    const bool after_o = kO.find(before) != std::u16string_view::npos;
    const bool after_u = kU.find(before) != std::u16string_view::npos;
    const bool lengthens = (c == u'う' && (after_o || after_u)) || (c == u'お' && after_o);
    const bool begins = std::find(beginnings.begin(), beginnings.end(), at) != beginnings.end();
    out += lengthens && !begins ? u'ー' : c;
  }
  return out;
}

// Splits Katakana into loan words, the longest first; the words, or nothing where a part is none.
std::vector<JapaneseWord> loans_in(const icu::UnicodeString& kana) {
  if (kana.isEmpty()) return {};
  for (int32_t size = kana.length(); size >= kShortestLoan; --size) {
    const std::string part = utf8(icu::UnicodeString(kana, 0, size));
    const auto gloss = loan_words().value(part);
    if (!gloss) continue;
    if (size == kana.length()) return {{part, std::string(*gloss)}};
    std::vector<JapaneseWord> rest = loans_in(icu::UnicodeString(kana, size));
    if (rest.empty()) continue;
    rest.insert(rest.begin(), {part, std::string(*gloss)});
    return rest;
  }
  return {};
}

// Whether the dictionary has the node's text with another reading at the same place.
bool has_other_reading(const MeCab::Lattice& lattice, const MeCab::Node& node, std::string_view reading) {
  const auto at = static_cast<std::size_t>(node.surface - lattice.sentence());
  for (const MeCab::Node* other = lattice.begin_nodes(at); other != nullptr; other = other->bnext) {
    if (other->length != node.length) continue;
    const std::vector<std::string_view> features = split(other->feature, ",");
    if (features.size() > kReading && features[kReading] != reading) return true;
  }
  return false;
}

// One character is read in one way by itself and in others in a name, unless it is an ending (屋).
bool is_lone_character(const icu::UnicodeString& surface, const std::vector<std::string_view>& features) {
  return surface.countChar32() == 1 && features.size() > 1 && features[1] != "接尾";
}

// Whether a node is what follows a place and says what kind of place it is (鹿児島 + 県).
bool is_of_place(const MeCab::Node& node) {
  const auto is = [](const MeCab::Node* one, std::string_view kind) {
    return one != nullptr && one->feature != nullptr && std::string_view(one->feature).starts_with(kind);
  };
  return is(&node, "名詞,接尾,地域") && is(node.prev, "名詞,固有名詞,地域");
}

// Whether two texts are the same but for kana that one has small and the other big.
bool differs_in_size(const icu::UnicodeString& one, const icu::UnicodeString& other) {
  constexpr std::u16string_view kBig = u"アイウエオツヤユヨワ", kSmall = u"ァィゥェォッャュョヮ";
  if (one.length() != other.length() || one == other) return false;
  for (int32_t at = 0; at < one.length(); ++at) {
    const std::size_t big = kBig.find(one.charAt(at));
    const bool same = one.charAt(at) == other.charAt(at);
    if (!same && (big == std::u16string_view::npos || kSmall[big] != other.charAt(at))) return false;
  }
  return true;
}

// Katakana between other scripts, node by node as the dictionary has it. A run is loan words as a whole, or
// said as it is: half of it in English (マッチングサービス: matchingsabisu) is no name.
class KatakanaRun {
 public:
  void add(const icu::UnicodeString& surface, std::string said) {
    text_ += surface;
    said_.push_back(std::move(said));
  }
  void end(JapaneseReading& reading) {
    if (text_.isEmpty()) return;
    std::vector<JapaneseWord> words;
    if (text_.length() >= kShortestLoan) words = loans_in(text_);
    if (words.empty())
      for (std::string& said : said_) words.push_back({std::move(said), {}});
    reading.words.insert(reading.words.end(), words.begin(), words.end());
    text_.remove();
    said_.clear();
  }

 private:
  icu::UnicodeString text_;
  std::vector<std::string> said_;  // of each node
};

// Hiragana between other scripts. The dictionary takes names apart at what looks like a particle (ほん + だ),
// so a run is one word, said as it is written unless the dictionary has all of it.
class HiraganaRun {
 public:
  void add(const icu::UnicodeString& surface, std::string_view said) {
    if (surface.length() > 2 && text_.length() > 1) beginnings_.push_back(text_.length());
    said_ = text_.isEmpty() ? std::string(said) : std::string();
    text_ += surface;
  }
  void end(JapaneseReading& reading) {
    if (text_.isEmpty()) return;
    reading.words.push_back({said_.empty() ? utf8(with_long_vowels(text_, beginnings_)) : said_, {}});
    text_.remove();
    beginnings_.clear();
  }

 private:
  icu::UnicodeString text_;
  std::vector<int32_t> beginnings_;  // of longer words of the dictionary
  std::string said_;                 // of a run that is one word of the dictionary
};

void read_with_model(const std::string& text, JapaneseReading& reading) {
  thread_local const std::unique_ptr<MeCab::Tagger> tagger(model()->createTagger());
  thread_local const std::unique_ptr<MeCab::Lattice> lattice(model()->createLattice());
  lattice->clear();
  lattice->set_sentence(text.data(), text.size());
  if (!tagger->parse(lattice.get())) {
    reading.rough = true;
    reading.words.push_back({text, {}});
    return;
  }
  HiraganaRun hiragana;
  KatakanaRun katakana;
  for (const MeCab::Node* node = lattice->bos_node()->next; node != nullptr && node->stat != MECAB_EOS_NODE;
       node = node->next) {
    const std::string text_of_node(node->surface, node->length);
    const icu::UnicodeString surface = unicode(text_of_node);
    const std::vector<std::string_view> features = split(node->feature, ",");
    const bool known = features.size() > kSaid;
    const bool is_katakana = is_all(surface, USCRIPT_KATAKANA);
    if (!is_katakana) katakana.end(reading);
    if (is_hiragana(surface)) {
      hiragana.add(surface, known ? features[kSaid] : std::string_view());
      continue;
    }
    hiragana.end(reading);
    if (has_han(surface))
      reading.rough = reading.rough || !known || is_lone_character(surface, features) ||
                      has_other_reading(*lattice, *node, features[kReading]);
    // What is written in Katakana is said so, but for the big kana of old names (キヤノン); in the rest long
    // vowels are the dictionary's matter.
    const bool as_written = !known || (is_katakana && !differs_in_size(surface, unicode(features[kSaid])));
    std::string said = as_written ? text_of_node : std::string(features[kSaid]);
    if (is_katakana)
      katakana.add(surface, std::move(said));
    else if (is_of_place(*node) && !reading.words.empty())
      reading.words.back().kana += said;
    else
      reading.words.push_back({std::move(said), {}});
  }
  hiragana.end(reading);
  katakana.end(reading);
}

}  // namespace

JapaneseReading read_japanese(std::string_view given) {
  const std::string text(given.substr(0, kMostBytes));
  JapaneseReading reading;
  if (model() != nullptr) {
    read_with_model(text, reading);
    return reading;
  }
  const icu::UnicodeString whole = unicode(text);
  reading.rough = has_han(whole);
  std::vector<JapaneseWord> loans;
  if (is_all(whole, USCRIPT_KATAKANA)) loans = loans_in(whole);
  if (loans.empty()) loans.push_back({utf8(with_long_vowels(whole, {})), {}});
  reading.words = std::move(loans);
  return reading;
}

std::string japanese_dictionary_version() {
  if (model() == nullptr) return {};
  const MeCab::DictionaryInfo* info = model()->dictionary_info();
  return fmt::format("mecab {}, ipadic-utf8 {} words", MeCab::Model::version(), info->size);
}

std::string japanese_loanwords_version() {
  static const std::string version = loan_words_file().sha256();
  return version;
}

}  // namespace domainplan
