// availability.ndjson: every row the API gave, with the time it came, appended as answers arrive.
#pragma once

#include <chrono>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "orders/file.hpp"

namespace domainplan {

// RFC 3339 in UTC with milliseconds: "2026-11-21T03:04:05.678Z".
std::string rfc3339(std::chrono::system_clock::time_point time);

class Evidence {
 public:
  // Throws RunError where the file cannot be made, or exists already. The file stays locked against a second
  // run while this object lives.
  explicit Evidence(const std::string& path);

  // Appends one answer's rows, JSON objects in one line each, with `checked_at`. One write a call, so that
  // what is there after a crash is whole lines, but for the last one.
  void append(const std::vector<std::string>& rows, std::chrono::system_clock::time_point checked_at);
  void sync() { file_.sync(); }
  void close() { file_.close(); }

 private:
  OutputFile file_;
};

// Calls visit(line, line number, whole) for each line of recorded evidence that is not empty. `whole` is
// false for a last line without its end, which an interruption may have torn. `bytes` is the whole file.
void each_recorded_line(
    std::string_view bytes,
    const std::function<void(std::string_view line, std::size_t number, bool whole)>& visit);

}  // namespace domainplan
