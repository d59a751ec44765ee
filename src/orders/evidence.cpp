#include "orders/evidence.hpp"

#include <fmt/chrono.h>

#include <ctime>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/text.hpp"
#include "domainplan/error.hpp"

namespace domainplan {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono;

constexpr milliseconds kSyncEvery{500};

// The bytes up to which a file is whole lines, and whether the end of the last one is still to be written. A
// kill or a full disk can tear the last line; a power loss can leave zeros where data had not arrived.
struct WholePart {
  std::uintmax_t size = 0;
  bool lacks_end = false;
};

// Whether a last line lacks nothing but its end. (A NUL byte would look like the end to the parser.)
bool is_whole(std::string_view line) {
  return line.find('\0') == std::string_view::npos && nlohmann::json::accept(line);
}

WholePart whole_part(const std::string& path) {
  WholePart whole;
  std::ifstream file(path, std::ios::binary);
  for (std::string line; std::getline(file, line);) {
    if (line.find('\0') != std::string::npos) return whole;
    if (file.eof()) {  // the last line has no end
      if (!is_whole(line)) return whole;
      whole.size += line.size();
      whole.lacks_end = true;
      return whole;
    }
    whole.size += line.size() + 1;
  }
  if (file.bad()) throw_system_error("read", path);
  return whole;
}

void cut_off(const std::string& path, std::uintmax_t size) {
  std::error_code error;
  fs::resize_file(path, size, error);
  if (error) throw RunError(fmt::format("cannot cut {}: {}", in_quotes(path, 300), error.message()));
}

}  // namespace

std::string rfc3339(system_clock::time_point time) {
  const auto since_epoch = floor<microseconds>(time.time_since_epoch());
  const auto seconds_part = floor<seconds>(since_epoch);
  const std::time_t whole = seconds_part.count();
  std::tm utc{};
  gmtime_r(&whole, &utc);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:06}Z", utc, (since_epoch - seconds_part).count());
}

Evidence::Evidence(const std::string& path, Mode mode)
    : file_(path, mode == Mode::create ? OutputFile::Mode::create : OutputFile::Mode::append) {
  if (!file_.lock()) throw UsageError(fmt::format("another run is writing to {}", in_quotes(path, 300)));
  if (mode == Mode::go_on) {
    const WholePart whole = whole_part(path);
    cut_off(path, whole.size);
    if (whole.lacks_end) file_.write("\n");
    size_ = whole.size + (whole.lacks_end ? 1 : 0);
  }
  syncer_ = std::jthread([this](std::stop_token stop) { sync_every_now_and_then(std::move(stop)); });
}

Evidence::~Evidence() = default;

void Evidence::append(const std::vector<std::string>& rows, system_clock::time_point checked_at) {
  check_trouble();
  last_ = std::max(floor<microseconds>(checked_at), floor<microseconds>(last_) + microseconds(1));
  const std::string end = fmt::format("\"checked_at\":\"{}\"}}\n", rfc3339(last_));
  std::string lines;
  for (const std::string& row : rows) {
    lines.append(row, 0, row.size() - 1);  // without its closing brace
    if (row.size() > 2) lines += ',';
    lines += end;
  }
  write(lines);
}

void Evidence::carry_over(std::string_view recorded) {
  const std::size_t last = recorded.rfind('\n') + 1;  // npos + 1 is 0
  std::string lines(recorded.substr(0, last));
  if (is_whole(recorded.substr(last))) lines += fmt::format("{}\n", recorded.substr(last));
  write(lines);
}

void Evidence::write(std::string_view lines) {
  try {
    file_.write(lines);
  } catch (const RunError&) {
    // A full disk: the next answer must not be written behind the half of this one.
    cut_off(file_.path(), size_);
    throw;
  }
  size_ += lines.size();
  const std::lock_guard lock(mutex_);
  dirty_ = true;
}

void Evidence::sync() {
  check_trouble();
  file_.sync();
}

void Evidence::close() {
  syncer_ = {};
  check_trouble();
  file_.close();
}

// On a thread of its own: a disk takes its time, and answers keep coming.
void Evidence::sync_every_now_and_then(std::stop_token stop) {
  std::unique_lock lock(mutex_);
  while (!stop.stop_requested()) {
    ended_.wait_for(lock, stop, kSyncEvery, [] { return false; });
    if (!std::exchange(dirty_, false)) continue;
    lock.unlock();
    std::exception_ptr trouble;
    try {
      file_.sync();
    } catch (...) {
      trouble = std::current_exception();
    }
    lock.lock();
    if (trouble) trouble_ = trouble;
  }
}

void Evidence::check_trouble() {
  const std::lock_guard lock(mutex_);
  if (trouble_) std::rethrow_exception(trouble_);
}

void each_recorded_line(
    std::string_view bytes,
    const std::function<void(std::string_view line, std::size_t number, bool whole)>& visit) {
  for (std::size_t number = 1; !bytes.empty(); ++number) {
    const std::size_t end = bytes.find('\n');
    const bool whole = end != std::string_view::npos;
    const std::string_view line = bytes.substr(0, end);
    if (!line.empty()) visit(line, number, whole);
    bytes.remove_prefix(whole ? end + 1 : bytes.size());
  }
}

void each_line_of_file(const std::string& path,
                       const std::function<void(std::string_view line, std::size_t number)>& visit) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw_system_error("read", path);
  std::string line;
  for (std::size_t number = 1; std::getline(file, line); ++number)
    if (!line.empty()) visit(line, number);
  if (file.bad()) throw_system_error("read", path);
}

}  // namespace domainplan
