#include "partner/error_envelope.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/text.hpp"
#include "partner/document.hpp"

namespace domainplan::partner {
namespace {

using nlohmann::json;

constexpr std::size_t kLongestEnvelope = 64u << 10;  // more is not an envelope, and not worth the memory
constexpr std::size_t kExcerpt = 200;

const json* member(const json& object, const char* key) {
  if (!object.is_object()) return nullptr;
  const auto found = object.find(key);
  return found == object.end() ? nullptr : &*found;
}

std::string text_of(const json& object, const char* key, const Redactor& redactor) {
  const json* value = member(object, key);
  return value && value->is_string() ? redactor.redacted(value->get_ref<const std::string&>())
                                     : std::string();
}

}  // namespace

ErrorEnvelope read_error_envelope(std::string_view body, const Redactor& redactor) {
  ErrorEnvelope result;
  const json parsed = body.size() > kLongestEnvelope ? json() : parse_document(body);
  const json* error = member(parsed, "error");
  if (error && error->is_object()) {
    result.code = text_of(*error, "code", redactor);
    result.message = text_of(*error, "message", redactor);
    result.field = text_of(*error, "field", redactor);
    if (const json* details = member(*error, "details"))
      if (const json* seconds = member(*details, "retry_after_seconds"); seconds && seconds->is_number())
        result.retry_after_seconds = seconds->get<double>();
  } else {
    result.message = text_of(parsed, "error", redactor);  // {"error": "text"} of something in between
  }
  if (result.code.empty() && result.message.empty()) {
    // Redacted before it is cut, or half a secret would stay.
    const std::string whole = redactor.redacted(trimmed(body).substr(0, kLongestEnvelope));
    result.excerpt = whole.substr(0, kExcerpt);
  }
  return result;
}

bool is_known_code(std::string_view code) {
  constexpr std::string_view kKnown[] = {
      "invalid_request", "order_shape_conflict", "domain_count_mismatch", "unauthorized", "forbidden",
      "not_found",       "rate_limited"};
  return std::find(std::begin(kKnown), std::end(kKnown), code) != std::end(kKnown);
}

bool concerns_domains(const ErrorEnvelope& error) {
  const std::string_view field = error.field;
  return field == "domains" || field.starts_with("domains.") || field.starts_with("domains[");
}

std::string describe_error(long status, const ErrorEnvelope& error) {
  std::string text = fmt::format("{}", status);
  if (!error.code.empty()) text += fmt::format(" {}", as_utf8(error.code.substr(0, kExcerpt)));
  if (!error.message.empty()) text += fmt::format(": {}", in_quotes(error.message, 2 * kExcerpt));
  if (!error.excerpt.empty()) text += fmt::format(": {}", in_quotes(error.excerpt, kExcerpt));
  if (!error.field.empty()) text += fmt::format(" (field {})", in_quotes(error.field));
  return text;
}

std::string request_note(std::string_view request_id) {
  return request_id.empty() ? std::string() : fmt::format(" (request {})", as_utf8(request_id));
}

}  // namespace domainplan::partner
