// availability.ndjson: every row the API gave, with the time it came, appended as answers arrive.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "orders/file.hpp"

namespace domainplan {

// RFC 3339 in UTC with microseconds: "2026-11-21T03:04:05.678901Z".
std::string rfc3339(std::chrono::system_clock::time_point time);

class Evidence {
 public:
  // create: the file must not exist yet. go_on: what an interruption tore is cut off the end of an existing
  // one.
  enum class Mode { create, go_on };

  // Throws RunError where the file cannot be made or opened, and UsageError where another run holds it. The
  // file stays locked against a second run while this object lives.
  explicit Evidence(const std::string& path, Mode mode = Mode::create);
  ~Evidence();

  // Appends one answer's rows, JSON objects in one line each, with `checked_at`, which is moved on by a
  // little where it is not later than the last answer's: rows of one time are those of one call. One write a
  // call, so that what is there after a crash is whole lines, but for the last one. What is appended survives
  // the end of the process at once, and a power loss within a second. Throws RunError, also for what went
  // wrong with an earlier answer on its way to the disk.
  void append(const std::vector<std::string>& rows, std::chrono::system_clock::time_point checked_at);
  // Adds rows that another run recorded, as they are; a torn last line is left out. Throws RunError.
  void carry_over(std::string_view recorded);
  void sync();
  void close();

 private:
  void write(std::string_view lines);  // whole ones
  void sync_every_now_and_then(std::stop_token stop);
  void check_trouble();

  OutputFile file_;
  std::uintmax_t size_ = 0;  // of whole answers
  std::chrono::system_clock::time_point last_{};

  std::mutex mutex_;
  std::condition_variable_any ended_;
  bool dirty_ = false;
  std::exception_ptr trouble_;
  std::jthread syncer_;  // last: it uses all of the above
};

// Calls visit(line, line number, whole) for each line of recorded evidence that is not empty. `whole` is
// false for a last line without its end, which an interruption may have torn. `bytes` is the whole file.
void each_recorded_line(
    std::string_view bytes,
    const std::function<void(std::string_view line, std::size_t number, bool whole)>& visit);

// The same for the lines of a file of any size, all of them whole. Throws RunError where it cannot be read.
void each_line_of_file(const std::string& path,
                       const std::function<void(std::string_view line, std::size_t number)>& visit);

}  // namespace domainplan
