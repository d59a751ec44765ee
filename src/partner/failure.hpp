// A call that came to nothing, as the error it means for the run.
#pragma once

#include "domainplan/error.hpp"
#include "partner/http.hpp"

namespace domainplan::partner {

[[noreturn]] inline void throw_failure(const Failure& failure) {
  switch (failure.kind) {
    case Failure::Kind::key_refused: throw KeyRefused(failure.message);
    case Failure::Kind::stopped: throw Interrupted("interrupted");
    case Failure::Kind::gave_up: break;
  }
  throw RunError(failure.message);
}

}  // namespace domainplan::partner
