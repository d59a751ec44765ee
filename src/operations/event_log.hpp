// events.ndjson of a folder: the vendor's events, each once.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <unordered_set>

#include "domainplan/webhook.hpp"
#include "io/append_log.hpp"

namespace domainplan {

class EventLog {
 public:
  // Opens or makes the log and reads the ids in it. Throws RunError where another process holds it, a line is
  // damaged, or the disk fails.
  explicit EventLog(const std::string& folder);

  // What became of a payload.
  struct Taken {
    enum class Kind : std::uint8_t { added, known, unreadable } kind;
    ReceivedEvent event;
  };
  // Adds the event in `payload`, a JSON object with `id` and `type`, unless its id is known; it is on the
  // disk when this returns. Throws RunError where it cannot be written, or the log is no longer
  // at its path; it is then not known.
  Taken add(std::string_view payload, std::chrono::system_clock::time_point now);

 private:
  AppendLog log_;
  std::unordered_set<std::string> ids_;
};

}  // namespace domainplan
