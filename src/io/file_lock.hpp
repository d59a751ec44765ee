// A lock between processes: flock(2) on a file that holds nothing but the number of the process that has it.
#pragma once

#include <optional>
#include <string>

#include "io/file.hpp"

namespace domainplan {

class FileLock {
 public:
  // Takes the lock for as long as the object lives; the file is made where it is absent. Nothing: another
  // process (or another object of this one) has it. Throws RunError where the file cannot be made or locked.
  static std::optional<FileLock> try_to_take(const std::string& path);

 private:
  explicit FileLock(Descriptor file) : file_(std::move(file)) {}
  Descriptor file_;
};

// The process that took the lock last, as text for a message ("process 4711"); "another process" where that
// cannot be read.
std::string lock_holder(const std::string& path);

// Whether the open file is still the one of this name: it may have been removed or replaced.
bool is_at(const Descriptor& file, const std::string& path);

// Takes the lock of an open file until it is closed; false where another process has it. Throws RunError.
bool take_lock(const Descriptor& file, const std::string& path);

}  // namespace domainplan
