#include "intake/url.hpp"

#include <fmt/format.h>

#include <charconv>

#include "core/percent.hpp"
#include "core/text.hpp"
#include "domainplan/domain_name.hpp"
#include "domainplan/intake.hpp"

namespace domainplan {
namespace {

constexpr std::string_view kWhiteSpace[] = {" ", "\t", "\n", "\r", "\f", "\v", "\u00A0", "\u3000"};

// Why a URL is refused; within this file only, so that each step can give up where it stands.
struct Refused {
  std::string why;
};

struct Parts {
  std::string scheme;     // http or https
  std::string host;       // canonical form
  std::string port;       // with its colon, or empty
  std::string_view rest;  // path, query and fragment, as written
};

std::string host_from(std::string_view text) {
  if (text.empty()) throw Refused{"it has no host"};
  if (text.front() == '[') throw Refused{"its host is an IP address, not a domain name"};
  try {
    return canonical_domain(text);
  } catch (const InvalidDomain& error) {
    throw Refused{fmt::format("its host {} is not a domain name: {}", in_quotes(text), error.what())};
  }
}

std::string port_from(std::string_view text) {
  unsigned port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port < 1 || port > 65535)
    throw Refused{"its port is not a number from 1 to 65535"};
  return fmt::format(":{}", port);
}

// Everything behind the "//".
Parts authority_from(std::string scheme, std::string_view text) {
  const std::size_t end = std::min(text.find_first_of("/?#"), text.size());
  std::string_view authority = text.substr(0, end);
  if (authority.find('@') != std::string_view::npos) throw Refused{"it holds a user name or password"};
  Parts parts{std::move(scheme), {}, {}, text.substr(end)};
  const std::size_t colon = authority.starts_with('[') ? std::string_view::npos : authority.find(':');
  if (colon != std::string_view::npos) parts.port = port_from(authority.substr(colon + 1));
  parts.host = host_from(authority.substr(0, colon));
  return parts;
}

void refuse_blanks(std::string_view text) {
  for (const std::string_view blank : kWhiteSpace)
    if (text.find(blank) != std::string_view::npos)
      throw Refused{"it holds white space (a space is written %20)"};
  if (!is_printable(text)) throw Refused{"it holds control characters"};
}

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F'); }

// Characters that stand for themselves in a path, a query and a fragment (RFC 3986 section 3.3).
constexpr std::string_view kPlain = "-._~!$&'()*+,;=:@/";

// A path, a query and a fragment, of which some may be encoded already.
std::string encoded(std::string_view rest) {
  std::string out;
  std::string_view separators = "?#";  // each that is still to come stands for itself
  for (std::size_t i = 0; i < rest.size(); ++i) {
    const char c = rest[i];
    const bool in_query = separators == "#";
    if (c == '%') {
      if (i + 2 >= rest.size() || !is_hex(rest[i + 1]) || !is_hex(rest[i + 2]))
        throw Refused{"a '%' in it begins no %XX (a percent sign itself is written %25)"};
      out += c;
    } else if (c == '?' && (in_query || separators.empty())) {
      out += c;
    } else if (separators.find(c) != std::string_view::npos) {
      out += c;
      separators = c == '?' ? "#" : "";
    } else {
      out += percent_encoded(rest.substr(i, 1), kPlain);
    }
  }
  return out;
}

// The part behind "scheme://", and the scheme in lower case; an empty scheme where there is none.
std::pair<std::string, std::string_view> scheme_and_rest(std::string_view text) {
  const std::size_t colon = text.find("://");
  if (colon == std::string_view::npos || colon > text.find_first_of("/?#")) return {"", text};
  std::string scheme = ascii_lower(text.substr(0, colon));
  if (scheme != "http" && scheme != "https")
    throw Refused{fmt::format("its scheme is {}", in_quotes(scheme))};
  return {std::move(scheme), text.substr(colon + 3)};
}

}  // namespace

Checked<std::string> ascii_url(std::string_view text) {
  try {
    refuse_blanks(text);
    auto [scheme, rest] = scheme_and_rest(text);
    if (scheme.empty()) throw Refused{"it does not begin with http:// or https://"};
    const Parts parts = authority_from(std::move(scheme), rest);
    return fmt::format("{}://{}{}{}", parts.scheme, parts.host, parts.port, encoded(parts.rest));
  } catch (const Refused& error) {
    const std::string why = fmt::format("is refused, as {}; https://example.com/path is one", error.why);
    // A user name may come with a password, so the value is not repeated.
    if (text.find('@') != std::string_view::npos)
      return Problem{DiagnosticCode::invalid, fmt::format("the URL {}", why)};
    return refused(DiagnosticCode::invalid, text, why);
  }
}

Checked<std::string> website_host(std::string_view text) {
  try {
    refuse_blanks(text);
    auto [scheme, rest] = scheme_and_rest(text);
    const Parts parts = authority_from(std::move(scheme), rest);
    return parts.host;
  } catch (const Refused& error) {
    const std::string why =
        fmt::format("is not a website, as {}; example.com or https://example.com is one", error.why);
    if (text.find('@') != std::string_view::npos)
      return Problem{DiagnosticCode::invalid, fmt::format("the address {}", why)};
    return refused(DiagnosticCode::invalid, text, why);
  }
}

CheckedWebsite check_website(std::string_view text) {
  auto checked = website_host(text);
  if (auto* const problem = std::get_if<Problem>(&checked)) {
    if (problem->expected.empty()) problem->expected = "example.com or https://example.com";
    return {{}, diagnostic_of("website", std::move(*problem))};
  }
  return {std::get<std::string>(std::move(checked)), {}};
}

}  // namespace domainplan
