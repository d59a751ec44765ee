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

// The member `key` of the object found at `path`; its own path is the second part.
struct Member {
  const Json& value;
  std::string path;
};

Member member(const Json& object, const std::string& path, const std::string& key) {
  const std::string full = path.empty() ? key : fmt::format("{}.{}", path, key);
  const auto found = object.find(key);
  if (found == object.end()) throw bad(full, fmt::format("{} is required", full));
  return {*found, full};
}

const std::string& text_in(const Member& member, std::size_t shortest = 1) {
  if (!member.value.is_string())
    throw bad(member.path, fmt::format("{} must be a text, not {}", member.path, member.value.type_name()));
  const auto& text = member.value.get_ref<const std::string&>();
  if (text.size() < shortest) throw bad(member.path, fmt::format("{} must not be empty", member.path));
  return text;
}

bool is_email(std::string_view text) {
  const std::size_t at = text.find('@');
  if (at == 0 || at == std::string_view::npos || at > 64) return false;
  const auto is_blank = [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == 0x7f; };
  if (std::any_of(text.begin(), text.end(), is_blank)) return false;
  try {
    normalise_domain(text.substr(at + 1));
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

void check_uri(const Member& member) {
  const std::string& text = text_in(member);
  if (!is_http_uri(text))
    throw bad(member.path,
              fmt::format("{} must be an absolute http or https URI, not {}", member.path, quoted(text)));
}

void check_email(const Member& member) {
  const std::string& text = text_in(member);
  if (!is_email(text))
    throw bad(member.path, fmt::format("{} must be an email address, not {}", member.path, quoted(text)));
}

std::string user_in(const Json& body) {
  const std::string& user = text_in(member(body, "", "user"));
  const bool is_user_id =
      user.starts_with("usr_") && user.size() > 4 && user.find_first_of(" @\t\r\n") == user.npos;
  if (!is_user_id && !is_email(user))
    throw bad("user", fmt::format("user must be a usr_… id or an email address, not {}", quoted(user)));
  return user;
}

// The bundle's id; unset where the order brings its own licence counts.
std::optional<std::string> bundle_id_in(const Json& body) {
  const bool google = body.contains("google_licenses");
  const bool microsoft = body.contains("microsoft_licenses");
  if (body.contains("bundle_id")) {
    if (google || microsoft)
      throw Refusal{400, "order_shape_conflict", "an order has a bundle_id or licence counts, never both",
                    google ? "google_licenses" : "microsoft_licenses"};
    const std::string& id = text_in(member(body, "", "bundle_id"));
    if (!id.starts_with("bun_"))
      throw bad("bundle_id", fmt::format("bundle_id must begin with bun_, not {}", quoted(id)));
    return id;
  }
  if (!google && !microsoft)
    throw bad("bundle_id", "bundle_id is required, or google_licenses and microsoft_licenses");
  std::int64_t total = 0;
  for (const char* field : {"google_licenses", "microsoft_licenses"}) {
    const Json& value = member(body, "", field).value;
    const auto count = integer_in(value);
    if (!count || *count < 0 || *count > 1'000'000)
      throw bad(field,
                fmt::format("{} must be an integer of 0 or more, not {}", field, quoted(value.dump())));
    total += *count;
  }
  if (total == 0) throw bad("google_licenses", "a custom order needs a licence at least");
  return std::nullopt;
}

void check_sequencer(const Member& sequencer) {
  if (!sequencer.value.is_object())
    throw bad(sequencer.path,
              fmt::format("sequencer must be an object, not {}", sequencer.value.type_name()));
  const std::string& provider = text_in(member(sequencer.value, sequencer.path, "provider"));
  if (provider != "smartlead")
    throw bad("sequencer.provider",
              fmt::format("sequencer.provider must be smartlead, not {}", quoted(provider)));
  if (const auto id = sequencer.value.find("client_id"); id != sequencer.value.end() && !integer_in(*id))
    throw bad("sequencer.client_id",
              fmt::format("sequencer.client_id must be an integer, not {}", quoted(id->dump())));
  check_email(member(sequencer.value, sequencer.path, "login_email"));
  text_in(member(sequencer.value, sequencer.path, "login_password"));
}

std::vector<std::string> domains_in(const Member& domains) {
  if (!domains.value.is_array())
    throw bad("domains", fmt::format("domains must be a list, not {}", domains.value.type_name()));
  if (domains.value.empty()) throw bad("domains", "domains must not be empty");
  std::vector<std::string> names;
  std::unordered_set<std::string> seen;
  for (std::size_t i = 0; i < domains.value.size(); ++i) {
    const Json& item = domains.value[i];
    const std::string path = fmt::format("domains[{}]", i);
    if (item.is_object()) {
      for (const auto& [key, value] : item.items())
        if (key != "domain" && key != "forwarding_url")
          throw bad("domains",
                    fmt::format("{} has no field {}: only domain and forwarding_url", path, quoted(key)));
      check_uri(member(item, path, "forwarding_url"));
    }
    const Json& name = item.is_object() ? member(item, path, "domain").value : item;
    check_domain(name, "domains");
    names.push_back(name.get<std::string>());
    if (!seen.insert(names.back()).second)
      throw bad("domains", fmt::format("{} is there twice", domainplan::quoted(names.back())));
  }
  return names;
}

void check_personas(const Member& personas) {
  if (!personas.value.is_array())
    throw bad("personas", fmt::format("personas must be a list, not {}", personas.value.type_name()));
  if (personas.value.empty() || personas.value.size() > kMostPersonas)
    throw bad("personas",
              fmt::format("personas must hold 1 to {}, not {}", kMostPersonas, personas.value.size()));
  for (std::size_t i = 0; i < personas.value.size(); ++i) {
    const Json& persona = personas.value[i];
    const std::string path = fmt::format("personas[{}]", i);
    if (!persona.is_object())
      throw bad(path, fmt::format("{} must be an object, not {}", path, persona.type_name()));
    text_in(member(persona, path, "first_name"));
    text_in(member(persona, path, "last_name"));
    const Member picture = member(persona, path, "profile_picture_url");
    if (!text_in(picture, 0).empty()) check_uri(picture);
  }
}

}  // namespace

OrderRequest order_request_in(const Json& body) {
  OrderRequest request;
  request.user = user_in(body);
  request.bundle_id = bundle_id_in(body);
  check_sequencer(member(body, "", "sequencer"));
  if (body.contains("forwarding_url")) check_uri(member(body, "", "forwarding_url"));
  request.domains = domains_in(member(body, "", "domains"));
  check_personas(member(body, "", "personas"));
  return request;
}

}  // namespace domainplan::sandbox
