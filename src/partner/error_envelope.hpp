// The one error envelope of every 4xx and 5xx: {"error": {"code", "message", "field", "details"}}.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace domainplan::partner {

struct ErrorEnvelope {
  std::string code;     // what to branch on; empty where the body is no envelope
  std::string message;  // for people; not escaped
  std::string field;    // the offending field of the request's body; may be empty
  std::optional<double> retry_after_seconds;
  std::string excerpt;  // where the body is no envelope: how it begins, at most 200 bytes; not escaped
};

// Reads any body; what is not there, or of another type, stays empty.
ErrorEnvelope read_error_envelope(std::string_view body);

// "400 invalid_request: 'no such field' (field 'domain')", escaped; for a body that is no envelope its
// excerpt.
std::string describe_error(long status, const ErrorEnvelope& error);

// " (request req_…)", escaped; empty where the answer had no id.
std::string request_note(std::string_view request_id);

}  // namespace domainplan::partner
