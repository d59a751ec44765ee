#include "io/file.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "core/text.hpp"
#include "domainplan/error.hpp"

namespace domainplan {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void throw_code(std::string_view what, const std::string& path, const std::error_code& error) {
  throw RunError(ErrorCode::disk,
                 fmt::format("cannot {} {}: {}", what, in_quotes(path, 300), error.message()), path);
}

Descriptor open_folder(const std::string& path) {
  Descriptor folder(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_DIRECTORY));
  if (!folder) throw_disk_error("open folder", path);
  return folder;
}

std::string bytes_of(const Descriptor& file, const std::string& path) {
  std::string bytes;
  char buffer[1 << 16];
  while (true) {
    const ssize_t count = ::read(file.number(), buffer, sizeof buffer);
    if (count == 0) return bytes;
    if (count > 0)
      bytes.append(buffer, static_cast<std::size_t>(count));
    else if (errno != EINTR)
      throw_disk_error("read", path);
  }
}

}  // namespace

void throw_disk_error(std::string_view what, const std::string& path) {
  const int code = errno;
  if (code == ELOOP)
    throw RunError(ErrorCode::disk,
                   fmt::format("{} is a symbolic link; a real {} is expected", in_quotes(path, 300),
                               what.ends_with("folder") ? "folder" : "file"),
                   path);
  throw_code(what, path, std::error_code(code, std::generic_category()));
}

Descriptor::Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
  if (this == &other) return *this;
  if (number_ >= 0) ::close(number_);
  number_ = other.release();
  return *this;
}
Descriptor::~Descriptor() {
  if (number_ >= 0) ::close(number_);
}
int Descriptor::release() { return std::exchange(number_, -1); }

Descriptor open_file(const std::string& path, int flags) {
  const std::string_view what = (flags & O_ACCMODE) == O_RDONLY ? "read" : "write";
  // O_NONBLOCK: opening a pipe that somebody put there must not wait for its other end.
  Descriptor file(::open(path.c_str(), flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0600));
  if (!file) throw_disk_error(what, path);
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) throw_disk_error(what, path);
  if (S_ISDIR(status.st_mode)) {
    errno = EISDIR;
    throw_disk_error(what, path);
  }
  if (!S_ISREG(status.st_mode))
    throw RunError(ErrorCode::disk,
                   fmt::format("cannot {} {}: it is not a regular file", what, in_quotes(path, 300)), path);
  return file;
}

void write_all(const Descriptor& file, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(file.number(), bytes.data(), bytes.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) throw_disk_error("write", path);
    bytes.remove_prefix(static_cast<std::size_t>(count));
  }
}

void sync_data(const Descriptor& file, const std::string& path) {
  if (::fdatasync(file.number()) != 0 && errno != EINVAL && errno != EROFS) throw_disk_error("sync", path);
}

OutputFile::OutputFile(std::string path)
    : path_(std::move(path)), file_(open_file(path_, O_WRONLY | O_CREAT | O_EXCL)) {}
void OutputFile::write(std::string_view bytes) { write_all(file_, bytes, path_); }
void OutputFile::sync() { sync_data(file_, path_); }
void OutputFile::close() {
  const int number = file_.release();
  if (number >= 0 && ::close(number) != 0) throw_disk_error("close", path_);
}

std::optional<std::string> bytes_if_there(const std::string& path) {
  if (!exists(path)) return std::nullopt;
  return bytes_of_file(path);
}

std::string bytes_of_file(const std::string& path) { return bytes_of(open_file(path, O_RDONLY), path); }

std::string draft_of(const std::string& path) {
  const std::size_t name = path.rfind('/') + 1;  // npos + 1 is 0
  return fmt::format("{}.{}.domainplan-draft", path.substr(0, name), path.substr(name));
}

void refuse_link(const std::string& path) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) == 0 && S_ISLNK(status.st_mode))
    throw RunError(ErrorCode::disk,
                   fmt::format("{} is a symbolic link, where a file or folder of domainplan "
                               "should be: move it away",
                               in_quotes(path, 300)),
                   path);
}

void replace_file(const std::string& path, std::string_view bytes) {
  refuse_link(path);
  const std::string draft = draft_of(path);
  remove_file(draft);
  OutputFile file(draft);
  try {
    file.write(bytes);
    file.sync();
    file.close();
    rename_file(draft, path);
  } catch (const RunError&) {
    ::unlink(draft.c_str());  // as far as possible: the first failure is the one to tell of
    throw;
  }
  sync_folder(path.substr(0, path.rfind('/') + 1) + ".");
}

bool exists(const std::string& path) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) == 0) return true;
  if (errno == ENOENT || errno == ENOTDIR) return false;
  throw_disk_error("look at", path);
}

bool is_folder(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

std::vector<std::string> entries_of(const std::string& folder) {
  std::error_code error;
  fs::directory_iterator entries(folder, error);
  std::vector<std::string> names;
  for (; !error && entries != fs::directory_iterator(); entries.increment(error))
    names.push_back(entries->path().filename());
  if (error) throw_code("read folder", folder, error);
  std::sort(names.begin(), names.end());
  return names;
}

void rename_file(const std::string& from, const std::string& to) {
  if (std::rename(from.c_str(), to.c_str()) != 0) throw_disk_error("put in place", to);
}

bool is_other_mount(const std::string& from, const std::string& to) {
  // The mounts are compared before the names are looked up, and there is no file of this name.
  constexpr std::string_view kNoFile = ".domainplan-no-such-file";
  return std::rename(fmt::format("{}/{}", from, kNoFile).c_str(),
                     fmt::format("{}/{}", to, kNoFile).c_str()) != 0 &&
         errno == EXDEV;
}

void remove_file(const std::string& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT) throw_disk_error("remove", path);
}

void remove_own_file(const std::string& path) {
  refuse_link(path);
  remove_file(path);
}

void remove_tree(const std::string& path) {
  std::error_code error;
  fs::remove_all(path, error);
  if (error) throw_code("remove", path, error);
}

void make_folder(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) != 0) throw_disk_error("make folder", path);
}

void make_folder_if_absent(const std::string& path) {
  if (::mkdir(path.c_str(), 0700) == 0) return;
  struct stat status {};
  if (errno != EEXIST || ::lstat(path.c_str(), &status) != 0) throw_disk_error("make folder", path);
  errno = S_ISLNK(status.st_mode) ? ELOOP : ENOTDIR;
  if (!S_ISDIR(status.st_mode)) throw_disk_error("make folder", path);
}

std::vector<std::string> make_parents(const std::string& path) {
  const fs::path parent = fs::path(path).parent_path();
  std::vector<std::string> absent;  // innermost first
  for (fs::path one = parent; !one.empty() && !exists(one); one = one.parent_path()) absent.push_back(one);
  if (absent.empty()) return {};
  std::error_code error;
  fs::create_directories(parent, error);
  if (error) {
    for (const std::string& one : absent) ::rmdir(one.c_str());
    throw_code("make folder", parent, error);
  }
  return {absent.rbegin(), absent.rend()};
}

void sync_folder(const std::string& path) {
  const Descriptor folder = open_folder(path);
  if (::fsync(folder.number()) != 0 && errno != EINVAL) throw_disk_error("sync folder", path);
}

void sync_file_system(const std::string& path) {
  const Descriptor folder = open_folder(path);
  if (::syncfs(folder.number()) != 0) throw_disk_error("sync the file system of", path);
}

}  // namespace domainplan
