#include "sandbox/order_request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <unordered_set>

#include "core/text.hpp"
#include "domainplan/domain_name.hpp"
#include "sandbox/availability.hpp"

namespace domainplan::sandbox {
namespace {

constexpr std::size_t kMostPersonas = 10;

bool is_email(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == 0 || at == std::string_view::npos || at > 64) return false;
  const auto is_blank = [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7f; };
  if (std::any_of(text.begin(), text.end(), is_blank)) return false;
  try {
    canonical_domain(text.substr(at + 1));
    return true;
  } catch (const InvalidDomain&) {
    return false;
  }
}

// RFC 3986: a scheme of http or https, a host, and only characters a URI may hold.
bool is_http_uri(std::string_view text) {
  constexpr std::string_view kMarks = "-._~:/?#[]@!$&'()*+,;=%";
  const std::string lower = ascii_lower(text.substr(0, 8));
  const std::size_t start = lower.starts_with("http://") ? 7 : lower.starts_with("https://") ? 8 : 0;
  if (start == 0) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto byte = static_cast<unsigned char>(text[i]);
    const auto is_hex = [&](std::size_t at) {
      return at < text.size() && std::isxdigit(static_cast<unsigned char>(text[at])) != 0;
    };
    if (byte >= 0x80 || (std::isalnum(byte) == 0 && kMarks.find(text[i]) == std::string_view::npos))
      return false;
    if (text[i] == '%' && (!is_hex(i + 1) || !is_hex(i + 2))) return false;
  }
  std::string_view host = text.substr(start, text.find_first_of("/?#", start) - start);
  host.remove_prefix(host.rfind('@') == std::string_view::npos ? 0 : host.rfind('@') + 1);
  return !host.empty() && host.front() != ':';
}

}  // namespace

const std::string& uri_in(const Member& member) {
  const std::string& text = text_in(member);
  if (!is_http_uri(text))
    throw bad(member.path,
              fmt::format("{} must be an absolute http or https URI, not {}", member.path, in_quotes(text)));
  return text;
}

namespace {

void check_email(const Member& member) {
  const std::string& text = text_in(member);
  if (!is_email(text))
    throw bad(member.path, fmt::format("{} must be an email address, not {}", member.path, in_quotes(text)));
}

std::string user_in(const Json& body) {
  const std::string& user = text_in(member(body, "", "user"));
  const bool is_user_id =
      user.starts_with("usr_") && user.size() > 4 && user.find_first_of(" @\t\r\n") == user.npos;
  if (!is_user_id && !is_email(user))
    throw bad("user", fmt::format("user must be a usr_… id or an email address, not {}", in_quotes(user)));
  return user;
}

// Reads the bundle's id, or the licence counts that the order brings instead.
void read_shape(const Json& body, OrderRequest& request) {
  const bool google = body.contains("google_licenses");
  const bool microsoft = body.contains("microsoft_licenses");
  if (body.contains("bundle_id")) {
    if (google || microsoft)
      throw ErrorReply{400, "order_shape_conflict", "an order has a bundle_id or licence counts, never both",
                       google ? "google_licenses" : "microsoft_licenses"};
    const std::string& id = text_in(member(body, "", "bundle_id"));
    if (!id.starts_with("bun_"))
      throw bad("bundle_id", fmt::format("bundle_id must begin with bun_, not {}", in_quotes(id)));
    request.bundle_id = id;
    return;
  }
  if (!google && !microsoft)
    throw bad("bundle_id", "bundle_id is required, or google_licenses or microsoft_licenses");
  const auto licenses = [&](const char* field) {
    if (!body.contains(field)) return 0;
    const Json& value = body.at(field);
    const auto count = integer_in(value);
    if (!count || *count < 0 || *count > 1'000'000)
      throw bad(field,
                fmt::format("{} must be an integer of 0 or more, not {}", field, in_quotes(value.dump())));
    return static_cast<int>(*count);
  };
  request.licenses = {licenses("google_licenses"), licenses("microsoft_licenses")};
  if (request.licenses.total() == 0)
    throw bad("google_licenses", "a custom order needs at least one licence");
}

void read_sequencer(const Member& sequencer, OrderRequest& request) {
  if (!sequencer.value.is_object())
    throw bad(sequencer.path,
              fmt::format("sequencer must be an object, not {}", sequencer.value.type_name()));
  const std::string& provider = text_in(member(sequencer.value, sequencer.path, "provider"));
  if (provider != "smartlead")
    throw bad("sequencer.provider",
              fmt::format("sequencer.provider must be smartlead, not {}", in_quotes(provider)));
  if (const auto id = sequencer.value.find("client_id"); id != sequencer.value.end()) {
    request.client_id = integer_in(*id);
    if (!request.client_id)
      throw bad("sequencer.client_id",
                fmt::format("sequencer.client_id must be an integer, not {}", in_quotes(id->dump())));
  }
  check_email(member(sequencer.value, sequencer.path, "login_email"));
  request.login_password = text_in(member(sequencer.value, sequencer.path, "login_password"));
}

void read_domains(const Member& domains, const std::string& forwarding_url, OrderRequest& request) {
  if (!domains.value.is_array())
    throw bad("domains", fmt::format("domains must be a list, not {}", domains.value.type_name()));
  if (domains.value.empty()) throw bad("domains", "domains must not be empty");
  std::unordered_set<std::string> seen;
  for (std::size_t i = 0; i < domains.value.size(); ++i) {
    const Json& item = domains.value[i];
    const std::string path = fmt::format("domains[{}]", i);
    if (item.is_object()) {
      for (const auto& [key, value] : item.items())
        if (key != "domain" && key != "forwarding_url")
          throw bad("domains",
                    fmt::format("{} has no field {}: only domain and forwarding_url", path, in_quotes(key)));
    }
    request.forwarding_urls.push_back(item.is_object() ? uri_in(member(item, path, "forwarding_url"))
                                                       : forwarding_url);
    const Json& name = item.is_object() ? member(item, path, "domain").value : item;
    check_domain(name, "domains");
    request.domains.push_back(name.get<std::string>());
    if (!seen.insert(request.domains.back()).second)
      throw bad("domains", fmt::format("{} is there twice", in_quotes(request.domains.back())));
  }
}

std::optional<std::string> picture_in(const Member& picture) {
  if (picture.value.is_null()) return std::nullopt;
  return text_in(picture, 0).empty() ? "" : uri_in(picture);
}

}  // namespace

std::vector<Persona> personas_in(const Member& personas) {
  if (!personas.value.is_array())
    throw bad("personas", fmt::format("personas must be a list, not {}", personas.value.type_name()));
  if (personas.value.empty() || personas.value.size() > kMostPersonas)
    throw bad("personas",
              fmt::format("personas must hold 1 to {}, not {}", kMostPersonas, personas.value.size()));
  std::vector<Persona> read;
  for (std::size_t i = 0; i < personas.value.size(); ++i) {
    const Json& persona = personas.value[i];
    const std::string path = fmt::format("personas[{}]", i);
    if (!persona.is_object())
      throw bad(path, fmt::format("{} must be an object, not {}", path, persona.type_name()));
    const std::string& first_name = text_in(member(persona, path, "first_name"));
    const std::string& last_name = text_in(member(persona, path, "last_name"));
    read.push_back({first_name, last_name, picture_in(member(persona, path, "profile_picture_url"))});
  }
  return read;
}

OrderedJson json_of(const Persona& persona) {
  const auto& picture = persona.profile_picture_url;
  return {{"first_name", persona.first_name},
          {"last_name", persona.last_name},
          {"profile_picture_url", picture ? OrderedJson(*picture) : OrderedJson(nullptr)}};
}

OrderRequest order_request_in(const Json& body) {
  OrderRequest request;
  request.user = user_in(body);
  read_shape(body, request);
  read_sequencer(member(body, "", "sequencer"), request);
  const std::string forwarding_url =
      body.contains("forwarding_url") ? uri_in(member(body, "", "forwarding_url")) : "";
  read_domains(member(body, "", "domains"), forwarding_url, request);
  request.personas = personas_in(member(body, "", "personas"));
  return request;
}

}  // namespace domainplan::sandbox
