#include "cli/live_line.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <string_view>

#include "cli/wrap.hpp"

namespace domainplan::cli {
namespace {

constexpr std::string_view kErase = "\r\033[K";
constexpr std::size_t kUsualColumns = 80;

// The beginning of `text` that takes at most `width` columns.
std::string cut(const std::string& text, std::size_t width) {
  std::size_t end = 0;
  while (end < text.size()) {
    std::size_t next = end + 1;
    while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xC0) == 0x80) ++next;
    if (columns_of(text.substr(0, next)) > width) break;
    end = next;
  }
  return text.substr(0, end);
}

}  // namespace

ScreenSize screen_of_stdout() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0 || size.ws_row == 0) return {};
  return {size.ws_col, size.ws_row};
}

std::size_t columns_of_stderr() {
  winsize size{};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return kUsualColumns;
  return size.ws_col;
}

std::string fitted(const std::vector<std::string>& parts, std::size_t width) {
  std::string line;
  for (const std::string& part : parts) {
    if (part.empty()) continue;
    std::string longer = line;
    if (!line.empty()) longer += ", ";
    longer += part;
    if (columns_of(longer) <= width)
      line = std::move(longer);
    else if (line.empty())
      line = cut(part, width);
    else
      break;
  }
  return line;
}

LiveLine::LiveLine(std::ostream& stream, bool live, std::function<std::size_t()> columns)
    : stream_(stream), behind_(stream.rdbuf()), live_(live), columns_(std::move(columns)) {
  if (live_) stream_.rdbuf(this);
}

LiveLine::~LiveLine() {
  clear();
  if (live_) stream_.rdbuf(behind_);
}

void LiveLine::show(const std::vector<std::string>& parts) {
  if (!live_) return;
  const std::lock_guard lock(mutex_);
  if (!at_line_start_) return;  // something else has begun a line and will end it
  const std::size_t columns = columns_();
  std::string line = fitted(parts, columns > 1 ? columns - 1 : 0);
  if (line == drawn_) return;
  put(kErase);
  put(line);
  behind_->pubsync();
  drawn_ = std::move(line);
}

void LiveLine::clear() {
  const std::lock_guard lock(mutex_);
  erase();
  behind_->pubsync();
}

void LiveLine::line_ended() {
  const std::lock_guard lock(mutex_);
  at_line_start_ = true;
}

void LiveLine::erase() {
  if (drawn_.empty()) return;
  put(kErase);
  drawn_.clear();
}

void LiveLine::put(std::string_view text) {
  behind_->sputn(text.data(), static_cast<std::streamsize>(text.size()));
}

LiveLine::int_type LiveLine::overflow(int_type character) {
  if (traits_type::eq_int_type(character, traits_type::eof())) return traits_type::not_eof(character);
  const char one = traits_type::to_char_type(character);
  return xsputn(&one, 1) == 1 ? character : traits_type::eof();
}

std::streamsize LiveLine::xsputn(const char* text, std::streamsize count) {
  if (count <= 0) return 0;
  const std::lock_guard lock(mutex_);
  erase();
  at_line_start_ = text[count - 1] == '\n';
  return behind_->sputn(text, count);
}

int LiveLine::sync() {
  const std::lock_guard lock(mutex_);
  return behind_->pubsync();
}

}  // namespace domainplan::cli
