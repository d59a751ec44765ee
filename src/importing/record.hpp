// imports.ndjson: which import holds which domains. Append-only, and on the disk before the run goes on.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "io/append_log.hpp"

namespace domainplan {

struct RecordedImport {
  std::string id;  // empty: the job was about to be made, and may exist
  std::vector<std::string> domains;
};

// Whose imports a folder holds.
struct ImportPlace {
  std::string environment;  // sandbox, test or live
  std::string api_url;
};

class ImportRecord {
 public:
  // Opens or makes the record, and locks it as long as this lives. Cuts off a torn last line. Throws RunError
  // where another process holds it, where a line is none of a record, or the disk fails; UsageError where it
  // is of another place.
  ImportRecord(const std::string& path, ImportPlace place);

  // What earlier runs recorded, in order: of two lines for one domain the later one counts.
  const std::vector<RecordedImport>& earlier() const { return earlier_; }

  // On the disk when it returns. Throws RunError.
  void append(const RecordedImport& import);

 private:
  AppendLog log_;
  ImportPlace place_;
  std::vector<RecordedImport> earlier_;
};

}  // namespace domainplan
