#include "intake/fields.hpp"

#include <fmt/format.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <charconv>

#include "core/text.hpp"
#include "domainplan/domain_name.hpp"
#include "intake/email.hpp"
#include "intake/formula.hpp"
#include "intake/invisible.hpp"
#include "intake/url.hpp"

namespace domainplan {
namespace {

using Code = DiagnosticCode;

constexpr std::string_view kBetween = " \t\r\n,";  // the words of a list

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool all_of(std::string_view text, std::string_view besides) {
  return std::all_of(text.begin(), text.end(),
                     [&](char c) { return is_alphanumeric(c) || besides.find(c) != std::string_view::npos; });
}

// The public suffix that `text` writes; empty where it writes none.
std::string public_suffix(std::string_view text) {
  if (text.starts_with('.')) text.remove_prefix(1);
  if (text.ends_with('.') || text.starts_with('.')) return {};
  constexpr std::string_view kLabel = "x.";  // a name has two labels at least
  try {
    const std::string name = canonical_domain(fmt::format("{}{}", kLabel, text));
    std::string suffix = name.substr(kLabel.size());
    return is_public_suffix(suffix) ? suffix : std::string();
  } catch (const InvalidDomain&) {
    return {};
  }
}

}  // namespace

Problem formula_refused(std::string_view value) {
  return refused(Code::formula, value, "is a formula: give what it shows");
}

Checked<std::string> customer_key(std::string_view text) {
  if (!text.empty() && text.size() <= 64 && is_alphanumeric(text.front()) && all_of(text, "._-"))
    return std::string(text);
  return refused(Code::invalid, text,
                 "is not a key: a key is a letter or digit, then up to 63 of A-Z a-z 0-9 . _ -");
}

Checked<std::string> user_name(std::string_view text) {
  constexpr std::string_view kPrefix = "usr_";
  if (text.find('@') != std::string_view::npos) return email_address(text);
  if (text.starts_with(kPrefix) && text.size() > kPrefix.size() && all_of(text, "_-"))
    return std::string(text);
  return refused(Code::invalid, text, "is not a user: give an email address, or an id that begins with usr_");
}

Checked<std::int64_t> whole_number(std::string_view text, std::int64_t least, std::int64_t most) {
  std::int64_t value = 0;
  std::string_view digits = text;
  if (digits.ends_with(".0")) digits.remove_suffix(2);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error == std::errc() && end == digits.data() + digits.size() && value >= least && value <= most)
    return value;
  return refused(Code::invalid, text,
                 most == std::numeric_limits<std::int64_t>::max()
                     ? fmt::format("is not a whole number of {} or more", least)
                     : fmt::format("is not a whole number from {} to {}", least, most));
}

Checked<std::vector<std::string>> tld_list(std::string_view text) {
  std::vector<std::string> suffixes;
  const std::string plain = with_plain_blanks(text);
  for (const std::string_view word : split(plain, kBetween)) {
    std::string suffix = public_suffix(word);
    if (suffix.empty())
      return refused(
          Code::invalid, word,
          "is not a public suffix: use suffixes such as com, net, co.uk, separated by blanks or commas");
    if (std::find(suffixes.begin(), suffixes.end(), suffix) == suffixes.end())
      suffixes.push_back(std::move(suffix));
  }
  return suffixes;
}

Checked<ProviderSet> provider_set(std::string_view text) {
  ProviderSet set;
  const std::string plain = with_plain_blanks(text);
  for (const std::string_view word : split(plain, kBetween)) {
    const std::string name = ascii_lower(word);
    if (name == "both") {
      set = ProviderSet::both();
      continue;
    }
    const auto provider = provider_of(name);
    if (!provider)
      return refused(Code::invalid, word, "is not a provider: give 'google', 'microsoft' or 'both'");
    set = set | *provider;
  }
  return set.empty() ? ProviderSet::both() : set;
}

Checked<std::string> checked_domain(std::string_view text) {
  std::string name;
  try {
    name = canonical_domain(text);
  } catch (const InvalidDomain& error) {
    return refused(Code::invalid, text,
                   fmt::format("is not a domain name: {}; example.com is one", error.what()));
  }
  const std::string_view root = registrable_domain(name);
  if (root == name) return name;
  if (root.empty())
    return refused(Code::invalid, text,
                   "is not a registrable domain: it is not a label below a public suffix such as 'com'");
  return refused(Code::invalid, text, fmt::format("is not a registrable domain: use {}", in_quotes(root)),
                 std::string(root));
}

Checked<bool> yes_or_no(std::string_view text) {
  const std::string word = ascii_lower(text);
  if (word == "yes" || word == "true" || word == "1") return true;
  if (word == "no" || word == "false" || word == "0") return false;
  // TRUE and FALSE as spreadsheets write them in other languages, case folded.
  constexpr std::string_view kTrue =
      "wahr vrai verdadero verdadeiro vero waar sant sand sann tosi prawda pravda igaz adevărat doğru istina "
      "tõene истина істина αληθεσ αληθέσ";
  constexpr std::string_view kFalse =
      "falsch faux falso onwaar falskt falsk usann epätosi fałsz nepravda hamis fals yanlış yanliş neistina "
      "väär ложь хибність ψευδεσ ψευδέσ";
  std::string folded;
  icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())})
      .foldCase()
      .toUTF8String(folded);
  const auto is_in = [&](std::string_view list) {
    const std::vector<std::string_view> words = split(list, " ");
    return std::find(words.begin(), words.end(), folded) != words.end();
  };
  if (is_in(kTrue)) return true;
  if (is_in(kFalse)) return false;
  return refused(Code::invalid, text, "is not yes or no");
}

bool has_letter_or_digit(std::string_view text) {
  const auto characters = icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
  for (std::int32_t i = 0; i < characters.length(); i = characters.moveIndex32(i, 1))
    if (u_isalnum(characters.char32At(i))) return true;
  return false;
}

Checked<std::string> person_name(std::string_view text) {
  if (text.empty()) return Problem{Code::missing, "the cell is empty: give the name that the mailbox shows"};
  if (formula_in(text)) return formula_refused(text);
  return std::string(text);
}

Checked<std::string> picture_url(std::string_view text) {
  if (text.empty()) return std::string();
  return ascii_url(text);
}

}  // namespace domainplan
