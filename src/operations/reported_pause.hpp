// Waits of a command that changes live orders: a person hears of those that are long.
#pragma once

#include <chrono>

#include "core/pause.hpp"
#include "domainplan/session.hpp"

namespace domainplan {

// As pause_for(); calls ApiOptions::on_wait first where the wait is long enough to be reported.
inline void reported_pause(Session& session, partner::Wait::Reason reason, std::chrono::milliseconds time) {
  if (const auto& on_wait = session.options().on_wait; on_wait && time > partner::kReportedWait)
    on_wait({reason, time, std::chrono::system_clock::now() + time});
  pause_for(time, session.stop());
}

// The waits between looks at a change that the vendor works on. They are reported once.
class ProgressPauses {
 public:
  ProgressPauses(Session& session, std::chrono::milliseconds each) : session_(session), each_(each) {}
  void next() {
    if (is_reported_) return pause_for(each_, session_.stop());
    is_reported_ = true;
    reported_pause(session_, partner::Wait::Reason::progress, each_);
  }

 private:
  Session& session_;
  const std::chrono::milliseconds each_;
  bool is_reported_ = false;
};

}  // namespace domainplan
