// The one error envelope of every 4xx and 5xx: {"error": {"code", "message", "field", "details"}}.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "partner/redactor.hpp"

namespace domainplan::partner {

struct ErrorEnvelope {
  std::string code;     // what to branch on; empty where the body is not an envelope
  std::string message;  // for people; not escaped
  std::string field;    // the offending field of the request's body; may be empty
  std::optional<double> retry_after_seconds;
  std::string excerpt;  // where the body is not an envelope: how it begins, at most 200 bytes; not escaped

  // Whether the body was the vendor's envelope, with the required code.
  bool is_envelope() const { return !code.empty(); }
};

// Reads any body; what is not there, or of another type, stays empty. All texts are redacted.
ErrorEnvelope read_error_envelope(std::string_view body, const Redactor& redactor = {});

// Whether the contract knows this code; branch on codes, never on messages. (invalid_request,
// order_shape_conflict, domain_count_mismatch, unauthorized, forbidden, not_found, rate_limited)
bool is_known_code(std::string_view code);

// Whether a refusal concerns the order's domains: `field` is `domains` or begins with `domains.` or
// `domains[`.
bool concerns_domains(const ErrorEnvelope& error);

// "400 invalid_request: 'no such field' (field 'domain')", escaped; for a body that is not an envelope its
// excerpt.
std::string describe_error(long status, const ErrorEnvelope& error);

// " (request req_…)", escaped; empty where the answer had no id.
std::string request_note(std::string_view request_id);

}  // namespace domainplan::partner
