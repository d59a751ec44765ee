#include "io/file_lock.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "domainplan/error.hpp"

namespace domainplan {

bool take_lock(const Descriptor& file, const std::string& path) {
  while (::flock(file.number(), LOCK_EX | LOCK_NB) != 0) {
    if (errno == EWOULDBLOCK) return false;
    if (errno != EINTR) throw_disk_error("lock", path);
  }
  return true;
}

bool is_at(const Descriptor& file, const std::string& path) {
  struct stat open {
  }, there{};
  return ::fstat(file.number(), &open) == 0 && ::lstat(path.c_str(), &there) == 0 &&
         open.st_dev == there.st_dev && open.st_ino == there.st_ino;
}

std::optional<FileLock> FileLock::try_to_take(const std::string& path) {
  Descriptor file = open_file(path, O_RDWR | O_CREAT);
  if (!take_lock(file, path)) return std::nullopt;
  if (!is_at(file, path)) return try_to_take(path);
  // The number is for people; on a full disk the lock holds without it.
  const std::string holder = fmt::format("{}\n", ::getpid());
  if (::ftruncate(file.number(), 0) == 0)
    if (::write(file.number(), holder.data(), holder.size()) < 0) errno = 0;
  return FileLock(std::move(file));
}

std::string lock_holder(const std::string& path) {
  constexpr std::size_t kMostDigits = 10;
  try {
    const std::string bytes = bytes_of_file(path);
    const std::size_t digits = std::min(bytes.find_first_not_of("0123456789"), bytes.size());
    if (digits > 0 && digits <= kMostDigits) return fmt::format("process {}", bytes.substr(0, digits));
  } catch (const RunError&) {
    // Who holds it is a courtesy.
  }
  return "another process";
}

}  // namespace domainplan
