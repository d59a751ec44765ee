#include "submission/api_world.hpp"

#include <fmt/format.h>
#include <time.h>

#include <algorithm>

#include "core/text.hpp"
#include "core/thrown.hpp"
#include "domainplan/error.hpp"
#include "store/journal_time.hpp"

namespace domainplan {

ApiWorld::ApiWorld(Session& session, const CheckOptions& check, NoticeHook warning)
    : check_(check),
      warning_(std::move(warning)),
      on_stop_(session.stop(), [this] { ended_.request_stop(); }),
      client_(session.client().api(), ended_.get_token()) {}

ApiWorld::~ApiWorld() { ended_.request_stop(); }

JournalTime ApiWorld::now() {
  JournalTime now = journal_time_now();
  now.server_s = client_.server_time();
  return now;
}

// It goes on while the machine sleeps, and nobody can set it.
Moment ApiWorld::monotonic() {
  timespec now{};
  clock_gettime(CLOCK_BOOTTIME, &now);
  return std::chrono::seconds(now.tv_sec) + Moment(now.tv_nsec / 1'000'000);
}

void ApiWorld::place(std::size_t order, const std::string& bytes, bool lost_before,
                     std::function<bool()> may_start) {
  std::list<Answer> answer;  // made before the call, so that nothing can keep it from being handed over
  answer.push_back({order, {}});
  calls_[order] = std::jthread(
      [this, bytes, lost_before, answer = std::move(answer), may_start = std::move(may_start)]() mutable {
        partner::Placement& placement = answer.front().placement;
        try {
          placement = partner::place_order(client_, bytes, lost_before, may_start);
        } catch (const Interrupted&) {
          return;  // the run ends; wait() says so
        } catch (...) {
          placement.message = thrown_message();  // lost
        }
        const std::lock_guard lock(mutex_);
        answers_.splice(answers_.end(), answer);
        arrived_.notify_all();
      });
}

std::optional<SubmitWorld::Answer> ApiWorld::wait(Moment until) {
  // The condition's clock stands still while the machine sleeps, ours does not.
  constexpr Moment kSlice{1000};
  std::unique_lock lock(mutex_);
  while (answers_.empty()) {
    const Moment now = monotonic();
    if (now >= until) return std::nullopt;
    arrived_.wait_for(lock, ended_.get_token(), std::min(kSlice, until - now),
                      [this] { return !answers_.empty(); });
    if (ended_.stop_requested()) throw Interrupted("interrupted");
  }
  Answer answer = std::move(answers_.front());
  answers_.pop_front();
  lock.unlock();
  if (answer.placement.value) report(answer.placement.value->odd);
  return answer;
}

void ApiWorld::report(const std::vector<partner::Odd>& odd) {
  for (const partner::Odd& one : odd)
    if (warning_ && reported_.insert(one.place).second)
      warning_({.code = NoticeCode::left_out, .subject = one.place, .reason = one.reason});
}

AccountView ApiWorld::look() {
  auto orders = partner::list_orders(client_);
  const auto domains = partner::list_domains(client_);
  report(orders.odd);
  report(domains.odd);
  const JournalTime time = now();
  AccountView account(
      std::move(orders.items), domains.items, time.server_s > 0 ? time.server_s : time.wall_ms / 1000,
      [this](const std::string& id) { return order(id); }, std::move(orders.unnamed));
  if (account.beyond_reads() > 0 && warning_)
    warning_({.code = NoticeCode::orders_unread,
              .count = static_cast<std::int64_t>(account.beyond_reads()),
              .limit = static_cast<std::int64_t>(kMostReads)});
  return account;
}

std::optional<partner::Order> ApiWorld::order(const std::string& id) try {
  partner::Order order = partner::get_order(client_, id);
  report(order.receipt.odd);
  return order;
} catch (const Interrupted&) {
  throw;
} catch (const Error& error) {
  if (warning_) warning_({.code = NoticeCode::order_unreadable, .subject = id, .reason = error.what()});
  return std::nullopt;
}

void ApiWorld::check(const std::vector<std::string>& domains,
                     const std::function<void(AvailabilityRow)>& row) {
  check_names(
      domains, client_.api(), check_,
      [&](std::vector<AvailabilityRow> rows) {
        for (AvailabilityRow& one : rows) row(std::move(one));
      },
      [this](const Notice& notice) {
        if (warning_) warning_(notice);
      },
      ended_.get_token());
}

std::vector<partner::DomainImport> ApiWorld::imports(const std::vector<std::string>& domains) {
  return partner::imports_holding(client_, domains);
}

std::vector<partner::User> ApiWorld::users() {
  auto users = partner::list_users(client_);
  report(users.odd);
  return std::move(users.items);
}

}  // namespace domainplan
