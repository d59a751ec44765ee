#include "planning/driver.hpp"

#include <fmt/format.h>

#include <iterator>
#include <utility>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "partner/failure.hpp"

namespace domainplan {
namespace {

std::exception_ptr error_of(const partner::Failure& failure) {
  try {
    partner::throw_failure(failure);
  } catch (...) {
    return std::current_exception();
  }
}

// Reports to the executor that something outside has ended, when the last holder lets go.
class Outside {
 public:
  explicit Outside(Executor& executor) : executor_(executor) { executor_.begin_outside(); }
  ~Outside() { executor_.end_outside(); }
  Outside(const Outside&) = delete;
  Outside& operator=(const Outside&) = delete;

 private:
  Executor& executor_;
};

}  // namespace

// An exception must not leave a stage or a callback: what is under way would never be waited for.
template <class Work>
void Driver::guarded(const Work& work) noexcept {
  try {
    work();
  } catch (...) {
    fail(std::current_exception());
  }
}

void Driver::fail(std::exception_ptr error) noexcept {
  error_.set(std::move(error));
  if (ledger_) ledger_->end_pauses();
  try {
    if (network_) network_->stop();
  } catch (...) {
    // Calls under way then end by themselves.
  }
}

void Driver::run(std::stop_token stop) {
  {
    const std::stop_callback on_stop(
        stop, [this, error = std::make_exception_ptr(Interrupted("interrupted"))] { fail(error); });
    guarded([this] { post_event(Started()); });
    executor_.wait();
  }
  error_.rethrow_if_set();
  try {
    scheduler_.check_refusals();
  } catch (...) {
    fail(std::current_exception());
    throw;
  }
}

// After the first error, work that is posted already does nothing.
void Driver::post(Stage stage, Executor::Work work) {
  executor_.post(stage, [this, work = std::move(work)] {
    if (!error_.is_set()) guarded(work);
  });
}

void Driver::post_event(Event event) {
  const auto shared = std::make_shared<Event>(std::move(event));
  post(Stage::pack, [this, shared] { step(std::move(*shared)); });
}

void Driver::step(Event event) {
  carry_out(scheduler_.step(std::move(event)));
  output_.progress(scheduler_, network_ ? network_->calls() : 0);
}

void Driver::carry_out(Effects effects) {
  for (const std::size_t place : effects.draw)
    post(Stage::draw, [this, place] {
      const auto& [rules, options] = inputs_->settings_of(place);
      draw(std::make_shared<CustomerPlan>(place, inputs_->customers[place], rules, options));
    });
  for (PlanPtr& plan : effects.filter) post(Stage::filter, [this, plan = std::move(plan)] { filter(plan); });
  for (Names& names : effects.ask)
    post(Stage::ask, [this, names = std::move(names)]() mutable { ask(std::move(names)); });
  for (const Moment moment : effects.wait) post(Stage::ask, [this, moment] { wait(moment); });
  if (!effects.look_up.empty()) look_up(std::move(effects.look_up), false);
  if (!effects.look_up_again.empty()) look_up(std::move(effects.look_up_again), true);
  if (!effects.reserve.empty()) reserve(effects.reserve);
  for (PlanPtr& plan : effects.write)
    post(Stage::write, [this, plan = std::move(plan)] {
      output_.settled(*plan);
      post_event(Written());
    });
  if (!effects.rows.empty()) hand_over(std::move(effects.rows));
  if (effects.cancel_waits && network_) network_->stop();
  if (effects.cancel_waits && ledger_) ledger_->end_pauses();
}

void Driver::draw(const PlanPtr& plan) {
  plan->draw();
  if (plan->all_learnt())
    post(Stage::select, [this, plan] { select(plan); });
  else
    post_event(Returned{plan});
}

void Driver::filter(const PlanPtr& plan) {
  plan->filter();
  if (const std::optional<Cents> cheapest = plan->take_cheapest_above_cap()) {
    const std::string& currency = inputs_->settings_of(plan->place()).options.choice.currency;
    const Notice notice{.code = NoticeCode::no_name_below_cap,
                        .subject = plan->customer().key,
                        .count = *cheapest,
                        .limit = *plan->terms().max_price_cents,
                        .currency = currency};
    post(Stage::pack, [this, notice] { output_.warning(notice); });
  }
  if (plan->wants_more())
    post(Stage::draw, [this, plan] { draw(plan); });
  else if (plan->all_learnt())
    post(Stage::select, [this, plan] { select(plan); });
  else
    post_event(Returned{plan});
}

void Driver::select(const PlanPtr& plan) {
  plan->select();
  post_event(Returned{plan});
}

void Driver::ask(Names names) {
  network_->ask(std::move(names),
                [this, outside = std::make_shared<Outside>(executor_)](partner::AvailabilityPart part) {
                  guarded([&] { heard(std::move(part)); });
                });
}

// It takes a moment and no worker: the ledger has a thread of its own.
void Driver::reserve(const std::vector<PlanPtr>& plans) {
  std::vector<NamesOfCustomer> customers;
  for (const PlanPtr& plan : plans) {
    NamesOfCustomer names{plan->customer().key, {}};
    for (const CustomerPlan::OrderLine& line : plan->order())
      if (line.rank) names.domains.push_back(line.domain);
    customers.push_back(std::move(names));
  }
  ledger_->reserve(std::move(customers), [this, outside = std::make_shared<Outside>(executor_)](
                                             Ledger::Reserved reserved, std::exception_ptr error) {
    if (error) return fail(error);
    guarded([&] { post_event(Reserved{reserved.customers, std::move(reserved.lost)}); });
  });
}

void Driver::look_up(Names names, bool again) {
  auto done = [this, again, outside = std::make_shared<Outside>(executor_)](RunLedger::Found found,
                                                                            std::exception_ptr error) {
    if (error) return fail(error);
    guarded([&] {
      post_event(
          LookedUp{std::move(found.names), std::move(found.rows), std::move(found.asked_elsewhere), again});
    });
  };
  if (again)
    ledger_->look_up_again(std::move(names), std::move(done));
  else
    ledger_->look_up(std::move(names), std::move(done));
}

void Driver::wait(Moment moment) {
  network_->after(partner::time_until(moment),
                  [this, moment, outside = std::make_shared<Outside>(executor_)] {
                    guarded([&] { post_event(Due{moment}); });
                  });
}

// Rows that come while others wait for the stage `write` go with them: the output is flushed for all of them
// at once.
void Driver::hand_over(std::vector<AvailabilityRow> rows) {
  {
    const std::lock_guard lock(mutex_);
    rows_.push_back(std::move(rows));
    if (rows_.size() > 1) return;
  }
  post(Stage::write, [this] { output_.rows(take_rows()); });
}

std::vector<AvailabilityRow> Driver::take_rows() {
  std::vector<std::vector<AvailabilityRow>> parts;
  {
    const std::lock_guard lock(mutex_);
    parts.swap(rows_);
  }
  std::size_t count = 0;
  for (const auto& part : parts) count += part.size();
  std::vector<AvailabilityRow> all = std::move(parts.front());
  all.reserve(count);
  for (auto part = parts.begin() + 1; part != parts.end(); ++part)
    all.insert(all.end(), std::make_move_iterator(part->begin()), std::make_move_iterator(part->end()));
  return all;
}

// What the API said is recorded even when the run is coming to a bad end.
void Driver::heard(partner::AvailabilityPart part) {
  const auto at = std::chrono::steady_clock::now();
  const auto time = std::chrono::system_clock::now();
  if (part.failure) fail(error_of(*part.failure));
  const auto answer =
      std::make_shared<Event>(Answered{.rows = std::move(part.rows), .is_last = part.is_last, .at = at});
  executor_.post(Stage::pack, [this, answer, time] {
    guarded([&] {
      auto& rows = std::get<Answered>(*answer).rows;
      output_.answered(rows, time);
      if (ledger_) ledger_->record(rows, time);
      if (error_.is_set()) return;
      for (const Notice& notice : rows.warnings) output_.warning(notice);
      step(std::move(*answer));
    });
  });
}

}  // namespace domainplan
