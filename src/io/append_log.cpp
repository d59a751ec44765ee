#include "io/append_log.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "core/text.hpp"
#include "domainplan/error.hpp"
#include "io/file_lock.hpp"

namespace domainplan {
namespace {

constexpr std::chrono::milliseconds kSyncEvery{500};  // and so within a second

// Whether a line without its end lacks nothing else. (A NUL byte would look like the end to the parser.)
bool is_whole(std::string_view line) {
  return line.find('\0') == std::string_view::npos && nlohmann::json::accept(line);
}

// Reads a file of lines in pieces. A line is valid until the next one is read.
class LineReader {
 public:
  explicit LineReader(const std::string& path) : path_(path), file_(open_file(path, O_RDONLY)) {}

  // The next line, without its end; `ended` is false where the file ends without one. False: no more lines.
  bool next(std::string_view& line, bool& ended) {
    std::size_t end;
    while ((end = buffer_.find('\n', searched_)) == std::string::npos) {
      searched_ = buffer_.size();
      if (!read_more()) break;
    }
    ended = end != std::string::npos;
    if (!ended) end = buffer_.size();
    line = std::string_view(buffer_).substr(begin_, end - begin_);
    begin_ = searched_ = std::min(end + 1, buffer_.size());
    return ended || !line.empty();
  }

 private:
  bool read_more() {
    constexpr std::size_t kPiece = 1 << 18;
    buffer_.erase(0, begin_);
    searched_ -= begin_;
    begin_ = 0;
    const std::size_t before = buffer_.size();
    buffer_.resize(before + kPiece);
    ssize_t count;
    do count = ::read(file_.number(), buffer_.data() + before, kPiece);
    while (count < 0 && errno == EINTR);
    if (count < 0) throw_disk_error("read", path_);
    buffer_.resize(before + static_cast<std::size_t>(count));
    return count > 0;
  }

  const std::string& path_;
  Descriptor file_;
  std::string buffer_;
  std::size_t begin_ = 0, searched_ = 0;
};

}  // namespace

AppendLog::AppendLog(std::string path, Durability durability)
    : path_(std::move(path)),
      durability_(durability),
      file_(open_file(path_, O_WRONLY | O_CREAT | O_APPEND)) {
  if (!take_lock(file_, path_))
    throw RunError(ErrorCode::locked, fmt::format("another process is writing to {}", in_quotes(path_, 300)),
                   path_);
  repair();
  if (durability_ == Durability::each_second)
    syncer_ = std::jthread([this](std::stop_token stop) { sync_each_second(std::move(stop)); });
}

AppendLog::~AppendLog() = default;

void AppendLog::repair() {
  std::string_view line;
  std::uintmax_t found = 0;
  bool ended = true, lacks_end = false;
  LineReader reader(path_);
  while (reader.next(line, ended)) {
    found += line.size() + ended;
    lacks_end = !ended && is_whole(line);
    // With a whole line behind it, a NUL byte is damage; without one it is where the power was lost.
    const bool may_be_torn =
        durability_ == Durability::each_second && line.find('\0') != std::string_view::npos;
    if (lacks_end || (ended && !may_be_torn)) size_ = found;
  }
  const off_t end = ::lseek(file_.number(), 0, SEEK_END);
  if (end < 0) throw_disk_error("read", path_);
  const bool torn = static_cast<std::uintmax_t>(end) > size_;
  if (torn) cut_off(size_);
  if (lacks_end) append("\n");
  if ((torn || lacks_end) && durability_ == Durability::each_append) sync_data(file_, path_);
}

void AppendLog::cut_off(std::uintmax_t size) {
  if (::ftruncate(file_.number(), static_cast<off_t>(size)) != 0) throw_disk_error("shorten", path_);
}

bool AppendLog::is_in_place() const { return is_at(file_, path_); }

void AppendLog::append(std::string_view lines) {
  rethrow_failure();
  try {
    write_all(file_, lines, path_);
  } catch (const RunError&) {
    // A full disk: the next line must not be written behind the half of this one.
    cut_off(size_);
    throw;
  }
  size_ += lines.size();
  if (durability_ == Durability::each_append) return sync_data(file_, path_);
  const std::lock_guard lock(mutex_);
  dirty_ = true;
}

void AppendLog::sync() {
  rethrow_failure();
  sync_data(file_, path_);
}

void AppendLog::close() {
  syncer_ = {};
  rethrow_failure();
  const int number = file_.release();
  if (number >= 0 && ::close(number) != 0) throw_disk_error("close", path_);
}

void AppendLog::sync_each_second(std::stop_token stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    ended_.wait_for(lock, stop, kSyncEvery, [] { return false; });
    if (!std::exchange(dirty_, false)) continue;
    lock.unlock();
    std::exception_ptr failure;
    try {
      sync_data(file_, path_);
    } catch (...) {
      failure = std::current_exception();
    }
    lock.lock();
    if (failure) failure_ = failure;
  }
}

void AppendLog::rethrow_failure() {
  const std::lock_guard lock(mutex_);
  if (failure_) std::rethrow_exception(failure_);
}

void each_line_of_log(const std::string& path,
                      const std::function<void(std::string_view line, std::size_t number)>& visit) {
  LineReader reader(path);
  std::string_view line;
  bool ended = true;
  for (std::size_t number = 1; reader.next(line, ended); ++number)
    if (!line.empty() && (ended || is_whole(line))) visit(line, number);
}

void each_line(std::string_view bytes,
               const std::function<void(std::string_view line, std::size_t number, bool whole)>& visit) {
  for (std::size_t number = 1; !bytes.empty(); ++number) {
    const std::size_t end = bytes.find('\n');
    const bool ended = end != std::string_view::npos;
    const std::string_view line = bytes.substr(0, end);
    if (!line.empty()) visit(line, number, ended || is_whole(line));
    bytes.remove_prefix(ended ? end + 1 : bytes.size());
  }
}

}  // namespace domainplan
