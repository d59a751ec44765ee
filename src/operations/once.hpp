// A change that must not be done twice, and that the vendor does not recognise when it comes again.
//
// The intent is on the disk before the first byte goes out. Where the answer is lost the vendor's lists are
// looked at for a while; a change that is not there is not sent again in this run, as it may still arrive.
// The next run waits until that is over, looks once more, and only then takes it that nothing came of it.
#pragma once

#include <algorithm>
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "domainplan/error.hpp"
#include "operations/change_journal.hpp"
#include "operations/reported_pause.hpp"
#include "partner/send_once.hpp"

namespace domainplan {

// How long after a lost answer the vendor's lists are looked at.
inline const std::vector<std::chrono::milliseconds> kLooksAfterLoss = {
    std::chrono::seconds{5}, std::chrono::seconds{10}, std::chrono::seconds{20}, std::chrono::seconds{40},
    std::chrono::seconds{80}};

// Thrown by a look where the lists neither show the change nor rule it out.
class CannotTell : public RunError {
 public:
  CannotTell(const std::string& why, std::string domain) : RunError(ErrorCode::api, why, std::move(domain)) {}
};

template <class Value>
struct Carried {
  // not_sent: what was agreed is no longer so.
  enum class State : std::uint8_t { done, refused, unknown, not_sent } state = State::unknown;
  std::optional<Value> value;  // if done
  std::string message;         // if refused or unknown: why; redacted
};

// A 2xx whose value is not about what was sent: it says nothing, so the change counts as lost. `why` names
// what it says.
template <class Value>
partner::SentFor<Value> answered_otherwise(partner::SentFor<Value> sent, const std::string& why) {
  sent.value.reset();
  sent.state = partner::SendState::lost;
  sent.went_out = true;
  sent.message = sent.method + " " + sent.path + ": " + why;
  return sent;
}

// `Intent`: of the changes of this kind in the journal.
template <class Intent, class Value>
class Once {
 public:
  using Look = std::function<std::optional<Value>(const Intent& what)>;
  using Keep = std::function<ChangeResult(const Value& value)>;

  // `look` finds in the vendor's lists what came of a change, and throws CannotTell
  // where they leave it open; `looks` says how long after a loss, rising; `keep` what the journal keeps of
  // what came of it. `session` and `journal` must outlive this; long waits are reported to its on_wait.
  Once(
      Session& session, ChangeJournal& journal, Look look, std::vector<std::chrono::milliseconds> looks,
      Keep keep = [](const Value&) { return ChangeResult(); })
      : session_(session),
        journal_(journal),
        look_(std::move(look)),
        looks_(std::move(looks)),
        keep_(std::move(keep)) {}

  // What an earlier run left open of the changes for which `is_it` holds, the last that was carried out.
  // Throws CannotTell where that is not known, and the change stays open; RunError where the lists cannot be
  // read; Interrupted.
  std::optional<Value> settle(const std::function<bool(const Intent& what)>& is_it) {
    std::optional<Value> last;
    for (const Change& change : journal_.template pending<Intent>()) {
      const Intent& what = std::get<Intent>(change.what);
      if (!is_it(what)) continue;
      wait_until_settled(change.at);
      std::optional<Value> found = look_(what);
      if (!found) {
        journal_.note(change.number, Change::State::not_done);
        continue;
      }
      journal_.note(change.number, Change::State::done, keep_(*found));
      last = std::move(found);
    }
    return last;
  }

  // Sends it. After a 429, or where `send` held it back, it is sent again if `again` says that all is still
  // as it was agreed; empty: always. Throws RunError where nothing was sent and the run has to end, or the
  // lists cannot be read; KeyRefused; Interrupted.
  Carried<Value> carry_out(const Intent& what, const std::function<partner::SentFor<Value>()>& send,
                           const std::function<bool()>& again = {}) {
    for (bool is_first = true;; is_first = false) {
      if (!is_first && again && !again()) return {Carried<Value>::State::not_sent, std::nullopt, ""};
      const std::uint64_t change = journal_.intend(what);
      partner::SentFor<Value> sent = send();
      const ChangeResult said{.message = sent.message};
      switch (sent.state) {
        case partner::SendState::done:
          journal_.note(change, Change::State::done, keep_(*sent.value));
          return {Carried<Value>::State::done, std::move(sent.value), ""};
        case partner::SendState::refused:
          journal_.note(change, Change::State::refused, said);
          return {Carried<Value>::State::refused, std::nullopt, sent.message};
        case partner::SendState::nothing_done:
        case partner::SendState::held_back:
        case partner::SendState::closed:
          journal_.note(change, Change::State::refused, said);
          if (sent.rate_limited() || sent.state == partner::SendState::held_back) continue;
          std::rethrow_exception(partner::error_of(sent));
        case partner::SendState::lost:
          if (!sent.went_out) {
            journal_.note(change, Change::State::not_done, said);
            std::rethrow_exception(partner::error_of(sent));
          }
          return look_for(change, what, sent.message);
      }
    }
  }

 private:
  Carried<Value> look_for(std::uint64_t change, const Intent& what, const std::string& message) {
    std::chrono::milliseconds passed{0};
    std::string doubt;
    for (const std::chrono::milliseconds at : looks_) {
      pause(at - std::exchange(passed, at));
      doubt.clear();
      try {
        if (std::optional<Value> found = look_(what)) {
          journal_.note(change, Change::State::done, keep_(*found));
          return {Carried<Value>::State::done, std::move(found), ""};
        }
      } catch (const CannotTell& open) {
        doubt = open.what();
      }
    }
    return {Carried<Value>::State::unknown, std::nullopt, doubt.empty() ? message : message + "; " + doubt};
  }

  // The clock may have been set meanwhile, so the wait is bounded.
  void wait_until_settled(UtcTime sent) {
    const auto most = looks_.empty() ? std::chrono::milliseconds(0) : looks_.back();
    const auto now = std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
    const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(now - sent);
    if (const auto left = std::clamp(most - passed, std::chrono::milliseconds(0), most); left.count() > 0)
      pause(left);
  }

  void pause(std::chrono::milliseconds time) {
    reported_pause(session_, partner::Wait::Reason::lost_answer, time);
  }

  Session& session_;
  ChangeJournal& journal_;
  const Look look_;
  const std::vector<std::chrono::milliseconds> looks_;
  const Keep keep_;
};

}  // namespace domainplan
