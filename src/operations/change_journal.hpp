// The journal of the changes to an account's live orders: forwarding, swaps, renamings, cancellations.
// Append-only; what is about to be sent is on the disk before its first byte is on the wire, so that after
// any interruption it is known what may have been done.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domainplan/session.hpp"
#include "domainplan/submit.hpp"
#include "io/append_log.hpp"

namespace domainplan {

// One change, from its intent on.
struct Change {
  enum class State : std::uint8_t {
    open,      // it may have been sent: the answer is not known
    accepted,  // the vendor has it and works on it
    done,      // nothing more is to come
    refused,   // the vendor said no, and nothing was done
    not_done   // nothing came of it, as the vendor's lists show
  };
  std::uint64_t number = 0;  // from 1
  std::string kind;          // forward, swap, rename, cancel
  nlohmann::json what;       // what was to be done
  std::chrono::system_clock::time_point at;
  State state = State::open;
  nlohmann::json result;  // of the last event
  // Whether something may still come of it.
  bool is_pending() const { return state == State::open || state == State::accepted; }
};

// Whether the session's account has a journal in `folder` ("": it has none). Calls GET /me, once a session.
bool has_change_journal(const std::string& folder, Session& session);

class ChangeJournal {
 public:
  // Opens or makes the journal of the session's account in `folder`, and locks it as long as this lives: one
  // command that changes something for each account. Where another process has it, waits up to `patience`,
  // and calls `waits` once before that (null: the wait is not reported). `folder` "": nothing is kept, which
  // is right for the embedded sandbox alone. Calls GET /me, once a session. Throws RunError where another
  // process has it to the end, it is damaged, or the disk fails; Interrupted.
  ChangeJournal(const std::string& folder, Session& session,
                const std::function<void(const std::string& holder)>& waits = {},
                std::chrono::seconds patience = kAccountLockWait);

  // The changes of a kind that are pending, the oldest first.
  std::vector<Change> pending(std::string_view kind) const;
  const std::map<std::uint64_t, Change>& changes() const { return changes_; }

  // Each is on the disk when it returns. Throw RunError; then nothing may be sent.
  std::uint64_t intend(std::string_view kind, nlohmann::json what);
  // `state` is any but open; `result` says more of it.
  void note(std::uint64_t number, Change::State state, nlohmann::json result = nlohmann::json::object());

 private:
  void open(const std::string& path, const std::stop_token& stop,
            const std::function<void(const std::string& holder)>& waits, std::chrono::seconds patience);
  void append(const nlohmann::json& line);
  void add_line(const nlohmann::json& line);

  std::optional<AppendLog> log_;
  std::map<std::uint64_t, Change> changes_;
};

}  // namespace domainplan
