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

[[noreturn]] inline void throw_failure(const Failure& failure) {
  switch (failure.kind) {
    case Failure::Kind::key_refused:
      throw KeyRefused(failure.message, failure.call);
    case Failure::Kind::stopped:
      throw Interrupted("interrupted");
    case Failure::Kind::held_back:
      throw HeldBack(failure);
    case Failure::Kind::closed:
    case Failure::Kind::gave_up:
      break;
  }
  throw RunError(failure.code, failure.message, failure.call,
                 failure.certificate_unknown ? Remedy::trust_certificate : Remedy::none);
}

}  // namespace domainplan::partner
