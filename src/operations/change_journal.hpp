// The journal of the changes to an account's live orders: forwarding, swaps, renamings, cancellations.
// Append-only; what is about to be sent is on the disk before its first byte is on the wire, so that after
// any interruption it is known what may have been done.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "domainplan/availability.hpp"
#include "domainplan/session.hpp"
#include "domainplan/submit.hpp"
#include "io/append_log.hpp"
#include "io/rfc3339.hpp"

namespace domainplan {

// What is to be done, by the kind of the change.
struct ForwardIntent {
  std::string url = {};
  std::vector<std::string> domains = {};
};
struct SwapIntent {
  std::string order = {}, domain = {}, domain_id = {};
  std::string replacement = {};
  std::string type = {};  // standard or premium
  Cents price_cents = 0;  // of the replacement, as far as it is known
  // The ids of the swaps that the vendor's lists showed before.
  std::vector<std::string> known = {};
};
struct RenameIntent {
  std::string domain = {}, domain_id = {}, order = {};
  // First name, last name and the picture's URL of each.
  std::vector<std::vector<std::string>> personas = {};
  std::vector<std::string> known = {};  // as in a SwapIntent
};
struct CancelIntent {
  std::string order = {};
  std::vector<std::string> domains = {};  // empty: the whole order
};
using ChangeIntent = std::variant<ForwardIntent, SwapIntent, RenameIntent, CancelIntent>;

// What an event says of a change, besides its state.
struct ChangeResult {
  std::optional<std::string> job = {};      // the id of what the vendor made of a forwarding
  std::optional<std::string> status = {};   // at which that job ended
  std::optional<std::string> message = {};  // why nothing was done, or the answer was lost
  std::vector<std::string> swaps = {};      // the ids of what the vendor made of a renaming
};

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
  ChangeIntent what;
  UtcTime at;
  State state = State::open;
  ChangeResult result = {};  // of the last event
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

  // The changes of this kind that are pending, the oldest first.
  template <class Intent>
  std::vector<Change> pending() const {
    std::vector<Change> found;
    for (const auto& [number, change] : changes_)
      if (std::holds_alternative<Intent>(change.what) && change.is_pending()) found.push_back(change);
    return found;
  }
  const std::map<std::uint64_t, Change>& changes() const { return changes_; }

  // Each is on the disk when it returns. Throw RunError; then nothing may be sent.
  std::uint64_t intend(const ChangeIntent& what);
  // `state` is any but open; `result` says more of it; its message is escaped in the file.
  void note(std::uint64_t number, Change::State state, ChangeResult result = {});

 private:
  void open(const std::string& path, const std::stop_token& stop,
            const std::function<void(const std::string& holder)>& waits, std::chrono::seconds patience);
  void append(std::string_view line);
  void add_line(std::string_view line);

  std::optional<AppendLog> log_;
  std::map<std::uint64_t, Change> changes_;
};

}  // namespace domainplan
