// journal.ndjson of a plan folder: what was sent, and what came back. Append-only; the intent to send an
// order is on the disk before its first byte is on the wire, so that no interruption leaves a sending
// unknown.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "io/append_log.hpp"

namespace domainplan {

inline constexpr const char* kJournalName = "journal.ndjson";

// When something was written, by every clock there is: each of them can be wrong in its own way.
struct JournalTime {
  std::int64_t wall_ms = 0;   // since 1970, UTC; a person or NTP may set it
  std::string boot;           // this start of the machine; "" where it is not known
  std::int64_t boot_ms = 0;   // since that start, sleep included; nobody can set it
  std::int64_t server_s = 0;  // since 1970, the API's own (its last Date header); 0 where it is not known
};

// What the journal says of one customer's order.
struct Sending {
  enum class State : std::uint8_t {
    open,     // sent, perhaps: the answer is not known
    placed,   // the API has it
    refused,  // the API said no, and has nothing
  };
  State state = State::open;
  std::string sha256;      // of the exact bytes, in hex
  JournalTime first_sent;  // of these bytes under this intent
  std::string order_id;    // where placed
  std::optional<std::int64_t> total_cents;
  std::string currency;
  std::string message;  // where refused: why; escaped
};

// By customer.
using Sendings = std::map<std::string, Sending>;

// Reads a journal's bytes; a last line without its end was torn by an interruption and is left out. Throws
// RunError naming `file` and the line where another line is none of a journal.
Sendings read_journal(std::string_view bytes, const std::string& file);

// What the journal of a plan folder says, without its lock; nothing where there is none. Throws as
// read_journal does.
Sendings recorded_sendings(const std::string& folder);

class Journal {
 public:
  // Opens or makes the journal of a plan folder, and locks it as long as this lives: one submit a folder.
  // Cuts off a torn last line. Throws RunError where another process holds it, or the disk fails.
  explicit Journal(const std::string& folder);

  const Sendings& sendings() const { return sendings_; }

  // Each is on the disk when it returns, and in sendings(). Throw RunError; then nothing may be sent.
  void intend(const std::string& customer, const std::string& sha256, const JournalTime& now);
  void placed(const std::string& customer, const std::string& order_id,
              std::optional<std::int64_t> total_cents, const std::string& currency, const JournalTime& now);
  void refused(const std::string& customer, const std::string& message, const JournalTime& now);

 private:
  void append(const std::string& line);

  AppendLog log_;
  Sendings sendings_;
};

}  // namespace domainplan
