// A call that came to nothing, as the error it means for the run.
#pragma once

#include "domainplan/error.hpp"
#include "partner/http.hpp"

namespace domainplan {

[[noreturn]] inline void throw_failure(const partner::Failure& failure) {
  switch (failure.kind) {
    case partner::Failure::Kind::key_refused: throw KeyRefused(failure.message);
    case partner::Failure::Kind::stopped: throw Interrupted("interrupted");
    case partner::Failure::Kind::gave_up: break;
  }
  throw RunError(failure.message);
}

}  // namespace domainplan
