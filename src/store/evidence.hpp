// availability.ndjson: every row the API gave, with the time it came, appended as answers arrive.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "io/append_log.hpp"

namespace domainplan {

class Evidence {
 public:
  // create: the file must not exist yet. go_on: what an interruption tore is cut off the end of an existing
  // one.
  enum class Mode { create, go_on };

  // Throws as AppendLog does.
  explicit Evidence(const std::string& path, Mode mode = Mode::create);

  // Appends one answer's rows, JSON objects in one line each, with `checked_at`, which is moved on by a
  // little where it is not later than the last answer's: rows of one time are those of one call. One write a
  // call, so that what is there after a crash is whole lines, but for the last one. What is appended survives
  // the end of the process at once, and a power loss within a second. Throws RunError, also for what went
  // wrong with an earlier answer on its way to the disk.
  void append(const std::vector<std::string>& rows, std::chrono::system_clock::time_point checked_at);
  // Adds rows that another run recorded, as they are; a torn last line is left out. Throws RunError.
  void carry_over(std::string_view recorded);
  void sync() { log_.sync(); }
  void close() { log_.close(); }

 private:
  AppendLog log_;
  std::chrono::system_clock::time_point last_{};
};

}  // namespace domainplan
