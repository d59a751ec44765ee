#include "partner/fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "core/text.hpp"
#include "domainplan/domain_name.hpp"
#include "domainplan/error.hpp"
#include "io/rfc3339.hpp"

namespace domainplan::partner {
namespace {

using nlohmann::json;
using Limits = std::numeric_limits<std::int64_t>;

constexpr std::size_t kMostNoted = 1000;  // odd values of one answer or list that are kept

bool is_alnum(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9'); }

bool all_of(std::string_view text, std::string_view others) {
  return std::all_of(text.begin(), text.end(),
                     [&](char c) { return is_alnum(c) || others.find(c) != std::string_view::npos; });
}

bool is_word(std::string_view text) { return !text.empty() && text.size() <= 64 && all_of(text, "_.-"); }

// Visible, without blanks, and short enough to be shown.
bool is_plain(std::string_view text, std::size_t most) {
  return !text.empty() && text.size() <= most && is_printable(text) &&
         text.find_first_of(" \t") == std::string_view::npos;
}

bool is_email(std::string_view text) {
  const std::size_t at = text.rfind('@');
  return is_plain(text, 320) && at != std::string_view::npos && at > 0 && at + 1 < text.size();
}

// "3300" or "3300.0".
std::optional<std::int64_t> quoted_number(std::string_view text) {
  if (const std::size_t point = text.find('.'); point != std::string_view::npos) {
    const std::string_view zeros = text.substr(point + 1);
    if (zeros.empty() || zeros.find_first_not_of('0') != std::string_view::npos) return std::nullopt;
    text = text.substr(0, point);
  }
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || end != text.data() + text.size()) return std::nullopt;
  if (error == std::errc::result_out_of_range) return text[0] == '-' ? Limits::min() : Limits::max();
  return error == std::errc() ? std::optional(value) : std::nullopt;
}

std::optional<std::int64_t> whole_number(const json& value) {
  if (value.is_string()) return quoted_number(value.get_ref<const std::string&>());
  if (value.is_number_unsigned())
    return static_cast<std::int64_t>(
        std::min(value.get<std::uint64_t>(), static_cast<std::uint64_t>(Limits::max())));
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (!value.is_number_float()) return std::nullopt;
  const auto number = value.get<double>();
  if (std::isnan(number) || number != std::trunc(number)) return std::nullopt;
  if (number >= 9.2e18) return Limits::max();
  if (number <= -9.2e18) return Limits::min();
  return static_cast<std::int64_t>(number);
}

// Throws InvalidDomain.
std::string canonical(const json& value) {
  constexpr std::size_t kLongest = 1024;  // as U-labels; nothing longer is worth the work
  if (!value.is_string()) throw InvalidDomain("not text", "");
  const auto& text = value.get_ref<const std::string&>();
  if (text.size() > kLongest) throw InvalidDomain("too long", text);
  return canonical_domain(text);
}

}  // namespace

bool is_id(std::string_view text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  const std::string_view rest = text.substr(prefix.size());
  return !rest.empty() && rest.size() <= 64 && all_of(rest, "_-");
}

Fields::Fields(const json& object, std::string where, Reading reading)
    : object_(&object), where_(std::move(where)), reading_(reading) {
  if (!object.is_object())
    throw RunError(ErrorCode::api, fmt::format("{}: expected an object, not {}", where_, shown(object)),
                   where_);
}

const json* Fields::find(const char* name) const {
  const auto found = object_->find(name);
  return found == object_->end() || found->is_null() ? nullptr : &*found;
}

std::string Fields::shown(const json& value) const {
  if (value.is_object()) return "an object";
  if (value.is_array()) return "a list";
  return in_quotes(reading_.redactor.redacted(
      value.is_string() ? value.get_ref<const std::string&>().substr(0, 4096) : value.dump()));
}

void Fields::note(const char* name, const std::string& reason) const {
  if (reading_.odd.size() < kMostNoted) reading_.odd.push_back({fmt::format("{}: {}", where_, name), reason});
}

void Fields::refuse(const char* name, const std::string& reason) const {
  throw RunError(ErrorCode::api, fmt::format("{}: {}: {}", where_, name, reason), where_);
}

std::string Fields::checked(const char* name, const std::function<bool(const std::string&)>& is_right,
                            std::string_view right) const {
  const json* const value = find(name);
  if (!value) return "";
  if (value->is_string() && is_right(value->get_ref<const std::string&>())) return value->get<std::string>();
  note(name, fmt::format("{} is not {}", shown(*value), right));
  return "";
}

std::string Fields::optional_id(const char* name, std::string_view prefix) const {
  return checked(
      name, [&](const std::string& text) { return is_id(text, prefix); },
      fmt::format("an id such as {}01HZX", prefix));
}

std::string Fields::id(const char* name, std::string_view prefix) const {
  const json* const value = find(name);
  if (!value) refuse(name, fmt::format("missing; expected an id such as {}01HZX", prefix));
  if (!value->is_string() || !is_id(value->get_ref<const std::string&>(), prefix))
    refuse(name, fmt::format("{} is not an id such as {}01HZX", shown(*value), prefix));
  return value->get<std::string>();
}

std::string Fields::optional_word(const char* name) const { return checked(name, is_word, "a word"); }

std::string Fields::word(const char* name) const {
  const json* const value = find(name);
  if (!value) refuse(name, "missing");
  if (!value->is_string() || !is_word(value->get_ref<const std::string&>()))
    refuse(name, fmt::format("{} is not a word", shown(*value)));
  return value->get<std::string>();
}

std::string Fields::domain(const char* name) const {
  const json* const value = find(name);
  if (!value) refuse(name, "missing; expected a domain name");
  try {
    return canonical(*value);
  } catch (const InvalidDomain& error) {
    refuse(name, fmt::format("{} is not a domain name: {}", shown(*value), error.what()));
  }
}

std::string Fields::optional_domain(const char* name) const {
  if (!has(name)) return "";
  try {
    return domain(name);
  } catch (const RunError&) {
    note(name, fmt::format("{} is not a domain name", shown(*find(name))));
    return "";
  }
}

std::string Fields::text(const char* name, std::size_t most) const {
  const json* const value = find(name);
  if (!value) return "";
  if (!value->is_string()) {
    note(name, fmt::format("{} is not text", shown(*value)));
    return "";
  }
  std::string text = reading_.redactor.redacted(value->get_ref<const std::string&>().substr(0, 8 * most));
  if (text.size() <= most) return text;
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0) == 0x80) --most;
  return text.substr(0, most) + "…";
}

std::string Fields::email(const char* name) const { return checked(name, is_email, "an email address"); }

std::string Fields::url(const char* name) const {
  return checked(
      name,
      [](const std::string& text) {
        return is_plain(text, 4096) && (text.starts_with("https://") || text.starts_with("http://"));
      },
      "an http or https URL");
}

std::string Fields::currency(const char* name) const {
  return ascii_lower(checked(
      name,
      [](const std::string& text) {
        return text.size() >= 3 && text.size() <= 8 && std::all_of(text.begin(), text.end(), [](char c) {
                 return is_alnum(c) && (c < '0' || c > '9');
               });
      },
      "a currency such as usd"));
}

std::optional<std::int64_t> Fields::number(const char* name) const {
  const json* const value = find(name);
  if (!value) return std::nullopt;
  const auto number = whole_number(*value);
  if (!number) note(name, fmt::format("{} is not a whole number", shown(*value)));
  return number;
}

std::optional<std::int64_t> Fields::count(const char* name, std::int64_t most) const {
  const auto value = number(name);
  if (!value || (*value >= 0 && *value <= most)) return value;
  note(name, fmt::format("{} is not between 0 and {}", *value, most));
  return std::nullopt;
}

std::optional<Cents> Fields::cents(const char* name) const { return count(name, kMostApiCents); }

std::optional<Time> Fields::time(const char* name) const {
  using namespace std::chrono;
  const json* const value = find(name);
  if (!value) return std::nullopt;
  const auto time = value->is_string() ? read_rfc3339(value->get_ref<const std::string&>()) : std::nullopt;
  if (time && *time >= sys_days(2000y / 1 / 1) && *time < sys_days(2100y / 1 / 1)) return time;
  note(name, fmt::format("{} is not a time such as 2026-11-21T03:04:05Z", shown(*value)));
  return std::nullopt;
}

std::optional<Fields> Fields::object(const char* name) const {
  const json* const value = find(name);
  if (!value) return std::nullopt;
  if (value->is_object()) return Fields(*value, fmt::format("{}: {}", where_, name), reading_);
  note(name, fmt::format("{} is not an object", shown(*value)));
  return std::nullopt;
}

void Fields::each(const char* name, std::size_t most,
                  const std::function<void(const json&, const std::string&)>& visit) const {
  const json* const value = find(name);
  if (!value) return;
  if (!value->is_array()) return note(name, fmt::format("{} is not a list", shown(*value)));
  for (std::size_t i = 0; i < value->size(); ++i) {
    if (i == most) return note(name, fmt::format("more than {} items; the others are left out", most));
    visit((*value)[i], fmt::format("{}: {}[{}]", where_, name, i));
  }
}

std::vector<std::string> Fields::domains(const char* name, std::size_t most) const {
  std::vector<std::string> names;
  each(name, most, [&](const json& item, const std::string&) {
    try {
      names.push_back(canonical(item));
    } catch (const InvalidDomain& error) {
      note(name, fmt::format("{} is not a domain name: {}", shown(item), error.what()));
    }
  });
  return names;
}

}  // namespace domainplan::partner
