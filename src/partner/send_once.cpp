#include "partner/send_once.hpp"

#include <fmt/format.h>

#include "partner/failure.hpp"

namespace domainplan::partner {
namespace {

SendState state_of(const Answer& answer, const ErrorEnvelope& error, bool lost_before) {
  if (answer.status < 400 || answer.status >= 500 || lost_before || !is_known_code(error.code))
    return SendState::lost;
  switch (answer.status) {
    case 401:
    case 403:
    case 429:
      return SendState::nothing_done;
    case 408:  // a proxy's: it gave up waiting, and the request may be under way behind it
      return SendState::lost;
    default:
      return SendState::refused;
  }
}

}  // namespace

Sent judge(const Outcome& outcome, ApiCall call, bool lost_before, const Redactor& redactor) {
  Sent sent{std::move(call)};
  if (const auto* failure = std::get_if<Failure>(&outcome)) {
    if (failure->kind == Failure::Kind::stopped) throw_failure(*failure);
    if (failure->kind == Failure::Kind::held_back) sent.state = SendState::held_back;
    if (failure->kind == Failure::Kind::closed) sent.state = SendState::closed;
    sent.status = failure->call.status;
    sent.host = failure->call.host;
    sent.code = failure->call.code;
    sent.request_id = failure->call.request_id;
    sent.message = failure->message;
    if (sent.state != SendState::held_back) sent.error_code = failure->code;
    sent.went_out = failure->sent;
    return sent;
  }
  const Answer& answer = std::get<Answer>(outcome);
  sent.status = answer.status;
  sent.went_out = true;
  sent.request_id = redactor.redacted(answer.request_id);
  if (answer.status >= 200 && answer.status < 300) return sent;
  sent.error = read_error_envelope(answer.body, redactor);
  sent.code = sent.error.code;
  sent.state = state_of(answer, sent.error, lost_before);
  sent.message = fmt::format("{} {}: {}{}", sent.method, sent.path, describe_error(answer.status, sent.error),
                             request_note(sent.request_id));
  return sent;
}

std::exception_ptr error_of(const Sent& sent, const std::string& subject) {
  if (sent.key_refused()) return std::make_exception_ptr(KeyRefused(sent.message, sent, subject));
  return std::make_exception_ptr(RunError(sent.error_code, sent.message, sent, Remedy::none, subject));
}

}  // namespace domainplan::partner
