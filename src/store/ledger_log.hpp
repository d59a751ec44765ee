// ledger.ndjson: what a plan read from the ledger. A run that goes on, and one that replays it, read it
// instead.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "domainplan/availability.hpp"
#include "io/append_log.hpp"
#include "io/rfc3339.hpp"

namespace domainplan {

// An answer that the API had given another process.
struct RecordedAnswer {
  AvailabilityRow row;
  std::optional<UtcTime> checked_at;  // none where the line has no such time
  std::string line;                   // as the log keeps it, a JSON object
};

struct LedgerSnapshot {
  std::string plan;     // the id under which the ledger keeps the plan's names; empty: of a replayed plan
  std::string account;  // as the ledger calls it
  std::vector<std::string> reserved;  // by other plans, when this one was begun
  // Names that another plan was found to have when a customer was about to be settled, by customer.
  std::map<std::string, std::vector<std::string>> lost = {};
  std::vector<RecordedAnswer> answers = {};  // in the order read
};

// Reads the log's bytes, but for a torn last line; nothing where it is empty, or was never begun to the end.
// Throws RunError where a line is none of such a log, or its version is later than this program's.
std::optional<LedgerSnapshot> read_ledger_log(std::string_view bytes, const std::string& file);
// The same of a folder; nothing where it has none.
std::optional<LedgerSnapshot> ledger_snapshot(const std::string& folder);

class LedgerLog {
 public:
  // Opens the log of a folder, or makes it. Throws as AppendLog does.
  explicit LedgerLog(const std::string& folder);
  // Writes what the plan begins with into an empty log. Throw RunError.
  void begin(const LedgerSnapshot& snapshot);
  void lost(const std::string& customer, const std::vector<std::string>& domains);
  // Names that other plans turned out to have reserved later.
  void reserved(const std::vector<std::string>& domains);
  // `lines`: JSON objects.
  void answers(const std::vector<std::string>& lines);

 private:
  AppendLog log_;
};

}  // namespace domainplan
