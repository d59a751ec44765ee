#include "planning/check.hpp"

#include <optional>

#include "domainplan/check.hpp"
#include "partner/client.hpp"
#include "planning/calling_thread_executor.hpp"
#include "planning/driver.hpp"
#include "planning/ledger_worker.hpp"

namespace domainplan {
namespace {

class ListOutput final : public RunOutput {
 public:
  ListOutput(const std::function<void(std::vector<AvailabilityRow>)>& rows, const NoticeHook& warning)
      : rows_(rows), warning_(warning) {}
  void warning(const Notice& notice) override { warning_(notice); }
  void rows(std::vector<AvailabilityRow> rows) override { rows_(std::move(rows)); }

 private:
  const std::function<void(std::vector<AvailabilityRow>)>& rows_;
  const NoticeHook& warning_;
};

}  // namespace

void check_names(const std::vector<std::string>& names, partner::Api& api, const CheckOptions& options,
                 const std::function<void(std::vector<AvailabilityRow>)>& rows, const NoticeHook& warning,
                 std::stop_token stop) {
  const int max_calls = 4 * options.connections;  // so that no connection is ever idle
  Scheduler scheduler(names, options.batch_size, options.recheck_wait, max_calls);
  CallingThreadExecutor executor;
  ApiNetwork network(api, options.ledger.ledger != nullptr);  // only a ledger keeps the rows' text
  ListOutput output(rows, warning);
  std::optional<LedgerWorker> ledger;
  if (options.ledger.ledger) {
    ledger.emplace(options.ledger, nullptr);
    scheduler.look_up_first(max_calls);
  }
  Driver(scheduler, executor, &network, output, nullptr, ledger ? &*ledger : nullptr).run(stop);
  if (ledger) ledger->finish();
}

void check_availability(Session& session, const std::vector<std::string>& names,
                        const AvailabilityOptions& options, const AvailabilityHooks& hooks) {
  const auto warning = hooks.warning ? hooks.warning : [](const Notice&) {};
  check_names(names, session.client().api(),
              {options.batch_size, options.recheck_wait, session.options().connections, options.ledger},
              hooks.rows, warning, session.stop());
}

}  // namespace domainplan
