#include "intake/brand_text.hpp"

#include <fmt/format.h>
#include <idn2.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "core/text.hpp"
#include "domainplan/domain_name.hpp"
#include "domainplan/intake.hpp"
#include "intake/damage.hpp"
#include "intake/fields.hpp"
#include "intake/html_text.hpp"
#include "intake/invisible.hpp"
#include "naming/legal_forms.hpp"

namespace domainplan {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::string_view kAround = "<>()[]{},;\"'";

// The label that a registrable domain has as its own, as people write it; empty where there is none.
std::string own_label(std::string_view host) {
  try {
    const std::string name = canonical_domain(host);
    const std::string label(first_label(registrable_domain(name)));
    if (!label.starts_with("xn--")) return label;
    char* output = nullptr;
    if (idn2_to_unicode_8z8z(label.c_str(), &output, 0) != IDN2_OK) return label;
    const std::unique_ptr<char, void (*)(void*)> owned(output, idn2_free);
    return owned.get();
  } catch (const InvalidDomain&) {
    return {};
  }
}

std::string_view without_prefix(std::string_view text, std::string_view prefix) {
  return ascii_lower(text.substr(0, prefix.size())) == prefix ? text.substr(prefix.size())
                                                              : std::string_view();
}

// The host of a word that is a URL or an email address; nothing where it is neither.
std::optional<std::string_view> host_in(std::string_view word) {
  if (const auto address = without_prefix(word, "mailto:"); !address.empty()) word = address;
  std::string_view rest;
  for (const std::string_view scheme : {"http://", "https://"})
    if (const auto behind = without_prefix(word, scheme); !behind.empty()) rest = behind;
  if (rest.empty() && !without_prefix(word, "www.").empty()) rest = word;
  if (!rest.empty()) {
    rest = rest.substr(0, rest.find_first_of("/?#"));
    if (const std::size_t at = rest.rfind('@'); at != std::string_view::npos) rest.remove_prefix(at + 1);
    return rest.substr(0, rest.find(':'));
  }
  const std::size_t at = word.find('@');
  if (at == 0 || at == std::string_view::npos || word.find('@', at + 1) != std::string_view::npos) return {};
  const std::string_view host = word.substr(at + 1);
  return own_label(host).empty() ? std::nullopt : std::optional(host);
}

struct Split {
  std::string words;       // without URLs and email addresses
  std::string_view first;  // the first of these
  std::string_view host;   // of it
};

Split without_addresses(std::string_view text) {
  Split parts;
  for (const std::string_view word : split(text, kBlanks)) {
    const std::size_t start = std::min(word.find_first_not_of(kAround), word.size());
    const std::size_t end = word.find_last_not_of(kAround) + 1;
    const std::string_view bare = start < end ? word.substr(start, end - start) : std::string_view();
    const auto host = host_in(bare);
    if (!host) {
      if (!parts.words.empty()) parts.words += ' ';
      parts.words += word;
    } else if (parts.first.empty()) {
      parts.first = bare;
      parts.host = *host;
    }
  }
  return parts;
}

bool may_have_address(std::string_view text) {
  const auto is_sign = [](char c) { return c == '@' || c == '.' || c == ':'; };
  if (std::none_of(text.begin(), text.end(), is_sign)) return false;
  return text.find('@') != std::string_view::npos || text.find("://") != std::string_view::npos ||
         ascii_lower(text).find("www.") != std::string::npos;
}

}  // namespace

Checked<BrandText> brand_text(std::string_view cell) {
  BrandText result{std::string(cell), {}};
  if (std::string text = text_of_html(cell); text != cell) {
    result.brand = visible_text(text, Joiners::kept_in_context).text;
    if (const std::string_view damage = damage_of(result.brand); !damage.empty())
      return Problem{std::string(damage)};
    result.notes.push_back(fmt::format("HTML was decoded: the brand is read as {}", in_quotes(result.brand)));
  }
  if (may_have_address(result.brand)) {
    const Split parts = without_addresses(result.brand);
    if (!parts.first.empty()) {
      const bool alone = !has_letter_or_digit(parts.words);
      std::string brand = alone ? own_label(parts.host) : parts.words;
      if (brand.empty())
        return Problem{fmt::format("{} is an address without a name in it: give the brand as people write it",
                                   in_quotes(parts.first))};
      result.notes.push_back(fmt::format(
          "{} is {} address, not a brand: the brand is read as {}", in_quotes(parts.first),
          parts.first.find("@") != std::string_view::npos ? "an email" : "a web", in_quotes(brand)));
      result.brand = std::move(brand);
    }
  }
  if (is_only_legal_form(result.brand))
    return Problem{
        fmt::format("{} is only a legal form: give the brand as people write it", in_quotes(result.brand))};
  return result;
}

CheckedBrand check_brand(std::string_view text) {
  CheckedBrand checked;
  if (!is_utf8(text) || text.find('\0') != std::string_view::npos) {
    checked.problem = fmt::format("{} is not UTF-8", in_quotes(text));
    return checked;
  }
  if (const std::string_view damage = damage_of(text); !damage.empty()) {
    checked.problem = damage;
    return checked;
  }
  const VisibleText visible = visible_text(text, Joiners::kept_in_context);
  auto result = brand_text(visible.text);
  if (const auto* problem = std::get_if<Problem>(&result)) {
    checked.problem = problem->message;
    return checked;
  }
  if (visible.removed > 0)
    checked.notes.push_back(fmt::format("{} invisible character{} removed", visible.removed,
                                        visible.removed == 1 ? " was" : "s were"));
  auto& brand = std::get<BrandText>(result);
  checked.brand = std::move(brand.brand);
  checked.notes.insert(checked.notes.end(), brand.notes.begin(), brand.notes.end());
  return checked;
}

}  // namespace domainplan
