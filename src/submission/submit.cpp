#include "domainplan/submit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "domainplan/plan_lock.hpp"
#include "domainplan/stored_plan.hpp"
#include "io/file.hpp"
#include "store/journal.hpp"
#include "store/journal_time.hpp"
#include "submission/account_binding.hpp"
#include "submission/account_lock.hpp"
#include "submission/api_world.hpp"
#include "submission/engine.hpp"
#include "submission/gather.hpp"
#include "submission/preview.hpp"
#include "submission/replan.hpp"
#include "submission/submit_in.hpp"
#include "submission/url_check.hpp"

namespace domainplan {
namespace {

void emit(const Engine& engine, const SubmitHooks& hooks) {
  if (!hooks.result) return;
  for (const SubmitResult& result : engine.results()) hooks.result(result);
}

void demand_permission(const Account& account) {
  if (account.permission == Permission::limited || account.permission == Permission::read)
    throw KeyRefused(fmt::format("this key may not order: its permission is {}, and full is needed",
                                 name_of(account.permission)),
                     {}, account.id);
}

SubmitEnd run(const MakeWorld& make_world, const PlanLock& folder_lock, StoredPlan& plan, Journal& journal,
              Session& session, const SubmitOptions& options, const SubmitHooks& hooks, Submission about) {
  const NoticeHook warn = [&](const Notice& notice) {
    if (hooks.warning) hooks.warning(notice);
  };
  for (const std::string& user : users_with_two_logins(about.orders))
    warn({.code = NoticeCode::two_sequencer_logins, .subject = user});
  const bool needs_calls = [&] {
    const Sendings& sendings = journal.sendings();
    return std::any_of(about.orders.begin(), about.orders.end(), [&](const Outgoing& order) {
      const auto found = sendings.find(order.customer);
      return found == sendings.end() || found->second.state != Sending::State::placed;
    });
  }();
  if (needs_calls) {
    if (!options.state_folder.empty()) prepare_state_folder(options.state_folder);
    demand_same_account(plan, journal.owner(), session);
    demand_permission(session.account());
    about.owner = {session.account().id, session.api_url(), std::string(name_of(session.environment()))};
    about.binds_account = plan.pinned && !plan.pinned->account && !journal.owner();
    about.rate = static_cast<std::uint64_t>(session.options().rate);
  }
  AccountLock lock(needs_calls ? account_lock_path(options.state_folder, session) : "",
                   needs_calls ? options.ledger.ledger : nullptr);
  const std::unique_ptr<SubmitWorld> world = make_world(session, options, warn);
  Engine engine(std::move(about), journal, *world, lock, options, hooks);
  if (options.check_urls) hold_bad_urls(engine, session.stop(), hooks.checking_urls);
  try {
    const SubmitEnd end = engine.run();
    if (end == SubmitEnd::done && options.replan)
      plan_again(folder_lock, plan, session, options, hooks, engine);
    emit(engine, hooks);
    return end;
  } catch (...) {
    emit(engine, hooks);
    throw;
  }
}

}  // namespace

SubmitPreview preview(const std::string& folder, const SubmitOptions& options, const SubmitHooks& hooks) {
  const StoredPlan plan = read_plan(folder);
  const Sendings sendings = recorded_sendings(folder);
  return preview_of(gather(plan, sendings, options, [](const std::string&) {}), sendings, options, hooks);
}

SubmitEnd submit_in(const MakeWorld& make_world, const PlanLock& lock, Session& session,
                    const SubmitOptions& options, const SubmitHooks& hooks) {
  const std::string& folder = lock.folder();
  StoredPlan plan = read_plan(folder);
  Journal journal(folder);
  settle_replacements(folder, journal, journal_time_now());
  demand_same_api(plan, journal.owner(), session);
  if (options.replan) demand_same_inputs(plan, options.replan_inputs);
  Submission about = gather(plan, journal.sendings(), options,
                            [&](const std::string& password) { session.redact({password}); });
  return run(make_world, lock, plan, journal, session, options, hooks, std::move(about));
}

PlanLock lock_plan(const std::string& folder) {
  if (!is_folder(folder)) read_plan(folder);  // says that there is no plan, before a lock would make a folder
  return PlanLock(folder);
}

SubmitEnd submit(const std::string& folder, Session& session, const SubmitOptions& options,
                 const SubmitHooks& hooks) {
  return submit(lock_plan(folder), session, options, hooks);
}

SubmitEnd submit(const PlanLock& lock, Session& session, const SubmitOptions& options,
                 const SubmitHooks& hooks) {
  const MakeWorld api = [](Session& its_session, const SubmitOptions& its_options, const auto& warning) {
    const CheckOptions check{.batch_size = its_options.batch_size, .recheck_wait = its_options.recheck_wait};
    return std::make_unique<ApiWorld>(its_session, check, warning);
  };
  return submit_in(api, lock, session, options, hooks);
}

}  // namespace domainplan
