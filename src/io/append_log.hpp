// An append-only log of lines: the one home of locking, repair, syncing and a full disk. The availability
// log, the journal, the import record and the log of calls are such logs.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "io/file.hpp"

namespace domainplan {

// When what was appended is safe from a power loss. It survives the end of the process in any case.
enum class Durability : std::uint8_t {
  each_append,  // when append() returns
  each_second,  // about a second later; a thread of its own syncs, as disks take their time
};

class AppendLog {
 public:
  // Opens the log or makes it, and locks it against every other writer for as long as this lives. What an
  // interruption left at its end is repaired first: a last line without its end is completed where it is a
  // whole JSON value, and cut off where not. A power loss leaves zeros at the end where data had not arrived:
  // of a log that is synced each second, last lines with a NUL byte are cut off even where they have an end.
  // Any other NUL byte is damage, and left for the reader to report. Throws RunError: locked where another
  // process has it, disk where the file fails.
  AppendLog(std::string path, Durability durability);
  ~AppendLog();
  AppendLog(const AppendLog&) = delete;
  AppendLog& operator=(const AppendLog&) = delete;

  // Adds whole lines, each with its end, in one write. Where they do not fit on the disk nothing of them
  // stays. From one thread at a time. Throws RunError, also for what went wrong in syncing earlier lines.
  void append(std::string_view lines);
  // Returns once all lines would survive a power loss. Throws RunError.
  void sync();
  // Closes, with the errors that only then show. Throws RunError.
  void close();

  // Whether the log is still at its path: somebody may have removed or replaced the file, and what is
  // appended is then lost.
  bool is_in_place() const;
  std::uintmax_t size() const { return size_; }  // bytes
  const std::string& path() const { return path_; }

 private:
  void repair();
  void cut_off(std::uintmax_t size);
  void sync_each_second(std::stop_token stop);
  void rethrow_failure();

  std::string path_;
  Durability durability_;
  Descriptor file_;
  std::uintmax_t size_ = 0;  // of whole lines

  std::mutex mutex_;
  std::condition_variable_any ended_;
  bool dirty_ = false;
  std::exception_ptr failure_;
  std::jthread syncer_;  // last: it uses all of the above
};

// Calls visit(line, number) for each whole line of a log that is not empty, numbered from 1 as an editor
// does; a torn last line is left out. The file may be of any size. Throws RunError where it cannot be read.
void each_line_of_log(const std::string& path,
                      const std::function<void(std::string_view line, std::size_t number)>& visit);
// The same for bytes that are in memory. `whole` is false for a last line that has no end and is not a whole
// JSON value, which an interruption has torn.
void each_line(std::string_view bytes,
               const std::function<void(std::string_view line, std::size_t number, bool whole)>& visit);

}  // namespace domainplan
