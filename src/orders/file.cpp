#include "orders/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "core/text.hpp"
#include "domainplan/error.hpp"

namespace domainplan {

void throw_system_error(std::string_view what, const std::string& path) {
  const int code = errno;
  throw RunError(
      fmt::format("cannot {} {}: {}", what, in_quotes(path, 300), std::generic_category().message(code)));
}

namespace {

// A file or folder that is open for reading for as long as the object lives.
class Opened {
 public:
  explicit Opened(const std::string& path, int flags = 0)
      : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC | flags)) {}
  ~Opened() {
    if (!failed()) ::close(descriptor_);
  }
  Opened(const Opened&) = delete;
  Opened& operator=(const Opened&) = delete;
  bool failed() const { return descriptor_ < 0; }  // errno tells why
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

}  // namespace

OutputFile::OutputFile(std::string path, Mode mode) : path_(std::move(path)) {
  const int flags = O_WRONLY | O_CREAT | O_CLOEXEC | (mode == Mode::create ? O_EXCL : O_APPEND);
  descriptor_ = ::open(path_.c_str(), flags, 0600);
  if (descriptor_ < 0) throw_system_error("write", path_);
}

OutputFile::~OutputFile() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

void OutputFile::write(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor_, bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw_system_error("write", path_);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

void OutputFile::sync() {
  if (::fdatasync(descriptor_) != 0 && errno != EINVAL && errno != EROFS) throw_system_error("sync", path_);
}

bool OutputFile::lock() {
  if (::flock(descriptor_, LOCK_EX | LOCK_NB) == 0) return true;
  if (errno == EWOULDBLOCK) return false;
  throw_system_error("lock", path_);
}

std::optional<std::string> bytes_if_there(const std::string& path) {
  const Opened file(path);
  if (file.failed() && errno == ENOENT) return std::nullopt;
  if (file.failed()) throw_system_error("read", path);
  std::string bytes;
  char buffer[1 << 16];
  while (true) {
    const ssize_t count = ::read(file.descriptor(), buffer, sizeof buffer);
    if (count == 0) return bytes;
    if (count > 0)
      bytes.append(buffer, static_cast<std::size_t>(count));
    else if (errno != EINTR)
      throw_system_error("read", path);
  }
}

std::string bytes_of_file(const std::string& path) {
  if (auto bytes = bytes_if_there(path)) return *std::move(bytes);
  errno = ENOENT;
  throw_system_error("read", path);
}

bool is_locked(const std::string& path) {
  const Opened file(path);
  return !file.failed() && ::flock(file.descriptor(), LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
}

void OutputFile::close() {
  const int descriptor = std::exchange(descriptor_, -1);
  if (descriptor >= 0 && ::close(descriptor) != 0) throw_system_error("close", path_);
}

void write_beside(const std::string& path, std::string_view bytes) {
  std::filesystem::remove(path + kNew);
  OutputFile file(path + kNew, OutputFile::Mode::create);
  file.write(bytes);
  file.sync();
  file.close();
}

void replace_file(const std::string& path, std::string_view bytes) {
  write_beside(path, bytes);
  if (std::rename((path + kNew).c_str(), path.c_str()) != 0) throw_system_error("replace", path);
}

void make_folder(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) != 0) throw_system_error("make folder", path);
}

void sync_folder(const std::string& path) {
  const Opened folder(path, O_DIRECTORY);
  if (folder.failed()) throw_system_error("open folder", path);
  if (::fsync(folder.descriptor()) != 0 && errno != EINVAL) throw_system_error("sync folder", path);
}

void sync_file_system(const std::string& path) {
  const Opened folder(path, O_DIRECTORY);
  if (folder.failed()) throw_system_error("open folder", path);
  if (::syncfs(folder.descriptor()) != 0) throw_system_error("sync the file system of", path);
}

}  // namespace domainplan
