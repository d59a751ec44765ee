#include "submission/broken_disk.hpp"

#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>

namespace domainplan::tests {
namespace {

std::atomic<std::int64_t> steps_left{-1};  // below 0: the disk is whole
std::atomic<std::size_t> torn_bytes{0};
std::atomic<bool> is_broken{false};

// Whether the disk takes what comes next; `is_last` where it is what it breaks at.
bool takes(bool& is_last) {
  is_last = false;
  if (is_broken) return false;
  if (steps_left < 0) return true;
  if (steps_left.fetch_sub(1) > 0) return true;
  is_broken = is_last = true;
  return false;
}

template <class... Arguments>
long step(long number, Arguments... arguments) {
  bool is_last = false;
  if (takes(is_last)) return syscall(number, arguments...);
  errno = EIO;
  return -1;
}

bool is_of_a_disk(int file) {
  struct stat status {};
  return file > 2 && fstat(file, &status) == 0 && S_ISREG(status.st_mode);
}

}  // namespace

void break_disk_after(std::int64_t steps, std::size_t torn) {
  torn_bytes = torn;
  steps_left = steps;
}

void mend_disk() {
  steps_left = -1;
  is_broken = false;
}

bool is_disk_broken() { return is_broken; }

}  // namespace domainplan::tests

// These stand in for the C library's, for all of this program. Syncing costs a test nothing.
using namespace domainplan::tests;

extern "C" {

ssize_t write(int file, const void* bytes, size_t count) {
  bool is_last = false;
  if (!is_of_a_disk(file) || takes(is_last)) return syscall(SYS_write, file, bytes, count);
  if (is_last) syscall(SYS_write, file, bytes, std::min<std::size_t>(count, torn_bytes));
  errno = EIO;
  return -1;
}

int fsync(int) { return static_cast<int>(step(SYS_getpid) < 0 ? -1 : 0); }
int fdatasync(int) { return fsync(0); }
int syncfs(int) noexcept { return fsync(0); }
int rename(const char* from, const char* to) noexcept {
  return static_cast<int>(step(SYS_renameat2, AT_FDCWD, from, AT_FDCWD, to, 0));
}
int unlink(const char* path) noexcept { return static_cast<int>(step(SYS_unlinkat, AT_FDCWD, path, 0)); }
int unlinkat(int folder, const char* path, int flags) noexcept {
  return static_cast<int>(step(SYS_unlinkat, folder, path, flags));
}
int mkdir(const char* path, mode_t mode) noexcept {
  return static_cast<int>(step(SYS_mkdirat, AT_FDCWD, path, mode));
}
int ftruncate(int file, off_t length) noexcept { return static_cast<int>(step(SYS_ftruncate, file, length)); }
}
