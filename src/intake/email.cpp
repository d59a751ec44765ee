#include "intake/email.hpp"

#include <fmt/format.h>

#include "domainplan/domain_name.hpp"

namespace domainplan {
namespace {

constexpr std::size_t kLongestLocalPart = 64;  // RFC 5321 section 4.5.3.1.1
constexpr std::size_t kLongestAddress = 254;   // RFC 5321 section 4.5.3.1.3, without the angle brackets

bool is_atext(char c) {  // RFC 5322 section 3.2.3
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("!#$%&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

// What is wrong with the part before the @; empty where nothing is.
std::string_view wrong_with_local_part(std::string_view local) {
  if (local.empty()) return "nothing is before the @";
  if (local.size() > kLongestLocalPart) return "the part before the @ is longer than 64 characters";
  if (local.front() == '.' || local.back() == '.' || local.find("..") != std::string_view::npos)
    return "a dot must stand between two other characters";
  for (const char c : local)
    if (c != '.' && !is_atext(c)) return "the part before the @ has a character that is not allowed";
  return {};
}

}  // namespace

Checked<std::string> email_address(std::string_view text) {
  const auto bad = [&](std::string_view why) {
    return refused(DiagnosticCode::invalid, text,
                   fmt::format("is not an email address: {}; name@example.com is one", why));
  };
  const std::size_t at = text.find('@');
  if (at == std::string_view::npos) return bad("it has no @");
  if (text.find('@', at + 1) != std::string_view::npos) return bad("it has more than one @");
  if (text.size() > kLongestAddress) return bad("it is longer than 254 characters");
  if (const std::string_view why = wrong_with_local_part(text.substr(0, at)); !why.empty()) return bad(why);
  const std::string_view domain = text.substr(at + 1);
  if (domain.ends_with('.')) return bad("it ends with a dot");
  try {
    canonical_domain(domain);
  } catch (const InvalidDomain& error) {
    return bad(fmt::format("of its domain, {}", error.what()));
  }
  return std::string(text);
}

}  // namespace domainplan
