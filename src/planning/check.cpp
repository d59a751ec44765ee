#include "planning/check.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <variant>

#include "partner/availability.hpp"
#include "partner/failure.hpp"
#include "planning/asker.hpp"
#include "planning/refusals.hpp"

namespace domainplan {
namespace {

using Names = std::vector<std::string>;
using Event = std::variant<partner::AvailabilityPart, Asker::Moment>;  // an answer, or a wait that is over

// What the network thread has to tell the calling one.
class Inbox {
 public:
  void put(Event event) {
    {
      const std::lock_guard lock(mutex_);
      events_.push_back(std::move(event));
    }
    arrived_.notify_one();
  }
  Event take() {
    std::unique_lock lock(mutex_);
    arrived_.wait(lock, [this] { return !events_.empty(); });
    Event event = std::move(events_.front());
    events_.pop_front();
    return event;
  }

 private:
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Event> events_;
};

}  // namespace

void check_names(const std::vector<std::string>& names, partner::Api& api, const CheckOptions& options,
                 const std::function<void(AvailabilityRow)>& row,
                 const std::function<void(const std::string&)>& warning, std::stop_token stop) {
  // The network thread may still hold a callback when an error ends this function, so they share the inbox.
  const auto inbox = std::make_shared<Inbox>();
  const std::stop_callback on_stop(stop, [&api] { api.stop(); });
  std::size_t open = names.size();
  Asker asker(options.batch_size, options.recheck_wait,
              {.send =
                   [&](Names asked) {
                     partner::ask_availability(
                         api, std::move(asked),
                         [inbox](partner::AvailabilityPart part) { inbox->put(std::move(part)); });
                   },
               .wait =
                   [&](Asker::Moment until) {
                     api.after(partner::time_until(until), [inbox, until] { inbox->put(until); });
                   },
               .learnt =
                   [&](AvailabilityRow learnt) {
                     --open;
                     row(std::move(learnt));
                   }});

  Refusals refusals;
  const int most = 4 * options.connections;  // questions at a time: none of the connections is ever idle
  auto next = names.begin();
  while (open > 0) {
    while (next != names.end() && asker.under_way() < most) asker.want(*next++);
    if (asker.quiet()) asker.flush();
    Event event = inbox->take();
    if (const auto* until = std::get_if<Asker::Moment>(&event)) {
      asker.due(*until);
      continue;
    }
    auto& part = std::get<partner::AvailabilityPart>(event);
    if (part.failure) partner::throw_failure(*part.failure);
    for (const std::string& text : part.rows.warnings) warning(text);
    refusals.add(part.rows, part.is_last && asker.under_way() == 1);
    asker.answered(std::move(part.rows), part.is_last);
  }
  refusals.check();
}

}  // namespace domainplan
