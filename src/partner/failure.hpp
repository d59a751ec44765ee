// A call that came to nothing, as the error it means for the run.
#pragma once

#include "domainplan/error.hpp"
#include "partner/http.hpp"

namespace domainplan::partner {

// Request::may_start held a call back.
class HeldBack : public RunError {
 public:
  explicit HeldBack(const Failure& failure)
      : RunError(ErrorCode::api, failure.message, failure.call), failed_before_(failure.failed_before) {}
  int failed_before() const { return failed_before_; }  // as in Failure

 private:
  int failed_before_;
};

// No call is made any more, as an answer asked for a pause of more than an hour: the run has to end.
class ApiClosed : public RunError {
 public:
  explicit ApiClosed(const Failure& failure) : RunError(failure.code, failure.message, failure.call) {}
};

[[noreturn]] inline void throw_failure(const Failure& failure) {
  switch (failure.kind) {
    case Failure::Kind::key_refused:
      throw KeyRefused(failure.message, failure.call);
    case Failure::Kind::stopped:
      throw Interrupted("interrupted");
    case Failure::Kind::held_back:
      throw HeldBack(failure);
    case Failure::Kind::closed:
      throw ApiClosed(failure);
    case Failure::Kind::gave_up:
      break;
  }
  throw RunError(failure.code, failure.message, failure.call,
                 failure.certificate_unknown ? Remedy::trust_certificate : Remedy::none);
}

}  // namespace domainplan::partner
