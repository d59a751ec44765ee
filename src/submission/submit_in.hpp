// submit() with the clocks, the waiting and the calls of the caller: a test has its own.
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "domainplan/notice.hpp"
#include "domainplan/submit.hpp"
#include "submission/world.hpp"

namespace domainplan {

// Makes the world of one submission. `warning` is the submission's own.
using MakeWorld = std::function<std::unique_ptr<SubmitWorld>(Session& session, const SubmitOptions& options,
                                                             const NoticeHook& warning)>;

// As submit() with a lock. GET /me, and what plans an order again, still go through `session`.
SubmitEnd submit_in(const MakeWorld& make_world, const PlanLock& lock, Session& session,
                    const SubmitOptions& options, const SubmitHooks& hooks);

}  // namespace domainplan
