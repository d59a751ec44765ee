#include "naming/legal_forms.hpp"

#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "core/text.hpp"

namespace domainplan {
namespace {

constexpr std::size_t kLongestMiddleForm = 4;  // in words

bool is_latin(std::string_view key) {
  return std::all_of(key.begin(), key.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

std::ptrdiff_t offset(std::size_t at) { return static_cast<std::ptrdiff_t>(at); }

// Tokens that hold forms without a blank between ("Co.Ltd", "GmbH&Co", "GmbH+Co") as one token each.
std::vector<BrandToken> split_glued_forms(const WordLists& lists, std::vector<BrandToken> tokens) {
  std::vector<BrandToken> out;
  for (BrandToken& token : tokens) {
    std::vector<std::string> parts;
    if (!lists.form_keys.contains(token.key)) {
      for (const std::string_view piece : split(token.text, ".")) {
        std::size_t from = 0;
        for (std::size_t at = piece.find_first_of("&+"); at != std::string_view::npos;
             at = piece.find_first_of("&+", from)) {
          if (at > from) parts.emplace_back(piece.substr(from, at - from));
          parts.emplace_back("&");
          from = at + 1;
        }
        if (from < piece.size()) parts.emplace_back(piece.substr(from));
      }
    }
    const bool all_forms =
        parts.size() > 1 && std::all_of(parts.begin(), parts.end(), [&](const std::string& part) {
          return (part == "&" || part.size() > 1) && lists.form_keys.contains(form_key(part));
        });
    if (!all_forms) {
      out.push_back(std::move(token));
      continue;
    }
    for (std::size_t i = 0; i < parts.size(); ++i)
      out.push_back({parts[i], form_key(parts[i]), i == 0 && token.begins_name, i == 0 && token.after_comma});
  }
  return out;
}

// The tokens of a name while legal forms are dropped from its ends.
class FormDropper {
 public:
  FormDropper(const WordLists& lists, std::vector<BrandToken> tokens, std::string_view country)
      : lists_(lists), tokens_(std::move(tokens)), website_country_(country), end_(tokens_.size()) {
    for (const BrandToken& token : tokens_) {
      const auto text = icu::UnicodeString::fromUTF8(token.text);
      for (int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
        has_capital_ = has_capital_ || u_isupper(text.char32At(at));
        has_small_ = has_small_ || u_islower(text.char32At(at));
      }
    }
  }

  // Drops forms as long as there are any, and with them what has no key (a lone dash).
  WithoutForms drop() {
    drop_apposition();
    std::size_t doubtful_from = tokens_.size();
    while (begin_ < end_) {
      if (key(end_ - 1).empty()) {
        --end_;
      } else if (key(begin_).empty()) {
        ++begin_;
      } else if (const LegalForm* last = find(lists_.trailing, key(end_ - 1), true)) {
        end_ -= last->keys.size();
        found(*last);
      } else if (const LegalForm* first = find(lists_.leading, key(begin_), false)) {
        // AB InBev: initials as well as a form, where no country says which.
        const bool confirmed =
            is_website_country(*first) || (!first->country.empty() && first->country == country_);
        if (!confirmed && lists_.ambiguous_forms.contains(key(begin_)))
          doubtful_from = std::min(doubtful_from, begin_);
        begin_ += first->keys.size();
        found(*first);
      } else {
        break;
      }
    }
    WithoutForms out;
    const auto [middle, after] = find_middle();
    out.name.assign(tokens_.begin() + offset(begin_), tokens_.begin() + offset(middle));
    out.after.assign(tokens_.begin() + offset(after), tokens_.begin() + offset(end_));
    if (doubtful_from < middle)
      out.with_form.assign(tokens_.begin() + offset(doubtful_from), tokens_.begin() + offset(middle));
    out.country = country_;
    return out;
  }

 private:
  using Forms = std::unordered_map<std::string, std::vector<LegalForm>>;
  const std::string& key(std::size_t at) const { return tokens_[at].key; }

  // Velora, a Zantrix Company; Velora c/o Zantrix: what follows says whose it is, or where.
  void drop_apposition() {
    for (std::size_t at = 1; at + 1 < tokens_.size(); ++at)
      if (tokens_[at].text == "c/o" ||
          (tokens_[at].after_comma && (tokens_[at].text == "a" || tokens_[at].text == "an"))) {
        end_ = at;
        tokens_.resize(at);
      }
  }

  void found(const LegalForm& form) {
    if (country_.empty()) country_ = form.country;
  }

  // The longest form with this edge that stands at the end (or the beginning) and is not all there is.
  const LegalForm* find(const Forms& forms, const std::string& edge, bool at_end) const {
    const auto known = forms.find(edge);
    if (known == forms.end()) return nullptr;
    for (const LegalForm& form : known->second) {
      const std::size_t size = form.keys.size();
      if (size >= end_ - begin_) continue;
      const std::size_t from = at_end ? end_ - size : begin_;
      if (!stands(form, from)) continue;
      const bool is_form = at_end ? is_name(begin_, from) && is_form_at_end(form, from)
                                  : is_name(begin_ + size, end_) && is_form_at_beginning(form);
      if (is_form) return &form;
    }
    return nullptr;
  }

  bool stands(const LegalForm& form, std::size_t from) const {
    return std::equal(form.keys.begin(), form.keys.end(), tokens_.begin() + offset(from),
                      [](const std::string& wanted, const BrandToken& token) { return wanted == token.key; });
  }

  // Whether what stands there is more than an article and signs.
  bool is_name(std::size_t from, std::size_t to) const {
    return std::any_of(tokens_.begin() + offset(from), tokens_.begin() + offset(to),
                       [&](const BrandToken& token) {
                         return token.key.find_first_not_of("&+") != std::string::npos &&
                                !lists_.articles.contains(token.key);
                       });
  }

  bool is_all_forms(std::size_t from, std::size_t to) const {
    return std::all_of(tokens_.begin() + offset(from), tokens_.begin() + offset(to),
                       [&](const BrandToken& token) { return lists_.form_keys.contains(token.key); });
  }

  bool all_english(std::size_t from, std::size_t to) const {
    return std::all_of(tokens_.begin() + offset(from), tokens_.begin() + offset(to),
                       [&](const BrandToken& token) {
                         return lists_.is_english(token.key) || lists_.small.contains(token.key);
                       });
  }

  bool any_english_name(std::size_t from, std::size_t to) const {
    return std::any_of(tokens_.begin() + offset(from), tokens_.begin() + offset(to),
                       [&](const BrandToken& token) {
                         return lists_.is_english(token.key) && !lists_.generic.contains(token.key);
                       });
  }

  bool is_website_country(const LegalForm& form) const {
    return !form.country.empty() && form.country == website_country_;
  }

  // As it is spelled in law (SpA, Oy), or in capitals.
  bool is_spelled_as_form(const std::string& text) const {
    const std::string bare(trimmed_punctuation(text));
    return lists_.form_texts.contains(text) || lists_.form_texts.contains(bare) ||
           std::none_of(bare.begin(), bare.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  }

  static std::string_view trimmed_punctuation(std::string_view text) {
    while (!text.empty() && (text.back() == '.' || text.back() == ',')) text.remove_suffix(1);
    return text;
  }

  // A letter, a dot, a letter …: S.p.A., a.s.
  static bool is_dotted(std::string_view text) {
    const auto dots = std::count(text.begin(), text.end(), '.');
    return text.size() >= 3 && dots * 2 + 1 >= static_cast<std::ptrdiff_t>(text.size());
  }

  bool is_form_at_end(const LegalForm& form, std::size_t from) const {
    if (form.keys.size() > 1) return true;
    const std::string& text = tokens_[from].text;
    const std::string& key = form.keys.front();
    if (text.find('/') != std::string::npos)
      return lists_.form_texts.contains(text) || lists_.form_texts.contains(ascii_lower(text));
    if (!lists_.ambiguous_forms.contains(key) || is_dotted(text) || is_website_country(form)) return true;
    const bool spelled = is_spelled_as_form(text);
    if (tokens_[from].after_comma && spelled) return true;
    if (lists_.forms_like_words.contains(key))
      return (spelled || !has_capital_) && !all_english(begin_, from);
    return spelled || (!has_capital_ && !any_english_name(begin_, from));
  }

  bool is_form_at_beginning(const LegalForm& form) const {
    const std::string& key = form.keys.front();
    if (form.keys.size() > 1 || !is_latin(key) || !lists_.ambiguous_forms.contains(key)) return true;
    if (lists_.forms_with_another.contains(key) && end_ == tokens_.size()) return false;
    // Pt. Sumber Tbk: another form of its country ends the name.
    if (!form.country.empty() && form.country == country_ && end_ < tokens_.size()) return true;
    if (tokens_[begin_].text.find('/') != std::string::npos || !is_spelled_as_form(tokens_[begin_].text))
      return false;
    if (is_website_country(form) || (!form.country.empty() && form.country == country_)) return true;
    const bool distinctive = std::any_of(
        tokens_.begin() + offset(begin_ + 1), tokens_.begin() + offset(end_), [&](const BrandToken& token) {
          return !lists_.is_english(token.key) && !lists_.generic.contains(token.key);
        });
    return distinctive && !any_english_name(begin_ + 1, end_);
  }

  // Where a form stands in the middle that is nothing else: [first token of it, first token after it).
  std::pair<std::size_t, std::size_t> find_middle() {
    for (std::size_t from = begin_ + 1; from + 1 < end_; ++from)
      for (std::size_t size = std::min(kLongestMiddleForm, end_ - 1 - from); size >= 1; --size)
        if (const LegalForm* form = middle_form(from, size)) {
          found(*form);
          return {from, from + size};
        }
    return {end_, end_};
  }

  const LegalForm* middle_form(std::size_t from, std::size_t size) const {
    const auto known = lists_.trailing.find(key(from + size - 1));
    if (known == lists_.trailing.end() || !is_name(begin_, from) || is_all_forms(begin_, from))
      return nullptr;
    for (const LegalForm& form : known->second) {
      if (form.keys.size() != size || !stands(form, from)) continue;
      if (size == 1 && is_spelled_in_the_middle(tokens_[from])) return &form;
      const bool only_a_form = std::all_of(form.keys.begin(), form.keys.end(), [&](const std::string& word) {
        return !lists_.is_english(word) && !lists_.ambiguous_forms.contains(word) &&
               (size > 1 || (word.size() >= 3 && word != "co"));
      });
      if (only_a_form) return &form;
    }
    return nullptr;
  }

  // Lumen S.A. Mikrotechnik, Zantrix AG Zweigniederlassung: dotted, or in capitals beside words that are not.
  bool is_spelled_in_the_middle(const BrandToken& token) const {
    if (is_dotted(token.text) && std::count(token.text.begin(), token.text.end(), '.') > 1) return true;
    if (!lists_.middle_forms.contains(token.key)) return false;
    const std::string_view bare = trimmed_punctuation(token.text);
    const bool capitals = std::all_of(bare.begin(), bare.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    return capitals && (has_small_ || token.key.size() >= 4);
  }

  const WordLists& lists_;
  std::vector<BrandToken> tokens_;
  std::string_view website_country_;
  std::string country_;
  bool has_capital_ = false;
  bool has_small_ = false;
  std::size_t begin_ = 0;
  std::size_t end_;
};

}  // namespace

WithoutForms without_legal_forms(const WordLists& lists, std::vector<BrandToken> tokens,
                                 std::string_view country) {
  return FormDropper(lists, split_glued_forms(lists, std::move(tokens)), country).drop();
}

}  // namespace domainplan
