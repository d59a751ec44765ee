#include "planning/run.hpp"

#include <optional>

#include "domainplan/session.hpp"
#include "partner/client.hpp"
#include "planning/flow_executor.hpp"

namespace domainplan {

RunCounts run_customers(const PlanInputs& inputs, Facts facts, Names claimed, RunOutput& output,
                        std::stop_token stop, Reserving reserving) {
  const PlanOptions& options = inputs.settings_of(0).options;
  const std::unique_ptr<Executor> executor = make_flow_executor(options.threads);
  Scheduler scheduler(options, inputs.customers.size(), std::move(claimed));
  Driver* started = nullptr;  // before the first call
  int max_calls = 0;
  std::optional<partner::Api> calls;
  std::optional<ApiNetwork> network;
  if (auto* const recorded = std::get_if<RecordedFacts>(&facts)) {
    scheduler.replay(std::move(recorded->facts));
  } else {
    auto& asked = std::get<AskedFacts>(facts);
    calls.emplace(asked.session.client().api().group(
        [&started, on_call = std::move(asked.on_call)](partner::Attempt attempt) {
          try {
            if (on_call) on_call(attempt);
          } catch (...) {
            started->fail(std::current_exception());
          }
        }));
    calls->add_recent_calls(ages(asked.known, std::chrono::system_clock::now()));
    network.emplace(*calls);
    max_calls = 2 * asked.session.options().connections;  // so that no connection is ever idle
    scheduler.resume(std::move(asked.known));
  }
  if (reserving.ledger) scheduler.reserve_names();
  if (reserving.ledger && reserving.shares_answers) scheduler.look_up_first(max_calls);
  scheduler.lose_names(std::move(reserving.lost));
  Driver driver(scheduler, *executor, network ? &*network : nullptr, output, &inputs, reserving.ledger);
  started = &driver;
  driver.run(stop);
  return {calls ? calls->counts() : partner::CallCounts(), scheduler.names_answered(),
          scheduler.names_drawn()};
}

}  // namespace domainplan
