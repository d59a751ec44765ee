#include "intake/brand_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "core/text.hpp"
#include "domainplan/domain_name.hpp"
#include "domainplan/intake.hpp"
#include "intake/damage.hpp"
#include "intake/fields.hpp"
#include "intake/findings.hpp"
#include "intake/formula.hpp"
#include "intake/html_text.hpp"
#include "intake/invisible.hpp"
#include "naming/legal_forms.hpp"
#include "naming/rules.hpp"
#include "naming/website.hpp"

namespace domainplan {
namespace {

using Code = DiagnosticCode;

constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::string_view kAround = "<>()[]{},;\"'";

const WordLists& lists() { return *NamingRules::built_in().data().words; }

// `host` in canonical form; empty where it has no registrable domain.
std::string canonical_host(std::string_view host) {
  try {
    std::string name = canonical_domain(host);
    return registrable_domain(name).empty() ? std::string() : name;
  } catch (const InvalidDomain&) {
    return {};
  }
}

std::string_view without_prefix(std::string_view text, std::string_view prefix) {
  return ascii_lower(text.substr(0, prefix.size())) == prefix ? text.substr(prefix.size())
                                                              : std::string_view();
}

// A word that is no brand but says where somebody is found.
struct Address {
  std::string_view kind;  // for a note
  std::string_view host;
  std::string_view path = {};  // behind the host, without its slash
};

Address web_address(std::string_view text) {
  const std::size_t end = std::min(text.find_first_of("/?#"), text.size());
  std::string_view host = text.substr(0, end);
  std::string_view path = end < text.size() && text[end] == '/' ? text.substr(end + 1) : std::string_view();
  if (const std::size_t at = host.rfind('@'); at != std::string_view::npos) host.remove_prefix(at + 1);
  return {"a web address", host.substr(0, host.find(':')), path.substr(0, path.find_first_of("?#"))};
}

// A host without a scheme is an address only where it is known for what stands beside it (acme.myshopify.com,
// instagram.com/acme): Booking.com is a brand.
bool is_known_portal(const Address& address) {
  const std::size_t last = address.host.rfind('.');  // "Inc." and "S.A" have no top-level domain
  if (last == std::string_view::npos || last == 0 || address.host.size() - last < 3) return false;
  const std::string name = canonical_host(address.host);
  const std::string root(registrable_domain(name));
  if (lists().profiles.contains(root)) return !address.path.empty();
  if (name.size() > root.size()) return lists().named_by_subdomain.contains(root);
  const std::size_t dot = root.find('.');  // a public suffix may be a host of many
  return dot != std::string::npos && lists().named_by_subdomain.contains(root.substr(dot + 1));
}

// The address that a word is; nothing where it is none.
std::optional<Address> address_in(std::string_view word) {
  if (const auto address = without_prefix(word, "mailto:"); !address.empty()) word = address;
  if (const std::size_t scheme = word.find("://"); scheme != std::string_view::npos) {
    const std::string_view name = word.substr(0, scheme);
    const bool letters = std::all_of(name.begin(), name.end(),
                                     [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); });
    if (!name.empty() && letters) return web_address(word.substr(scheme + 3));
  }
  if (!without_prefix(word, "www.").empty()) return web_address(word);
  const std::size_t at = word.find('@');
  if (at == std::string_view::npos) {
    const Address address = web_address(word);
    return is_known_portal(address) ? std::optional(address) : std::nullopt;
  }
  if (at == 0 || word.find('@', at + 1) != std::string_view::npos) return {};
  const std::string_view host = word.substr(at + 1);
  return canonical_host(host).empty() ? std::nullopt : std::optional(Address{"an email address", host});
}

// The name that a path on a site of profiles begins with (company/acme, @acme); empty where it has none.
std::string profile_name(std::string_view path) {
  static constexpr std::string_view kSections[] = {
      "company", "in",       "c",       "user",   "channel", "pages", "people", "groups",
      "shop",    "showcase", "profile", "school", "pub",     "add",   "store",  "s"};
  for (std::string_view part : split(path, "/")) {
    if (part.starts_with('@')) part.remove_prefix(1);
    if (std::find(std::begin(kSections), std::end(kSections), ascii_lower(part)) != std::end(kSections))
      continue;
    const bool is_page = part.ends_with(".php") || part.ends_with(".html") || part.find('%') != part.npos;
    return is_page || !has_letter_or_digit(part) ? std::string() : std::string(part);
  }
  return {};
}

// What somebody is called at an address: the label of the host, as people write it, or the name of a profile;
// empty where it says nothing of them (gmail.com).
std::string name_at(const Address& address) {
  const std::string host = canonical_host(address.host);
  if (host.empty()) return {};
  const std::vector<std::string> labels = website_labels(lists(), host);
  if (!labels.empty()) return labels.front();
  const bool profiles = lists().profiles.contains(std::string(registrable_domain(host)));
  return profiles ? profile_name(address.path) : std::string();
}

struct Split {
  std::string words;               // without URLs and email addresses
  std::string_view text;           // the first of these
  std::optional<Address> address;  // what it is
};

Split without_addresses(std::string_view text) {
  Split parts;
  for (const std::string_view word : split(text, kBlanks)) {
    const std::size_t start = std::min(word.find_first_not_of(kAround), word.size());
    const std::size_t end = word.find_last_not_of(kAround) + 1;
    const std::string_view bare = start < end ? word.substr(start, end - start) : std::string_view();
    const auto address = address_in(bare);
    if (!address) {
      if (!parts.words.empty()) parts.words += ' ';
      parts.words += word;
    } else if (!parts.address) {
      parts.text = bare;
      parts.address = address;
    }
  }
  return parts;
}

// @acmetools: the name of an account somewhere, where it is all there is.
bool is_handle(std::string_view text) {
  return text.size() > 2 && text.front() == '@' && text.find_first_of(kBlanks) == std::string_view::npos &&
         text.find('@', 1) == std::string_view::npos && has_letter_or_digit(text);
}

bool may_have_address(std::string_view text) {
  const auto is_sign = [](char c) { return c == '@' || c == '.' || c == ':'; };
  return std::any_of(text.begin(), text.end(), is_sign);
}

bool is_number(std::string_view text, int least, int most) {
  const bool digits =
      !text.empty() && text.size() <= 2 && text.find_first_not_of("0123456789") == std::string_view::npos;
  const int number = digits ? std::stoi(std::string(text)) : -1;
  return number >= least && number <= most;
}

bool is_long_year(std::string_view text) {
  return text.size() == 4 && (text.starts_with("19") || text.starts_with("20")) &&
         is_number(text.substr(2), 0, 99);
}

// A day and a month, in either order.
bool is_day_and_month(std::string_view a, std::string_view b) {
  return (is_number(a, 1, 31) && is_number(b, 1, 12)) || (is_number(a, 1, 12) && is_number(b, 1, 31));
}

// 2024-03-15, 15.03.2024, 3/15/24, Mar-24, 4-Mar: what a spreadsheet makes of 3-15 and the like.
bool is_like_date(std::string_view text) {
  static constexpr std::string_view kMonths[] = {"jan", "feb", "mar", "apr", "may", "jun",
                                                 "jul", "aug", "sep", "oct", "nov", "dec"};
  for (const std::string_view separator : {"-", ".", "/"}) {
    const std::vector<std::string_view> parts = split(text, separator);
    const auto is_year = [&](std::string_view part) {
      return is_long_year(part) || (separator == "/" && is_number(part, 0, 99));
    };
    if (parts.size() == 3 && ((is_year(parts[0]) && is_day_and_month(parts[1], parts[2])) ||
                              (is_year(parts[2]) && is_day_and_month(parts[0], parts[1]))))
      return true;
    const auto months = std::count_if(parts.begin(), parts.end(), [](std::string_view part) {
      return std::find(std::begin(kMonths), std::end(kMonths), ascii_lower(part)) != std::end(kMonths);
    });
    const auto numbers = std::count_if(parts.begin(), parts.end(), [](std::string_view part) {
      return is_long_year(part) || is_number(part, 0, 99);
    });
    const auto all = static_cast<std::ptrdiff_t>(parts.size());
    if (separator == "-" && (all == 2 || all == 3) && months == 1 && numbers + 1 == all) return true;
  }
  return false;
}

// An address as a message may show it: a user name may come with a password.
std::string without_user(std::string_view address) {
  const std::size_t scheme = address.find("://"), at = address.rfind('@');
  const std::size_t begin = scheme == std::string_view::npos ? 0 : scheme + 3;
  if (at == std::string_view::npos || at < begin ||
      address.substr(begin, at - begin).find(':') == std::string_view::npos)
    return std::string(address);
  return fmt::format("{}…{}", address.substr(0, begin), address.substr(at));
}

}  // namespace

Checked<BrandText> brand_text(std::string_view cell) {
  BrandText result{std::string(cell), {}, {}};
  if (const std::optional<Formula> formula = formula_in(cell)) {
    if (!has_letter_or_digit(formula->text)) return formula_refused(cell);
    if (const Damage* const damage = damage_of(formula->text)) return damage->problem();
    result.brand = trimmed(formula->text);
    result.warnings.push_back(
        refused(Code::formula_text, cell,
                fmt::format("is a formula: the brand is read as {}", in_quotes(result.brand))));
  }
  if (std::string text = text_of_html(result.brand); text != result.brand) {
    result.brand = visible_text(text, Joiners::kept_in_context).text;
    if (const Damage* const damage = damage_of(result.brand)) return damage->problem();
    result.notes.push_back({Code::html_decoded,
                            fmt::format("HTML was decoded: the brand is read as {}", in_quotes(result.brand)),
                            std::string(cell)});
  }
  if (may_have_address(result.brand)) {
    const Split parts = without_addresses(result.brand);
    std::string brand = result.brand;
    std::string_view what = "a handle";
    if (parts.address) {
      what = parts.address->kind;
      brand = has_letter_or_digit(parts.words) ? parts.words : name_at(*parts.address);
    } else if (is_handle(trimmed(result.brand))) {
      brand = trimmed(result.brand).substr(1);
    }
    if (brand.empty())
      return refused(Code::no_name, without_user(parts.text),
                     fmt::format("is {} without a name in it: give the brand as people write it", what));
    if (brand != result.brand)
      result.notes.push_back(
          refused(Code::address_replaced,
                  parts.address ? without_user(parts.text) : std::string(trimmed(result.brand)),
                  fmt::format("is {}, not a brand: the brand is read as {}", what, in_quotes(brand))));
    result.brand = std::move(brand);
  }
  if (is_like_date(trimmed(result.brand)))
    result.warnings.push_back(refused(Code::like_date, result.brand,
                                      "reads like a date that a spreadsheet has made of a name: check it"));
  const std::string lower = ascii_lower(trimmed(result.brand));
  if (lower == "n/a" || lower == "n.a." || lower == "#n/a")
    return refused(Code::no_name, result.brand, "says that there is none: give the brand as people write it");
  if (is_only_legal_form(result.brand))
    return refused(Code::no_name, result.brand, "is only a legal form: give the brand as people write it");
  return result;
}

CheckedBrand check_brand(std::string_view text) {
  CheckedBrand checked;
  const auto add = [](Problem problem) {
    if (problem.expected.empty()) problem.expected = "the brand as people write it";
    return diagnostic_of("brand", std::move(problem));
  };
  if (!is_utf8(text) || text.find('\0') != std::string_view::npos) {
    checked.problem = add({Code::not_utf8, fmt::format("{} is not UTF-8", in_quotes(text))});
    return checked;
  }
  if (const Damage* const damage = damage_of(text)) {
    checked.problem = add(damage->problem());
    return checked;
  }
  const VisibleText visible = visible_text(text, Joiners::kept_in_context);
  auto result = brand_text(visible.text);
  if (auto* problem = std::get_if<Problem>(&result)) {
    checked.problem = add(std::move(*problem));
    return checked;
  }
  if (visible.removed > 0) checked.notes.push_back(add(invisible_removed(visible.removed)));
  auto& brand = std::get<BrandText>(result);
  checked.brand = std::move(brand.brand);
  for (Problem& warning : brand.warnings) checked.warnings.push_back(add(std::move(warning)));
  for (Problem& note : brand.notes) checked.notes.push_back(add(std::move(note)));
  return checked;
}

}  // namespace domainplan
